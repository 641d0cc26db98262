import type { Amount } from '#domain/payments/amount';

/** A cell of a workbook: a text, a number, an amount, or a time in epoch milliseconds. Null is empty. */
export type WorkbookCell = string | number | { readonly amount: Amount } | { readonly time: number } | null;

/** A sheet of a workbook: its first row has the names of the columns. */
export interface WorkbookSheet {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly width: number }[];
  readonly rows: readonly (readonly WorkbookCell[])[];
}
