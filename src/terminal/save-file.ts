import { writeFile } from 'node:fs/promises';
import { usageFailure } from '../domain/errors.ts';

/**
 * Writes a text into a new file that its owner can run.
 *
 * @throws {Failure} (usage) when there is a file of that name, or it cannot be written.
 */
export async function saveFile(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx', mode: 0o755 });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'EEXIST' ? 'it is there already, and is not overwritten' : message;
    throw usageFailure(`The file ${path} cannot be written: ${why}.`, 'Choose another name.');
  }
}
