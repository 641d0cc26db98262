import { rm, writeFile } from 'node:fs/promises';
import type { SaveOptions } from '#context';
import { usageError } from '#domain/errors/failure';
import { fileFailure } from '#domain/errors/file-errors';

/**
 * Writes a text into a new file, which its owner can run unless a mode is given.
 *
 * @throws {Failure} (usage) when there is a file of that name that is not to be replaced; see `fileFailure` for all others.
 */
export async function saveFile(
  path: string,
  text: string,
  { mode = 0o755, replace = false }: SaveOptions = {},
): Promise<void> {
  try {
    await writeFile(path, text, { flag: replace ? 'w' : 'wx', mode });
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/** Makes sure that a new file can be written, before it is too late. */
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
