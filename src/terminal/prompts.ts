import type { Readable, Writable } from 'node:stream';
import { confirm, input, password, select } from '@inquirer/prompts';
import type { Choice, Terminal } from '../context.ts';
import { interruptedFailure } from '../domain/errors.ts';
import { plainText } from './plain-text.ts';

/** Where questions are asked, and what takes them back. */
export interface PromptStreams {
  readonly input: Readable;
  readonly output: Writable;
  readonly signal: AbortSignal;
}

/** Asks yes or no; Enter means no. */
export async function askConfirm(message: string, streams: PromptStreams): Promise<boolean> {
  return untilAnswered(
    confirm({ message: plainText(message), default: false }, { ...streams, clearPromptOnDone: false }),
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
    input(
      {
        message: plainText(message),
        ...(initial === undefined ? {} : { default: initial }),
        ...(check === undefined ? {} : { validate: check }),
        ...(hint === undefined ? {} : { transformer: withHint(hint) }),
      },
      { ...streams },
    ),
  );
}

/** The text and what is known of it, until Enter. */
const withHint =
  (hint: (text: string) => string) =>
  (text: string, { isFinal }: { isFinal: boolean }): string => {
    const known = isFinal ? '' : plainText(hint(text));
    return known === '' ? text : `${text}  (${known})`;
  };

/** Asks for one of several. */
export async function askChoice<T>(message: string, choices: readonly Choice<T>[], streams: PromptStreams): Promise<T> {
  const shown = choices.map(({ name, value }) => ({ name: plainText(name), value }));
  return untilAnswered(select({ message: plainText(message), choices: shown }, { ...streams }));
}

/** Asks for a line that is not shown, not even its length. */
export async function askHidden(message: string, streams: PromptStreams): Promise<string> {
  return untilAnswered(password({ message: plainText(message), mask: false, toggleMask: false }, { ...streams }));
}

async function untilAnswered<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    const { name } = error as Error;
    if (name === 'ExitPromptError' || name === 'AbortPromptError') throw interruptedFailure('Nothing was sent.');
    throw error;
  }
}
