import { createPrompt, useEffect, useKeypress, useRef, useState } from '@inquirer/core';
import type { PromptStreams } from '#adapters/terminal/prompt-texts';
import type { OtpAnswer, Style } from '#domain/terminal/terminal';
import { type BufferedScreen, keepScreen } from './live-screen.ts';
import { applyKey, type Entry, newEntry, type OtpQuestion, shortened, visible } from './otp-input.ts';
import { answeredLine, getTimeToChange, linesUnder, questionLine } from './otp-screen.ts';

/** The streams of the question for an OTP. */
export interface OtpStreams extends PromptStreams {
  readonly style: Style;
  /** Returns the current width of the terminal. */
  readonly columns: () => number;
}

/**
 * Asks for the OTP, with its clocks below the input line. At zero the question and the typed text stay, and the code can still
 * be submitted. Ctrl-C is an answer too.
 *
 * @throws the reason of the signal, when it is aborted. Then the question is removed from the screen.
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

/** State of the question while it is on the screen. */
interface PromptState {
  entry: Entry;
  /** True if the current entry has been on the screen. */
  seen: boolean;
  /** True if a key was pressed since the last tick. */
  keyed: boolean;
  linesUnder: number;
  screen: BufferedScreen | undefined;
  answer: OtpAnswer | undefined;
}

interface PromptConfig {
  readonly question: OtpQuestion;
  readonly streams: OtpStreams;
}

const prompt = createPrompt<OtpAnswer, PromptConfig>(({ question, streams }, done) => {
  const [, setDrawings] = useState(0);
  const [closing] = useState(() => new AbortController());
  const state = useRef<PromptState>({
    entry: newEntry(shortened(visible(question.typed ?? ''))),
    seen: false,
    keyed: false,
    linesUnder: 0,
    screen: undefined,
    answer: undefined,
  }).current;

  const draw = () => setDrawings((drawings) => drawings + 1);
  const redraw = () => {
    if (!closing.signal.aborted && state.screen?.suspended !== true) draw();
  };
  const answer = (given: OtpAnswer) => {
    if (state.answer !== undefined) return;
    state.answer = given;
    draw();
    done(given);
  };

  useKeypress((key, editor) => {
    const next = applyKey(state.entry, key, editor.line, { clocks: question.clocks(), seen: state.seen });
    if ('kind' in next) return answer(next);
    if (editor.line !== next.typed) {
      editor.clearLine(0);
      editor.write(next.typed);
    }
    state.entry = next;
    state.seen = false;
    state.keyed = true;
    // A long paste is thousands of keys: they are drawn together.
    void Promise.resolve().then(() => {
      if (!state.seen) redraw();
    });
  });

  useEffect((editor) => {
    state.screen = keepScreen(editor, {
      input: streams.input,
      output: streams.output,
      linesUnder: () => state.linesUnder,
      redraw,
      leave: () => answer({ kind: 'leave', typed: state.entry.typed }),
    });
    const { screen } = state;
    const tick = async () => {
      for (;;) {
        await question.clock.sleep(getTimeToChange(question.clocks()), closing.signal);
        // Without the mark of the end of a paste, Enter must work again.
        if (!state.keyed) state.entry = { ...state.entry, pasting: false };
        state.keyed = false;
        screen.resumeIfSuspended();
        redraw();
      }
    };
    tick().catch(() => {});
    editor.write(state.entry.typed);
    redraw();
    return () => {
      closing.abort();
      screen.release();
    };
  }, []);

  state.seen = true;
  const columns = streams.columns();
  if (state.answer !== undefined)
    return answeredLine(question.message, formatAnswer(state.answer, streams.style), streams.style, columns);
  const { typed, notice } = state.entry;
  const clocks = question.clocks();
  const shown = { message: question.message, typed, clocks, news: question.news(), notice: notice?.(clocks) };
  const under = linesUnder(shown, streams.style, columns);
  state.linesUnder = under.length;
  return [questionLine(shown, streams.style, columns), under.join('\n')];
});

/** Formats the answer that stays on the screen. */
function formatAnswer(answer: OtpAnswer, { say }: Style): string {
  if (answer.kind === 'code') return answer.code;
  if (answer.kind === 'resend') return say('(a new code, please)');
  return answer.typed === '' ? say('(not answered)') : say('{typed} (not sent)', { typed: answer.typed });
}
