import { Failure, usageError } from '#domain/errors/failure';
import { mapText, message, type Text } from '#domain/language/message';
import { type Amount, minorUnitDigits, parseAmount, parseMinorAmount } from '#domain/payments/amount';
import { parsePaymentId } from '#domain/payments/payment-id';
import { type AmountText, type DecimalMark, readAmountText } from './amount-text.ts';
import type { RefundColumns, RefundField, RefundFileFormat } from './refund-columns.ts';
import { toClause } from './row-explanation.ts';

/** The refund that a row requests. */
export interface RefundRow {
  readonly paymentId: string;
  readonly amount: Amount;
  readonly description: string | undefined;
}

/** Reason why a row is not a valid refund. */
export interface RowProblem {
  /** Constant code for scripts. */
  readonly reason: 'malformed' | 'other_currency' | 'other_project' | 'other_operation' | 'duplicate';
  /** Explanation for users: what is wrong and how to fix it. */
  readonly why: Text;
}

/** Requirements of the plan for each row. */
export interface RowRequirements {
  readonly projectId: number;
  /** ISO 4217 code of the plan. */
  readonly currency: string;
  /** Decimal mark of the file; undefined: an amount with two possible values is not valid. */
  readonly decimal?: DecimalMark | undefined;
}

type ReadCell = (field: RefundField) => string;

/** Reads a row: its refund, or what is wrong with it. */
export function readRefundRow(
  cells: readonly string[],
  columns: RefundColumns,
  required: RowRequirements,
): RefundRow | RowProblem {
  const shape = checkCellCount(cells, columns) ?? checkComma(cells, columns);
  if (shape !== undefined) return malformed(shape);
  const cell: ReadCell = (field) => cells[columns.at[field] ?? -1]?.trim() ?? '';
  const problem = columns.format === 'dashboard' ? checkDashboardRow(cell, required) : undefined;
  if (problem !== undefined) return problem;
  const currency = cell('currency') || required.currency;
  if (!/^[A-Z]{3}$/.test(currency))
    return malformed(message('the currency {currency} is not three capital letters', { currency: quote(currency) }));
  if (currency !== required.currency) {
    const values = { currency, plan: required.currency };
    const why = message('the row is in {currency} and the plan in {plan}: make one plan for each currency', values);
    return { reason: 'other_currency', why };
  }
  try {
    const paymentId = readPaymentId(cell('paymentId'));
    const amount = readAmount(cell('amount'), currency, columns.format, required.decimal);
    return { paymentId, amount, description: readDescription(cell('description'), columns.format) };
  } catch (error) {
    if (error instanceof Failure) return malformed(mapText(error.text, toClause));
    throw error;
  }
}

const malformed = (why: Text): RowProblem => ({ reason: 'malformed', why });

const quote = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** Checks the number of cells. A row that is too short may be cut off, and a cut amount would be another amount. */
function checkCellCount(cells: readonly string[], { names, delimiter }: RefundColumns): Text | undefined {
  if (cells.length === names.length) return undefined;
  const extra = cells.slice(names.length);
  // With "," as delimiter an extra cell may be a part of an amount.
  if (delimiter !== ',' && extra.length > 0 && extra.every((cell) => cell.trim() === '')) return undefined;
  const counts = { count: cells.length, first: names.length };
  const hasComma =
    extra.length > 0 && cells.some((cell, at) => /^\d{1,2}$/.test(cell) && /^\d+$/.test(cells[at - 1] ?? ''));
  return hasComma
    ? message('the row has {count} cells, the first row {first}: is there a comma in the amount? Write 1000.50', counts)
    : message('the row has {count} cells, the first row {first}', counts);
}

/** Checks for an amount with a comma, which "," as delimiter splits into two cells. */
function checkComma(cells: readonly string[], { delimiter, format, at }: RefundColumns): Text | undefined {
  const { amount = -1, currency } = at;
  if (format === 'dashboard') return undefined;
  const [whole = '', part = ''] = [cells[amount]?.trim(), cells[amount + 1]?.trim()];
  if (delimiter !== ',' || currency === amount + 1) return undefined;
  if (!/^\d+$/.test(whole) || !/^\d{1,3}(\.\d+)?$/.test(part)) return undefined;
  const joined = /^\d{3}/.test(part) ? whole + part : `${whole}.${part}`;
  return message('"{text}" could be one amount with a comma: if it is, write {joined}; if not, write {whole}.00', {
    text: `${whole},${part}`,
    joined,
    whole,
  });
}

/** Checks that a row of the Dashboard is a refund of this project by the method that the platform supports there. */
function checkDashboardRow(cell: ReadCell, { projectId }: RowRequirements): RowProblem | undefined {
  const [operation, project, method] = [cell('operation'), cell('project'), cell('method')];
  if (operation.toLowerCase() !== 'refund') {
    return {
      reason: 'other_operation',
      why: message('the operation is {operation}, not "refund"', { operation: quote(operation) }),
    };
  }
  if (project !== String(projectId)) {
    const values = { project: quote(project), own: String(projectId) };
    return { reason: 'other_project', why: message('the row has project {project}, the profile has {own}', values) };
  }
  if (method !== '' && !/mobile/i.test(method)) {
    return { reason: 'other_operation', why: message('the method is {method}, not mobile', { method: quote(method) }) };
  }
  return undefined;
}

function readPaymentId(text: string): string {
  if (/^\d([.,]\d+)?E\+\d+$/i.test(text)) {
    throw usageError(
      message('The payment id {id} was shortened by a spreadsheet: format its column as text', { id: quote(text) }),
    );
  }
  const hidden = findHiddenCharacter(text);
  if (hidden !== undefined)
    throw usageError(
      message('The payment id {id} contains a hidden character ({hidden})', { id: quote(text), hidden }),
    );
  if (text.length > 255) throw usageError(message('The payment id is longer than 255 characters'));
  if (text.includes('"')) throw usageError(message('The payment id {id} contains a quote', { id: quote(text) }));
  return parsePaymentId(text);
}

/** Reads an amount: major units in the simple format, minor units in files of the Dashboard. */
function readAmount(text: string, currency: string, format: RefundFileFormat, mark?: DecimalMark): Amount {
  if (text === '') throw usageError(message('The amount is missing'));
  if (format === 'dashboard') return parseMinorAmount(text, currency);
  const read = readAmountCell(text, currency, mark);
  if (read.kind === 'plain') return parseAmount(read.value, currency);
  if (read.kind === 'none') return parseAmount(text, currency);
  const { comma, point } = read.values;
  throw usageError(
    message(
      'The amount {amount} could be read in two ways: add --decimal comma if it is {comma}, --decimal point if it is {point}',
      { amount: quote(text), comma, point },
    ),
  );
}

/** Reads an amount cell of the simple format. A text in the documented form, `1000.50`, is never ambiguous. */
export function readAmountCell(text: string, currency: string, mark?: DecimalMark): AmountText {
  const [, decimals] = /^\d+(?:\.(\d+))?$/.exec(text) ?? [];
  const isDocumented = decimals !== undefined && decimals.length <= (minorUnitDigits(currency) ?? 0);
  return mark === undefined && isDocumented ? { kind: 'plain', value: text } : readAmountText(text, currency, mark);
}

function readDescription(text: string, format: RefundFileFormat): string | undefined {
  if (text === '' && format === 'dashboard') throw usageError(message('The description is missing'));
  if (text.length > 255) throw usageError(message('The description is longer than 255 characters'));
  if (/[^\P{Cc}\r\n\t]/u.test(text)) throw usageError(message('The description contains a control character'));
  return text === '' ? undefined : text;
}

/** Returns the code point of the first invisible character: it makes two different texts look equal. */
function findHiddenCharacter(text: string): string | undefined {
  const [hidden] = /[\p{Cc}\p{Cf}\ufffd]/u.exec(text) ?? [];
  return hidden === undefined ? undefined : `U+${hidden.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`;
}
