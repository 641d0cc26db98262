import type { MessageKey } from '#domain/language/catalogue/catalogue';
import { Message, type Text } from '#domain/language/message';

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
];

type Say = (key: string, values: Readonly<Record<string, string>>) => string;

let patterns: readonly (readonly [RegExp, MessageKey])[] | undefined;

/** Returns a stored reason as a message. A reason that is not one of this version stays as it was stored. */
export function reasonText(stored: string): Text {
  patterns ??= REASONS.map((key) => [toPattern(key), key]);
  for (const [pattern, key] of patterns) {
    const values = pattern.exec(stored);
    if (values !== null) return new Message(({ say }) => (say as Say)(key, values.groups ?? {}));
  }
  return stored;
}

/** Converts a key to a pattern whose groups are the values. */
function toPattern(key: MessageKey): RegExp {
  const escaped = key.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\{(\w+)\}/g, '(?<$1>.+)')}$`, 's');
}
