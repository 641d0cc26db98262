import type { DecimalMark } from '#domain/bulk-refunds/rows/amount-text';
import type { Delimiter, RefundFileFormat } from '#domain/bulk-refunds/rows/refund-columns';
import type { RefundRow, RowProblem } from '#domain/bulk-refunds/rows/refund-row';
import type { Text } from '#domain/language/message';
import type { Amount } from '#domain/payments/amount';
import type { PlanTotals } from './plan-totals.ts';
import type { SeenPayment } from './seen-payment.ts';

/** Input and options of a plan. A plan with another basis is another plan. */
export interface PlanBasis {
  readonly profile: string;
  readonly mode: 'test' | 'live';
  /** Host of the Gate and project id. */
  readonly project: string;
  /** ISO 4217 code of all amounts. */
  readonly currency: string;
  readonly input: {
    readonly file: string;
    /** SHA-256 of the bytes of the file, in hex. */
    readonly sha256: string;
    readonly format: RefundFileFormat;
    readonly columns: readonly string[];
    /** The export uses the same delimiter and byte order mark. */
    readonly delimiter: Delimiter;
    readonly bom: boolean;
    /** Decimal mark of the file, where the user has chosen it. */
    readonly decimal?: DecimalMark;
  };
  /** True when the platform was not asked about the payments. */
  readonly offline: boolean;
  /** Reason for refunds that repeat an earlier amount; null when these rows are skipped. */
  readonly again: string | null;
  /** Id of the ledger that the plan was made with. Another ledger does not know what was sent. */
  readonly ledger: string;
}

/** The first line of a plan. Every later line is a {@link PlanRow}. */
export interface PlanHeader extends PlanBasis {
  readonly type: 'plan';
  readonly version: 2;
  /** Plan id. */
  readonly plan: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /** `user@host` of the maker. */
  readonly by: string;
  /** Public key of the maker. */
  readonly makerKey: string;
  readonly totals: PlanTotals;
  /** Id of the plan of the same maker in the ledger of the team that this one replaces. */
  readonly replaces?: string;
  /** SHA-256 of all lines after this one, in hex. */
  readonly rowsHash: string;
  /** SHA-256 of this line without this field and the signature, in hex. */
  readonly hash: string;
  /** Ed25519 signature of the plan id and the hash by the maker, in Base64. */
  readonly signature: string;
}

/** A row of the file with the decision of the plan. */
export type PlanRow = PlannedRefund | SkippedRow;

/** Fields of every row. */
export interface AnyRow {
  /** 1, 2, 3, …, without empty rows. */
  readonly row: number;
  /** Line of the file where the row begins. */
  readonly line: number;
  /** Cells of the file, for the export. */
  readonly cells: readonly string[];
}

/** A row to refund. */
export interface PlannedRefund extends AnyRow {
  readonly verdict: 'refund';
  readonly paymentId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly description: string | null;
  /** Null when the payment was not read. */
  readonly seen: SeenPayment | null;
  /**
   * In a plan with `--again`: ids of the payment's intents when the row was checked. Only these may be repeated, and no later
   * one. A timestamp would not be enough, because a clock can be changed.
   */
  readonly intents?: readonly string[];
}

/** A row that is not refunded. */
export interface SkippedRow extends AnyRow {
  readonly verdict: 'skip';
  /** Constant code for scripts. */
  readonly reason: string;
  /** Explanation for users. A stored row has it in English. */
  readonly why: Text;
  /** The requested refund, as far as it could be read. */
  readonly paymentId: string | null;
  readonly amountMinor: number | null;
}

export const isPlannedRefund = (row: PlanRow): row is PlannedRefund => row.verdict === 'refund';

/** Returns a row that is not refunded, with its reason. */
export const toSkippedRow = (
  { row, line, cells }: AnyRow,
  { reason, why }: Pick<SkippedRow, 'reason' | 'why'> | RowProblem,
  refund?: Pick<RefundRow, 'paymentId' | 'amount'>,
): SkippedRow => ({
  row,
  line,
  verdict: 'skip',
  reason,
  why,
  paymentId: refund?.paymentId ?? null,
  amountMinor: refund?.amount.minor ?? null,
  cells,
});

/** Returns the amount of a row to refund. */
export const toPlannedAmount = ({ amountMinor: minor, currency }: PlannedRefund): Amount => ({ minor, currency });
