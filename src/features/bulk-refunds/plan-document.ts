import type { PlanHeader } from '#domain/bulk-refunds/refund-plan';
import { toAmountStrings } from '#domain/payments/amount';
import type { RefundPlanDocument } from '#schemas/document-types';

export function planDocument(header: PlanHeader, file: string): RefundPlanDocument {
  const { plan, createdAt, by, profile, mode, project, currency, offline, again, input, totals } = header;
  const { totalMinor, leftMinor } = totals;
  return {
    plan,
    file,
    createdAt,
    by,
    profile,
    mode,
    project,
    currency,
    offline,
    again,
    input: { file: input.file, sha256: input.sha256, format: input.format },
    ...totals,
    total: toAmountStrings({ minor: totalMinor, currency }).major,
    leftAfterMinor: leftMinor === null ? null : leftMinor - totalMinor,
  };
}
