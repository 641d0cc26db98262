import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { usageError } from '#domain/errors/failure';
import { fileBytes, firstForeignLine } from './file-lines.ts';

/** What is known of a text file before it is read. */
export interface InspectedFile {
  /** Of its bytes, in hex. */
  readonly sha256: string;
  /** The beginning, enough for a first row. */
  readonly head: string;
}

const HEAD_CHARACTERS = 64 * 1024;

/**
 * Reads a whole file once, and keeps its hash.
 *
 * @throws {Failure} (usage) naming the line that is not UTF-8.
 */
export async function inspectFile(handle: FileHandle): Promise<InspectedFile> {
  await checkKind(handle);
  const hash = createHash('sha256');
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let head = '';
  try {
    for await (const chunk of fileBytes(handle)) {
      hash.update(chunk);
      const text = decoder.decode(chunk, { stream: true });
      if (head.length < HEAD_CHARACTERS) head += text;
    }
    decoder.decode();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    const problem = (await isUtf16(handle)) ? 'it is UTF-16' : `line ${await firstForeignLine(handle)} is not UTF-8`;
    throw usageError(`The file cannot be read: ${problem}. Nothing was planned.`, 'Save it as "CSV UTF-8".');
  }
  return { sha256: hash.digest('hex'), head };
}

/** How files of other programs begin, in hex. */
const KINDS: readonly (readonly [begin: string, name: string])[] = [
  ['504b0304', 'an Excel workbook (.xlsx) or another ZIP archive'],
  ['d0cf11e0a1b11ae1', 'an old Excel workbook (.xls)'],
  ['25504446', 'a PDF document'],
  ['1f8b', 'a gzip archive'],
];

/** @throws {Failure} (usage) for a file that is plainly of another kind than CSV. */
async function checkKind(handle: FileHandle): Promise<void> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(8), 0, 8, 0);
  const begin = buffer.toString('hex', 0, bytesRead);
  const [, name] = KINDS.find(([other]) => begin.startsWith(other)) ?? [];
  if (name === undefined) return;
  throw usageError(`The file is ${name}, not CSV. Nothing was planned.`, 'Open it there and save it as "CSV UTF-8".');
}

async function isUtf16(handle: FileHandle): Promise<boolean> {
  const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
  return ['fffe', 'feff'].includes(buffer.toString('hex'));
}
