import type { FileHandle } from 'node:fs/promises';
import { Unzip, UnzipInflate } from 'fflate';
import readWorkbook, { type CellValue } from 'read-excel-file/node';
import { namesColumns, type RefundColumns, readColumns } from '#domain/bulk-refunds/rows/refund-columns';
import { type Failure, usageError } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import { readChunks } from './file-lines.ts';
import type { RefundTable } from './refund-table.ts';

/** Maximum size of a workbook, and of what is packed in it: its rows are in memory. */
const MAX_FILE_BYTES = 32 * 1024 * 1024;
const MAX_UNPACKED_BYTES = 256 * 1024 * 1024;

/** A cell: `number` is a number as the workbook stores it. */
type Cell = CellValue | null | { readonly number: string };

/**
 * Reads an Excel workbook (.xlsx), whose one sheet has a first row that names the columns.
 *
 * @throws {Failure} (usage) for a workbook that is damaged or too large, and for one with no or several such sheets.
 */
export async function openXlsxTable(handle: FileHandle): Promise<RefundTable> {
  const sheets = await readSheets(await readPacked(handle));
  const found = sheets.flatMap(({ sheet, data }) => {
    const names = (data.find((cells) => cells.some((cell) => cell !== null)) ?? []).map((cell) => toText(cell));
    return namesColumns(names) ? [{ sheet, data, names }] : [];
  });
  const [first, second] = found;
  if (first !== undefined && second !== undefined) {
    throw usageError(
      message('Two sheets have refunds: {one} and {other}. Nothing was planned.', {
        one: JSON.stringify(first.sheet),
        other: JSON.stringify(second.sheet),
      }),
      message('Save each sheet as a file of its own.'),
    );
  }
  const columns = readColumns(first?.names ?? sheets[0]?.data[0]?.map((cell) => toText(cell)) ?? [], ';');
  const rows = (first?.data ?? []).map((cells, index) => ({ line: index + 1, cells: toCells(cells, columns) }));
  return {
    ...{ columns, encoding: undefined, bom: true },
    async *rows() {
      yield* rows;
    },
  };
}

/** Reads the bytes of a workbook, and checks how much is packed in them. */
async function readPacked(handle: FileHandle): Promise<Buffer> {
  const { size } = await handle.stat();
  if (size > MAX_FILE_BYTES) throw tooLarge();
  const chunks: Buffer[] = [];
  let unpacked = 0;
  const unzip = new Unzip((file) => {
    file.ondata = (error, data) => {
      if (error !== null) throw error;
      unpacked += data.length;
      if (unpacked > MAX_UNPACKED_BYTES) throw tooLarge();
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  try {
    for await (const chunk of readChunks(handle)) {
      chunks.push(chunk);
      unzip.push(chunk);
    }
    unzip.push(new Uint8Array(), true);
  } catch (error) {
    throw isUnzipError(error) ? damaged() : error;
  }
  return Buffer.concat(chunks);
}

const isUnzipError = (error: unknown): boolean => typeof (error as { readonly code?: unknown }).code === 'number';

interface Sheet {
  readonly sheet: string;
  readonly data: readonly (readonly Cell[])[];
}

async function readSheets(bytes: Buffer): Promise<readonly Sheet[]> {
  try {
    // A number stays text: a long payment id and an amount must not be rounded.
    return (await readWorkbook(bytes, { trim: false, parseNumber: (number) => ({ number }) })) as readonly Sheet[];
  } catch {
    throw damaged();
  }
}

const damaged = (): Failure =>
  usageError(
    message('The file is a ZIP archive, and not an Excel workbook (.xlsx) that can be read. Nothing was planned.'),
    message('Open it in a spreadsheet program and save it as XLSX or "CSV UTF-8".'),
  );

const tooLarge = (): Failure =>
  usageError(
    message('The workbook is too large. Nothing was planned.'),
    message('Save its sheet as "CSV UTF-8": a CSV file may have 1 GB.'),
  );

/** Returns a row with as many cells as the first row has, because a workbook leaves out empty cells at the end. */
function toCells(cells: readonly Cell[], { names, at }: RefundColumns): string[] {
  const texts = cells.map((cell, index) => toText(cell, index === at.amount));
  return [...texts, ...Array(Math.max(0, names.length - texts.length)).fill('')];
}

/** Returns a cell as a user would type it. */
function toText(cell: Cell, isAmount = false): string {
  if (cell === null) return '';
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return typeof cell === 'object' && 'number' in cell ? formatNumber(cell.number, isAmount) : String(cell);
}

/** Number of significant digits of a number in a spreadsheet. An id with more of them has lost the others. */
const DIGITS = 15;

function formatNumber(text: string, isAmount: boolean): string {
  const number = Number(text);
  if (Math.abs(number) >= 10 ** DIGITS) return number.toExponential().replace('e', 'E');
  const plain = String(Number(number.toPrecision(DIGITS)));
  // A stored number has no groups of thousands: 1.234 is not 1234. With a fourth decimal it cannot be read as such.
  return isAmount && /\.\d{3}$/.test(plain) ? `${plain}0` : plain;
}
