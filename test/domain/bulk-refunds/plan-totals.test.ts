import { describe, expect, it } from 'vitest';
import type { PlanRow } from '#domain/bulk-refunds/refund-plan';
import type { SeenPayment } from '#domain/bulk-refunds/seen-payment';
import { EXIT } from '#domain/errors/exit-codes';
import { MAX_MINOR } from '#domain/payments/amount';
import { failureOf } from '../../support/failures.ts';
import { addRows, refundRow, SEEN, skippedRow } from './plan-rows.ts';

describe('the totals of a plan', () => {
  it('sum up the refunds and their payments, and count skipped rows by reason', () => {
    const other: SeenPayment = { status: 'success', paidMinor: 7, refundedMinor: 0, leftMinor: 7, refunds: [] };
    const rows = [
      refundRow(),
      skippedRow('malformed'),
      refundRow({ amountMinor: 7, seen: other }),
      skippedRow('duplicate'),
    ];
    expect(addRows(...rows, skippedRow('malformed'))).toEqual({
      rows: 5,
      refunds: 2,
      totalMinor: 25_007,
      skipped: 3,
      reasons: { malformed: 2, duplicate: 1 },
      paidMinor: 100_007,
      refundedMinor: 20_000,
      leftMinor: 80_007,
    });
  });

  it.each(['paidMinor', 'refundedMinor', 'leftMinor'] as const)(
    'have no %s when the platform did not report one',
    (field) => {
      const unknown = refundRow({ seen: { ...SEEN, [field]: null } });
      for (const rows of [
        [unknown, refundRow()],
        [refundRow(), unknown, refundRow(), skippedRow('held')],
      ]) {
        expect(addRows(...rows)).toMatchObject({ paidMinor: expect.anything(), [field]: null });
      }
    },
  );

  it('have no sums of payments that were not read', () => {
    const totals = addRows(refundRow(), refundRow({ seen: null }));
    expect(totals).toMatchObject({ totalMinor: 50_000, paidMinor: null, refundedMinor: null, leftMinor: null });
  });

  it.each<[what: string, row: PlanRow]>([
    ['refunds', refundRow({ amountMinor: Number.MAX_SAFE_INTEGER, seen: null })],
    ['payments', refundRow({ seen: { ...SEEN, paidMinor: Number.MAX_SAFE_INTEGER } })],
    ['amounts left', refundRow({ seen: { ...SEEN, leftMinor: Number.MAX_SAFE_INTEGER } })],
  ])('are refused when the sum of %s is not exact', (_, row) => {
    const failure = failureOf(() => addRows(row, refundRow({ amountMinor: 1 })));
    expect(failure).toMatchObject({ exit: EXIT.usage, code: 'too_much', message: expect.stringContaining('plans') });
  });

  it('can have 900 of the largest refunds, and no more', () => {
    const rows = Array.from({ length: 900 }, () => refundRow({ amountMinor: MAX_MINOR, seen: null }));
    expect(addRows(...rows).totalMinor).toBe(900 * MAX_MINOR);
    expect(failureOf(() => addRows(...rows, refundRow({ amountMinor: MAX_MINOR }))).code).toBe('too_much');
  });
});
