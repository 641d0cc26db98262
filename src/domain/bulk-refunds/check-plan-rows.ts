import { createHash } from 'node:crypto';
import { RepeatedPayments } from '#domain/bulk-refunds/rows/repeated-payments';
import { message } from '#domain/language/message';
import { formatRow, planModifiedError } from './plan-format.ts';
import { addToTotals, NO_TOTALS } from './plan-totals.ts';
import { isPlannedRefund, type PlanHeader, type PlanRow } from './refund-plan.ts';

/** Compares the rows of a plan with its header, one row at a time and in order. */
export interface PlanCheck {
  /** @throws {Failure} (blocked) when the row contradicts the header. */
  add(row: PlanRow): void;
  /** @throws {Failure} (blocked) when all rows together contradict the header. */
  end(): void;
}

/**
 * Computes the fields of the header that depend on the rows: numbers, counts, totals, reasons and currency. It also checks that
 * no payment occurs twice. The signature of the header is not enough, because the maker can sign any header.
 */
export function createPlanCheck(header: PlanHeader): PlanCheck {
  const hash = createHash('sha256');
  const payments = new RepeatedPayments();
  let totals = NO_TOTALS;
  return {
    add(row) {
      hash.update(formatRow(row));
      if (row.row !== totals.rows + 1)
        throw planModifiedError(message('row {row} follows row {last}', { row: row.row, last: totals.rows }));
      totals = addToTotals(totals, row);
      if (!isPlannedRefund(row)) return;
      if (row.currency !== header.currency)
        throw planModifiedError(message('row {row} is in {currency}', { row: row.row, currency: row.currency }));
      if ((row.seen === null) !== header.offline)
        throw planModifiedError(
          header.offline
            ? message('the payment of row {row} was read', { row: row.row })
            : message('the payment of row {row} was not read', { row: row.row }),
        );
      payments.add(row.paymentId);
    },
    end() {
      if (hash.digest('hex') !== header.rowsHash) throw planModifiedError(message('its rows have changed'));
      if (payments.find().size > 0) throw planModifiedError(message('it refunds a payment twice'));
      if (toSortedJson(totals) !== toSortedJson(header.totals))
        throw planModifiedError(message('its totals do not match its rows'));
    },
  };
}

/** Returns JSON in which the order of the fields does not matter. */
const toSortedJson = (totals: PlanHeader['totals']): string =>
  JSON.stringify([Object.entries(totals.reasons).sort(), Object.entries({ ...totals, reasons: null }).sort()]);
