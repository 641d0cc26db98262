/**
 * What the statuses of a payment mean (platform docs: payment statuses). A status that is not listed
 * counts as not final, and is shown as it is.
 */
const SUCCESS = new Set([
  'success',
  'refunded',
  'reversed',
  'partially refunded',
  'partially reversed',
  'partially paid',
]);
const FAILURE = new Set([
  'decline',
  'decline renewal',
  'expired',
  'canceled',
  'cancelled',
  'internal error',
  'external error',
]);
const REFUNDABLE = new Set(['success', 'partially refunded', 'partially reversed', 'partially paid']);

/** The customer has paid (and may have been refunded since). */
export const isPaid = (status: string): boolean => SUCCESS.has(status);

/** The payment has ended without money. */
export const isFailed = (status: string): boolean => FAILURE.has(status);

/** Nothing more happens by itself. Later refunds can still change a paid one. */
export const isFinal = (status: string): boolean => isPaid(status) || isFailed(status);

/** The platform waits for the OTP: §"Submit the OTP". */
export const isAwaitingOtp = (status: string): boolean => status === 'awaiting clarification';

/** The whole amount has gone back to the customer. */
export const isRefunded = (status: string): boolean => status === 'refunded' || status === 'reversed';

/** A refund can be asked for. */
export const isRefundable = (status: string): boolean => REFUNDABLE.has(status);
