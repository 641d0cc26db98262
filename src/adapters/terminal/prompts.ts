import type { Readable, Writable } from 'node:stream';
import { confirm, input, password, select } from '@inquirer/prompts';
import type { Clock } from '#async/clock';
import { interruptedFailure } from '#domain/errors/failure';
import type { Choice, Terminal } from '#domain/terminal/terminal';
import { CLEAR_ANSWER, ENTER } from './line-prompts.ts';
import { sanitizeText, wrap } from './sanitize.ts';

/** Where questions are asked, and what takes them back. */
export interface PromptStreams {
  readonly input: Readable;
  readonly output: Writable;
  readonly signal: AbortSignal;
  /** Lets a question come back after Ctrl-Z and fg. */
  readonly clock?: Clock;
}

/** Asks yes or no; Enter means no. */
export async function askConfirm(message: string, streams: PromptStreams): Promise<boolean> {
  const theme = { keywords: { yes: 'Yes', no: 'No', error: () => CLEAR_ANSWER } };
  return untilAnswered(
    (on) => confirm({ message: sanitizeText(`${message} ${ENTER}`), default: false, theme }, on),
    streams,
  );
}

/** Asks for a line of text; `check` says what is wrong with it, or true. */
export async function askText(
  message: string,
  options: NonNullable<Parameters<Terminal['ask']>[1]>,
  streams: PromptStreams,
): Promise<string> {
  const { initial, check, hint } = options;
  return untilAnswered(
    (on) =>
      input(
        {
          message: sanitizeText(message),
          ...(initial === undefined ? {} : { default: initial }),
          ...(check === undefined ? {} : { validate: (text: string) => complaint(check(text), streams.output) }),
          ...(hint === undefined ? {} : { transformer: withHint(hint) }),
        },
        on,
      ),
    streams,
  );
}

/** A complaint with its line breaks between words: the prompt itself would break inside of them. */
function complaint(verdict: string | true, output: Writable & { readonly columns?: number }): string | true {
  return verdict === true || wrap(sanitizeText(verdict), (output.columns || 80) - MARK.length);
}

/** What stands before a complaint. */
const MARK = '> ';

/** The text and what is known of it, until Enter. */
const withHint =
  (hint: (text: string) => string) =>
  (text: string, { isFinal }: { isFinal: boolean }): string => {
    const known = isFinal ? '' : sanitizeText(hint(text));
    return known === '' ? text : `${text}  (${known})`;
  };

/** Asks for one of several. */
export async function askChoice<T>(message: string, choices: readonly Choice<T>[], streams: PromptStreams): Promise<T> {
  const shown = choices.map(({ name, value }) => ({ name: sanitizeText(name), value }));
  return untilAnswered((on) => select({ message: sanitizeText(message), choices: shown }, on), streams);
}

/** Asks for a line that is not shown, not even its length. */
export async function askHidden(message: string, streams: PromptStreams): Promise<string> {
  return untilAnswered(
    (on) => password({ message: sanitizeText(message), mask: false, toggleMask: false }, on),
    streams,
  );
}

/** Asks until there is an answer: after Ctrl-Z and fg the question is put again. */
async function untilAnswered<T>(ask: (streams: PromptStreams) => Promise<T>, streams: PromptStreams): Promise<T> {
  const { input, signal, clock } = streams;
  for (;;) {
    // A terminal that was taken away answers no question.
    if (input.readableEnded || input.destroyed) throw interruptedFailure('Nothing was sent.');
    const suspended = new AbortController();
    // Readline leaves its input paused then: no key would be heard any more, not even Ctrl-C. An answer pauses it too.
    const comeBack = () => void clock?.sleep(0).then(() => suspended.abort());
    input.once('pause', comeBack);
    try {
      return await ask({ ...streams, signal: AbortSignal.any([signal, suspended.signal]) });
    } catch (error) {
      const { name } = error as Error;
      if (name === 'AbortPromptError' && !signal.aborted) continue;
      if (name === 'ExitPromptError' || name === 'AbortPromptError') throw interruptedFailure('Nothing was sent.');
      throw error;
    } finally {
      input.removeListener('pause', comeBack);
    }
  }
}
