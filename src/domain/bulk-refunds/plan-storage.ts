import type { Approval, ApprovalKey } from './approval.ts';
import type { UnsignedHeader } from './plan-format.ts';
import type { PlanBasis, PlanHeader, PlanRow } from './refund-plan.ts';
import type { RefundColumns } from './refund-row.ts';

/** Files of bulk refunds: CSV files, plans, and the approvals beside them. */
export interface RefundFiles {
  /** @throws {Failure} (usage) when it is no CSV file of refunds, naming the line. */
  openInput(file: string): Promise<RefundInput>;
  /**
   * Begins a plan, or goes on with one of the same basis that was interrupted. A plan that is there is never
   * overwritten.
   *
   * @param key of its maker, who signs it
   * @throws {Failure} (usage) when no new file can be written there; (held) when what lies there is not this user's.
   */
  draftPlan(file: string, basis: PlanBasis, key: ApprovalKey): Promise<PlanDraft>;
  /** @throws {Failure} (usage) when it is no plan; (held) when it was edited, or is cut off. */
  openPlan(file: string): Promise<PlanFile>;
  /** The approval beside a plan. */
  readApproval(planFile: string): Promise<Approval | undefined>;
  /** Keeps an approval beside its plan, in place of an earlier one; gives its file. */
  saveApproval(planFile: string, approval: Approval): Promise<string>;
}

/** A CSV file of refunds, open. */
export interface RefundInput {
  /** Its name, without folders. */
  readonly name: string;
  /** Of its bytes, in hex. */
  readonly sha256: string;
  readonly columns: RefundColumns;
  /** True of a file that begins with a byte order mark. */
  readonly bom: boolean;
  /** Its rows as they stand there, but those without a cell. They are read once, one after another. */
  rows(): AsyncIterable<InputRow>;
  close(): Promise<void>;
}

/** A row of a CSV file. */
export interface InputRow {
  /** 1, 2, 3, …, without the first row, which names the columns. */
  readonly row: number;
  /** Where it begins. */
  readonly line: number;
  readonly cells: readonly string[];
  /** Why it cannot be split into cells. */
  readonly flaw?: string;
}

/** A plan that is being made. Until it is finished it lies in a file of its own, and can be gone on with. */
export interface PlanDraft {
  /** The rows that an earlier run has written. */
  earlier(): AsyncIterable<PlanRow>;
  add(row: PlanRow): Promise<void>;
  /** Makes it a plan, whole and on disk. */
  finish(made: Omit<UnsignedHeader, 'rowsHash'>): Promise<PlanHeader>;
  /** Lets go of it, finished or not. */
  close(): Promise<void>;
}

/** A plan that is whole, open. */
export interface PlanFile {
  readonly header: PlanHeader;
  rows(): AsyncIterable<PlanRow>;
  close(): Promise<void>;
}
