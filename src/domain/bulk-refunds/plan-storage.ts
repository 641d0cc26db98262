import type { RefundColumns } from '#domain/bulk-refunds/rows/refund-columns';
import type { ApprovalKey } from './approval-key.ts';
import type { Approval } from './plan-approval.ts';
import type { UnsignedHeader } from './plan-format.ts';
import type { PlanBasis, PlanHeader, PlanRow } from './refund-plan.ts';
import type { PlanMember } from './team-plans.ts';

/** A place of plans and their approvals: files of this machine, or the ledger of a team. */
export interface PlanSource {
  /**
   * @param name path of a file, or id of a plan in the ledger
   * @throws {Failure} (usage) when there is no such plan; (blocked) when it was changed or is incomplete.
   */
  openPlan(name: string): Promise<CheckedPlan>;
  /** Returns the approvals of a plan, newest first. One that cannot be read is an object without fields. */
  readApprovals(name: string): Promise<readonly Approval[]>;
  /** Stores an approval. Returns what names the stored one: the path of its file, or the id of the plan in the ledger. */
  saveApproval(name: string, approval: Approval): Promise<string>;
  /** Returns the members whose plans and approvals count; undefined where only the profile lists keys. */
  members?(): Promise<readonly PlanMember[]>;
  /** Returns the id of the plan that has replaced a plan; undefined where none has. */
  findReplacement?(header: PlanHeader): Promise<string | undefined>;
  /** Returns the server's time for an approval, in epoch milliseconds; undefined where this machine's is used. */
  now?(): Promise<number>;
}

/** Files of bulk refunds: CSV files, plans, and at most one approval beside each plan. */
export interface RefundFiles extends PlanSource {
  /** @throws {Failure} (usage) when the file is not a CSV file of refunds, naming the line. */
  openInput(file: string): Promise<RefundInput>;
  /**
   * Starts a plan, or continues an interrupted plan with the same basis. An existing plan is not overwritten unless `replace` is
   * set, and only when the new one is complete.
   *
   * @param key private key of the maker, who signs the plan
   * @throws {Failure} (usage) when the file cannot be created; (blocked) when the unfinished plan belongs to another user.
   */
  draftPlan(file: string, basis: PlanBasis, key: ApprovalKey, replace: boolean): Promise<PlanDraft>;
}

/** An open file of refunds. */
export interface RefundInput {
  /** Name of the file, without folders. */
  readonly name: string;
  /** SHA-256 of the bytes, in hex. */
  readonly sha256: string;
  readonly columns: RefundColumns;
  /** True where the export needs a byte order mark, so that a spreadsheet program reads its letters. */
  readonly bom: boolean;
  /** Encoding of the text, or the type of another file. */
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1251' | 'xlsx';
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

/** A plan whose rows were checked. Later changes of its file or of the database are not read. */
export interface CheckedPlan {
  readonly header: PlanHeader;
  rows(): AsyncIterable<PlanRow>;
}
