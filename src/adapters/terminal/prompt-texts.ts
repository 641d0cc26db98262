import type { Readable, Writable } from 'node:stream';
import type { Clock } from '#async/clock';
import { message } from '#domain/language/message';
import type { Translator } from '#domain/language/translator';

/** The streams of a prompt. */
export interface PromptStreams {
  readonly input: Readable;
  readonly output: Writable & { readonly columns?: number };
  readonly signal: AbortSignal;
  /** Needed to show the prompt again after Ctrl-Z and fg. */
  readonly clock?: Clock;
  readonly translator: Translator;
}

/** The meaning of Enter at a question for yes or no. */
export const ENTER = message('Enter means no.');

/** The message after an answer that is neither yes nor no. */
export const CLEAR_ANSWER = message('Type y or n.');

/** Returns the words for yes and no. Their first letters are enough as an answer, and those of the English words too. */
export const answerWords = ({ show }: Translator): { readonly yes: string; readonly no: string } => ({
  yes: show(message('Yes')),
  no: show(message('No')),
});
