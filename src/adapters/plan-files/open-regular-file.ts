import { constants, type FileHandle, open } from 'node:fs/promises';
import { usageError } from '#domain/errors/failure';
import { message, type Text } from '#domain/language/message';

/** A million refunds take less than 200 MB. */
const MAX_BYTES = 1024 * 1024 * 1024;

/**
 * Opens a file of at most 1 GB for reading.
 *
 * @param hint next step for a path that is not a regular file
 * @throws {Failure} (usage) for a pipe, a device or a larger file; the error of the file system otherwise.
 */
export async function openRegularFile(file: string, hint: Text): Promise<FileHandle> {
  // Without O_NONBLOCK, opening a named pipe would wait for its writer. Windows has no such flag.
  const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const status = await handle.stat();
    if (status.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    if (!status.isFile())
      throw usageError(message('{file} is not a regular file.', { file: JSON.stringify(file) }), hint);
    if (status.size > MAX_BYTES) {
      throw usageError(message('{file} is larger than 1 GB.', { file: JSON.stringify(file) }), message('Split it.'));
    }
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}
