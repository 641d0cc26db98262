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

/** The lines of a text that we have written ourselves, each ended by LF. */
export async function* fileLines(handle: FileHandle, start: number): AsyncGenerator<string> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of fileBytes(handle, start)) {
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
  readonly text: string;
  /** Where the next line begins, in bytes. */
  readonly end: number;
}

/** Finds a line by its number, 1 the first; line ends are LF, CR and CRLF. */
export async function physicalLine(handle: FileHandle, wanted: number): Promise<PhysicalLine> {
  let number = 1;
  let start = 0;
  let rest = Buffer.alloc(0);
  for await (const chunk of fileBytes(handle)) {
    rest = Buffer.concat([rest, chunk]);
    let from = 0;
    // A CR at the end of a chunk may be half of a line end.
    for (const { 0: end, index } of rest.toString('latin1').matchAll(/\r\n|\n|\r(?!$)/g)) {
      const text = rest.toString('utf8', from, index);
      from = index + end.length;
      if (number === wanted) return { text, end: start + from };
      number += 1;
    }
    rest = rest.subarray(from);
    start += from;
  }
  return { text: rest.toString('utf8'), end: start + rest.length };
}
