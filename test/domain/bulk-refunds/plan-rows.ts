import type { PlanTotals } from '#domain/bulk-refunds/plan-totals';
import { addToTotals, NO_TOTALS } from '#domain/bulk-refunds/plan-totals';
import { type PlannedRefund, type PlanRow, type SkippedRow, toSkippedRow } from '#domain/bulk-refunds/refund-plan';
import type { SeenPayment } from '#domain/bulk-refunds/seen-payment';

export const CELLS = { row: 1, line: 2, cells: ['payment_47', '250.00', ''] };
export const SEEN: SeenPayment = {
  status: 'success',
  paidMinor: 100_000,
  refundedMinor: 20_000,
  leftMinor: 80_000,
  refunds: ['2'],
};

/** A row to refund 250.00 KZT. */
export const refundRow = (values: Partial<PlannedRefund> = {}): PlannedRefund => ({
  ...CELLS,
  verdict: 'refund',
  paymentId: 'payment_47',
  amountMinor: 25_000,
  currency: 'KZT',
  description: null,
  seen: SEEN,
  ...values,
});

export const skippedRow = (reason: string): SkippedRow => toSkippedRow(CELLS, { reason, why: 'an explanation' });

export const addRows = (...rows: readonly PlanRow[]): PlanTotals => rows.reduce(addToTotals, NO_TOTALS);
