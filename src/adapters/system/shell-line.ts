import { spawn } from 'node:child_process';

/** The output that is kept of a shell line, in characters. */
const MAX_CHARACTERS = 1000;

/** The end of a shell line. */
export interface ShellResult {
  /** The exit code or the name of the signal that ended it; `0` is success. */
  readonly exit: number | string;
  /** How its standard output began. */
  readonly out: string;
  /** How its standard error ended. */
  readonly err: string;
}

/**
 * Runs a line of the shell. The signal ends it, with all that it has started.
 *
 * @param environment all variables that it gets: no secret may be among them
 * @param killGroup ends a process and all that it has started
 * @throws {Error} when it cannot be started; the signal's reason when that ends it.
 */
export function runShellLine(
  line: string,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
  killGroup: (pid: number) => void,
): Promise<ShellResult> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const child = spawn(line, {
      shell: true,
      // A group of its own can be ended as one.
      detached: true,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let out = '';
    let err = '';
    const end = () => {
      if (child.pid !== undefined) killGroup(child.pid);
      child.kill('SIGKILL');
      // Something that it has started may hold them open.
      child.stdout.destroy();
      child.stderr.destroy();
    };
    const abort = () => {
      end();
      reject(signal.reason);
    };
    signal.addEventListener('abort', abort, { once: true });
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out = (out + text).slice(0, MAX_CHARACTERS);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err = (err + text).slice(-MAX_CHARACTERS);
    });
    child.on('error', reject);
    child.on('close', (exit, killer) => {
      signal.removeEventListener('abort', abort);
      end();
      resolve({ exit: exit ?? String(killer), out, err });
    });
  });
}
