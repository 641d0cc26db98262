import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { usageError } from '#domain/errors/failure';
import { findLineNotInUtf8, readChunks } from './file-lines.ts';

/** Properties of a text file, from a first reading. */
export interface InspectedFile {
  /** SHA-256 of the bytes, in hex. */
  readonly sha256: string;
  /** The first 64 KB of the text or more, enough for the first row. */
  readonly head: string;
}

const HEAD_CHARACTERS = 64 * 1024;

/**
 * Reads a whole file and returns its hash and its beginning.
 *
 * @throws {Failure} (usage) for a file of another program, and naming the first line that is not UTF-8.
 */
export async function inspectFile(handle: FileHandle): Promise<InspectedFile> {
  await checkFileType(handle);
  const hash = createHash('sha256');
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let head = '';
  try {
    for await (const chunk of readChunks(handle)) {
      hash.update(chunk);
      const text = decoder.decode(chunk, { stream: true });
      if (head.length < HEAD_CHARACTERS) head += text;
    }
    decoder.decode();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    const isUtf16 = /^(fffe|feff)/.test(await readFirstBytes(handle));
    const problem = isUtf16 ? 'it is UTF-16' : `line ${await findLineNotInUtf8(handle)} is not UTF-8`;
    throw usageError(`The file cannot be read: ${problem}. Nothing was planned.`, 'Save it as "CSV UTF-8".');
  }
  return { sha256: hash.digest('hex'), head };
}

/** First bytes of files that are not CSV, in hex, and the name of the file type. */
const FILE_TYPES: readonly (readonly [firstBytes: string, name: string])[] = [
  ['504b0304', 'an Excel workbook (.xlsx) or another ZIP archive'],
  ['d0cf11e0a1b11ae1', 'an old Excel workbook (.xls)'],
  ['25504446', 'a PDF document'],
  ['1f8b', 'a gzip archive'],
];

async function checkFileType(handle: FileHandle): Promise<void> {
  const bytes = await readFirstBytes(handle);
  const [, name] = FILE_TYPES.find(([firstBytes]) => bytes.startsWith(firstBytes)) ?? [];
  if (name === undefined) return;
  throw usageError(`The file is ${name}, not CSV. Nothing was planned.`, 'Open it there and save it as "CSV UTF-8".');
}

/** Returns the first 8 bytes of a file, in hex. */
async function readFirstBytes(handle: FileHandle): Promise<string> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(8), 0, 8, 0);
  return buffer.toString('hex', 0, bytesRead);
}
