import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expectContract } from './documents/contract.ts';
import { ledgerFolder } from './ledger.ts';
import { atEndOfFile } from './suite/end-of-file.ts';

/** The installed command. */
export const COMMAND = fileURLToPath(new URL('../../bin/rocketpay.js', import.meta.url));

/** What a finished command left behind. */
export interface Finished {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly pid: number;
  /** All that it has written so far, on both streams. */
  readonly output: () => string;
  /** Resolves when all of the input has been taken: the process reads it, and waits for more if it stays open. */
  readonly inputTaken: Promise<void>;
  /** Closes the reading end of stdout. */
  readonly stopReading: () => void;
  /** Resolves when stdout or stderr has shown the text. */
  readonly shows: (text: string) => Promise<void>;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly finished: Promise<Finished>;
}

export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** All of standard input; it stays open when undefined and `openInput` is set. */
  readonly input?: string;
  readonly openInput?: boolean;
  readonly cwd?: string;
  /** 'ignore' is /dev/null. */
  readonly stdin?: 'ignore';
  /** Killed after this time: then `exit` is null. */
  readonly limitMilliseconds?: number;
}

/** Starts the built command as a process of its own, with nothing of this machine's settings. */
export function startCli(args: readonly string[], options?: CliOptions): Running {
  const running = startProcess(process.execPath, [COMMAND, ...args], options);
  const checked = async (): Promise<Finished> => {
    const finished = await running.finished;
    await expectContract(args, finished);
    return finished;
  };
  return { ...running, finished: checked() };
}

let data: string | undefined;

/** The folder of the ledger for commands that are given none: the same for all tests of a file. */
export function dataFolder(): string {
  if (data === undefined) {
    data = ledgerFolder();
    atEndOfFile(() => {
      data = undefined;
    });
  }
  return data;
}

/** Starts any program the same way: a shell line that the command is a part of. */
export function startProcess(
  program: string,
  args: readonly string[],
  { env = {}, input = '', openInput, cwd, stdin, limitMilliseconds }: CliOptions = {},
): Running {
  const child = spawn(program, args, {
    cwd,
    env: { PATH: process.env.PATH, HOME: '/nonexistent', ROCKETPAY_DATA_DIR: dataFolder(), NO_COLOR: '1', ...env },
    stdio: [stdin ?? 'pipe', 'pipe', 'pipe'],
    killSignal: 'SIGKILL',
    ...(limitMilliseconds === undefined ? {} : { timeout: limitMilliseconds }),
  });
  let out = '';
  let err = '';
  const watchers: (() => void)[] = [];
  const notice = () => {
    for (const watch of watchers) watch();
  };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    notice();
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text;
    notice();
  });
  child.stdin?.on('error', () => {});
  const inputTaken = new Promise<void>((resolve) => {
    if (openInput === true) child.stdin?.write(input, () => resolve());
    else child.stdin?.end(input, resolve);
  });
  const finished = new Promise<Finished>((resolve) => {
    child.on('close', (exit) => resolve({ exit, out, err }));
  });
  return {
    pid: child.pid ?? 0,
    output: () => out + err,
    inputTaken,
    stopReading: () => {
      child.stdout?.destroy();
    },
    shows: (text) =>
      new Promise((resolve, reject) => {
        const watch = () => {
          if ((out + err).includes(text)) resolve();
        };
        watchers.push(watch);
        watch();
        void finished.then(() => reject(new Error(`ended without showing ${JSON.stringify(text)}: ${out}${err}`)));
      }),
    kill: (signal) => {
      child.kill(signal);
    },
    finished,
  };
}

/** Runs the built command to its end. */
export const runCli = (args: readonly string[], options?: CliOptions): Promise<Finished> =>
  startCli(args, options).finished;
