import { createHash } from 'node:crypto';
import { MAX_MINOR } from './amount.ts';
import { Failure } from './errors.ts';
import { EXIT } from './exit-codes.ts';
import type { PlanHeader, PlannedRefund, PlanRow, SkippedRow } from './refund-plan.ts';

/** A row as a line of the plan. */
export const formatRow = (row: PlanRow): string => `${JSON.stringify(row)}\n`;

/** A header with the hash of all that it says. */
export const sealHeader = (header: Omit<PlanHeader, 'hash'>): PlanHeader => ({
  ...header,
  hash: sha256(JSON.stringify(header)),
});

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Reads the first line of a plan.
 *
 * @throws {Failure} (usage) when it is no plan; (held) when it was edited.
 */
export function parseHeader(line: string, file: string): PlanHeader {
  const header = parseObject(line) as Partial<PlanHeader> | undefined;
  if (header?.type !== 'plan') {
    const hint = 'Make one: rocketpay refunds plan <file.csv>';
    throw new Failure(EXIT.usage, 'no_plan', `${JSON.stringify(file)} is not a plan of refunds.`, { hint });
  }
  if (header.version !== 1) {
    throw new Failure(EXIT.usage, 'no_plan', `The plan ${JSON.stringify(file)} was made by a newer version.`);
  }
  const { hash, ...rest } = header;
  if (hash !== sha256(JSON.stringify(rest))) throw editedPlan('its first line was changed');
  return header as PlanHeader;
}

/**
 * Reads a row of a plan.
 *
 * @throws {Failure} (held) when it is none.
 */
export function parseRow(line: string, at: number): PlanRow {
  const row = parseObject(line) as Parameters<typeof isRow>[0] | undefined;
  if (row === undefined || !isRow(row)) throw editedPlan(`line ${at} is no row, or is cut off`);
  return row as PlanRow;
}

function isRow(row: Partial<PlannedRefund> | Partial<SkippedRow>): boolean {
  if (!Number.isSafeInteger(row.row) || !Number.isSafeInteger(row.line) || !Array.isArray(row.cells)) return false;
  if (row.verdict === 'skip') return typeof row.reason === 'string' && typeof row.why === 'string';
  const { verdict, paymentId, amountMinor = 0, currency, seen } = row as Partial<PlannedRefund>;
  const isAmount = Number.isSafeInteger(amountMinor) && amountMinor > 0 && amountMinor <= MAX_MINOR;
  return (
    verdict === 'refund' &&
    typeof paymentId === 'string' &&
    isAmount &&
    typeof currency === 'string' &&
    seen !== undefined
  );
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
export const editedPlan = (how: string): Failure =>
  new Failure(EXIT.held, 'plan_edited', `The plan was changed since it was made: ${how}. Nothing was sent.`, {
    hint: 'A plan is not edited: change the CSV file and make a new one.',
  });
