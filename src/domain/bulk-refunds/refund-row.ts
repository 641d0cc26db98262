import { Failure, usageError } from '#domain/errors/failure';
import { type Amount, parseAmount, parseMinorAmount } from '#domain/payments/amount';
import { parsePaymentId } from '#domain/payments/payment-id';

/** Ours, or the one that the Dashboard takes (platform docs: refund rules, mass refund file). */
export type RefundFileFormat = 'simple' | 'dashboard';

/** The columns of a file of refunds. */
export interface RefundColumns {
  readonly format: RefundFileFormat;
  readonly delimiter: ',' | ';';
  /** As the first row names them. */
  readonly names: readonly string[];
  /** Where what is read stands in a row. */
  readonly at: Readonly<Partial<Record<Field, number>>>;
}

type Field = 'paymentId' | 'amount' | 'currency' | 'description' | 'operation' | 'project' | 'method';

/** What a row asks for. */
export interface RefundRow {
  readonly paymentId: string;
  readonly amount: Amount;
  readonly description: string | undefined;
}

/** Why a row cannot be read as a refund. */
export interface RowProblem {
  /** For scripts: a word that never changes. */
  readonly reason: 'malformed' | 'other_currency' | 'other_project' | 'other_operation';
  /** For people: what is wrong, and how to mend it. */
  readonly why: string;
}

/** Names of columns, by what they hold. `operation`, `project` and `method` are the Dashboard's alone. */
const NAMES: Readonly<Record<RefundFileFormat, Readonly<Partial<Record<Field, string>>>>> = {
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

/** What a file cannot do without. */
const REQUIRED: Readonly<Record<RefundFileFormat, readonly Field[]>> = {
  simple: ['paymentId', 'amount'],
  dashboard: ['paymentId', 'amount', 'currency', 'description', 'operation', 'project'],
};

/** True of a first row that names the columns of a file of refunds, as far as one delimiter splits it. */
export const namesColumns = (cells: readonly string[]): boolean =>
  cells.some((cell) => ['payment_id', 'general.payment_id'].includes(nameOf(cell)));

const nameOf = (cell: string): string => cell.trim().toLowerCase();

/**
 * Reads the first row.
 *
 * @throws {Failure} (usage) naming the column that is missing, or stands twice.
 */
export function readColumns(cells: readonly string[], delimiter: RefundColumns['delimiter']): RefundColumns {
  const names = cells.map(nameOf);
  const format = names.includes('general.payment_id') ? 'dashboard' : 'simple';
  const known = Object.values(NAMES[format]);
  const missing = REQUIRED[format].map((field) => NAMES[format][field] ?? '').filter((name) => !names.includes(name));
  const twice = known.find((name) => names.filter((other) => other === name).length > 1);
  const found = `Found: ${names.map((name) => name || '(no name)').join(', ')}.`;
  if (missing.length > 0) {
    const wanted = missing.map((name) => `"${name}"`).join(', ');
    throw usageError(
      `The first row names no column ${wanted}. ${found.slice(0, 200)}`,
      'It holds the names: payment_id,amount and, if you like, currency and description, with "," or ";" between them.',
    );
  }
  if (twice !== undefined) throw usageError(`The first row names the column "${twice}" twice.`);
  const places = Object.entries(NAMES[format]).map(([field, name]) => [field, names.indexOf(name)] as const);
  const at = Object.fromEntries(places.filter(([, place]) => place >= 0));
  return { format, delimiter, names: cells.map((cell) => cell.trim()), at };
}

/** Columns that nothing is read from: they are only kept. */
export const otherColumns = ({ names, at }: RefundColumns): readonly string[] =>
  names.filter((name, place) => name !== '' && !Object.values(at).includes(place));

/** What is expected of each row. */
export interface RefundPlace {
  readonly projectId: number;
  /** ISO 4217: a plan is in one currency. */
  readonly currency: string;
}

/** Reads a row: what it asks for, or what is wrong with it. */
export function readRefundRow(
  cells: readonly string[],
  columns: RefundColumns,
  place: RefundPlace,
): RefundRow | RowProblem {
  const shape = countProblem(cells, columns) ?? commaProblem(cells, columns);
  if (shape !== undefined) return malformed(shape);
  const cell = (field: Field): string => cells[columns.at[field] ?? -1]?.trim() ?? '';
  const elsewhere = columns.format === 'dashboard' ? otherPlace(cell, place) : undefined;
  if (elsewhere !== undefined) return elsewhere;
  const currency = cell('currency') || place.currency;
  if (!/^[A-Z]{3}$/.test(currency)) return malformed(`the currency ${quoted(currency)} is not three capital letters`);
  if (currency !== place.currency) {
    const why = `the row is in ${currency}, the plan in ${place.currency}: give each currency a plan of its own`;
    return { reason: 'other_currency', why };
  }
  try {
    const paymentId = readPaymentId(cell('paymentId'));
    const amount = readAmount(cell('amount'), currency, columns.format);
    return { paymentId, amount, description: readDescription(cell('description'), columns.format) };
  } catch (error) {
    if (error instanceof Failure) return malformed(asClause(error.message));
    throw error;
  }
}

const malformed = (why: string): RowProblem => ({ reason: 'malformed', why });

const quoted = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** A sentence as a part of one. */
const asClause = (message: string): string => message.replace(/^The /, 'the ').replace(/\.$/, '');

const LINE_END = /\r\n|\n|\r/;

/** True of a row with a cell whose quote was to be closed before its line ended: what follows are other rows. */
export const runsOn = (cells: readonly string[]): boolean =>
  // Where the next quote does not end the cell, a reader keeps the one that has opened it.
  cells.some((cell) => cell.startsWith('"') && LINE_END.test(cell));

/** True of a row with a cell that goes on over lines of which some look like rows. Nobody can tell whether they are. */
export const hidesRows = (cells: readonly string[], { delimiter, names }: RefundColumns): boolean =>
  cells.some((cell) => {
    const [, ...lines] = cell.split(LINE_END);
    return lines.some((line) => line.split(delimiter).length >= names.length);
  });

/** A row that is too short may be cut off, and what is left of its amount would be another one. */
function countProblem(cells: readonly string[], { names, delimiter }: RefundColumns): string | undefined {
  if (cells.length === names.length) return undefined;
  const spare = cells.slice(names.length);
  // Between commas a spare cell may come of an amount that is two.
  if (delimiter === ';' && spare.length > 0 && spare.every((cell) => cell.trim() === '')) return undefined;
  const count = `the row has ${cells.length} cells, the first row ${names.length}`;
  const comma =
    spare.length > 0 && cells.some((cell, at) => /^\d{1,2}$/.test(cell) && /^\d+$/.test(cells[at - 1] ?? ''));
  return comma ? `${count}: is there a comma in the amount? Write 1000.50` : count;
}

/** An amount with a comma, in a file with commas between its cells, is two cells: with its decimals it is surely one. */
function commaProblem(cells: readonly string[], { delimiter, format, at }: RefundColumns): string | undefined {
  const { amount = -1, currency } = at;
  if (format === 'dashboard') return undefined;
  const [whole = '', part = ''] = [cells[amount]?.trim(), cells[amount + 1]?.trim()];
  if (delimiter !== ',' || currency === amount + 1) return undefined;
  if (!/^\d+$/.test(whole) || !/^\d{1,3}(\.\d+)?$/.test(part)) return undefined;
  const mended = /^\d{3}/.test(part) ? whole + part : `${whole}.${part}`;
  return `"${whole},${part}" could be one amount with a comma: if it is, write ${mended}; if not, write ${whole}.00`;
}

/** Rows of the Dashboard that are not for us. */
function otherPlace(cell: (field: Field) => string, { projectId }: RefundPlace): RowProblem | undefined {
  const [operation, project, method] = [cell('operation'), cell('project'), cell('method')];
  if (operation.toLowerCase() !== 'refund') {
    return { reason: 'other_operation', why: `the operation is ${quoted(operation)}, not "refund"` };
  }
  if (project !== String(projectId)) {
    return { reason: 'other_project', why: `the row is of project ${quoted(project)}, the profile of ${projectId}` };
  }
  if (method !== '' && !/mobile/i.test(method)) {
    return { reason: 'other_operation', why: `the method is ${quoted(method)}, not mobile` };
  }
  return undefined;
}

function readPaymentId(text: string): string {
  if (/^\d([.,]\d+)?E\+\d+$/i.test(text)) {
    throw usageError(`The payment id ${quoted(text)} was shortened by a spreadsheet: format its column as text`);
  }
  const hidden = hiddenCharacter(text);
  if (hidden !== undefined) throw usageError(`The payment id ${quoted(text)} holds a hidden character (${hidden})`);
  if (text.length > 255) throw usageError('The payment id is longer than 255 characters');
  if (text.includes('"')) throw usageError(`The quotes around the payment id ${quoted(text)} do not fit`);
  return parsePaymentId(text);
}

/** Simple files hold major units, as people write amounts; those of the Dashboard minor units. */
function readAmount(text: string, currency: string, format: RefundFileFormat): Amount {
  if (text === '') throw usageError('The amount is missing');
  if (format === 'dashboard') return parseMinorAmount(text, currency);
  const mended = withoutSeparators(text);
  if (mended !== undefined && mended !== text) {
    throw usageError(`The amount ${quoted(text)} could be read in two ways: if it is ${mended}, write ${mended}`);
  }
  return parseAmount(text, currency);
}

/** An amount as it is most likely meant, with a point before its decimals and nothing else; undefined for none. */
function withoutSeparators(text: string): string | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return text;
  const [, whole, part] = /^(\d{1,3}(?:[\s.,'_]\d{3})+|\d+)(?:[.,](\d{1,2}))?$/.exec(text) ?? [];
  return whole === undefined
    ? undefined
    : [whole.replace(/\D/g, ''), part].filter((some) => some !== undefined).join('.');
}

function readDescription(text: string, format: RefundFileFormat): string | undefined {
  if (text === '' && format === 'dashboard') throw usageError('The description is missing');
  if (text.length > 255) throw usageError('The description is longer than 255 characters');
  if (/[^\P{Cc}\r\n\t]/u.test(text)) throw usageError('The description holds a control character');
  return text === '' ? undefined : text;
}

/** A character that nobody sees, by its number: it makes one text look like another. */
function hiddenCharacter(text: string): string | undefined {
  const [hidden] = /[\p{Cc}\p{Cf}\ufffd]/u.exec(text) ?? [];
  return hidden === undefined ? undefined : `U+${hidden.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`;
}
