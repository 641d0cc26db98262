import { createInterface } from 'node:readline';
import type { PromptStreams } from '#adapters/terminal/prompt-texts';
import { sanitizeText } from '#adapters/terminal/sanitize';
import { message, type Text } from '#domain/language/message';
import { describeCodeProblem } from '#domain/otp/otp-code';
import { canResend, type OtpClocks } from '#domain/otp/otp-state';
import type { OtpAnswer } from '#domain/terminal/terminal';
import { applyEnter, newEntry, type OtpQuestion, visible } from './otp-input.ts';
import { codeText, getTimeToChange, getUrgency, resendText } from './otp-screen.ts';

/**
 * Asks for the code on a terminal without escape codes: it writes a new line for each change. At the end of the input the
 * answer is `leave`.
 *
 * @throws the reason of the signal, when it is aborted. On such a terminal Ctrl-C is a signal to the program.
 */
export async function askOtpByLine(question: OtpQuestion, streams: PromptStreams): Promise<OtpAnswer> {
  const { input, output, signal, translator } = streams;
  signal.throwIfAborted();
  const closing = new AbortController();
  const editor = createInterface({ input, terminal: false });
  const ask = (lines: readonly Text[]) => {
    output.write(
      [...lines.map((line) => sanitizeText(translator.show(line))), `${sanitizeText(question.message)} `].join('\n'),
    );
  };
  try {
    return await new Promise<OtpAnswer>((resolve, reject) => {
      const answer = (given: OtpAnswer) => {
        closing.abort();
        resolve(given);
      };
      const abort = () => {
        output.write('\n');
        reject(signal.reason);
      };
      signal.addEventListener('abort', abort, { signal: closing.signal });
      let doubted: string | undefined;
      editor.on('line', (line) => {
        if (closing.signal.aborted || signal.aborted) return;
        const next = applyEnter({ ...newEntry(visible(line)), doubted }, question.clocks(), true);
        if ('kind' in next) return answer(next);
        doubted = next.doubted;
        ask([doubted === undefined ? (next.notice?.(question.clocks()) ?? '') : doubtText(doubted)]);
      });
      editor.on('close', () => {
        if (closing.signal.aborted) return;
        output.write('\n');
        answer({ kind: 'leave', typed: '' });
      });
      const { lines, changes } = watchChanges(question);
      ask(lines);
      // The line can have typed text: a message goes below it, and the question is repeated.
      const showChanges = async () => {
        for (;;) {
          await question.clock.sleep(getTimeToChange(question.clocks()), closing.signal);
          const news = changes();
          if (news.length > 0) ask(['', ...news]);
        }
      };
      showChanges().catch(() => {});
    });
  } finally {
    closing.abort();
    editor.close();
  }
}

const doubtText = (code: string): Text =>
  message('{problem}; type it again to send it anyway', { problem: describeCodeProblem(code) ?? '' });

/** Returns the first lines, and a function that returns what has changed since its last call. */
function watchChanges({ clocks, news, typed }: OtpQuestion) {
  const now = () => ({ words: wordsFor(clocks()), news: news() });
  let last = now();
  const { code, resend } = last.words;
  const before = typed === undefined || typed === '' ? [] : [message('typed before: {typed}', { typed })];
  return {
    lines: [code.words, resend.words, ...before, ...(last.news === undefined ? [] : [last.news])],
    changes(): Text[] {
      const next = now();
      const changed = [
        next.words.code.state !== last.words.code.state ? next.words.code.words : undefined,
        next.words.resend.state !== last.words.resend.state ? next.words.resend.words : undefined,
        next.news !== last.news ? next.news : undefined,
      ];
      last = next;
      return changed.filter((words) => words !== undefined);
    },
  };
}

const wordsFor = (clocks: OtpClocks) => ({
  code: { state: getUrgency(clocks.codeLeft), words: codeText(clocks)[1] },
  resend: { state: `${clocks.resendsLeft} ${canResend(clocks)}`, words: resendText(clocks)[0] },
});
