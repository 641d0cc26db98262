import { maskText } from '#domain/encoding/mask-sensitive-data';
import { message } from '#domain/language/message';
import { EXIT } from './exit-codes.ts';
import { Failure } from './failure.ts';
import { fileProblem } from './file-errors.ts';

/** Returns the first line of an error message, masked: an unexpected error can quote any text. */
export function firstLine(error: unknown): string {
  try {
    const [line = ''] = String((error as Error | undefined)?.message ?? error).split('\n');
    return maskText(line.slice(0, 300));
  } catch {
    return 'an error without a message';
  }
}

/** Returns the failure for an error that no caller expected: a file that cannot be used, or a bug of this program. */
export function unexpectedFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return (
    strayFileFailure(error) ??
    new Failure(EXIT.bug, 'bug', message('This should not happen: {error}', { error: firstLine(error) }), {
      hint: message('Please report it, with the output of the same command and --debug.'),
      cause: error,
    })
  );
}

function strayFileFailure(error: unknown): Failure | undefined {
  const problem = fileProblem(error);
  const { path, syscall } = Object(error) as { readonly path?: string; readonly syscall?: string };
  if (problem === undefined || (path === undefined && syscall === undefined)) return undefined;
  const text =
    path === undefined
      ? message('A file of this machine cannot be used ({syscall}): {problem}.', { syscall: syscall ?? '', problem })
      : message('{path} cannot be used: {problem}.', { path, problem });
  return new Failure(EXIT.credentials, 'file_unusable', text, {
    hint: message('Fix this, then run the same command again.'),
    cause: error,
  });
}
