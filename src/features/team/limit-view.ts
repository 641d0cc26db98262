import { formatMajor } from '#domain/payments/amount';
import type { RefundLimits } from '#domain/team/member-limits';
import type { CommandDocument } from '#schemas/document-types';

type LimitsDocument = NonNullable<CommandDocument<'ledger members'>['members'][number]['limits']>;

export const toLimits = (limits: RefundLimits | undefined): LimitsDocument | null =>
  limits === undefined
    ? null
    : {
        currency: limits.currency,
        perRefundMinor: limits.perRefund ?? null,
        perDayMinor: limits.perDay ?? null,
        withoutApprovalMinor: limits.withoutApproval ?? null,
      };

/** Describes limits in one line. */
export function describeLimits({ currency, ...limits }: LimitsDocument): string {
  const { perRefundMinor, perDayMinor, withoutApprovalMinor } = limits;
  const toText = (minor: number) => formatMajor({ minor, currency });
  const parts = [
    ...(perRefundMinor === null ? [] : [`one refund up to ${toText(perRefundMinor)}`]),
    ...(perDayMinor === null ? [] : [`refunds of 24 hours up to ${toText(perDayMinor)}`]),
    ...(withoutApprovalMinor === null ? [] : [`without approval up to ${toText(withoutApprovalMinor)}`]),
  ];
  return parts.length === 0 ? `refunds in ${currency} only` : parts.join(', ');
}
