import { randomBytes } from 'node:crypto';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { type Amount, formatMajor } from '#domain/payments/amount';
import { encodeBase32 } from '#domain/payments/payment-id';
import { operationKey, type PaymentState } from '#domain/payments/payment-state';
import { isRefundOperation } from '#domain/refunds/refund-history';
import type { RefundPreview } from '#domain/refunds/refund-preview';
import type { RefundFileFormat, RefundRow } from './refund-row.ts';

/** What a plan is made for: of another profile, project or file it is another plan. */
export interface PlanBasis {
  readonly profile: string;
  readonly mode: 'test' | 'live';
  /** Host of the Gate and project id. */
  readonly project: string;
  /** ISO 4217: all amounts of a plan are in one currency. */
  readonly currency: string;
  readonly input: {
    readonly file: string;
    /** Of the bytes of the file, in hex. */
    readonly sha256: string;
    readonly format: RefundFileFormat;
    readonly columns: readonly string[];
    /** How the file separates its cells, and whether it begins with a byte order mark: the export does the same. */
    readonly delimiter: ',' | ';';
    readonly bom: boolean;
  };
  /** The platform was not asked about the payments. */
  readonly offline: boolean;
  /** Why amounts that were refunded before are refunded again; null when they are skipped. */
  readonly again: string | null;
  /** Identifies the ledger that it was made with: another ledger does not know what this one has sent. */
  readonly ledger: string;
}

/** The first line of a plan. Every later line is a {@link PlanRow}. */
export interface PlanHeader extends PlanBasis {
  readonly type: 'plan';
  readonly version: 2;
  /** Its id: see {@link isPlanId}. */
  readonly plan: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /** `user@host` of anyone who made it. */
  readonly by: string;
  /** The public key for approvals of the user who made it. */
  readonly makerKey: string;
  readonly totals: PlanTotals;
  /** SHA-256 of all lines after this one, in hex. */
  readonly rowsHash: string;
  /** SHA-256 of this line without this field and the signature, in hex. */
  readonly hash: string;
  /** Ed25519 signature of the maker's key over the plan's id and hash, in Base64. */
  readonly signature: string;
}

/** What a plan comes to. Amounts are minor units of its currency; null where the platform did not tell. */
export interface PlanTotals {
  readonly rows: number;
  /** Rows to refund, and what they come to. */
  readonly refunds: number;
  readonly totalMinor: number;
  readonly skipped: number;
  /** How many rows were skipped for each reason. */
  readonly reasons: Readonly<Record<string, number>>;
  /** Of the payments to refund, before: what was paid, what was given back, what is left of it. */
  readonly paidMinor: number | null;
  readonly refundedMinor: number | null;
  readonly leftMinor: number | null;
}

/** A row of the file, and what is to become of it. */
export type PlanRow = PlannedRefund | SkippedRow;

/** What every row has. */
export interface AnyRow {
  /** 1, 2, 3, …: rows without a cell do not count. */
  readonly row: number;
  /** Where it begins in the file. */
  readonly line: number;
  /** As they stand in the file, for the result. */
  readonly cells: readonly string[];
}

/** A row that is to be refunded. */
export interface PlannedRefund extends AnyRow {
  readonly verdict: 'refund';
  readonly paymentId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly description: string | null;
  /** The payment as the plan has seen it; null where it was not looked at. */
  readonly seen: SeenPayment | null;
  /**
   * Ids of the ledger's intents of the payment that were there when the row was checked: in a plan that was made with
   * `--again` these may be repeated, and no later one. A time would not tell, for a clock can be set.
   */
  readonly intents?: readonly string[];
}

/** A row that is not refunded. */
export interface SkippedRow extends AnyRow {
  readonly verdict: 'skip';
  /** For scripts: a word that never changes. */
  readonly reason: string;
  /** For people. */
  readonly why: string;
  /** What was asked for, as far as it could be read. */
  readonly paymentId: string | null;
  readonly amountMinor: number | null;
}

/** A row that is not refunded, and why. */
export const skippedRow = (
  { row, line, cells }: AnyRow,
  flaw: Pick<SkippedRow, 'reason' | 'why'>,
  wish?: RefundRow,
): SkippedRow => ({
  row,
  line,
  verdict: 'skip',
  reason: flaw.reason,
  why: flaw.why,
  paymentId: wish?.paymentId ?? null,
  amountMinor: wish?.amount.minor ?? null,
  cells,
});

/** A payment as the platform showed it. Amounts are minor units; null where it did not tell. */
export interface SeenPayment {
  readonly status: string;
  readonly paidMinor: number | null;
  readonly refundedMinor: number | null;
  readonly leftMinor: number | null;
  /** Keys of its refunds. */
  readonly refunds: readonly string[];
}

export const createPlanId = (): string => `plan-${encodeBase32(randomBytes(16))}`;

/** True of a text that {@link createPlanId} can have made. It becomes a file name and a part of keys. */
export const isPlanId = (id: unknown): boolean => typeof id === 'string' && /^plan-[0-9a-z]{16}$/.test(id);

/** The key of a row in the ledger: the same row of the same plan is never sent twice. */
export const rowKey = ({ plan }: Pick<PlanHeader, 'plan'>, { row }: Pick<PlanRow, 'row'>): string => `${plan}/${row}`;

/** True of a key of one of the plan's rows. */
export const isRowKey = (key: string | undefined, { plan }: Pick<PlanHeader, 'plan'>): boolean =>
  key?.startsWith(`${plan}/`) === true;

/** The plan that a key belongs to; undefined of any other key. */
export const planOfKey = (key: string | undefined): string | undefined =>
  /^(plan-[0-9a-z]{16})\/\d+$/.exec(key ?? '')?.[1];

/** The amount of a row that is to be refunded. */
export const amountOfRow = ({ amountMinor: minor, currency }: PlannedRefund): Amount => ({ minor, currency });

/** What a plan keeps of a payment. */
export function seenPayment({ paid, refunded, left }: RefundPreview, state: PaymentState): SeenPayment {
  return {
    status: state.status,
    paidMinor: paid?.minor ?? null,
    refundedMinor: refunded?.minor ?? null,
    leftMinor: left?.minor ?? null,
    refunds: refundKeys(state),
  };
}

const refundKeys = ({ operations }: PaymentState): string[] => operations.filter(isRefundOperation).map(operationKey);

/** What has changed of a payment since the plan has seen it, in words; undefined when nothing has. */
export function changeSince(seen: SeenPayment, state: PaymentState, currency: string): string | undefined {
  const news = refundKeys(state).filter((key) => !seen.refunds.includes(key));
  if (news.length > 0)
    return `it has ${news.length === 1 ? 'a refund' : `${news.length} refunds`} that the plan does not know`;
  if (state.status !== seen.status) return `its status was "${seen.status}" and is "${state.status}"`;
  const left = state.left?.minor ?? null;
  if (left === seen.leftMinor) return undefined;
  const words = (minor: number | null) => (minor === null ? 'not told' : formatMajor({ minor, currency }));
  return `what is left of it was ${words(seen.leftMinor)} and is ${words(left)}`;
}

/** No rows yet. */
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
 * The totals with one more row.
 *
 * @throws {Failure} (usage) when they come to more than can be counted exactly.
 */
export function addToTotals(totals: PlanTotals, row: PlanRow): PlanTotals {
  const rows = totals.rows + 1;
  if (row.verdict === 'skip') {
    const reasons = { ...totals.reasons, [row.reason]: (totals.reasons[row.reason] ?? 0) + 1 };
    return { ...totals, rows, skipped: totals.skipped + 1, reasons };
  }
  const sum = (before: number | null, more: number | null | undefined) =>
    before === null || more === null || more === undefined ? null : exact(before + more);
  const { seen } = row;
  return {
    ...totals,
    rows,
    refunds: totals.refunds + 1,
    totalMinor: exact(totals.totalMinor + row.amountMinor),
    paidMinor: sum(totals.paidMinor, seen?.paidMinor),
    refundedMinor: sum(totals.refundedMinor, seen?.refundedMinor),
    leftMinor: sum(totals.leftMinor, seen?.leftMinor),
  };
}

function exact(sum: number): number {
  if (Number.isSafeInteger(sum)) return sum;
  throw new Failure(EXIT.usage, 'too_much', 'The amounts come to more than 2^53 minor units: make several plans.');
}
