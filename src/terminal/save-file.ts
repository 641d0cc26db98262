import { rm, writeFile } from 'node:fs/promises';
import type { SaveOptions } from '../context.ts';
import { type Failure, usageFailure } from '../domain/errors.ts';

/**
 * Writes a text into a new file, which its owner can run unless a mode is given.
 *
 * @throws {Failure} (usage) when there is a file of that name that is not to be replaced, or it cannot be written.
 */
export async function saveFile(
  path: string,
  text: string,
  { mode = 0o755, replace = false }: SaveOptions = {},
): Promise<void> {
  try {
    await writeFile(path, text, { flag: replace ? 'w' : 'wx', mode });
  } catch (error) {
    throw cannotWrite(path, error as NodeJS.ErrnoException);
  }
}

/** Makes sure that a new file can be written, before it is too late. */
export async function checkNewFile(path: string): Promise<void> {
  try {
    await writeFile(path, '', { flag: 'wx' });
    await rm(path);
  } catch (error) {
    throw cannotWrite(path, error as NodeJS.ErrnoException);
  }
}

function cannotWrite(path: string, { code, message }: NodeJS.ErrnoException): Failure {
  const why = code === 'EEXIST' ? 'it is there already, and is not overwritten' : message;
  return usageFailure(`The file ${path} cannot be written: ${why}.`, 'Choose another name.');
}
