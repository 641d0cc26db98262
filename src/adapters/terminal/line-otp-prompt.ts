import { createInterface } from 'node:readline';
import { canResend, describeCodeProblem, type OtpClocks } from '#domain/otp/otp-state';
import type { OtpAnswer } from '#domain/terminal/terminal';
import { entered, newEntry, type OtpQuestion, visible } from './otp-input.ts';
import { codeText, resendText, untilNextSecond, urgencyOf } from './otp-screen.ts';
import type { PromptStreams } from './prompt-texts.ts';
import { sanitizeText } from './sanitize.ts';

/**
 * Asks for the code on a terminal that only knows lines: nothing is redrawn, and a line is written when
 * something changes. The end of the input is an answer too: leaving.
 *
 * @throws the reason of the signal, when it is aborted. Such a terminal makes of Ctrl-C a signal to the program.
 */
export async function askOtpByLine(question: OtpQuestion, streams: PromptStreams): Promise<OtpAnswer> {
  const { input, output, signal } = streams;
  signal.throwIfAborted();
  const closing = new AbortController();
  const editor = createInterface({ input, terminal: false });
  const ask = (lines: readonly string[]) => {
    output.write([...lines.map(sanitizeText), `${sanitizeText(question.message)} `].join('\n'));
  };
  try {
    return await new Promise<OtpAnswer>((resolve, reject) => {
      const answer = (given: OtpAnswer) => {
        closing.abort();
        resolve(given);
      };
      const breakOff = () => {
        output.write('\n');
        reject(signal.reason);
      };
      signal.addEventListener('abort', breakOff, { signal: closing.signal });
      let doubted: string | undefined;
      editor.on('line', (line) => {
        if (closing.signal.aborted || signal.aborted) return;
        const next = entered({ ...newEntry(visible(line)), doubted }, question.clocks(), true);
        if ('kind' in next) return answer(next);
        doubted = next.doubted;
        ask([doubted === undefined ? (next.notice?.(question.clocks()) ?? '') : doubtText(doubted)]);
      });
      editor.on('close', () => {
        if (closing.signal.aborted) return;
        output.write('\n');
        answer({ kind: 'leave', typed: '' });
      });
      const { lines, changes } = tellChanges(question);
      ask(lines);
      // What is typed stands in the line already: what is said goes below, and the question is put again.
      const tell = async () => {
        for (;;) {
          await question.clock.sleep(untilNextSecond(question.clocks()), closing.signal);
          const news = changes();
          if (news.length > 0) ask(['', ...news]);
        }
      };
      tell().catch(() => {});
    });
  } finally {
    closing.abort();
    editor.close();
  }
}

const doubtText = (code: string): string => `${describeCodeProblem(code)}; type it again to send it anyway`;

/** What is said at first, and what has changed each time it is asked. */
function tellChanges({ clocks, news, typed }: OtpQuestion) {
  const now = () => ({ words: wordsFor(clocks()), news: news() });
  let last = now();
  const { code, resend } = last.words;
  const before = typed === undefined || typed === '' ? [] : [`typed before: ${typed}`];
  return {
    lines: [code.words, resend.words, ...before, ...(last.news === undefined ? [] : [last.news])],
    changes(): string[] {
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
  code: { state: urgencyOf(clocks.codeLeft), words: codeText(clocks)[1] },
  resend: { state: `${clocks.resendsLeft} ${canResend(clocks)}`, words: resendText(clocks)[0] },
});
