import { spawn } from '@lydell/node-pty';
import { COMMAND, dataFolder } from './cli.ts';

/** The result of a program in a terminal. */
interface Session {
  readonly exit: number;
  /** Everything that was written to the terminal, escape codes and all. */
  readonly data: string;
  /** The same without escape codes. */
  readonly text: string;
}

/** A program that runs in a terminal of its own. */
export interface Terminal {
  readonly pid: number;
  /** Resolves when the text has been shown, after what was shown or typed before. */
  readonly shows: (text: string) => Promise<void>;
  /** Types keys; `\r` is Enter and `\x03` Ctrl-C. */
  readonly type: (keys: string) => void;
  /** Takes the terminal away, as a window that is closed does. */
  readonly takeAway: () => void;
  /** What a user has read so far. */
  readonly text: () => string;
  readonly finished: Promise<Session>;
}

export interface PtyOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly columns?: number;
  readonly cwd?: string;
  /** The last text of the program, which then waits for Enter: what it wrote before it ends is never lost, even on a busy machine. */
  readonly lastText?: string;
}

export const ENTER = '\r';
export const CTRL_C = '\x03';

/** Starts the built command in a terminal. */
export const startInPty = (args: readonly string[], options?: PtyOptions): Terminal =>
  startProgramInPty(process.execPath, [COMMAND, ...args], options);

/** Starts any program in a terminal, with nothing of this machine's settings. */
export function startProgramInPty(
  program: string,
  args: readonly string[],
  { env = {}, columns = 200, cwd, lastText }: PtyOptions = {},
): Terminal {
  const pty = spawn(program, [...args], {
    name: env.TERM ?? 'xterm-256color',
    cols: columns,
    rows: 40,
    ...(cwd === undefined ? {} : { cwd }),
    env: { PATH: process.env.PATH, HOME: '/nonexistent', ROCKETPAY_DATA_DIR: dataFolder(), ...env },
  });
  let data = '';
  let seen = 0;
  const watchers = new Set<() => void>();
  pty.onData((chunk) => {
    const isLast = lastText !== undefined && !data.includes(lastText);
    data += chunk;
    if (isLast && data.includes(lastText)) pty.write(ENTER);
    for (const watch of watchers) watch();
  });
  const finished = new Promise<Session>((resolve) => {
    pty.onExit(({ exitCode, signal }) => {
      const exit = signal === undefined || signal === 0 ? exitCode : 128 + signal;
      resolve({ exit, data, text: withoutEscapes(data) });
    });
  });
  return {
    pid: pty.pid,
    shows: (text) =>
      new Promise((resolve, reject) => {
        const watch = () => {
          const at = withoutEscapes(data).indexOf(text, seen);
          if (at < 0) return;
          seen = at + text.length;
          watchers.delete(watch);
          resolve();
        };
        watchers.add(watch);
        watch();
        void finished.then((session) =>
          reject(new Error(`ended (${session.exit}) without showing ${JSON.stringify(text)}: ${session.text}`)),
        );
      }),
    type: (keys) => {
      seen = withoutEscapes(data).length;
      pty.write(keys);
    },
    text: () => withoutEscapes(data),
    takeAway: () => (pty as unknown as { destroy(): void }).destroy(),
    finished,
  };
}

/** Text without escape codes and carriage returns. */
const withoutEscapes = (data: string): string =>
  data.replace(/\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07|\x1b[=>78]|\r/g, '');
