import { createHash } from 'node:crypto';
import { fileWord } from '#domain/encoding/shell-word';
import { EXIT } from '#domain/errors/exit-codes';
import { blockedFailure, Failure } from '#domain/errors/failure';
import { MAX_MINOR } from '#domain/payments/amount';
import { type ApprovalKey, isPublicKeyText, isSignedBy, publicKeyText, signPlan } from './approval.ts';
import { isPlanId, type PlanHeader, type PlannedRefund, type PlanRow, type SkippedRow } from './refund-plan.ts';

/** A row as a line of the plan. */
export const formatRow = (row: PlanRow): string => `${JSON.stringify(row)}\n`;

/** What a header is made of: the rest follows from it and from the maker's key. */
export type UnsignedHeader = Omit<PlanHeader, 'makerKey' | 'hash' | 'signature'>;

/** A header with the hash of all that it says, signed by its maker. */
export function hashHeader(header: UnsignedHeader, key: ApprovalKey): PlanHeader {
  const said = { ...header, makerKey: publicKeyText(key) };
  const hash = sha256(JSON.stringify(said));
  return { ...said, hash, signature: signPlan({ plan: header.plan, hash }, key) };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Reads the first line of a plan.
 *
 * @throws {Failure} (usage) when it is no plan; (held) when it was edited, or is not signed.
 */
export function parseHeader(line: string, file: string): PlanHeader {
  const header = parseObject(line) as Partial<PlanHeader> | undefined;
  if (header?.type !== 'plan') {
    const hint = 'Make one: rocketpay refunds plan <file.csv>';
    throw new Failure(EXIT.usage, 'no_plan', `${JSON.stringify(file)} is not a plan of refunds.`, { hint });
  }
  if ((header.version as number) === 1) throw unsignedPlan(file, header);
  if (header.version !== 2) {
    throw new Failure(EXIT.usage, 'no_plan', `The plan ${JSON.stringify(file)} was made by a newer version.`);
  }
  if (JSON.stringify(header) !== line || !isHeader(header)) throw planModifiedError('its first line was changed');
  const { hash, signature, ...rest } = header;
  if (hash !== sha256(JSON.stringify(rest))) throw planModifiedError('its first line was changed');
  if (!isSignedBy(header)) throw planModifiedError('it is not signed by the key of its maker');
  return header;
}

/** Plans of older versions carry no signature: nothing tells whether they were changed. */
function unsignedPlan(file: string, header: Partial<PlanHeader>): Failure {
  const csv = typeof header.input?.file === 'string' ? fileWord(header.input.file) : '<file.csv>';
  const message = `The plan ${JSON.stringify(file)} was made by an older version and is not signed.`;
  const hint =
    `Make it again under another name: rocketpay refunds plan ${csv} --out <new-plan>. ` +
    'Rows that were refunded are skipped there.';
  return blockedFailure('plan_unsigned', message, { hint });
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isHash = (value: unknown): boolean => isText(value) && /^[0-9a-f]{64}$/.test(value);
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isMinor = (value: unknown): boolean => value === null || Number.isSafeInteger(value);

function isHeader(header: Partial<PlanHeader>): header is PlanHeader {
  const { plan, createdAt, by, ledger, profile, mode, project, currency, input, again, offline, totals } = header;
  return (
    isPlanId(plan) &&
    isText(createdAt) &&
    !Number.isNaN(Date.parse(createdAt)) &&
    [by, ledger, profile, project, header.signature].every(isText) &&
    (mode === 'test' || mode === 'live') &&
    isText(currency) &&
    /^[A-Z]{3}$/.test(currency) &&
    typeof offline === 'boolean' &&
    (again === null || isText(again)) &&
    isText(header.makerKey) &&
    isPublicKeyText(header.makerKey) &&
    isHash(header.rowsHash) &&
    isHash(header.hash) &&
    isInput(input) &&
    isTotals(totals)
  );
}

function isInput(input: Partial<PlanHeader['input']> | undefined): boolean {
  const { file, sha256: hash, format, columns, delimiter, bom } = input ?? {};
  const isShape = (format === 'simple' || format === 'dashboard') && (delimiter === ',' || delimiter === ';');
  return isShape && isText(file) && isHash(hash) && typeof bom === 'boolean' && isTexts(columns);
}

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);

function isTotals(totals: Partial<PlanHeader['totals']> | undefined): boolean {
  const { rows, refunds, totalMinor, skipped, reasons, paidMinor, refundedMinor, leftMinor } = totals ?? {};
  if (typeof reasons !== 'object' || reasons === null || !Object.values(reasons).every(isCount)) return false;
  return [rows, refunds, totalMinor, skipped].every(isCount) && [paidMinor, refundedMinor, leftMinor].every(isMinor);
}

/**
 * Reads a row of a plan.
 *
 * @throws {Failure} (blocked) when it is none.
 */
export function parseRow(line: string, at: number): PlanRow {
  const row = parseObject(line) as Parameters<typeof isRow>[0] | undefined;
  // A name that stands twice in it could be read in two ways.
  if (row === undefined || !isRow(row) || JSON.stringify(row) !== line.replace(/\n$/, '')) {
    throw planModifiedError(`line ${at} is no row, or is cut off`);
  }
  return row as PlanRow;
}

function isRow(row: Partial<PlannedRefund> | Partial<SkippedRow>): boolean {
  if (!Number.isSafeInteger(row.row) || !Number.isSafeInteger(row.line) || !isTexts(row.cells)) return false;
  if (row.verdict === 'skip') return isText(row.reason) && isText(row.why) && isMinor(row.amountMinor ?? null);
  const {
    verdict,
    paymentId,
    amountMinor = 0,
    currency,
    seen,
    description,
    intents = [],
  } = row as Partial<PlannedRefund>;
  const isAmount = Number.isSafeInteger(amountMinor) && amountMinor > 0 && amountMinor <= MAX_MINOR;
  return (
    verdict === 'refund' &&
    isText(paymentId) &&
    paymentId !== '' &&
    isAmount &&
    isText(currency) &&
    (description === null || isText(description)) &&
    isTexts(intents) &&
    (seen === null || isSeen(seen))
  );
}

function isSeen(seen: Partial<NonNullable<PlannedRefund['seen']>> | undefined): boolean {
  if (typeof seen !== 'object') return false;
  const { status, paidMinor, refundedMinor, leftMinor, refunds } = seen;
  return isText(status) && [paidMinor, refundedMinor, leftMinor].every(isMinor) && isTexts(refunds);
}

function parseObject(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A plan is applied as it was made, or not at all. */
export const planModifiedError = (how: string): Failure =>
  blockedFailure('plan_edited', `The plan was changed since it was made: ${how}.`, {
    hint: 'A plan is not edited: change the CSV file and make a new one.',
  });
