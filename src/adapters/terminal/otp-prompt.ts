import { createPrompt, useEffect, useKeypress, useRef, useState } from '@inquirer/core';
import type { OtpAnswer, Style } from '#domain/terminal/terminal';
import { type BufferedScreen, holdScreen } from './live-screen.ts';
import { applyKey, type Entry, newEntry, type OtpQuestion, shortened, visible } from './otp-input.ts';
import { answeredLine, linesUnder, questionLine, untilNextSecond } from './otp-screen.ts';
import type { PromptStreams } from './prompt-texts.ts';

/** Where a code is asked for. */
export interface OtpStreams extends PromptStreams {
  readonly style: Style;
  /** Read again each time something is shown. */
  readonly columns: () => number;
}

/**
 * Asks for the code while its clocks run under the line. The question does not go away when they are at
 * zero: what was typed stays and may still be sent. Ctrl-C is an answer too.
 *
 * @throws the reason of the signal, when it is aborted; nothing of the question stays on the screen then
 */
export async function askOtp(question: OtpQuestion, streams: OtpStreams): Promise<OtpAnswer> {
  const { input, output, signal } = streams;
  signal.throwIfAborted();
  const context = {
    input,
    output,
    signal,
    get clearPromptOnDone() {
      return signal.aborted;
    },
  };
  try {
    return await prompt({ question, streams }, context);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if ((error as Error).name === 'ExitPromptError') return { kind: 'leave', typed: '' };
    throw error;
  }
}

/** The question between its first and its last line. */
interface Life {
  entry: Entry;
  /** Whether the entry has been on the screen as it is. */
  seen: boolean;
  /** Whether a key came since the last tick. */
  keyed: boolean;
  linesUnder: number;
  screen: BufferedScreen | undefined;
  answer: OtpAnswer | undefined;
}

interface Asked {
  readonly question: OtpQuestion;
  readonly streams: OtpStreams;
}

const prompt = createPrompt<OtpAnswer, Asked>(({ question, streams }, done) => {
  const [, setDrawings] = useState(0);
  const [closing] = useState(() => new AbortController());
  const life = useRef<Life>({
    entry: newEntry(shortened(visible(question.typed ?? ''))),
    seen: false,
    keyed: false,
    linesUnder: 0,
    screen: undefined,
    answer: undefined,
  }).current;

  const draw = () => setDrawings((drawings) => drawings + 1);
  const redraw = () => {
    if (!closing.signal.aborted && life.screen?.suspended !== true) draw();
  };
  const answer = (given: OtpAnswer) => {
    if (life.answer !== undefined) return;
    life.answer = given;
    draw();
    done(given);
  };

  useKeypress((key, editor) => {
    const next = applyKey(life.entry, key, editor.line, { clocks: question.clocks(), seen: life.seen });
    if ('kind' in next) return answer(next);
    if (editor.line !== next.typed) {
      editor.clearLine(0);
      editor.write(next.typed);
    }
    life.entry = next;
    life.seen = false;
    life.keyed = true;
    // Thousands of keys come at once when something long is pasted: they are drawn together.
    void Promise.resolve().then(() => {
      if (!life.seen) redraw();
    });
  });

  useEffect((editor) => {
    life.screen = holdScreen(editor, {
      input: streams.input,
      output: streams.output,
      linesUnder: () => life.linesUnder,
      redraw,
      leave: () => answer({ kind: 'leave', typed: life.entry.typed }),
    });
    const { screen } = life;
    const tick = async () => {
      for (;;) {
        await question.clock.sleep(untilNextSecond(question.clocks()), closing.signal);
        // Where the end of a paste got lost Enter must not stay deaf.
        if (!life.keyed) life.entry = { ...life.entry, pasting: false };
        life.keyed = false;
        screen.lookAfter();
        redraw();
      }
    };
    tick().catch(() => {});
    editor.write(life.entry.typed);
    redraw();
    return () => {
      closing.abort();
      screen.release();
    };
  }, []);

  life.seen = true;
  const columns = streams.columns();
  if (life.answer !== undefined) return answeredLine(question.message, wordsFor(life.answer), streams.style, columns);
  const { typed, notice } = life.entry;
  const clocks = question.clocks();
  const shown = { message: question.message, typed, clocks, news: question.news(), notice: notice?.(clocks) };
  const under = linesUnder(shown, streams.style, columns);
  life.linesUnder = under.length;
  return [questionLine(shown, streams.style, columns), under.join('\n')];
});

/** What stays on the screen of an answer. */
function wordsFor(answer: OtpAnswer): string {
  if (answer.kind === 'code') return answer.code;
  if (answer.kind === 'resend') return '(a new code, please)';
  return answer.typed === '' ? '(not answered)' : `${answer.typed} (not sent)`;
}
