import type { MessageKey } from '#domain/language/catalogue/catalogue';
import type { Text } from '#domain/language/message';
import { createTextReader } from '#domain/language/stored-text';
import { explainOperationCode } from '#domain/platform-codes/platform-codes';

/** Reasons that a ledger stores. They are stored in English. */
const REASONS: readonly MessageKey[] = [
  'the platform answered HTTP {status}',
  'the platform did not show it after the settle time',
  'only the wall clock shows when it was sent, so its settle time starts at the first status answer',
  'matched by amount and time only',
  'the platform shows another operation under its request id',
  'operation {id} has appeared since, and may be this refund',
  'made twice: the platform shows operations {operations} for it',
  'the payment ended with an error; its id may be used again',
  'the refund with this merchant_refund_id is intent {intent}',
  'set manually: {reason}',
  'set manually',
  'the program failed',
  'the program was interrupted',
  'interrupted',
  'interrupted while it was in flight',
  'the time ran out while it was in flight',
  'the time-out expired before it was sent',
  'the batch was stopped',
  'the status of its payment was too old',
  'this program was suspended for too long before it could send the request',
  'the answer has the request_id of another write, intent {id}',
  'the platform answered {code}: the payment exists, and no other sale in the ledger has created it',
  'the platform answered {code}: {meaning}',
  'the answer is larger than 4 MB',
  'no answer from {host} within {seconds} s',
  'the connection to {host} was cut before the answer was complete',
  'the answer was HTTP {status}',
  'the answer cannot be read: it is not JSON',
  'the answer is about another project',
  'the answer is about another payment',
  'the answer neither accepts nor refuses: it has no request_id and no error',
  'the answer has a request_id and an error',
  'the answer has an error without a code',
  'the answer cannot be trusted ({reason})',
  'the answer was a redirect to {host}, which is never followed',
  'the answer was a redirect, which is never followed',
  'the proxy {proxy} refused the connection to the Gate with HTTP {status}',
  '{place} could not be reached in time',
  'the address of {place} was not found',
  'nothing listens at {place}',
  'no connection to {place}: {reason}',
];

/** Parts of reasons that are messages too. */
const PARTS: readonly MessageKey[] = ['the proxy {proxy}', '{host} through the proxy {proxy}', 'still open'];

/** Returns a stored reason as a message. A reason that is not one of this version stays as it was stored. */
export const reasonText: (stored: string) => Text = createTextReader([...REASONS, ...PARTS], toText);

/** Translates a value too: the meaning of a code, or a part of the reason that is a message. */
function toText(name: string, value: string, { code }: Readonly<Record<string, string>>): Text {
  const meaning = name === 'meaning' ? explainOperationCode(code)?.meaning : undefined;
  if (meaning !== undefined && String(meaning) === value) return meaning;
  return name === 'place' || name === 'meaning' ? reasonText(value) : value;
}
