import { isUtf8 } from 'node:buffer';
import type { FileHandle } from 'node:fs/promises';

const CHUNK_BYTES = 64 * 1024;

/** Yields the bytes of an open file from a position. A stream would close the file when the reader stops early. */
export async function* readChunks(handle: FileHandle, start = 0): AsyncGenerator<Buffer> {
  for (let position = start; ; ) {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, position);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    position += bytesRead;
  }
}

/** Yields the lines of a plan, which end with LF. */
export async function* splitLines(chunks: AsyncIterable<Buffer> | Iterable<Buffer>): AsyncGenerator<string> {
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

/** Returns the number of the first line that is not UTF-8. Lines end with LF, CR or CRLF. */
export async function findLineNotInUtf8(handle: FileHandle): Promise<number> {
  let number = 1;
  let rest = '';
  for await (const chunk of readChunks(handle)) {
    // A CR at the end of a chunk may be the first half of CRLF.
    const lines = (rest + chunk.toString('latin1')).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (!isUtf8(Buffer.from(line, 'latin1'))) return number;
      number += 1;
    }
  }
  return number;
}
