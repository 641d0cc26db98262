import { isUtf8 } from 'node:buffer';
import type { FileHandle } from 'node:fs/promises';

const CHUNK_BYTES = 64 * 1024;

/** The bytes of an open file from a position on. A stream would close the file when it is left early. */
export async function* fileBytes(handle: FileHandle, start = 0): AsyncGenerator<Buffer> {
  for (let position = start; ; ) {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, position);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    position += bytesRead;
  }
}

/** The lines of a text that this program has written, each ended by LF. */
export async function* linesOf(chunks: AsyncIterable<Buffer> | Iterable<Buffer>): AsyncGenerator<string> {
  let rest = '';
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for await (const chunk of chunks) {
    const [first = '', ...lines] = decoder.decode(chunk, { stream: true }).split('\n');
    rest += first;
    for (const line of lines) {
      yield rest;
      rest = line;
    }
  }
  if (rest !== '') yield rest;
}

/** A line of a file, wherever quotes begin and end. */
export interface PhysicalLine {
  readonly bytes: Buffer;
  /** Where the next line begins, in bytes. */
  readonly end: number;
}

/** The lines of a file; their ends are LF, CR and CRLF. */
async function* physicalLines(handle: FileHandle): AsyncGenerator<PhysicalLine> {
  let start = 0;
  let rest = Buffer.alloc(0);
  for await (const chunk of fileBytes(handle)) {
    rest = Buffer.concat([rest, chunk]);
    let from = 0;
    // A CR at the end of a chunk may be half of a line end.
    for (const { 0: end, index } of rest.toString('latin1').matchAll(/\r\n|\n|\r(?!$)/g)) {
      const bytes = rest.subarray(from, index);
      from = index + end.length;
      yield { bytes, end: start + from };
    }
    rest = rest.subarray(from);
    start += from;
  }
  const hasEnd = rest.at(-1) === CR;
  if (rest.length > 0) yield { bytes: hasEnd ? rest.subarray(0, -1) : rest, end: start + rest.length };
}

const CR = 0x0d;

/** Finds a line by its number, 1 the first. */
export async function physicalLine(handle: FileHandle, wanted: number): Promise<PhysicalLine> {
  let number = 0;
  let last: PhysicalLine = { bytes: Buffer.alloc(0), end: 0 };
  for await (last of physicalLines(handle)) {
    number += 1;
    if (number === wanted) break;
  }
  return last;
}

/** The number of the first line that is not UTF-8. */
export async function firstForeignLine(handle: FileHandle): Promise<number> {
  let number = 0;
  for await (const { bytes } of physicalLines(handle)) {
    number += 1;
    if (!isUtf8(bytes)) return number;
  }
  return number;
}
