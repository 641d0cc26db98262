import { neutralText } from '#domain/encoding/invisible-characters';
import { maskSecrets } from '#domain/encoding/mask-sensitive-data';
import { usageError } from '#domain/errors/failure';
import { message } from '#domain/language/message';

/** Maximum length of a note in characters. */
export const MAX_NOTE_LENGTH = 1000;

/** A note of a user on a payment, or on one write of it. It is appended to the audit trail and never changes. */
export interface Note {
  /** Epoch milliseconds, by the clock of the ledger. */
  readonly at: number;
  /** `user@host` of its author. */
  readonly by: string;
  readonly paymentId: string;
  /** The write that it is about; undefined for the payment as a whole. */
  readonly intentId: string | undefined;
  /** One line without invisible characters; undefined when it cannot be decrypted. */
  readonly text: string | undefined;
}

/** A note to append. The ledger stores `text` encrypted. */
export interface NoteDraft extends Pick<Note, 'paymentId' | 'intentId'> {
  /** Stored name of the project. */
  readonly project: string;
  readonly text: string;
}

/** True of a text that is the id of an intent, and not of a payment: see `createIntentId` and `toIntentId`. */
export const isIntentId = (text: string): boolean =>
  /^in-(?:[0-9a-hjkmnp-tv-z]{12}|[0-9a-hjkmnp-tv-z]{20})$/.test(text);

/** The text of a note. */
export interface NoteText {
  readonly text: string;
  /** True when a part of the written text was masked. */
  readonly isMasked: boolean;
}

/**
 * Returns the text of a note as it is stored: one line, invisible characters as their escapes, card numbers and secrets masked.
 *
 * @throws {Failure} (usage) when it is empty, or longer than {@link MAX_NOTE_LENGTH}.
 */
export function toNoteText(written: string): NoteText {
  const line = toLine(written);
  const text = maskSecrets(line);
  if (text === '')
    throw usageError(
      message('The note is empty.'),
      message('For example: rocketpay note payment_47 "waits for the bank"'),
    );
  const { length } = [...text];
  if (length <= MAX_NOTE_LENGTH) return { text, isMasked: text !== line };
  throw usageError(
    message('The note has {length} characters. A note has at most {max}.', { length, max: MAX_NOTE_LENGTH }),
    message('Write several notes.'),
  );
}

/** Returns a stored text for output: another program may have stored it. */
export const readNoteText = (stored: string): string => [...toLine(stored)].slice(0, MAX_NOTE_LENGTH).join('');

const toLine = (text: string): string => neutralText(text.replace(/\s+/g, ' ').trim());
