import type { FileHandle } from 'node:fs/promises';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { planCheck } from '#domain/bulk-refunds/plan-check';
import { parseHeader, parseRow, planModifiedError } from '#domain/bulk-refunds/plan-format';
import type { PlanFile } from '#domain/bulk-refunds/plan-storage';
import type { PlanHeader, PlanRow } from '#domain/bulk-refunds/refund-plan';
import { fileFailure } from './file-errors.ts';
import { fileBytes, linesOf } from './file-lines.ts';
import { openRegularFile } from './open-regular-file.ts';

const NEWLINE = 0x0a;

/**
 * Opens a plan, and makes sure that it is as it was made: see {@link PlanFile}. The file is read once, into memory
 * (compressed: a million rows take some 50 MB). What is checked, shown and sent is that copy, so nothing that is written to the
 * file afterwards changes what is refunded.
 */
export async function openPlan(file: string): Promise<PlanFile> {
  let handle: FileHandle | undefined;
  try {
    handle = await openRegularFile(file, 'Name a plan file.');
    return await copyOf(handle, file);
  } catch (error) {
    throw fileFailure(error, file);
  } finally {
    await handle?.close();
  }
}

async function copyOf(handle: FileHandle, file: string): Promise<PlanFile> {
  const blocks: Buffer[] = [];
  let header: PlanHeader | undefined;
  let last: number | undefined;
  for await (const chunk of fileBytes(handle)) {
    header ??= headerOf(chunk, file);
    last = chunk.at(-1);
    blocks.push(deflateRawSync(chunk, { level: 1 }));
  }
  header ??= parseHeader('', file);
  if (last !== NEWLINE) throw planModifiedError('its last line is cut off');
  const check = planCheck(header);
  for await (const row of rowsOf(blocks)) check.add(row);
  check.end();
  return { header, rows: () => rowsOf(blocks), close: async () => {} };
}

/** The first line stands within the first bytes that are read, or it is none. */
function headerOf(head: Buffer, file: string): PlanHeader {
  const end = head.indexOf(NEWLINE);
  const header = parseHeader(head.toString('utf8', 0, end < 0 ? head.length : end), file);
  if (end < 0) throw planModifiedError('its rows are gone');
  return header;
}

async function* rowsOf(blocks: readonly Buffer[]): AsyncGenerator<PlanRow> {
  let number = 0;
  for await (const line of linesOf(inflated(blocks))) {
    number += 1;
    if (number > 1) yield parseRow(line, number);
  }
}

function* inflated(blocks: readonly Buffer[]): Generator<Buffer> {
  for (const block of blocks) yield inflateRawSync(block);
}
