import { capitalized, joinTexts, type Message, mapText, message, type Text } from '#domain/language/message';
import type { Amount } from '#domain/payments/amount';
import { isFailed, isPaid } from '#domain/payments/payment-status';
import { isRefundIntent } from '#domain/refunds/refund-history';
import { getRefundGroup, type SummarizedWrite } from '#domain/refunds/refund-summary';
import type { Intent, IntentState } from './intent.ts';
import { KIND_WORDS, STATE_WORDS } from './state-words.ts';

/** A write that a sentence describes. */
type DescribedWrite = SummarizedWrite | Pick<Intent, 'kind' | 'state' | 'path' | 'amount'>;

/**
 * Describes the result of a write in one sentence. Only a `done` write is called paid or refunded, because the platform has shown it.
 * `accepted` is not a result, and a write that the platform has not shown may still be processed.
 */
export function resultSentence(write: DescribedWrite): Message {
  const { kind: name, state: stored } = write;
  const amount = readAmount(write);
  const [kind, state] = [KIND_WORDS[name], STATE_WORDS[stored]];
  if (isRefundIntent(write)) return refundSentence(stored, amount);
  if (name === 'sale' || name === 'otp') {
    if (stored === 'accepted' && amount !== undefined)
      return message('Accepted: the result of the payment of {amount} is not known yet.', { amount });
    if (stored === 'accepted') return message('Accepted: the result of the payment is not known yet.');
    if (stored === 'done' && amount !== undefined) return message('The payment of {amount} is paid.', { amount });
    if (stored === 'done') return message('The payment is paid.');
  }
  if (stored === 'accepted') return message('Accepted: the result of the {kind} is not known yet.', { kind });
  const sentences = {
    refunded: message('The {kind} is done.', { kind }),
    declined: message('The {kind} was {state}.', { kind, state }),
    notTried: message('The {kind} was not processed.', { kind }),
    notSeen: message('The platform has not shown the {kind}.', { kind }),
    open: message('The outcome of the {kind} is not known.', { kind }),
  };
  return sentences[getRefundGroup(stored)];
}

function refundSentence(stored: IntentState, amount: Amount | undefined): Message {
  const group = getRefundGroup(stored);
  const state = group === 'notTried' ? message('not processed') : STATE_WORDS[stored];
  if (amount === undefined) {
    if (stored === 'accepted') return message('Accepted: the result of the refund is not known yet.');
    return {
      refunded: message('Refunded.'),
      declined: message('NOT refunded ({state}).', { state }),
      notTried: message('NOT refunded ({state}).', { state }),
      notSeen: message('The platform has not shown the refund. It may still process it.'),
      open: message('It is not known whether the refund was processed.'),
    }[group];
  }
  if (stored === 'accepted')
    return message('Accepted: the result of the refund of {amount} is not known yet.', { amount });
  return {
    refunded: message('Refunded: {amount}.', { amount }),
    declined: message('NOT refunded: {amount} ({state}).', { amount, state }),
    notTried: message('NOT refunded: {amount} ({state}).', { amount, state }),
    notSeen: message('The platform has not shown the refund of {amount}. It may still process it.', { amount }),
    open: message('It is not known whether the refund of {amount} was processed.', { amount }),
  }[group];
}

function readAmount(write: DescribedWrite): Amount | undefined {
  if ('amount' in write) return write.amount;
  const { amountMinor, currency } = write as SummarizedWrite;
  return amountMinor === null || currency === null ? undefined : { minor: amountMinor, currency };
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
 * @param plan the plan whose rows are counted; without it the writes of the ledger
 */
export function openWritesSentences({ open, accepted, inFlight, notSeen }: OpenWrites, plan?: string): Text[] {
  const counts = [
    ...(open === 0 ? [] : [message('{count} with an unknown outcome', { count: open })]),
    ...(accepted === 0 ? [] : [message('{count} accepted without a result', { count: accepted })]),
  ];
  const all =
    plan === undefined
      ? message('Every write in this ledger has a final result.')
      : message('Every row of {plan} that was sent has a final result.', { plan });
  return [
    ...(counts.length === 0 ? [] : [mapText(joinTexts(counts, ', '), (shown) => `${capitalized(shown)}.`)]),
    ...(inFlight === 0 ? [] : [message('{count} being sent now.', { count: inFlight })]),
    ...(notSeen === 0
      ? []
      : [
          message(
            '{count:# refund was|# refunds were} not shown by the platform, which may still process {count:it|them}.',
            { count: notSeen },
          ),
        ]),
    ...(open + accepted + inFlight + notSeen === 0 ? [all] : []),
  ];
}

/** Says whether a payment with a final status has charged the customer. */
export function chargeSentence(status: string): Message {
  if (isFailed(status)) return message('The customer was not charged: the payment has status "{status}".', { status });
  if (isPaid(status)) return message('The customer was charged: the payment has status "{status}".', { status });
  return message('The payment has status "{status}", which does not show whether the customer was charged.', {
    status,
  });
}
