import { fstatSync, statSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import type { SaveOptions } from '#context';
import { usageError } from '#domain/errors/failure';
import { fileFailure } from '#domain/errors/file-errors';

/**
 * Writes a text or bytes to a new file, or replaces a file with `replace`. Its default mode lets the owner run it.
 *
 * @throws {Failure} (usage) when the file exists and `replace` is not set, and for a pipe or an output of this program; see
 * {@link fileFailure} for all others.
 */
export async function saveFile(
  path: string,
  content: string | Uint8Array,
  { mode = 0o755, replace = false }: SaveOptions = {},
): Promise<void> {
  try {
    if (replace) refuseStream(path);
    await writeFile(path, content, { flag: replace ? 'w' : 'wx', mode });
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/**
 * Refuses a pipe, which would get a text each time the file is replaced and may have no reader, and the standard output and
 * standard error of this program by any name, which contain its result and its messages.
 */
function refuseStream(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || path === '/dev/null') return;
  const isOutput = [1, 2].some((descriptor) => {
    try {
      const output = fstatSync(descriptor);
      return output.ino === found.ino && output.dev === found.dev;
    } catch {
      return false;
    }
  });
  if (!isOutput && !found.isFIFO() && !found.isSocket()) return;
  const problem = isOutput ? 'it is an output of this command' : 'it is a pipe, not a file';
  throw usageError(`The file ${path} cannot be written: ${problem}.`, 'Choose another name.');
}

/** Checks that a new file can be written, and leaves none behind. @throws {Failure} as {@link saveFile}. */
export async function checkNewFile(path: string): Promise<void> {
  try {
    await writeFile(path, '', { flag: 'wx' });
    await rm(path);
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

const cannotWrite = (path: string, error: unknown): unknown =>
  (error as NodeJS.ErrnoException).code === 'EEXIST'
    ? usageError(
        `The file ${path} cannot be written: it is there already, and is not overwritten.`,
        'Choose another name.',
      )
    : fileFailure(error, {
        what: `The file ${path} cannot be written`,
        code: 'file_unwritable',
        hint: 'Choose another name.',
      });
