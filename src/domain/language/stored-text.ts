import type { MessageKey } from '#domain/language/catalogue/catalogue';
import { Message, type Text } from './message.ts';

type Values = Readonly<Record<string, string>>;
type Say = (key: string, values: Readonly<Record<string, Text>>) => string;

/**
 * Returns a function that finds the message of a text, which records and plans store in English. A text that is none of these
 * messages stays as it was stored.
 *
 * @param keys without plurals; the first that fits counts
 * @param toText converts a value, which can be a message too
 */
export function createTextReader(
  keys: readonly MessageKey[],
  toText: (name: string, value: string, values: Values) => Text = (_, value) => value,
): (stored: string) => Text {
  let patterns: readonly (readonly [RegExp, MessageKey])[] | undefined;
  return (stored) => {
    patterns ??= keys.map((key) => [toPattern(key), key]);
    for (const [pattern, key] of patterns) {
      const match = pattern.exec(stored);
      if (match === null) continue;
      const { groups = {} } = match;
      const values = Object.entries(groups).map(([name, value]) => [name, toText(name, value, groups)] as const);
      return new Message(({ say }) => (say as Say)(key, Object.fromEntries(values)));
    }
    return stored;
  };
}

/** Converts a key to a pattern whose groups are the values. */
function toPattern(key: MessageKey): RegExp {
  const escaped = key.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\{(\w+)\}/g, '(?<$1>.+)')}$`, 's');
}
