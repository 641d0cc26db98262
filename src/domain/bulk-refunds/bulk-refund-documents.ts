import type { Approval } from './approval.ts';
import type { PlanHeader, PlannedRefund, PlanTotals } from './refund-plan.ts';
import type { RowCounts, RowOutcome } from './row-outcome.ts';

/** What `refunds plan` prints, and the first part of what `refunds apply` and `show` do. Amounts are minor units. */
export type RefundPlanDocument = Pick<
  PlanHeader,
  'plan' | 'createdAt' | 'by' | 'profile' | 'mode' | 'project' | 'currency' | 'offline' | 'again'
> &
  PlanTotals & {
    /** Of the plan. */
    readonly file: string;
    readonly input: Pick<PlanHeader['input'], 'file' | 'sha256' | 'format'>;
    /** The total in major units: what `--confirm` takes. */
    readonly total: string;
    /** What is left of the payments when all is done. */
    readonly leftAfterMinor: number | null;
  };

/** A plan as its approver sees it: with rows, for a total says nothing of who is refunded. */
export type PlanForApproval = RefundPlanDocument & {
  readonly firstRows: readonly PlannedRefund[];
  readonly largestRows: readonly PlannedRefund[];
};

/** How a plan stands: what became of its rows. */
export type RefundSummaryDocument = RefundPlanDocument & {
  readonly type: 'summary';
  /** Each row to refund was accepted or is done. */
  readonly complete: boolean;
  readonly outcomes: RowCounts;
  /** Rows that want a look, the first of them. */
  readonly attention: readonly RefundRowDocument[];
  /** Why it was stopped before its end; null when it was not. */
  readonly stopped: string | null;
  readonly dryRun?: true;
};

/** Outcome of a row. */
export type RefundRowDocument = {
  readonly type: 'row';
  readonly row: number;
  /** In the CSV file. */
  readonly line: number;
  readonly outcome: RowOutcome;
  readonly paymentId: string | null;
  readonly amountMinor: number | null;
  readonly currency: string;
  readonly intent: string | null;
  readonly requestId: string | null;
  readonly operationId: string | null;
  readonly code: string | null;
  /** Why it is not done, in words. */
  readonly reason: string | null;
};

/** How far the making of a plan has come. */
export type PlanProgressDocument = {
  readonly type: 'progress';
  readonly rows: number;
  readonly refunds: number;
  readonly skipped: number;
};

/** How far a batch has come. */
export type RefundProgressDocument = {
  readonly type: 'progress';
  /** Rows to refund. */
  readonly refunds: number;
  /** How many rows have come to each outcome. */
  readonly outcomes: Readonly<Record<RowOutcome, number>>;
  /** Milliseconds until the last row was sent, as it goes; null while nobody can tell. */
  readonly toGo: number | null;
};

/** An approval that was given. */
export type ApprovalDocument = Omit<Approval, 'type' | 'signature'> & {
  /** Where it lies. */
  readonly file: string;
};
