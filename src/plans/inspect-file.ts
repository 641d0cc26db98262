import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { usageFailure } from '../domain/errors.ts';
import { fileBytes } from './file-bytes.ts';

/** What is known of a text file before it is read. */
export interface InspectedFile {
  /** Of its bytes, in hex. */
  readonly sha256: string;
  /** The beginning, enough for a first row. */
  readonly head: string;
}

const HEAD_BYTES = 64 * 1024;

/**
 * Reads a whole file once, and keeps its hash.
 *
 * @throws {Failure} (usage) naming the line that is not UTF-8.
 */
export async function inspectFile(handle: FileHandle): Promise<InspectedFile> {
  const hash = createHash('sha256');
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let head = '';
  let line = 1;
  for await (const chunk of fileBytes(handle)) {
    hash.update(chunk);
    if (head === '' && isUtf16(chunk)) throw notUtf8('it is UTF-16');
    try {
      const text = decoder.decode(chunk, { stream: true });
      if (head.length < HEAD_BYTES) head += text;
      line += countLines(text);
    } catch {
      throw notUtf8(`line ${line + linesBeforeFlaw(chunk)} is not UTF-8`);
    }
  }
  try {
    decoder.decode();
  } catch {
    throw notUtf8(`line ${line} is cut off in the middle of a letter`);
  }
  return { sha256: hash.digest('hex'), head };
}

const isUtf16 = (bytes: Buffer): boolean => /^(fffe|feff)/.test(bytes.toString('hex', 0, 2));

const notUtf8 = (flaw: string) =>
  usageFailure(`The file cannot be read: ${flaw}. Nothing was planned.`, 'Save it as "CSV UTF-8".');

const countLines = (text: string): number => text.split('\n').length - 1;

/** A letter that began in the chunk before may look wrong here: what is wrong for certain is not before it. */
function linesBeforeFlaw(chunk: Buffer): number {
  const lines = chunk.toString('latin1').split('\n');
  const flawed = lines.findIndex((line, at) => at > 0 && !isUtf8(Buffer.from(line, 'latin1')));
  return isUtf8(Buffer.from(lines[0] ?? '', 'latin1')) && flawed > 0 ? flawed : 0;
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
