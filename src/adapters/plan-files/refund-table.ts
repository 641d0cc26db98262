import type { RefundColumns } from '#domain/bulk-refunds/rows/refund-columns';
import type { TextEncoding } from './text-encoding.ts';

/** A row with its line in the file. */
export interface TableRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** The rows of a file of refunds, from any type of file. */
export interface RefundTable {
  readonly columns: RefundColumns;
  /** Undefined for a workbook. */
  readonly encoding: TextEncoding | undefined;
  /** True where an export needs a byte order mark, so that a spreadsheet program reads its letters. */
  readonly bom: boolean;
  /** Yields all rows, with the first one and with empty ones. Each call starts at the beginning. */
  rows(): AsyncIterable<TableRow>;
}
