import { formatMajor } from '#domain/payments/amount';
import { isFailed, isPaid } from '#domain/payments/payment-status';
import { isRefundIntent } from '#domain/refunds/refund-history';
import { getRefundGroup, type SummarizedWrite } from '#domain/refunds/refund-summary';
import type { Intent } from './intent.ts';

/** A write that a sentence describes. */
type DescribedWrite = SummarizedWrite | Pick<Intent, 'kind' | 'state' | 'path' | 'amount'>;

/**
 * Describes the result of a write in one sentence. Only a `done` write is called paid or refunded, because the platform has shown it.
 * `accepted` is not a result, and a write that the platform has not shown may still be processed.
 */
export function resultSentence(write: DescribedWrite): string {
  const { kind, state } = write;
  const amount = amountText(write);
  const of = amount === '' ? '' : ` of ${amount}`;
  const colon = amount === '' ? '' : `: ${amount}`;
  const isRefund = isRefundIntent(write);
  const isPayment = kind === 'sale' || kind === 'otp';
  if (state === 'accepted') {
    const subject = isRefund ? `refund${of}` : isPayment ? `payment${of}` : kind;
    return `Accepted: the result of the ${subject} is not known yet.`;
  }
  const sentences = isRefund
    ? {
        refunded: `Refunded${colon}.`,
        declined: `NOT refunded${colon} (${state}).`,
        notTried: `NOT refunded${colon} (not processed).`,
        notSeen: `The platform has not shown the refund${of}. It may still process it.`,
        open: `It is not known whether the refund${of} was processed.`,
      }
    : {
        refunded: isPayment ? `The payment${of} is paid.` : `The ${kind} is done.`,
        declined: `The ${kind} was ${state}.`,
        notTried: `The ${kind} was not processed.`,
        notSeen: `The platform has not shown the ${kind}.`,
        open: `The outcome of the ${kind} is not known.`,
      };
  return sentences[getRefundGroup(state)];
}

function amountText(write: DescribedWrite): string {
  if ('amount' in write) return write.amount === undefined ? '' : formatMajor(write.amount);
  const { amountMinor, currency } = write as SummarizedWrite;
  return amountMinor === null || currency === null ? '' : formatMajor({ minor: amountMinor, currency });
}

/** Numbers of writes without a final result. */
export interface OpenWrites {
  /** Writes without a known outcome. */
  readonly open: number;
  readonly accepted: number;
  /** Writes that are being sent. */
  readonly inFlight: number;
  /** Refunds that the platform has not shown: it may still process them. */
  readonly notSeen: number;
}

/**
 * Describes the writes without a final result.
 *
 * @param subject what is counted: `write`, or `row of plan.jsonl`
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

/** Says whether a payment with a final status has charged the customer. */
export function chargeSentence(status: string): string {
  if (isFailed(status)) return `The customer was not charged: the payment has status "${status}".`;
  if (isPaid(status)) return `The customer was charged: the payment has status "${status}".`;
  return `The payment has status "${status}", which does not show whether the customer was charged.`;
}
