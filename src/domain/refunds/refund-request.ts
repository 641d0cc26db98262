import type { Intent } from '#domain/ledger/intent';
import type { Amount } from '#domain/payments/amount';
import type { PaymentState } from '#domain/payments/payment-state';
import type { Profile } from '#domain/profiles/profile';

/** A refund that is asked for. */
export interface RefundRequest {
  readonly paymentId: string;
  readonly amount: Amount;
  /** Refund the same amount again, although it was refunded or sent within a day. */
  readonly again: boolean;
  /** Refund although the platform does not say what is left of the payment. */
  readonly withoutBalance?: boolean | undefined;
}

/** Context in which a refund is checked. */
export interface RefundContext {
  /** The platform's status answer. */
  readonly state: PaymentState;
  /** True when the answer carried a right signature. */
  readonly signed: boolean;
  /** Time of the answer, epoch milliseconds. */
  readonly readAt: number;
  /** All that the ledger knows of the payment. */
  readonly history: readonly Intent[];
  /** Intents for the same project id and payment id under another host, port or path. */
  readonly elsewhere: readonly Intent[];
  /** Intent ids and operation keys that were in the summary that the user has seen. */
  readonly shown: readonly string[];
  /** What the project has refunded in the last 24 hours, or may have, in minor units of the wish's currency. */
  readonly refundedToday: number;
  readonly limits: Pick<Profile, 'maxRefund' | 'maxRefundPerDay' | 'currency'>;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Returns the intents of the payment under every host of its project, oldest first. */
export const everyIntent = ({ history, elsewhere }: Pick<RefundContext, 'history' | 'elsewhere'>): readonly Intent[] =>
  elsewhere.length === 0 ? history : [...history, ...elsewhere].sort((one, other) => one.createdAt - other.createdAt);
