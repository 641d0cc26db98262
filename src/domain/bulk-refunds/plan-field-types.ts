import { DECIMAL_MARKS } from '#domain/bulk-refunds/rows/amount-text';
import { MAX_MINOR } from '#domain/payments/amount';
import { isPublicKey } from './approval-key.ts';
import { isPlanId } from './plan-id.ts';
import type { PlanTotals } from './plan-totals.ts';
import type { PlanHeader, PlannedRefund, SkippedRow } from './refund-plan.ts';
import type { SeenPayment } from './seen-payment.ts';

type Check = (value: unknown) => boolean;

/** Returns a check of an object: each field has a check of its own. */
const hasFields = <T>(checks: { readonly [Name in keyof Required<T>]: Check }): ((value: unknown) => value is T) => {
  const fields = Object.entries<Check>(checks);
  return (value): value is T =>
    typeof value === 'object' &&
    value !== null &&
    fields.every(([name, check]) => check((value as Readonly<Record<string, unknown>>)[name]));
};

const isText = (value: unknown): value is string => typeof value === 'string';
const isTexts: Check = (value) => Array.isArray(value) && value.every(isText);
const isBoolean: Check = (value) => typeof value === 'boolean';
const isHash: Check = (value) => isText(value) && /^[0-9a-f]{64}$/.test(value);
const isInteger: Check = Number.isSafeInteger;
const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isCounts: Check = (value) => typeof value === 'object' && value !== null && Object.values(value).every(isCount);
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const orMissing =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const isOneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);

/** True of an object with all fields of the first line. */
export const hasHeaderFields = hasFields<PlanHeader>({
  type: isOneOf('plan'),
  version: isOneOf(2),
  plan: isPlanId,
  createdAt: (value) => isText(value) && !Number.isNaN(Date.parse(value)),
  by: isText,
  ledger: isText,
  profile: isText,
  mode: isOneOf('test', 'live'),
  project: isText,
  currency: (value) => isText(value) && /^[A-Z]{3}$/.test(value),
  input: hasFields<PlanHeader['input']>({
    file: isText,
    sha256: isHash,
    format: isOneOf('simple', 'dashboard'),
    columns: isTexts,
    delimiter: isOneOf(',', ';', '\t'),
    bom: isBoolean,
    decimal: isOneOf(undefined, ...DECIMAL_MARKS),
  }),
  offline: isBoolean,
  again: orNull(isText),
  replaces: (value) => value === undefined || isPlanId(value),
  totals: hasFields<PlanTotals>({
    rows: isCount,
    refunds: isCount,
    totalMinor: isCount,
    skipped: isCount,
    reasons: isCounts,
    paidMinor: orNull(isInteger),
    refundedMinor: orNull(isInteger),
    leftMinor: orNull(isInteger),
  }),
  makerKey: (value) => isText(value) && isPublicKey(value),
  rowsHash: isHash,
  hash: isHash,
  signature: isText,
});

const ANY_ROW = { row: isInteger, line: isInteger, cells: isTexts };

/** True of an object with all fields of a row that is not refunded. */
export const hasSkippedFields = hasFields<SkippedRow>({
  ...ANY_ROW,
  verdict: isOneOf('skip'),
  reason: isText,
  why: isText,
  paymentId: orNull(isText),
  amountMinor: orNull(isInteger),
});

/** True of an object with all fields of a row to refund. */
export const hasRefundFields = hasFields<PlannedRefund>({
  ...ANY_ROW,
  verdict: isOneOf('refund'),
  paymentId: (value) => isText(value) && value !== '',
  amountMinor: (value) => isCount(value) && (value as number) > 0 && (value as number) <= MAX_MINOR,
  currency: isText,
  description: orNull(isText),
  seen: orNull(
    hasFields<SeenPayment>({
      status: isText,
      paidMinor: orNull(isInteger),
      refundedMinor: orNull(isInteger),
      leftMinor: orNull(isInteger),
      refunds: isTexts,
    }),
  ),
  intents: orMissing(isTexts),
});
