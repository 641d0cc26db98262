import type { FileHandle } from 'node:fs/promises';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { createPlanCheck } from '#domain/bulk-refunds/check-plan-rows';
import { parseHeader, parseRow, planModifiedError } from '#domain/bulk-refunds/plan-format';
import type { CheckedPlan } from '#domain/bulk-refunds/plan-storage';
import type { PlanHeader, PlanRow } from '#domain/bulk-refunds/refund-plan';
import { message } from '#domain/language/message';
import { readChunks, splitLines } from './file-lines.ts';
import { openRegularFile } from './open-regular-file.ts';
import { planFileFailure } from './plan-file-errors.ts';

const NEWLINE = 0x0a;

/**
 * Opens a plan and checks that it is unchanged: see {@link CheckedPlan}. The file is read once, into memory, compressed (a million
 * rows take about 50 MB). This copy is checked, shown and sent, so later changes of the file do not change the refunds.
 */
export async function openPlan(file: string): Promise<CheckedPlan> {
  let handle: FileHandle | undefined;
  try {
    handle = await openRegularFile(file, message('Name a plan file.'));
    return await readPlan(handle, file);
  } catch (error) {
    throw planFileFailure(error, file);
  } finally {
    await handle?.close();
  }
}

async function readPlan(handle: FileHandle, file: string): Promise<CheckedPlan> {
  const blocks: Buffer[] = [];
  let header: PlanHeader | undefined;
  let lastByte: number | undefined;
  for await (const chunk of readChunks(handle)) {
    header ??= readHeader(chunk, file);
    lastByte = chunk.at(-1);
    blocks.push(deflateRawSync(chunk, { level: 1 }));
  }
  header ??= parseHeader('', file);
  if (lastByte !== NEWLINE) throw planModifiedError(message('its last line is cut off'));
  const check = createPlanCheck(header);
  for await (const row of readRows(blocks)) check.add(row);
  check.end();
  return { header, rows: () => readRows(blocks) };
}

/** Reads the first line of a plan from the first chunk of the file. */
function readHeader(chunk: Buffer, file: string): PlanHeader {
  const end = chunk.indexOf(NEWLINE);
  const header = parseHeader(chunk.toString('utf8', 0, end < 0 ? chunk.length : end), file);
  if (end < 0) throw planModifiedError(message('its rows are missing'));
  return header;
}

async function* readRows(blocks: readonly Buffer[]): AsyncGenerator<PlanRow> {
  let number = 0;
  for await (const line of splitLines(inflate(blocks))) {
    number += 1;
    if (number > 1) yield parseRow(line, number);
  }
}

function* inflate(blocks: readonly Buffer[]): Generator<Buffer> {
  for (const block of blocks) yield inflateRawSync(block);
}
