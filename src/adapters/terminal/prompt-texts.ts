import type { Readable, Writable } from 'node:stream';
import type { Clock } from '#async/clock';

/** The streams of a prompt. */
export interface PromptStreams {
  readonly input: Readable;
  readonly output: Writable;
  readonly signal: AbortSignal;
  /** Needed to show the prompt again after Ctrl-Z and fg. */
  readonly clock?: Clock;
}

/** The meaning of Enter at a question for yes or no. */
export const ENTER = 'Enter means no.';

/** The message after an answer that is neither yes nor no. */
export const CLEAR_ANSWER = 'Type y or n.';
