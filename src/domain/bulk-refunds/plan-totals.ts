import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { isPlannedRefund, type PlanRow } from './refund-plan.ts';

/** Totals of the rows of a plan. Amounts are minor units of its currency; null where the platform did not report them. */
export interface PlanTotals {
  readonly rows: number;
  /** Number of rows to refund. */
  readonly refunds: number;
  /** Sum of the rows to refund. */
  readonly totalMinor: number;
  readonly skipped: number;
  /** Number of skipped rows by reason. */
  readonly reasons: Readonly<Record<string, number>>;
  /** Sums of the payments to refund, when the plan was made. */
  readonly paidMinor: number | null;
  readonly refundedMinor: number | null;
  readonly leftMinor: number | null;
}

/** Totals of a plan without rows. */
export const NO_TOTALS: PlanTotals = {
  rows: 0,
  refunds: 0,
  totalMinor: 0,
  skipped: 0,
  reasons: {},
  paidMinor: 0,
  refundedMinor: 0,
  leftMinor: 0,
};

/**
 * Returns the totals with one more row.
 *
 * @throws {Failure} (usage) when a sum cannot be represented exactly.
 */
export function addToTotals(totals: PlanTotals, row: PlanRow): PlanTotals {
  const rows = totals.rows + 1;
  if (!isPlannedRefund(row)) {
    const reasons = { ...totals.reasons, [row.reason]: (totals.reasons[row.reason] ?? 0) + 1 };
    return { ...totals, rows, skipped: totals.skipped + 1, reasons };
  }
  const { seen } = row;
  return {
    rows,
    refunds: totals.refunds + 1,
    totalMinor: toExact(totals.totalMinor + row.amountMinor),
    skipped: totals.skipped,
    reasons: totals.reasons,
    paidMinor: addKnown(totals.paidMinor, seen?.paidMinor),
    refundedMinor: addKnown(totals.refundedMinor, seen?.refundedMinor),
    leftMinor: addKnown(totals.leftMinor, seen?.leftMinor),
  };
}

/** Adds two amounts; null when one of them is unknown. */
const addKnown = (sum: number | null, amount: number | null | undefined): number | null =>
  sum === null || amount === null || amount === undefined ? null : toExact(sum + amount);

function toExact(sum: number): number {
  if (Number.isSafeInteger(sum)) return sum;
  const message = 'The amounts add up to more than 2^53 minor units: make several plans.';
  throw new Failure(EXIT.usage, 'too_much', message);
}
