import type { Approval } from './approval.ts';
import type { ApprovalKey } from './approval-key.ts';
import type { UnsignedHeader } from './plan-format.ts';
import type { RefundColumns } from './refund-columns.ts';
import type { PlanBasis, PlanHeader, PlanRow } from './refund-plan.ts';

/** Files of bulk refunds: CSV files, plans, and the approvals beside them. */
export interface RefundFiles {
  /** @throws {Failure} (usage) when the file is not a CSV file of refunds, naming the line. */
  openInput(file: string): Promise<RefundInput>;
  /**
   * Starts a plan, or continues an interrupted plan with the same basis. An existing plan is never overwritten.
   *
   * @param key private key of the maker, who signs the plan
   * @throws {Failure} (usage) when the file cannot be created; (blocked) when the unfinished plan belongs to another user.
   */
  draftPlan(file: string, basis: PlanBasis, key: ApprovalKey): Promise<PlanDraft>;
  /** @throws {Failure} (usage) when the file is not a plan; (blocked) when it was edited or is cut off. */
  openPlan(file: string): Promise<PlanFile>;
  /** Returns the approval beside a plan; undefined when there is none. */
  readApproval(planFile: string): Promise<Approval | undefined>;
  /** Stores an approval beside its plan and replaces an earlier one. Returns the path of the approval. */
  saveApproval(planFile: string, approval: Approval): Promise<string>;
}

/** An open CSV file of refunds. */
export interface RefundInput {
  /** Name of the file, without folders. */
  readonly name: string;
  /** SHA-256 of the bytes, in hex. */
  readonly sha256: string;
  readonly columns: RefundColumns;
  /** True of a file that begins with a byte order mark. */
  readonly bom: boolean;
  /**
   * Yields the rows without the first one and without empty rows. Each call reads the file from its start.
   *
   * @throws {Failure} (usage) naming the line of a quote that is not closed.
   */
  rows(): AsyncIterable<InputRow>;
  close(): Promise<void>;
}

/** A row of a CSV file. */
export interface InputRow {
  /** 1, 2, 3, …, without the first row, which names the columns. */
  readonly row: number;
  /** Line where the row begins. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** An unfinished plan. It is stored in a file of its own until it is finished, and can be continued. */
export interface PlanDraft {
  /** Yields the rows that an interrupted run has stored. */
  storedRows(): AsyncIterable<PlanRow>;
  add(row: PlanRow): Promise<void>;
  /** Writes the complete plan to disk. */
  finish(header: Omit<UnsignedHeader, 'rowsHash'>): Promise<PlanHeader>;
  /** Closes the file of the unfinished plan. */
  close(): Promise<void>;
}

/** A plan that was checked. It is in memory, so later changes of the file have no effect. */
export interface PlanFile {
  readonly header: PlanHeader;
  rows(): AsyncIterable<PlanRow>;
}
