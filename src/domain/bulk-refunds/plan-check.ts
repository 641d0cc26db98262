import { createHash } from 'node:crypto';
import { comparablePaymentId } from '#domain/payments/payment-id';
import { DuplicateIndex } from './duplicate-index.ts';
import { formatRow, planModifiedError } from './plan-format.ts';
import { addToTotals, NO_TOTALS, type PlanHeader, type PlanRow } from './refund-plan.ts';

/** Checks the rows of a plan against its header, one row at a time and in order. */
export interface PlanCheck {
  /** @throws {Failure} (blocked) when the row does not belong into this plan. */
  add(row: PlanRow): void;
  /** @throws {Failure} (blocked) when the rows together are not what the header says. */
  end(): void;
}

/**
 * Recomputes from the rows all that the header says of them: numbers, counts, totals, reasons, currency, and that a
 * payment stands in the plan once. The header is signed, but its maker may have signed anything.
 */
export function planCheck(header: PlanHeader): PlanCheck {
  const hash = createHash('sha256');
  const lines = new DuplicateIndex();
  let totals = NO_TOTALS;
  return {
    add(row) {
      hash.update(formatRow(row));
      if (row.row !== totals.rows + 1) throw planModifiedError(`row ${row.row} follows row ${totals.rows}`);
      totals = addToTotals(totals, row);
      if (row.verdict === 'skip') return;
      if (row.currency !== header.currency) throw planModifiedError(`row ${row.row} is in ${row.currency}`);
      if ((row.seen === null) !== header.offline)
        throw planModifiedError(`the payment of row ${row.row} was ${header.offline ? '' : 'not '}read`);
      // The platform compares payment ids without regard to case.
      const first = lines.add(comparablePaymentId(row.paymentId), row.row);
      if (first !== undefined) throw planModifiedError(`row ${row.row} refunds the payment of row ${first}`);
    },
    end() {
      if (hash.digest('hex') !== header.rowsHash) throw planModifiedError('its rows are others');
      if (JSON.stringify(sorted(totals)) !== JSON.stringify(sorted(header.totals))) {
        throw planModifiedError('its totals are not those of its rows');
      }
    },
  };
}

/** The same values with their names in order. */
const sorted = (totals: PlanHeader['totals']): object => {
  const reasons = Object.fromEntries(Object.entries(totals.reasons).sort());
  return Object.fromEntries(Object.entries({ ...totals, reasons }).sort());
};
