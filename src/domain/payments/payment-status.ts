/** Meanings of payment statuses (platform docs: payment statuses). An unlisted status counts as not final. */
const REFUNDABLE = new Set(['success', 'partially refunded', 'partially reversed', 'partially paid']);
const REFUNDED = new Set(['refunded', 'reversed']);
const FAILED = new Set([
  'decline',
  'decline renewal',
  'expired',
  'canceled',
  'cancelled',
  'internal error',
  'external error',
]);

/** True when the customer has paid, also when the payment was refunded later. */
export const isPaid = (status: string): boolean => REFUNDABLE.has(status) || REFUNDED.has(status);

/** True when the payment has ended and took no money. */
export const isFailed = (status: string): boolean => FAILED.has(status);

/** True when the status changes no more, except by a refund. */
export const isFinal = (status: string): boolean => isPaid(status) || isFailed(status);

/** All final statuses. */
export const FINAL_STATUSES: readonly string[] = [...REFUNDABLE, ...REFUNDED, ...FAILED];

/** True when the platform waits for the OTP (platform docs: OTP rules). */
export const isAwaitingOtp = (status: string): boolean => status === 'awaiting clarification';

/** True when the whole amount was refunded. */
export const isRefunded = (status: string): boolean => REFUNDED.has(status);

/** True when the payment can be refunded, in full or in part. */
export const isRefundable = (status: string): boolean => REFUNDABLE.has(status);

/** True of a status before the customer has paid (platform docs: payment statuses). */
export const isKnownOpen = (status: string): boolean => /processing$|^awaiting |^invoice sent$/.test(status);
