import { LONG_OUTPUT, runChild } from '#adapters/child-process';
import { credentialsFailure } from '#domain/errors/failure';
import { childEnvironment, type Environment } from '#domain/profiles/child-environment';

/** Time limit of a password manager, in milliseconds: a longer wait is for a user who is not there. */
const LIMIT_MS = 30_000;

/** Maximum length of a secret, in characters. */
const MAX_CHARACTERS = 64 * 1024;

/** What a program that reads or stores a secret runs with. */
export interface SecretCommandOptions {
  readonly environment: Environment;
  /** The names of all variables that hold a secret: the program gets none of them. */
  readonly secretVariables: readonly string[];
  readonly signal: AbortSignal;
  /** Kills a process group by the id of its first process. */
  readonly killGroup: (pid: number) => void;
  /** Default: 30 seconds. */
  readonly limitMilliseconds?: number | undefined;
}

/** Why a program gave no secret, as the end of a sentence. It contains nothing that the program got or printed. */
export class SecretProgramError extends Error {}

/**
 * Runs a program without a shell, and returns what it printed. Its whole process group ends at the time limit.
 *
 * @throws {SecretProgramError} when it fails, prints too much or takes too long; the signal's reason when that ends it.
 */
export async function runSecretProgram(
  command: readonly [program: string, ...words: readonly string[]],
  input: string,
  { environment, secretVariables, signal, killGroup, limitMilliseconds = LIMIT_MS }: SecretCommandOptions,
): Promise<string> {
  const late = AbortSignal.timeout(limitMilliseconds);
  const program = {
    command,
    environment: childEnvironment(environment, secretVariables),
    input,
    maxCharacters: MAX_CHARACTERS,
    longOutput: 'fail',
  } as const;
  try {
    const { exit, out } = await runChild(program, { signal: AbortSignal.any([signal, late]), killGroup });
    if (exit !== 0) throw new SecretProgramError(`failed (${exit})`);
    return out;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SecretProgramError) throw error;
    if (late.aborted) throw new SecretProgramError(`gave no answer in ${limitMilliseconds / 1000} s`);
    const { code } = error as NodeJS.ErrnoException;
    throw new SecretProgramError(code === LONG_OUTPUT ? 'printed more than 64 KB' : `failed (${code})`);
  }
}

/**
 * Runs the command of a profile that prints its secret.
 *
 * @throws {Failure} (credentials) that names the program without its arguments, which may contain a token.
 */
export async function runSecretCommand(command: readonly string[], options: SecretCommandOptions): Promise<string> {
  const [program = '', ...words] = command;
  try {
    return await runSecretProgram([program, ...words], '', options);
  } catch (error) {
    if (!(error instanceof SecretProgramError)) throw error;
    throw credentialsFailure(
      'secret_command_failed',
      `The command for the secret ${error.message}: ${program}.`,
      'Run it in a shell to see why. It cannot ask questions in the terminal.',
    );
  }
}
