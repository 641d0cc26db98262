import { spawn } from 'node:child_process';

/** A program to run, and what it gets. */
export interface ChildProgram {
  /** The program and its arguments, or a line for the shell of the system. */
  readonly command: readonly [program: string, ...words: readonly string[]] | { readonly shell: string };
  /** All its variables. */
  readonly environment: NodeJS.ProcessEnv;
  /** Its standard input; empty when left out. */
  readonly input?: string;
  /** Maximum length of its standard output, in characters. */
  readonly maxCharacters: number;
  /** What happens to a longer output; `fail` ends the program. */
  readonly longOutput: 'cut' | 'fail';
}

/** What ends a program before it ends by itself. */
export interface ChildLimits {
  readonly signal: AbortSignal;
  /** Kills a process group by the id of its first process. */
  readonly killGroup: (pid: number) => void;
}

/** How a program ended. */
export interface ChildResult {
  /** The exit code, or the name of the signal that ended it. */
  readonly exit: number | string;
  readonly out: string;
  /** The last characters of its standard error. */
  readonly err: string;
}

/** The part of standard error that is kept, in characters. */
const MAX_ERROR_CHARACTERS = 1000;

/** Error code of an output that is longer than allowed. */
export const LONG_OUTPUT = 'ERR_LONG_OUTPUT';

/**
 * Runs a program in a process group of its own, which has no terminal. It resolves when all its output was read. The signal
 * kills the whole group, and then no process that it has started is waited for, whatever pipes that process keeps open.
 *
 * @throws {Error} the signal's reason when that ends it; else an error with a `code` when it cannot be started, or
 * {@link LONG_OUTPUT}. Only its code may be shown: it can carry the arguments.
 */
export function runChild(program: ChildProgram, { signal, killGroup }: ChildLimits): Promise<ChildResult> {
  const { command, environment, input = '', maxCharacters, longOutput } = program;
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const options = { detached: true, env: environment, windowsHide: true } as const;
    const [file, ...words] = 'shell' in command ? [command.shell] : command;
    const child = spawn(file, words, { ...options, shell: 'shell' in command });
    let out = '';
    let err = '';
    const end = () => {
      signal.removeEventListener('abort', abort);
      if (child.pid !== undefined) killGroup(child.pid);
      child.kill('SIGKILL');
      child.stdout.destroy();
      child.stderr.destroy();
    };
    const fail = (reason: unknown) => {
      end();
      reject(reason);
    };
    const abort = () => fail(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    child.stdin.on('error', () => {}).end(input);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const all = out + text;
      out = all.slice(0, maxCharacters);
      if (longOutput === 'fail' && all.length > maxCharacters) {
        fail(Object.assign(new Error('its output is too long'), { code: LONG_OUTPUT }));
      }
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err = (err + text).slice(-MAX_ERROR_CHARACTERS);
    });
    child.on('error', fail);
    child.on('close', (exit, killer) => {
      end();
      resolve({ exit: exit ?? String(killer), out, err });
    });
  });
}
