import type { Readable, Writable } from 'node:stream';

/** The used part of a line editor of readline. */
interface LineEditor {
  getCursorPos(): { rows: number };
  resume(): void;
  on(event: string, listener: () => void): void;
  removeListener(event: string, listener: () => void): void;
}

/** A question that stays on the screen while it changes. */
interface LiveQuestion {
  readonly input: Readable & { setRawMode?(raw: boolean): unknown };
  readonly output: Writable & { _refreshSize?(): void };
  /** Returns the number of lines below the input line. */
  readonly linesUnder: () => number;
  readonly redraw: () => void;
  /** Called after Ctrl-C, Ctrl-D, or the loss of the terminal. */
  readonly leave: () => void;
}

/** Control of the screen of a question. */
export interface BufferedScreen {
  /** True after Ctrl-Z: a drawing would overwrite lines of the shell. */
  readonly suspended: boolean;
  /** Redraws a question that still runs after Ctrl-Z: without job control Ctrl-Z does not stop the program. Call it regularly. */
  resumeIfSuspended(): void;
  release(): void;
}

const PASTES_MARKED = '\u001b[?2004h';
const PASTES_AS_KEYS = '\u001b[?2004l';
const ERASE_LINE = '\u001b[2K';
const ERASE_BELOW = '\u001b[J';

const up = (rows: number): string => (rows > 0 ? `\u001b[${rows}A` : '');

/**
 * Keeps a question intact when the window changes its size, and when the program is suspended and continued. It switches on
 * marked pastes, which distinguish a line end in a paste from Enter.
 */
export function keepScreen(editor: LineEditor, question: LiveQuestion): BufferedScreen {
  const { input, output, linesUnder, redraw, leave } = question;
  let suspended = false;

  // A redraw erases as many lines as the last drawing had: this provides them, empty. The first line is erased separately:
  // tmux keeps the old screen if all is erased from the top left corner.
  const clearLines = (rows: number) => {
    const under = linesUnder();
    return `\r${up(rows)}${ERASE_LINE}\n${ERASE_BELOW}${'\n'.repeat(Math.max(0, under - 1))}${up(under)}`;
  };
  const resized = () => {
    if (suspended) return;
    output.write(clearLines(editor.getCursorPos().rows));
    redraw();
  };
  const resume = () => {
    // A suspended program gets no event for a new window size, and Node.js has no public function to read it again.
    output._refreshSize?.();
    suspended = false;
    editor.resume();
    input.setRawMode?.(true);
    output.write(`${PASTES_MARKED}${clearLines(0)}`);
    redraw();
  };
  // Runs before readline, where Ctrl-C causes an exception and Ctrl-Z stops the program.
  const beforeReadline = (_text: unknown, key: { readonly name?: string; readonly ctrl?: boolean }) => {
    if (key?.ctrl !== true) return;
    if (key.name === 'c') leave();
    if (key.name !== 'z') return;
    suspended = true;
    output.write(`${'\n'.repeat(linesUnder() + 1)}\r${PASTES_AS_KEYS}`);
  };

  input.prependListener('keypress', beforeReadline);
  editor.on('SIGCONT', resume);
  editor.on('close', leave);
  output.on('resize', resized);
  output.write(PASTES_MARKED);
  return {
    get suspended() {
      return suspended;
    },
    resumeIfSuspended() {
      if (suspended) resume();
    },
    release() {
      input.removeListener('keypress', beforeReadline);
      editor.removeListener('SIGCONT', resume);
      editor.removeListener('close', leave);
      output.removeListener('resize', resized);
      output.write(PASTES_AS_KEYS);
    },
  };
}
