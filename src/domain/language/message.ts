import type { MessageKey } from '#domain/language/catalogue/catalogue';
import type { Amount } from '#domain/payments/format-amount';
import { ENGLISH, type Translator } from './translator.ts';

/** A time in a message, shown in the zone of this machine. */
export interface ShownTime {
  /** Epoch milliseconds. */
  readonly time: number;
  /** Default: second. */
  readonly to?: 'day' | 'minute' | 'second';
  /** Adds the offset of the zone: `UTC+05:00`. */
  readonly zone?: boolean;
}

/** An amount in a message. English shows groups of three digits only where it is `grouped`; the other languages always do. */
export type ShownAmount = Amount & { readonly grouped?: boolean };

/** A value of a message. A text is shown unchanged; all others follow the language. */
export type MessageValue = string | number | ShownAmount | ShownTime | Message;

/** A text for the user: one that is the same in every language, such as an id, or a message. */
export type Text = string | Message;

/**
 * A message that is translated when it is shown. Its string and its JSON are the English text: documents, records and logs
 * are the same in every language.
 */
export class Message {
  /** Returns the text in the language of a translator. */
  readonly translate: (translator: Translator) => string;

  constructor(translate: (translator: Translator) => string) {
    this.translate = translate;
  }

  toString(): string {
    return this.translate(ENGLISH);
  }

  toJSON(): string {
    return this.toString();
  }
}

/** The name of a value in braces: `{amount}`, or `{count:# refund|# refunds}`. */
type NameOf<Part extends string> = Part extends `${infer Name}:${string}` ? Name : Part;

/** The names of the values of a message. */
type NamesOf<Key extends string> = Key extends `${string}{${infer Part}}${infer Rest}`
  ? NameOf<Part> | NamesOf<Rest>
  : never;

/** The values of a message, as arguments: none for a message without names. */
export type ValuesOf<Key extends string> = [NamesOf<Key>] extends [never]
  ? []
  : [values: Readonly<Record<NamesOf<Key>, MessageValue>>];

/**
 * Returns a message of the catalogue.
 *
 * @param key the English text. Names in braces are replaced by the values; a plural has its forms after the name, and `#`
 * stands for the number: `{count:# refund|# refunds}`.
 */
export const message = <Key extends MessageKey>(key: Key, ...values: ValuesOf<Key>): Message =>
  new Message(({ say }) => say(key, ...values));

/** Joins texts into one. Empty and missing texts are left out. */
export function joinTexts(texts: readonly (Text | undefined)[], separator: string): Text {
  const given = texts.filter((text) => text !== undefined && text !== '') as readonly Text[];
  if (given.every((text) => typeof text === 'string')) return given.join(separator);
  return new Message((translator) => given.map((text) => translator.show(text)).join(separator));
}

/** Returns a value as a text. */
export const shownText = (value: MessageValue): Text =>
  typeof value === 'string' ? value : new Message(({ show }) => show(value));

/** Begins a shown text with a capital letter. */
export const capitalized = (shown: string): string => shown.charAt(0).toUpperCase() + shown.slice(1);

/** Changes a text in whatever language it is shown, for example to remove the full stop at its end. */
export const mapText = (text: Text, change: (shown: string) => string): Text =>
  typeof text === 'string' ? change(text) : new Message((translator) => change(text.translate(translator)));
