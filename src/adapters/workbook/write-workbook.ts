import writeExcelFile, { type Cell } from 'write-excel-file/node';
import { minorUnitDigits } from '#domain/payments/amount';
import type { WorkbookCell, WorkbookSheet } from '#domain/reports/workbook';

/** Longest text that Excel takes into a cell, in characters. */
const MAX_TEXT = 32_767;

/** Writes an Excel workbook. A text is never a formula. Times are in the zone of this machine, because Excel knows no zones. */
export async function writeWorkbook(sheets: readonly WorkbookSheet[]): Promise<Uint8Array> {
  const file = writeExcelFile(
    sheets.map(({ name, columns, rows }) => ({
      sheet: name,
      stickyRowsCount: 1,
      columns: columns.map(({ width }) => ({ width })),
      data: [columns.map((column) => ({ ...text(column.name), fontWeight: 'bold' as const })), ...rows.map(toRow)],
    })),
  );
  return file.toBuffer();
}

const toRow = (cells: readonly WorkbookCell[]): Cell[] => cells.map(toCell);

function toCell(cell: WorkbookCell): Cell {
  if (cell === null) return null;
  if (typeof cell === 'string') return text(cell);
  if (typeof cell === 'number') return { value: cell, type: Number };
  if ('time' in cell) return { value: toLocal(cell.time), type: Date, format: 'yyyy-mm-dd hh:mm' };
  const digits = minorUnitDigits(cell.amount.currency) ?? 0;
  const format = digits === 0 ? '#,##0' : `#,##0.${'0'.repeat(digits)}`;
  return { value: cell.amount.minor / 10 ** digits, type: Number, format };
}

/** Returns a cell of text without the characters that XML does not allow. */
const text = (value: string) => ({
  value: value.replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, ' ').slice(0, MAX_TEXT),
  type: String,
});

/** Returns a time that has the local time of day in UTC, in which the library reads it. */
const toLocal = (time: number): Date => new Date(time - new Date(time).getTimezoneOffset() * 60_000);
