import { isPlannedRefund, type PlanRow } from '#domain/bulk-refunds/refund-plan';
import type { NewPlanDocument } from '#schemas/document-types';

type Sample = Pick<NewPlanDocument, 'skippedRows' | 'smallestMinor' | 'largestMinor'>;

/** Number of skipped rows that are shown. The export has all of them. */
const MAX_SKIPPED = 10;

/** Collects what a user checks first in a new plan: why rows are skipped, and amounts that are unusually small or large. */
export class PlanSample {
  readonly #skippedRows: Sample['skippedRows'][number][] = [];
  #smallestMinor: number | null = null;
  #largestMinor: number | null = null;

  add(row: PlanRow): void {
    if (isPlannedRefund(row)) {
      const { amountMinor } = row;
      this.#smallestMinor = Math.min(this.#smallestMinor ?? amountMinor, amountMinor);
      this.#largestMinor = Math.max(this.#largestMinor ?? amountMinor, amountMinor);
    } else if (this.#skippedRows.length < MAX_SKIPPED) {
      const { line, paymentId, reason, why } = row;
      this.#skippedRows.push({ line, paymentId, reason, why });
    }
  }

  toDocument(): Sample {
    return { skippedRows: this.#skippedRows, smallestMinor: this.#smallestMinor, largestMinor: this.#largestMinor };
  }
}
