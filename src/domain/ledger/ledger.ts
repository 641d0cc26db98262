import type { CallbackEvent } from '#domain/callbacks/callback-event';
import type { CallbackKind } from '#domain/callbacks/chargeback';
import type { Failure } from '#domain/errors/failure';
import type { Amount } from '#domain/payments/amount';
import type { AuditEvent, AuditRecord, AuditViolation } from './audit-record.ts';
import type { Intent, IntentChange, IntentDraft, IntentKind, IntentState, User } from './intent.ts';

/**
 * The memory of every write on this machine, shared by all its processes: what was meant, what became of
 * it, and an audit trail of both. Nothing here needs SQLite: a database of a whole team can stand behind
 * the same interface.
 *
 * Every method fails with a `held` failure (7) when the ledger cannot be used: then nothing may be sent.
 */
export interface Ledger {
  /** Where it is kept, in words. */
  readonly place: string;
  /** Made with the ledger, and different from that of any other ledger. */
  readonly id: string;
  /** What every write ends with where the ledger can only be read; undefined where it can be written. */
  readonly readOnly: Failure | undefined;
  /** The folder that the settings name as the ledger's; undefined where they name none. */
  readonly notedFolder: string | undefined;
  /** Who this process records for. */
  readonly currentUser: User;
  /**
   * Puts an intent on disk, if `allow` does not throw. From its look at the past to the record on disk no
   * other process gets in between.
   */
  createIntent(draft: IntentDraft, allow?: (history: PaymentHistory) => Promise<void>): Promise<Intent>;
  /** Records that a rule kept something from being sent, and why. */
  recordBlocked(draft: IntentDraft, reason: string): Promise<Intent>;
  /**
   * Records what became known of an intent.
   *
   * @param from only while it stands so: what another process has found out meanwhile stays
   * @returns the intent as it stands then
   * @throws {Failure} (usage) when there is no such intent.
   */
  change(
    intentId: string,
    event: Exclude<AuditEvent, 'begun' | 'held'>,
    change: IntentChange,
    from?: readonly IntentState[],
  ): Promise<Intent>;
  /** @throws {Failure} (usage) when there is no such intent. */
  get(intentId: string): Promise<Intent>;
  /** What was begun with a caller's own key, unless nothing came of it. */
  findByKey(project: string, key: string): Promise<Intent | undefined>;
  /** The newest intent that was begun with each of some keys. */
  newestByKey(project: string, keys: readonly string[]): Promise<ReadonlyMap<string, Intent>>;
  /** Keyed hash of what is asked for: see {@link Intent.fingerprint}. */
  fingerprint(asked: string): string;
  /** What was there of a payment until now. */
  paymentHistory(project: string, paymentId: string): Promise<PaymentHistory>;
  /** The intents of some payments, oldest first; those under another host of the same project id too. */
  intentsByPayment(project: string, paymentIds: readonly string[]): Promise<ReadonlyMap<string, readonly Intent[]>>;
  /**
   * Lets one process at a time do something, until it has released it or is gone; undefined when another one
   * is at it.
   */
  acquireLock(name: string): Promise<(() => void) | undefined>;
  /** Those whose outcome is not known, oldest first. */
  openIntents(): Promise<readonly Intent[]>;
  /** Those without a final result: open ones, and accepted ones whose result is not known yet; oldest first. */
  intentsWithoutResult(): Promise<readonly Intent[]>;
  /** Those that the platform has answered with a request id, in a project under whatever host. */
  findByRequestId(project: string, requestId: string): Promise<readonly Intent[]>;
  /** True while the process that sends an intent may still be at it. */
  isInFlight(intent: Intent): boolean;
  /** The newest intents that fit, newest first. */
  history(filter: HistoryFilter): Promise<readonly Intent[]>;
  /** Everyone who has begun an intent, as `user@host`, in order. */
  users(): Promise<readonly string[]>;
  /** What this machine knows of a payment. */
  payment(project: string, paymentId: string): Promise<PaymentSnapshot | undefined>;
  /** Keeps what the platform has told of a payment. */
  savePayment(payment: PaymentSnapshot): Promise<void>;
  /**
   * Keeps a callback that came in, whole; tells whether the same has come before. It is on disk when the promise resolves;
   * many at once share the wait for the disk.
   */
  addCallback(callback: NewCallback): Promise<StoredCallback>;
  /** The callbacks about a payment, oldest first. */
  callbacks(project: string, paymentId: string): Promise<readonly StoredCallback[]>;
  /** @throws {Failure} (usage) when there is no such callback. */
  callback(id: string): Promise<StoredCallback>;
  /** The newest callbacks that fit, newest first. */
  findCallbacks(filter: CallbackQuery): Promise<readonly StoredCallback[]>;
  /**
   * Removes the oldest callbacks with a wrong signature, or the oldest unsigned ones of a kind, until the others have no more than
   * so many bytes.
   *
   * @returns how many bytes are free on the disk
   */
  pruneInvalidCallbacks(bytes: number, kind?: CallbackKind): Promise<number>;
  /** Removes stored callbacks, or only counts them. The audit trail is not changed. */
  pruneCallbacks(pruning: CallbackPruning): Promise<PrunedCallbacks>;
  /** Files of received callbacks of which something could not be read. They are kept beside the ledger. */
  damagedFiles(): readonly string[];
  /** Records the result of forwarding a callback. */
  addDelivery(delivery: Delivery): Promise<void>;
  /** Returns the deliveries of a callback, oldest first. */
  deliveries(callbackId: string): Promise<readonly Delivery[]>;
  /** The last try of each callback at each place, where that was not answered 200; oldest first. */
  failedDeliveries(): Promise<readonly Delivery[]>;
  /** The audit trail, in order; of one intent, or of a time. */
  records(filter?: RecordFilter): AsyncIterable<AuditRecord>;
  /** Goes through the whole audit trail, and compares each intent with its records. */
  verify(): Promise<AuditReport>;
  close(): Promise<void>;
}

/** What was there before an intent. */
export interface PaymentHistory {
  /** The intents of the same payment of this very project, oldest first. */
  readonly intents: readonly Intent[];
  /**
   * Intents of the same payment id in the same project id under another host, oldest first: the platform can mean the same
   * payment, see `canBeSameProject`.
   */
  readonly elsewhere: readonly Intent[];
  /**
   * What the project has given back since a time, or may have, in minor units of a currency; under whatever host it was
   * reached.
   */
  readonly refundedSince: (time: number, currency: string) => Promise<number>;
}

/** Which intents to list; what is left out does not matter. */
export interface HistoryFilter {
  readonly paymentId?: string | undefined;
  readonly kind?: IntentKind | undefined;
  readonly state?: IntentState | undefined;
  readonly profile?: string | undefined;
  /** `user`, or `user@host` as it is shown. */
  readonly user?: string | undefined;
  /** Digits: intents with this number, and all others of their payments. */
  readonly phone?: string | undefined;
  /** Epoch milliseconds. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  readonly limit: number;
}

/** Which records to read; what is left out does not matter. */
export interface RecordFilter {
  readonly intentId?: string | undefined;
  /** Epoch milliseconds. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** What the platform has told of a payment. */
export interface PaymentSnapshot {
  readonly project: string;
  readonly paymentId: string;
  readonly status: string;
  readonly remaining: Amount | undefined;
  /** How often the OTP was resent, as far as the platform shows. */
  readonly resendsUsed: number;
  /** When the platform first asked for the newest OTP, by its own clock; epoch milliseconds. */
  readonly otpAskedAt: number | undefined;
  /** Epoch milliseconds. */
  readonly seenAt: number;
}

/** A callback as it came in. */
export interface NewCallback {
  readonly project: string;
  /** The body, byte for byte. It holds what only its owner may read: it is kept encrypted. */
  readonly text: string;
  /** True when its signature was right. */
  readonly valid: boolean;
  /** Set for a callback that the platform sends without a signature. */
  readonly kind?: CallbackKind | undefined;
  readonly paymentId: string | undefined;
  /** Of the payment. */
  readonly status: string;
  readonly operationId: string | undefined;
  readonly operationStatus: string | undefined;
  readonly requestId: string | undefined;
  /** What has happened: `purchase.success`; undefined where that cannot be told. */
  readonly event?: CallbackEvent | undefined;
  readonly envelope?: CallbackEnvelope | undefined;
  /** Where it is to be forwarded to: on disk with it, so that it is known whatever happens next. */
  readonly forwards?: readonly CallbackForward[] | undefined;
}

/** A place that a callback is to be forwarded to. */
export interface CallbackForward {
  /** With what stood below the listener's own path, and the query. */
  readonly first: string;
  /** For a callback that has come before: nothing that its sender can choose is part of it. */
  readonly again: string;
}

/** Path and headers of a received callback, for forwarding it unchanged. Stored encrypted, because a header may contain a password. */
export interface CallbackEnvelope {
  /** With the query: `/callback?shop=1`. */
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** How long the body was, in characters, where only its beginning is kept. */
  readonly cutFrom?: number;
}

/** Which callbacks to list; what is left out does not matter. */
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

/** Which callbacks to remove: those with a wrong signature, and others that are named. */
export interface CallbackPruning {
  readonly genuine: boolean;
  readonly chargebacks: boolean;
  /** Only those received before; epoch milliseconds. */
  readonly before?: number | undefined;
  /** Nothing is removed. */
  readonly dryRun: boolean;
}

/** How many callbacks were removed, or would be. */
export type PrunedCallbacks = {
  readonly wrong: number;
  readonly genuine: number;
  readonly chargebacks: number;
  /** How many stay because they still have to be forwarded. */
  readonly waiting: number;
};

/** An attempt to forward a callback. */
export interface Delivery {
  readonly callbackId: string;
  readonly url: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The HTTP status of the answer; undefined when none came. */
  readonly status: number | undefined;
  /** Why no answer came. */
  readonly reason: string | undefined;
  readonly milliseconds: number;
}

export interface StoredCallback extends NewCallback {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  /** The same payment, operation, status and request have come before (platform docs: callbacks, delivery). */
  readonly repeat: boolean;
  /** True when the key of this ledger does not open its body: `text` is empty then, and says nothing. */
  readonly sealed?: boolean;
}

/** Result of verifying the audit trail. */
export interface AuditReport {
  readonly records: number;
  /** Hash of the last record: anyone who keeps it elsewhere can tell later that nothing before it has changed. */
  readonly head: string;
  /** The first thing that is wrong; undefined when nothing is. */
  readonly problem: AuditViolation | IntentProblem | undefined;
}

/** An intent that is not what its records say. */
export interface IntentProblem {
  readonly intentId: string;
  readonly what: 'differs' | 'unrecorded' | 'lost';
}
