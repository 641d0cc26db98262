import type { Readable, Writable } from 'node:stream';
import { confirm, input, password } from '@inquirer/prompts';
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
  options: { readonly initial?: string; readonly check?: (text: string) => string | true },
  streams: PromptStreams,
): Promise<string> {
  const { initial, check } = options;
  return untilAnswered(
    input(
      {
        message: plainText(message),
        ...(initial === undefined ? {} : { default: initial }),
        ...(check === undefined ? {} : { validate: check }),
      },
      { ...streams },
    ),
  );
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
