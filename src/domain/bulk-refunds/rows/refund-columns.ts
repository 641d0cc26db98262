import { usageError } from '#domain/errors/failure';
import { joinTexts, message } from '#domain/language/message';
import { COLUMN_NAMES, REQUIRED_COLUMNS, toColumnName } from './column-names.ts';

/** The format of this program, or the mass refund file of the Dashboard (platform docs: refund rules, mass refund file). */
export type RefundFileFormat = 'simple' | 'dashboard';

/** A column that is read. */
export type RefundField = 'paymentId' | 'amount' | 'currency' | 'description' | 'operation' | 'project' | 'method';

/** A character between the cells of a row. */
export type Delimiter = ',' | ';' | '\t';

/** Columns of a file of refunds. */
export interface RefundColumns {
  readonly format: RefundFileFormat;
  readonly delimiter: Delimiter;
  /** Names in the first row. */
  readonly names: readonly string[];
  /** Index of each column that is read. */
  readonly at: Readonly<Partial<Record<RefundField, number>>>;
}

/** True of a first row, split by one delimiter, that has the column of the payment id. */
export const namesColumns = (cells: readonly string[]): boolean => {
  const names = cells.map(toColumnName);
  return [COLUMN_NAMES.simple, COLUMN_NAMES.dashboard].some(({ paymentId = [] }) =>
    paymentId.some((name) => names.includes(name)),
  );
};

/** Maximum number of names in a message. */
const MAX_SHOWN = 10;

const NO_NAME = message('(no name)');

/**
 * Reads the first row.
 *
 * @throws {Failure} (usage) naming a column that is missing or occurs twice.
 */
export function readColumns(cells: readonly string[], delimiter: Delimiter): RefundColumns {
  const names = cells.map(toColumnName);
  const format = names.includes('general.payment_id') ? 'dashboard' : 'simple';
  const found = Object.entries(COLUMN_NAMES[format]).map(([field, known]) => ({
    field: field as RefundField,
    name: known[0] ?? '',
    indexes: names.flatMap((name, index) => (known.includes(name) ? [index] : [])),
  }));
  const missing = found.filter(
    ({ field, indexes }) => indexes.length === 0 && REQUIRED_COLUMNS[format].includes(field),
  );
  if (missing.length > 0) {
    throw usageError(
      message('The first row names no column {missing}. Found: {found}.', {
        missing: missing.map(({ name }) => `"${name}"`).join(', '),
        found: joinTexts(
          names.slice(0, MAX_SHOWN).map((name) => name.slice(0, 40) || NO_NAME),
          ', ',
        ),
      }),
      message(
        'It must have the names payment_id,amount and optionally currency and description. For an example: rocketpay refunds template',
      ),
    );
  }
  for (const { name, indexes } of found) {
    const [one, other] = indexes.map((index) => names[index]);
    if (other === undefined) continue;
    throw usageError(
      one === other
        ? message('The first row names the column "{name}" twice.', { name })
        : message('The first row names the column "{name}" twice: "{one}" and "{other}".', {
            name,
            one: one ?? '',
            other,
          }),
    );
  }
  const at = Object.fromEntries(
    found.flatMap(({ field, indexes: [index] }) => (index === undefined ? [] : [[field, index]])),
  );
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
