import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { Failure } from '../domain/errors.ts';
import { editedPlan, parseHeader, parseRow } from '../domain/plan-text.ts';
import type { PlanFile } from '../domain/refund-files.ts';
import { fileBytes, fileLines } from './file-bytes.ts';
import { fileFailure } from './file-failure.ts';

/** A first line that is longer is none. */
const MOST_BYTES = 64 * 1024;

const NEWLINE = 0x0a;

/** Opens a plan, and makes sure that it is as it was made: see {@link PlanFile}. */
export async function openPlan(file: string): Promise<PlanFile> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file);
    return await planOf(handle, file);
  } catch (error) {
    await handle?.close();
    throw fileFailure(error, file);
  }
}

async function planOf(handle: FileHandle, file: string): Promise<PlanFile> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(MOST_BYTES), 0, MOST_BYTES, 0);
  const head = buffer.subarray(0, bytesRead);
  const end = head.indexOf(NEWLINE);
  const header = parseHeader(head.toString('utf8', 0, end < 0 ? bytesRead : end), file);
  const start = end + 1;
  if (end < 0) throw editedPlan('its rows are gone');
  await checkRows(handle, start, header.rowsHash);
  return {
    header,
    async *rows() {
      let number = 1;
      try {
        for await (const line of fileLines(handle, start)) yield parseRow(line, ++number);
      } catch (error) {
        throw error instanceof Failure ? error : fileFailure(error, file);
      }
    },
    close: () => handle.close(),
  };
}

/** The rows must be those that the header was made for, to the last byte. */
async function checkRows(handle: FileHandle, start: number, rowsHash: string): Promise<void> {
  const hash = createHash('sha256');
  let last = NEWLINE;
  for await (const chunk of fileBytes(handle, start)) {
    hash.update(chunk);
    last = chunk.at(-1) ?? last;
  }
  if (hash.digest('hex') === rowsHash) return;
  throw editedPlan(last === NEWLINE ? 'its rows are others' : 'its last line is cut off');
}
