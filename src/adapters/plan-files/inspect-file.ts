import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { usageError } from '#domain/errors/failure';
import { type Message, message } from '#domain/language/message';
import { readChunks } from './file-lines.ts';

/** Returns the SHA-256 of all bytes of a file, in hex. */
export async function hashFile(handle: FileHandle): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of readChunks(handle)) hash.update(chunk);
  return hash.digest('hex');
}

/** First bytes of files that are not CSV, in hex, and the name of the file type. */
const FILE_TYPES: readonly (readonly [firstBytes: string, name: Message])[] = [
  ['d0cf11e0a1b11ae1', message('an old Excel workbook (.xls)')],
  ['25504446', message('a PDF document')],
  ['1f8b', message('a gzip archive')],
];

/** First bytes of a ZIP archive, which an Excel workbook is. */
const ZIP = '504b0304';

/**
 * Returns the type of a file by its first bytes.
 *
 * @throws {Failure} (usage) for a file of another program.
 */
export async function findFileType(handle: FileHandle): Promise<'csv' | 'xlsx'> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(8), 0, 8, 0);
  const bytes = buffer.toString('hex', 0, bytesRead);
  if (bytes.startsWith(ZIP)) return 'xlsx';
  const [, name] = FILE_TYPES.find(([firstBytes]) => bytes.startsWith(firstBytes)) ?? [];
  if (name === undefined) return 'csv';
  throw usageError(
    message('The file is {name}, not CSV or XLSX. Nothing was planned.', { name }),
    message('Open it there and save it as XLSX.'),
  );
}
