import type { Readable, Writable } from 'node:stream';

/** A line editor of readline, as far as it is needed here. */
interface LineEditor {
  getCursorPos(): { rows: number };
  resume(): void;
  on(event: string, listener: () => void): void;
  removeListener(event: string, listener: () => void): void;
}

/** What a question that stays on the screen for a while wants to know of its terminal. */
interface LiveQuestion {
  readonly input: Readable & { setRawMode?(raw: boolean): unknown };
  readonly output: Writable & { _refreshSize?(): void };
  /** How many lines stand under the one that is typed in. */
  readonly linesUnder: () => number;
  readonly redraw: () => void;
  /** Ctrl-C, Ctrl-D, or the terminal has gone. */
  readonly leave: () => void;
}

/** A screen that a question is kept whole on. */
export interface BufferedScreen {
  /** True from Ctrl-Z on: what is drawn then would overwrite lines of the shell. */
  readonly suspended: boolean;
  /** To be called from time to time: without a shell that could bring the program back Ctrl-Z does not stop it. */
  lookAfter(): void;
  release(): void;
}

const PASTES_MARKED = '\u001b[?2004h';
const PASTES_AS_KEYS = '\u001b[?2004l';
const ERASE_LINE = '\u001b[2K';
const ERASE_BELOW = '\u001b[J';

const up = (rows: number): string => (rows > 0 ? `\u001b[${rows}A` : '');

/**
 * Keeps a question whole on a screen that changes under it: the window gets another size, the program is
 * suspended and comes back. Line ends in a paste are told from Enter where the terminal can tell them.
 */
export function holdScreen(editor: LineEditor, question: LiveQuestion): BufferedScreen {
  const { input, output, linesUnder, redraw, leave } = question;
  let suspended = false;

  // What is drawn again erases as many lines as it drew before: it finds them here, empty. The first line is
  // erased by itself: tmux takes an erasing from the top left corner for a new screen, and keeps the old one.
  const freeMemory = (rows: number) => {
    const under = linesUnder();
    return `\r${up(rows)}${ERASE_LINE}\n${ERASE_BELOW}${'\n'.repeat(Math.max(0, under - 1))}${up(under)}`;
  };
  const resized = () => {
    if (suspended) return;
    output.write(freeMemory(editor.getCursorPos().rows));
    redraw();
  };
  const comeBack = () => {
    // A window that changes meanwhile tells only the program in front; Node has no public way to look again.
    output._refreshSize?.();
    suspended = false;
    editor.resume();
    input.setRawMode?.(true);
    output.write(`${PASTES_MARKED}${freeMemory(0)}`);
    redraw();
  };
  // Before readline sees it: Ctrl-C must not end in an exception, and after Ctrl-Z nothing runs any more.
  const beforeReadline = (_text: unknown, key: { readonly name?: string; readonly ctrl?: boolean }) => {
    if (key?.ctrl !== true) return;
    if (key.name === 'c') leave();
    if (key.name !== 'z') return;
    suspended = true;
    output.write(`${'\n'.repeat(linesUnder() + 1)}\r${PASTES_AS_KEYS}`);
  };

  input.prependListener('keypress', beforeReadline);
  editor.on('SIGCONT', comeBack);
  editor.on('close', leave);
  output.on('resize', resized);
  output.write(PASTES_MARKED);
  return {
    get suspended() {
      return suspended;
    },
    lookAfter() {
      if (suspended) comeBack();
    },
    release() {
      input.removeListener('keypress', beforeReadline);
      editor.removeListener('SIGCONT', comeBack);
      editor.removeListener('close', leave);
      output.removeListener('resize', resized);
      output.write(PASTES_AS_KEYS);
    },
  };
}
