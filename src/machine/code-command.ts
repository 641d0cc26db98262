import { spawn } from 'node:child_process';
import { credentialsFailure, type Failure } from '../domain/errors.ts';

/** A code is short: whatever is longer is no code. */
const MAX_CHARACTERS = 1000;

/**
 * Runs a shell line that prints the code of an OTP, and gives what it printed, without white space around it.
 * The signal ends it, with all that it has started.
 *
 * @param environment all that it gets to know: no secret may be in it
 * @param killGroup ends a process and all that it has started
 * @throws {Failure} (credentials) when it fails or prints no code; the signal's reason when that ends it.
 */
export function codeFromCommand(
  line: string,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
  killGroup: (pid: number) => void,
): Promise<string> {
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
      out = (out + text).slice(0, MAX_CHARACTERS + 1);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err = (err + text).slice(-MAX_CHARACTERS);
    });
    child.on('error', (error) => reject(commandFailure(`could not be started (${error.message})`, '')));
    child.on('close', (exit, killer) => {
      signal.removeEventListener('abort', abort);
      end();
      const code = out.trim();
      if (exit !== 0) reject(commandFailure(`failed (${exit ?? killer})`, err));
      else if (!/^[\d\s-]{3,40}$/.test(code)) reject(commandFailure('printed no code', err));
      else resolve(code.replace(/[\s-]/g, ''));
    });
  });
}

function commandFailure(what: string, said: string): Failure {
  const last = said.trim().split('\n').at(-1) ?? '';
  return credentialsFailure(
    'otp_command_failed',
    `The command for the code ${what}.`,
    `${last === '' ? '' : `It said: ${last.slice(0, 200)}. `}It has to print the code, and nothing else.`,
  );
}
