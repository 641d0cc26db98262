import { confirm, input, password, select } from '@inquirer/prompts';
import { interruptedFailure } from '#domain/errors/failure';
import { message, type Text } from '#domain/language/message';
import type { Choice, Terminal } from '#domain/terminal/terminal';
import { answerWords, CLEAR_ANSWER, ENTER, type PromptStreams } from './prompt-texts.ts';
import { sanitizeText } from './sanitize.ts';
import { getColumns } from './screen-size.ts';
import { wrap } from './wrap-text.ts';

/** Asks yes or no; Enter means no. */
export async function askConfirm(question: string, streams: PromptStreams): Promise<boolean> {
  const { show } = streams.translator;
  const theme = { keywords: { ...answerWords(streams.translator), error: () => show(CLEAR_ANSWER) } };
  return untilAnswered(
    (on) => confirm({ message: wrapQuestion(`${question} ${show(ENTER)}`, streams), default: false, theme }, on),
    streams,
  );
}

/** Asks for a line of text until `check` accepts it. */
export async function askText(
  question: string,
  options: NonNullable<Parameters<Terminal['ask']>[1]>,
  streams: PromptStreams,
): Promise<string> {
  const { initial, check, hint } = options;
  return untilAnswered(
    (on) =>
      input(
        {
          message: wrapQuestion(question, streams),
          ...(initial === undefined ? {} : { default: initial }),
          ...(check === undefined ? {} : { validate: (text: string) => wrapProblem(check(text), streams) }),
          ...(hint === undefined ? {} : { transformer: withHint((text) => streams.translator.show(hint(text))) }),
        },
        on,
      ),
    streams,
  );
}

/** Breaks a question between words, with space for its mark: the library breaks lines inside words. */
const wrapQuestion = (question: string, { output }: PromptStreams): string =>
  wrap(sanitizeText(question), getColumns(output) - QUESTION_MARK.length);

/** The library writes this before a question. */
const QUESTION_MARK = '? ';

/** Breaks the message of a problem between words: the library breaks lines inside words. */
function wrapProblem(problem: Text | true, { output, translator }: PromptStreams): string | true {
  return problem === true || wrap(sanitizeText(translator.show(problem)), getColumns(output) - PROBLEM_MARK.length);
}

/** The library writes this before the message of a problem. */
const PROBLEM_MARK = '> ';

/** Adds the hint to the typed text, until Enter. */
const withHint =
  (hint: (text: string) => string) =>
  (text: string, { isFinal }: { isFinal: boolean }): string => {
    const words = isFinal ? '' : sanitizeText(hint(text));
    return words === '' ? text : `${text}  (${words})`;
  };

/** Asks for one of several choices. */
export async function askChoice<T>(
  question: string,
  choices: readonly Choice<T>[],
  streams: PromptStreams,
): Promise<T> {
  const shown = choices.map(({ name, value }) => ({ name: sanitizeText(streams.translator.show(name)), value }));
  const keys = streams.translator.show(message('{up} choose, {enter} accept', { up: '↑↓', enter: 'Enter' }));
  const theme = { style: { keysHelpTip: () => keys } };
  return untilAnswered(
    (on) => select({ message: wrapQuestion(question, streams), choices: shown, theme }, on),
    streams,
  );
}

/** Asks for a line that is not shown, not even its length. */
export async function askHidden(message: string, streams: PromptStreams): Promise<string> {
  return untilAnswered(
    (on) => password({ message: sanitizeText(message), mask: false, toggleMask: false }, on),
    streams,
  );
}

/** Asks until there is an answer. After Ctrl-Z and fg it shows the question again. */
async function untilAnswered<T>(ask: (streams: PromptStreams) => Promise<T>, streams: PromptStreams): Promise<T> {
  const { input, signal, clock } = streams;
  for (;;) {
    // The terminal has gone: there will be no answer.
    if (input.readableEnded || input.destroyed) throw interruptedFailure(message('Nothing was sent.'));
    const suspended = new AbortController();
    // After Ctrl-Z readline leaves its input paused, and then even Ctrl-C has no effect. An answer pauses it too.
    const askAgain = () => void clock?.sleep(0).then(() => suspended.abort());
    input.once('pause', askAgain);
    try {
      return await ask({ ...streams, signal: AbortSignal.any([signal, suspended.signal]) });
    } catch (error) {
      const { name } = error as Error;
      if (name === 'AbortPromptError' && !signal.aborted) continue;
      if (name === 'ExitPromptError' || name === 'AbortPromptError')
        throw interruptedFailure(message('Nothing was sent.'));
      throw error;
    } finally {
      input.removeListener('pause', askAgain);
    }
  }
}
