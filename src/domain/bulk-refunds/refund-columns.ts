import { usageError } from '#domain/errors/failure';

/** The format of this program, or the mass refund file of the Dashboard (platform docs: refund rules, mass refund file). */
export type RefundFileFormat = 'simple' | 'dashboard';

/** A column that is read. */
export type RefundField = 'paymentId' | 'amount' | 'currency' | 'description' | 'operation' | 'project' | 'method';

/** Columns of a CSV file of refunds. */
export interface RefundColumns {
  readonly format: RefundFileFormat;
  readonly delimiter: ',' | ';';
  /** Names in the first row. */
  readonly names: readonly string[];
  /** Index of each column that is read. */
  readonly at: Readonly<Partial<Record<RefundField, number>>>;
}

/** Names of the columns. `operation`, `project` and `method` occur only in files of the Dashboard. */
const NAMES: Readonly<Record<RefundFileFormat, Readonly<Partial<Record<RefundField, string>>>>> = {
  simple: { paymentId: 'payment_id', amount: 'amount', currency: 'currency', description: 'description' },
  dashboard: {
    paymentId: 'general.payment_id',
    amount: 'payment.amount',
    currency: 'payment.currency',
    description: 'payment.description',
    operation: 'operation_type',
    project: 'general.project_id',
    method: 'method',
  },
};

/** Columns that a file must have. */
const REQUIRED: Readonly<Record<RefundFileFormat, readonly RefundField[]>> = {
  simple: ['paymentId', 'amount'],
  dashboard: ['paymentId', 'amount', 'currency', 'description', 'operation', 'project'],
};

/** True of a first row, split by one delimiter, that has the column of the payment id. */
export const namesColumns = (cells: readonly string[]): boolean =>
  cells.some((cell) => ['payment_id', 'general.payment_id'].includes(toName(cell)));

const toName = (cell: string): string => cell.trim().toLowerCase();

/**
 * Reads the first row.
 *
 * @throws {Failure} (usage) naming a column that is missing or occurs twice.
 */
export function readColumns(cells: readonly string[], delimiter: RefundColumns['delimiter']): RefundColumns {
  const names = cells.map(toName);
  const format = names.includes('general.payment_id') ? 'dashboard' : 'simple';
  const expected = NAMES[format];
  const missing = REQUIRED[format].map((field) => expected[field] ?? '').filter((name) => !names.includes(name));
  if (missing.length > 0) {
    const found = `Found: ${names.map((name) => name || '(no name)').join(', ')}.`;
    throw usageError(
      `The first row names no column ${missing.map((name) => `"${name}"`).join(', ')}. ${found.slice(0, 200)}`,
      'It must have the names payment_id,amount and optionally currency and description, with "," or ";" between them.',
    );
  }
  const repeated = Object.values(expected).find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (repeated !== undefined) throw usageError(`The first row names the column "${repeated}" twice.`);
  const indexes = Object.entries(expected).map(([field, name]) => [field, names.indexOf(name)] as const);
  const at = Object.fromEntries(indexes.filter(([, index]) => index >= 0));
  return { format, delimiter, names: cells.map((cell) => cell.trim()), at };
}

/** Returns the names of the columns that are kept for the export and not read. */
export const listOtherColumns = ({ names, at }: RefundColumns): readonly string[] =>
  names.filter((name, index) => name !== '' && !Object.values(at).includes(index));

const LINE_END = /\r\n|\n|\r/;

/**
 * True of a row with a cell of several lines that may have swallowed other rows: its quote is not closed, or its lines look like
 * rows.
 */
export const mayHideRows = (cells: readonly string[], { delimiter, names }: RefundColumns): boolean =>
  cells.some((cell) => {
    const [first = '', ...lines] = cell.split(LINE_END);
    if (lines.length === 0) return false;
    // The parser keeps the opening quote when the next quote does not end the cell.
    return first.startsWith('"') || lines.some((line) => line.split(delimiter).length >= names.length);
  });
