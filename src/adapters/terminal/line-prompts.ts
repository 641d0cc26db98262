import { createInterface } from 'node:readline/promises';
import { interruptedFailure } from '#domain/errors/failure';
import type { Choice, Terminal } from '#domain/terminal/terminal';
import type { PromptStreams } from './prompts.ts';
import { sanitizeText } from './sanitize.ts';

/** Questions for a terminal that knows no escape codes: a line is written, and a line is read. */

/** What Enter does at a question for yes or no. */
export const ENTER = 'Enter means no.';
/** Said of an answer that is neither yes nor no. */
export const CLEAR_ANSWER = 'Type y or n.';

/** Asks yes or no; Enter means no. */
export async function askConfirmPlainly(message: string, streams: PromptStreams): Promise<boolean> {
  for (;;) {
    const answer = (await readAnswer(`${message} ${ENTER} (y/N)`, streams)).trim();
    if (answer === '' || /^no?$/i.test(answer)) return false;
    if (/^y(es)?$/i.test(answer)) return true;
    streams.output.write(`${CLEAR_ANSWER}\n`);
  }
}

/** Asks for a line of text until `check` has nothing against it. */
export async function askTextPlainly(
  message: string,
  { initial, check, hint }: NonNullable<Parameters<Terminal['ask']>[1]>,
  streams: PromptStreams,
): Promise<string> {
  for (;;) {
    const shown = initial ?? (hint?.('') || undefined);
    const typed = await readAnswer(shown === undefined ? message : `${message} (${shown})`, streams);
    const text = typed === '' && initial !== undefined ? initial : typed;
    const verdict = check?.(text) ?? true;
    if (verdict === true) return text;
    streams.output.write(`${sanitizeText(verdict)}\n`);
  }
}

/** Asks for the number of one of several. */
export async function askChoicePlainly<T>(
  message: string,
  choices: readonly Choice<T>[],
  streams: PromptStreams,
): Promise<T> {
  const list = choices.map(({ name }, at) => `  ${at + 1}) ${sanitizeText(name)}\n`).join('');
  for (;;) {
    streams.output.write(list);
    const chosen = choices[Number(await readAnswer(`${message} (1 to ${choices.length})`, streams)) - 1];
    if (chosen !== undefined) return chosen.value;
  }
}

async function readAnswer(question: string, { input, output, signal }: PromptStreams): Promise<string> {
  const lines = createInterface({ input, output, terminal: false });
  const closed = new AbortController();
  // Without this the end of the input would leave the question open for ever.
  lines.once('close', () => closed.abort());
  try {
    return await lines.question(`${sanitizeText(question)} `, { signal: AbortSignal.any([signal, closed.signal]) });
  } catch {
    signal.throwIfAborted();
    throw interruptedFailure('Nothing was sent.');
  } finally {
    lines.close();
  }
}
