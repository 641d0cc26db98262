import { finishedAttempts } from '#domain/callbacks/forwarding';
import { joinTexts, type Message, message } from '#domain/language/message';
import type { Intent } from '#domain/ledger/intent';
import type { Note } from '#domain/ledger/note';
import { KIND_WORDS, STATE_WORDS } from '#domain/ledger/state-words';
import type { Delivery, StoredCallback } from '#domain/ledger/stored-callback';
import { reasonText } from '#domain/ledger/stored-reason';
import type { Amount } from '#domain/payments/amount';
import { isPaid } from '#domain/payments/payment-status';
import type { KnownPayment, PaymentEvidence } from './combine-evidence.ts';
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
      return { at, type: 'note', text: text ?? message('cannot be decrypted'), by, id: intentId };
    }),
  ];
  return events.sort((one, other) => one.at - other.at);
}

function intentEvents(intent: Intent): TimelineEvent[] {
  const { id, kind, amount, state, code, reason, createdAt, changedAt, description, ticket } = intent;
  const by = `${intent.user}@${intent.host}`;
  const name = KIND_WORDS[kind];
  const subject = amount === undefined ? name : message('{kind} of {amount}', { kind: name, amount });
  const details = [description, ticket === undefined ? undefined : message('ticket {ticket}', { ticket })];
  const why = [codeText(code), reason === undefined ? undefined : reasonText(reason)];
  const sent: TimelineEvent = {
    ...{ at: createdAt, type: 'sent', by, id, amount, state },
    text: joinTexts([subject, ...details], ', '),
  };
  if (state === 'sending') return [sent];
  const result = message('{kind} {state}', { kind: name, state: STATE_WORDS[state] });
  const text = joinTexts([result, ...why], ', ');
  return [sent, { at: changedAt, type: 'result', id, amount, state, text }];
}

/** Returns the code of a failure as a text; undefined for a success. */
const codeText = (code: string | undefined): Message | undefined =>
  code === undefined || code === '0' ? undefined : message('code {code}', { code });

/** Returns the operations that callbacks or a status have shown, by the clock of the platform. */
const operationEvents = ({ operations }: KnownPayment): TimelineEvent[] =>
  operations.flatMap(({ id, type, status, amount, code, changedAt, createdAt }) => {
    const at = changedAt ?? createdAt;
    if (at === undefined) return [];
    const kind = type === 'sale' || type === 'refund' ? KIND_WORDS[type] : type;
    const shown =
      amount === undefined
        ? message('{kind}: {status}', { kind, status })
        : message('{kind} of {amount}: {status}', { kind, amount, status });
    return [{ at, type: 'operation', id, amount, state: status, text: joinTexts([shown, codeText(code)], ', ') }];
  });

function callbackEvent(callback: StoredCallback): TimelineEvent {
  const { id, receivedAt: at, valid, kind, event, status, operationStatus, repeat } = callback;
  const what = event ?? kind ?? [status, operationStatus].filter((part) => part !== undefined).join('/');
  const proof = kind === undefined ? message('wrong signature') : message('no signature');
  return {
    ...{ at, id, state: status },
    type: valid ? 'callback' : 'invalid callback',
    text: joinTexts([what, valid ? undefined : proof, repeat ? message('repeat') : undefined], ', '),
  };
}

const forwardEvent = ({ at, callbackId, url, status, reason }: Delivery): TimelineEvent => ({
  ...{ at, type: 'forward', id: callbackId, state: status === undefined ? undefined : String(status) },
  text:
    status === 200
      ? message('to {url}: 200', { url })
      : message('to {url}: not delivered, {why}', {
          url,
          why: status === undefined ? (reason ?? message('no answer')) : String(status),
        }),
});

function statusEvents({ snapshot }: TimelineEvidence): TimelineEvent[] {
  if (snapshot === undefined) return [];
  const { seenAt: at, status, remaining } = snapshot;
  // The platform shows the price of a payment that was never paid as what is left.
  const label = (amount: Amount) =>
    isPaid(status) ? message('left {amount}', { amount }) : message('amount {amount}', { amount });
  const text = joinTexts([status, remaining && label(remaining)], ', ');
  return [{ at, type: 'status', text, state: status, amount: remaining }];
}
