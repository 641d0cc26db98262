import type { Intent } from '#domain/ledger/intent';
import type { Amount } from '#domain/payments/amount';
import type { PaymentState } from '#domain/payments/payment-state';
import type { Profile } from '#domain/profiles/profile';

/** A requested refund. */
export interface RefundRequest {
  readonly paymentId: string;
  readonly amount: Amount;
  /** Allows the same amount again within a day. */
  readonly again: boolean;
  /** Allows a refund when the platform does not report what is left of the payment. */
  readonly withoutBalance?: boolean | undefined;
}

/** Context in which a refund is checked. */
export interface RefundContext {
  /** The platform's status answer. */
  readonly state: PaymentState;
  /** True when the answer had a valid signature. */
  readonly signed: boolean;
  /** Time of the answer, epoch milliseconds. */
  readonly readAt: number;
  /** The ledger's intents of the payment. */
  readonly history: readonly Intent[];
  /** Intents for the same project id and payment id under another host, port or path. */
  readonly elsewhere: readonly Intent[];
  /** Intent ids and operation keys in the summary that the user has seen. */
  readonly shown: readonly string[];
  /** Amount that the project has refunded or may have refunded in the last 24 hours, in minor units of the limits' currency. */
  readonly refundedToday: number;
  readonly limits: Pick<Profile, 'maxRefund' | 'maxRefundPerDay' | 'currency'>;
  /** Epoch milliseconds. */
  readonly now: number;
}
