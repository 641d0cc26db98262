import type { Generated, Selectable } from 'kysely';
import type { CallbackRow, Tables } from '#adapters/ledger/tables';

/** The tables of a team's ledger: those of any ledger, and what a team has besides. */
export interface TeamTables extends Omit<Tables, 'callbacks'> {
  callbacks: CallbackRow & {
    /** Keyed hash of what makes two callbacks the same one. Null for a repeat, and where that cannot be told. */
    identity: string | null;
  };
  members: MemberTable;
  locks: LockRow;
  key_rings: KeyRingTable;
  plans: PlanTable;
  plan_rows: PlanRowsTable;
  plan_approvals: PlanApprovalTable;
  refund_limits: LimitTable;
  imports: ImportTable;
  shared_profiles: SharedProfileTable;
  refund_approvals: RefundApprovalTable;
}

/** A member of a team, as it is read. */
export type MemberRow = Selectable<MemberTable>;

/** A member of a team. */
interface MemberTable {
  name: string;
  /** The user name at the database. */
  login: Generated<string>;
  role: Generated<string>;
  /** Ed25519 public key, base64 of its DER form. */
  sign_key: string;
  /** X25519 public key, base64 of its DER form. */
  seal_key: string;
  /** The data key, wrapped for this member; null until an administrator has accepted them. */
  data_key: string | null;
  joined_at: Generated<Date>;
  /** The name of the administrator who accepted them. */
  accepted_by: string | null;
  removed_at: Date | null;
  /** Keyed hash of the name, the login and the public keys, as an administrator has accepted them. */
  keys_mac: string | null;
}

/** A version of the data keys. */
interface KeyRingTable {
  number: number;
  /** The keys of before, encrypted with the newest one; null where there are none. */
  older: string | null;
  by: string | null;
  at: Generated<Date>;
  exported_at: Generated<Date | null>;
}

/** Limits for refunds, as they are read. */
export type LimitRow = Selectable<LimitTable>;

/** Limits that an administrator has set, in minor units: null is no limit. */
interface LimitTable {
  number: Generated<number>;
  /** Null: every member without limits of their own. */
  member: string | null;
  /** Null: the member has no limits of their own any more. */
  currency: string | null;
  per_refund: number | null;
  per_day: number | null;
  without_approval: number | null;
  /** The name of the administrator. */
  set_by: string;
  /** Epoch milliseconds. */
  set_at: number;
  signature: string;
}

/** A version of a profile that an administrator has shared. */
interface SharedProfileTable {
  number: Generated<number>;
  name: string;
  /** JSON text. */
  content: string;
  shared_by: string;
  shared_at: Generated<Date>;
  signature: string;
}

/** A ledger of one machine that was imported, or is being imported. */
interface ImportTable {
  number: number;
  /** Id of the imported ledger. */
  ledger: string;
  /** Hash and number of its last record. */
  head: string;
  records: number;
  /** The key of the imported ledger, encrypted with a data key: hashes and callbacks of its time are made with it. */
  key: string;
  by: string;
  at: number;
  /** How far the import is: a table, and the last row of it. */
  step: Generated<number>;
  after: Generated<string>;
  finished_at: Date | null;
}

/** The approval of a refund, as it is read. */
export type RefundApprovalRow = Selectable<RefundApprovalTable>;

/** The approval of a blocked refund by another member. */
interface RefundApprovalTable {
  number: Generated<number>;
  intent_id: string;
  /** The name of the approver. */
  by: string;
  /** Epoch milliseconds. */
  approved_at: number;
  signature: string;
}

/** A lock that a process holds longer than one transaction. */
interface LockRow {
  name: string;
  holder: string;
  /** Number of holders so far. Nothing depends on it: each writing transaction compares `holder`, which no other process has. */
  fence: number;
  expires_at: Date;
}

/** A plan of bulk refunds with all its rows. */
interface PlanTable {
  plan: string;
  /** The first line of the plan file, signed by the maker. */
  header: string;
  /** The login that stored it. The database sets it. */
  login: Generated<string>;
  stored_at: Generated<Date>;
}

/** Some rows of a plan. */
interface PlanRowsTable {
  plan: string;
  /** 1, 2, 3, … */
  number: number;
  /** Lines of the plan file, compressed, and encrypted with the data key. */
  sealed: Buffer;
}

/** An approval of a plan. */
interface PlanApprovalTable {
  number: Generated<number>;
  plan: string;
  /** Signed by the approver, and encrypted with the data key: only members can write one. */
  approval: string;
  /** The login that stored it, and the time of the server. The database sets both. */
  login: Generated<string>;
  approved_at: Generated<Date>;
}
