import { createInterface } from 'node:readline/promises';
import { interruptedFailure } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import type { Choice, Terminal } from '#domain/terminal/terminal';
import { answerWords, CLEAR_ANSWER, ENTER, type PromptStreams } from './prompt-texts.ts';
import { sanitizeText } from './sanitize.ts';

/** Prompts for a terminal without escape codes: each writes a line and reads a line. */

/** Asks yes or no; Enter means no. */
export async function askConfirm(question: string, streams: PromptStreams): Promise<boolean> {
  const { show } = streams.translator;
  const { yes, no } = answerWords(streams.translator);
  const letters = `${yes.slice(0, 1).toLowerCase()}/${no.slice(0, 1).toUpperCase()}`;
  for (;;) {
    const typed = (await readLine(`${question} ${show(ENTER)} (${letters})`, streams)).trim().toLowerCase();
    if ([no, 'no'].some((word) => word.toLowerCase().startsWith(typed))) return false;
    if ([yes, 'yes'].some((word) => word.toLowerCase().startsWith(typed))) return true;
    streams.output.write(`${show(CLEAR_ANSWER)}\n`);
  }
}

/** Asks for a line of text until `check` accepts it. */
export async function askText(
  message: string,
  { initial, check, hint }: NonNullable<Parameters<Terminal['ask']>[1]>,
  streams: PromptStreams,
): Promise<string> {
  for (;;) {
    const shown = initial ?? (streams.translator.show(hint?.('') ?? '') || undefined);
    const typed = await readLine(shown === undefined ? message : `${message} (${shown})`, streams);
    const text = typed === '' && initial !== undefined ? initial : typed;
    const problem = check?.(text) ?? true;
    if (problem === true) return text;
    streams.output.write(`${sanitizeText(streams.translator.show(problem))}\n`);
  }
}

/** Asks for the number of a choice. */
export async function askChoice<T>(message: string, choices: readonly Choice<T>[], streams: PromptStreams): Promise<T> {
  const { show } = streams.translator;
  const list = choices.map(({ name }, at) => `  ${at + 1}) ${sanitizeText(show(name))}\n`).join('');
  for (;;) {
    streams.output.write(list);
    const chosen = choices[Number(await readLine(`${message} (1-${choices.length})`, streams)) - 1];
    if (chosen !== undefined) return chosen.value;
  }
}

async function readLine(question: string, { input, output, signal }: PromptStreams): Promise<string> {
  const lines = createInterface({ input, output, terminal: false });
  const closed = new AbortController();
  // At the end of the input readline closes without an answer.
  lines.once('close', () => closed.abort());
  try {
    return await lines.question(`${sanitizeText(question)} `, { signal: AbortSignal.any([signal, closed.signal]) });
  } catch {
    signal.throwIfAborted();
    throw interruptedFailure(message('Nothing was sent.'));
  } finally {
    lines.close();
  }
}
