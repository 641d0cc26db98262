import type { CallbackEvent } from '#domain/callbacks/callback-event';
import type { CallbackKind } from '#domain/callbacks/chargeback';

/** A callback as it was received. */
export interface NewCallback {
  readonly project: string;
  /** The body, byte for byte. It contains personal data: the ledger stores it encrypted. */
  readonly text: string;
  /** True when its signature is right. */
  readonly valid: boolean;
  /** Kind of a callback that the platform sends without a signature; undefined for all others. */
  readonly kind?: CallbackKind | undefined;
  readonly paymentId: string | undefined;
  /** Status of the payment. */
  readonly status: string;
  readonly operationId: string | undefined;
  readonly operationStatus: string | undefined;
  readonly requestId: string | undefined;
  /** Name of the event, such as `purchase.success`; undefined where the callback does not show it. */
  readonly event?: CallbackEvent | undefined;
  readonly envelope?: CallbackEnvelope | undefined;
  /** URLs to which the callback is to be forwarded. They are stored with it, so that a crash loses none. */
  readonly forwards?: readonly CallbackForward[] | undefined;
  /** Id of the listener that received the callback: in the ledger of a team it forwards it before others do. */
  readonly listener?: string | undefined;
}

/** URLs to which a callback is to be forwarded. */
export interface CallbackForward {
  /** URL for the first delivery, with the received path below the listener's own path and the query. */
  readonly first: string;
  /** URL for a repeated callback. It has no part that the sender chooses. */
  readonly again: string;
}

/** Where a callback may be stored. */
export interface StorageOptions {
  /** Fails when the database of a team cannot store the callback, and does not queue it on this machine. */
  readonly shared?: boolean;
}

/** Why no callback can be stored now. */
export type StorageProblem = 'read_only' | 'disk_full' | 'database_unreachable' | 'storage_failed';

/** Path and headers of a received callback, for forwarding it unchanged. Stored encrypted, because a header may contain a password. */
export interface CallbackEnvelope {
  /** With the query: `/callback?shop=1`. */
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Length of the whole body in characters, where only its beginning is stored. */
  readonly cutFrom?: number;
}

/** A callback in the ledger. */
export interface StoredCallback extends NewCallback {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  /** True when a callback with the same payment, operation, status and request was stored before (platform docs: callbacks, delivery). */
  readonly repeat: boolean;
  /** True when the key of this ledger cannot decrypt the body. `text` is empty then. */
  readonly sealed?: boolean;
}

/** Selects callbacks. An undefined property selects all. */
export interface CallbackQuery {
  readonly paymentId?: string | undefined;
  readonly event?: string | undefined;
  readonly valid?: boolean | undefined;
  /** `null`: only callbacks that are or should be signed. */
  readonly kind?: CallbackKind | null | undefined;
  readonly repeat?: boolean | undefined;
  /** Epoch milliseconds. */
  readonly since?: number | undefined;
  readonly limit: number;
}

/** Selects the callbacks to remove: those with a wrong signature, and the kinds that are named. */
export interface CallbackPruning {
  readonly genuine: boolean;
  readonly chargebacks: boolean;
  /** Only callbacks received before this time; epoch milliseconds. */
  readonly before?: number | undefined;
  /** Only counts them. */
  readonly dryRun: boolean;
}

/** Number of callbacks that were removed, or would be. */
export type PrunedCallbacks = {
  readonly wrong: number;
  readonly genuine: number;
  readonly chargebacks: number;
  /** Number of callbacks that are kept because they still have to be forwarded. */
  readonly waiting: number;
};

/** An attempt to forward a callback. */
export interface Delivery {
  readonly callbackId: string;
  readonly url: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** HTTP status of the answer; undefined without an answer. */
  readonly status: number | undefined;
  /** Why there was no answer. */
  readonly reason: string | undefined;
  readonly milliseconds: number;
}
