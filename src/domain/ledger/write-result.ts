import { formatMajor } from '#domain/payments/amount';
import { isFailed, isPaid } from '#domain/payments/payment-status';
import { isRefundIntent } from '#domain/refunds/refund-history';
import { refundShareOf, type SummarizedWrite } from '#domain/refunds/refund-summary';
import type { Intent } from './intent.ts';

/** What a sentence about one write is made of. */
type ToldWrite = SummarizedWrite | Pick<Intent, 'kind' | 'state' | 'path' | 'amount'>;

/**
 * What the ledger knows of one write, in one sentence. Only `done` is said to be paid or refunded: the platform has shown
 * it. `accepted` is no result, and what was not seen may still be processed.
 */
export function resultSentence(write: ToldWrite): string {
  const { kind, path, state } = write;
  const amount = amountText(write);
  return isRefundIntent({ kind, path }) ? refundResult(state, amount) : otherResult(kind, state, amount);
}

function refundResult(state: Intent['state'], amount: string): string {
  const of = amount === '' ? '' : ` of ${amount}`;
  const said = amount === '' ? '' : `: ${amount}`;
  switch (refundShareOf(state)) {
    case 'refunded':
      return `Refunded${said}.`;
    case 'declined':
      return `NOT refunded${said} (${state}).`;
    case 'notTried':
      return `NOT refunded${said} (not processed).`;
    case 'notSeen':
      return `The platform has not shown the refund${of}. It may still process it.`;
    case 'open':
      return state === 'accepted'
        ? `Accepted: the result of the refund${of} is not known yet.`
        : `It is not known whether the refund${of} was processed.`;
  }
}

/** What a sale or an OTP is about is the payment: a request that is done has charged the payer. */
function otherResult(kind: Intent['kind'], state: Intent['state'], amount: string): string {
  const isPayment = kind === 'sale' || kind === 'otp';
  const of = amount === '' ? '' : ` of ${amount}`;
  switch (refundShareOf(state)) {
    case 'refunded':
      return isPayment ? `The payment${of} is paid.` : `The ${kind} is done.`;
    case 'declined':
      return `The ${kind} was ${state}.`;
    case 'notTried':
      return `The ${kind} was not processed.`;
    case 'notSeen':
      return `The platform has not shown the ${kind}.`;
    case 'open':
      return state === 'accepted'
        ? `Accepted: the result of the ${isPayment ? `payment${of}` : kind} is not known yet.`
        : `The outcome of the ${kind} is not known.`;
  }
}

function amountText(write: ToldWrite): string {
  if ('amount' in write) return write.amount === undefined ? '' : formatMajor(write.amount);
  const { amountMinor, currency } = write as SummarizedWrite;
  return amountMinor === null || currency === null ? '' : formatMajor({ minor: amountMinor, currency });
}

/** Writes of a ledger that have no final result, counted. */
export interface OpenWrites {
  /** Their outcome is not known. */
  readonly open: number;
  readonly accepted: number;
  /** Being sent at this time. */
  readonly inFlight: number;
  /** Refunds that the platform has not shown: it may still process them. */
  readonly notSeen: number;
}

/**
 * What has no final result, in sentences.
 *
 * @param subject which writes: `write`, or `row of plan.jsonl`
 */
export function openWritesSentences(
  { open, accepted, inFlight, notSeen }: OpenWrites,
  subject = 'write in this ledger',
) {
  const counts = [
    ...(open === 0 ? [] : [`${open} with an unknown outcome`]),
    ...(accepted === 0 ? [] : [`${accepted} accepted without a result`]),
  ];
  const unseen = notSeen === 1 ? '1 refund was' : `${notSeen} refunds were`;
  return [
    ...(counts.length === 0 ? [] : [`${counts.join(', ')}.`]),
    ...(inFlight === 0 ? [] : [`${inFlight} being sent now.`]),
    ...(notSeen === 0
      ? []
      : [`${unseen} not shown by the platform, which may still process ${notSeen === 1 ? 'it' : 'them'}.`]),
    ...(open + accepted + inFlight + notSeen === 0 ? [`Every ${subject} has a final result.`] : []),
  ];
}

/** Whether a payment that has ended took money from the customer, as far as its status tells. */
export function chargeSentence(status: string): string {
  if (isFailed(status)) return `The customer was not charged: the payment has status "${status}".`;
  if (isPaid(status)) return `The customer was charged: the payment has status "${status}".`;
  return `The payment has status "${status}", which does not tell whether the customer was charged.`;
}
