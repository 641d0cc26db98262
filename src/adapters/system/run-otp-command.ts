import type { ChildResult } from '#adapters/child-process';
import { credentialsFailure, type Failure } from '#domain/errors/failure';
import { runShellLine } from './shell-line.ts';

/**
 * Runs a shell line that prints an OTP, and returns the OTP without white space and dashes.
 * The parameters are those of {@link runShellLine}.
 *
 * @throws {Failure} (credentials) when it fails or prints no code; the signal's reason when that ends it.
 */
export async function readOtpFromCommand(...parameters: Parameters<typeof runShellLine>): Promise<string> {
  const [, , { signal }] = parameters;
  let result: ChildResult;
  try {
    result = await runShellLine(...parameters);
  } catch (error) {
    if (signal.aborted) throw error;
    throw commandFailure(`could not be started (${(error as Error).message})`, '');
  }
  const { exit, out, err } = result;
  const code = out.trim();
  if (exit !== 0) throw commandFailure(`failed (${exit})`, err);
  if (!/^[\d\s-]{3,40}$/.test(code)) throw commandFailure('printed no code', err);
  return code.replace(/[\s-]/g, '');
}

function commandFailure(problem: string, err: string): Failure {
  const last = err.trim().split('\n').at(-1) ?? '';
  return credentialsFailure(
    'otp_command_failed',
    `The command for the code ${problem}.`,
    `${last === '' ? '' : `Its last error message: ${last.slice(0, 200)}. `}It must print only the code.`,
  );
}
