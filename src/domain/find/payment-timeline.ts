import { finishedAttempts } from '#domain/callbacks/forwarding';
import type { Intent } from '#domain/ledger/intent';
import type { Note } from '#domain/ledger/note';
import type { Delivery, StoredCallback } from '#domain/ledger/stored-callback';
import { formatMajor } from '#domain/payments/amount';
import { isPaid } from '#domain/payments/payment-status';
import type { KnownPayment, PaymentEvidence } from './known-payment.ts';
import type { TimelineEvent } from './timeline-event.ts';

/** Everything that a timeline is made of. */
export interface TimelineEvidence extends PaymentEvidence {
  readonly known: KnownPayment;
  readonly callbacks: readonly StoredCallback[];
  readonly deliveries: readonly Delivery[];
  readonly notes: readonly Note[];
}

/** Returns what happened with a payment, oldest first. */
export function listEvents(evidence: TimelineEvidence): readonly TimelineEvent[] {
  const { intents, known, callbacks, deliveries, notes } = evidence;
  const events = [
    ...intents.flatMap(intentEvents),
    ...operationEvents(known),
    ...callbacks.map(callbackEvent),
    ...finishedAttempts(deliveries).map(forwardEvent),
    ...statusEvents(evidence),
    ...notes.map(({ at, by, text, intentId }): TimelineEvent => {
      return { at, type: 'note', text: text ?? 'cannot be decrypted', by, id: intentId };
    }),
  ];
  return events.sort((one, other) => one.at - other.at);
}

function intentEvents(intent: Intent): TimelineEvent[] {
  const { id, kind, amount, state, code, reason, createdAt, changedAt, description, ticket } = intent;
  const by = `${intent.user}@${intent.host}`;
  const details = [description, ticket === undefined ? undefined : `ticket ${ticket}`].filter(
    (part) => part !== undefined,
  );
  const why = [code === undefined || code === '0' ? undefined : `code ${code}`, reason].filter(
    (part) => part !== undefined,
  );
  const sent: TimelineEvent = {
    ...{ at: createdAt, type: 'sent', by, id, amount, state },
    text: [`${kind}${amount === undefined ? '' : ` of ${formatMajor(amount)}`}`, ...details].join(', '),
  };
  if (state === 'sending') return [sent];
  const text = [`${kind} ${state.replace('_', ' ')}`, ...why].join(', ');
  return [sent, { at: changedAt, type: 'result', id, amount, state, text }];
}

/** Returns the operations that callbacks or a status have shown, by the clock of the platform. */
const operationEvents = ({ operations }: KnownPayment): TimelineEvent[] =>
  operations.flatMap(({ id, type, status, amount, code, changedAt, createdAt }) => {
    const at = changedAt ?? createdAt;
    if (at === undefined) return [];
    const failed = code === undefined || code === '0' ? '' : `, code ${code}`;
    const sum = amount === undefined ? '' : ` of ${formatMajor(amount)}`;
    return [{ at, type: 'operation', id, amount, state: status, text: `${type}${sum}: ${status}${failed}` }];
  });

function callbackEvent(callback: StoredCallback): TimelineEvent {
  const { id, receivedAt: at, valid, kind, event, status, operationStatus, repeat } = callback;
  const what = event ?? kind ?? [status, operationStatus].filter((part) => part !== undefined).join('/');
  const proof = valid ? '' : kind === undefined ? ', wrong signature' : ', no signature';
  return {
    ...{ at, id, state: status },
    type: valid ? 'callback' : 'invalid callback',
    text: `${what}${proof}${repeat ? ', repeat' : ''}`,
  };
}

const forwardEvent = ({ at, callbackId, url, status, reason }: Delivery): TimelineEvent => ({
  ...{ at, type: 'forward', id: callbackId, state: status === undefined ? undefined : String(status) },
  text: status === 200 ? `to ${url}: 200` : `to ${url}: not delivered, ${status ?? reason ?? 'no answer'}`,
});

function statusEvents({ snapshot }: TimelineEvidence): TimelineEvent[] {
  if (snapshot === undefined) return [];
  const { seenAt: at, status, remaining } = snapshot;
  // The platform shows the price of a payment that was never paid as what is left.
  const label = isPaid(status) ? 'left' : 'amount';
  const amount = remaining === undefined ? '' : `, ${label} ${formatMajor(remaining)}`;
  return [{ at, type: 'status', text: `${status}${amount}`, state: status, amount: remaining }];
}
