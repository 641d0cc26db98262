import { type Message, message } from '#domain/language/message';
import type { Intent } from './intent.ts';
import { DONE_TWICE } from './intent-operations.ts';
import { KIND_WORDS, STATE_WORDS } from './state-words.ts';
import { reasonText } from './stored-reason.ts';

/** States that a later status may correct. */
const CORRECTED: readonly Intent['state'][] = ['refused', 'denied', 'not_sent', 'never_arrived', 'declined', 'done'];

/**
 * Returns the message for a status that has corrected an intent: its state was wrong, a refund that was not shown appeared, or a
 * request was processed twice. Undefined for a result that was only awaited.
 */
export function correctionText(before: Intent, after: Intent): Message | undefined {
  const { id, kind, paymentId: payment } = before;
  const what =
    payment === undefined
      ? message('{kind} (intent {id})', { kind: KIND_WORDS[kind], id })
      : message('{kind} of {payment} (intent {id})', { kind: KIND_WORDS[kind], payment, id });
  const reason = reasonText(after.reason ?? '');
  if (after.reason !== before.reason && after.reason?.startsWith(DONE_TWICE))
    return message('The {what} was {reason}.', { what, reason });
  if (after.state === 'unknown' && after.state !== before.state) {
    const again = { what, reason, id };
    return message('The outcome of the {what} is unknown again: {reason}. Next: rocketpay resume {id}', again);
  }
  if (!CORRECTED.includes(before.state) || after.state === before.state) return undefined;
  const [old, now] = [STATE_WORDS[before.state], STATE_WORDS[after.state]];
  return message('The {what} was recorded as "{old}"; the platform now shows it as "{now}".', { what, old, now });
}
