import type { Kysely } from 'kysely';
import type { ChangedColumns, UnchainedRow } from '#adapters/ledger/row-mapping';
import type { IntentRow, Tables } from '#adapters/ledger/tables';
import type { AuditEvent, AuditRecord } from '#domain/ledger/audit-record';
import type { Intent, IntentDraft } from '#domain/ledger/intent';
import type { LimitedWrite, PaymentSnapshot } from '#domain/ledger/ledger';

/** What a write reads in its transaction. It is known before, so that all of it can be requested together. */
export interface WriteNeeds {
  readonly intentId?: string | undefined;
  /** The payment whose intents are read. */
  readonly paymentId?: string | undefined;
  /** The key of the caller that no other intent of the project may have. */
  readonly key?: { readonly project: string; readonly key: string } | undefined;
}

/** A write of an intent or a payment: what it reads, and what it does in its transaction. It can run again after a rollback. */
export interface IntentWrite<Result> {
  readonly needs: WriteNeeds;
  readonly run: (write: WriteTransaction) => Promise<Result>;
}

/** A new intent, or a change of one. */
export interface IntentStep {
  readonly event: AuditEvent;
  /** The row before; undefined for a new intent. */
  readonly before: IntentRow | undefined;
  /** What the record contains: all columns of a new intent, or those that change. */
  readonly columns: UnchainedRow | ChangedColumns;
  readonly draft?: IntentDraft;
}

/** An intent after a write, and the record of the write; no record where nothing was changed. */
export interface WrittenIntent {
  readonly intent: Intent;
  readonly record?: AuditRecord;
}

/** A writing transaction. Other writers are locked out, so what it reads stays true until it is committed. */
export interface WriteTransaction {
  /** @throws {Failure} (usage) when there is no such intent. */
  readonly intent: (id: string) => Promise<IntentRow>;
  /** Returns the intents that can have the key of a caller. */
  readonly withKey: (project: string, key: string) => Promise<readonly IntentRow[]>;
  /**
   * Returns the intents of a payment in every project that can be the same one, oldest first. Where others can change rows, they are
   * compared with their records.
   */
  readonly ofPayment: (project: string, paymentId: string) => Promise<readonly IntentRow[]>;
  /** Returns the database with everything that was written in the transaction so far, for other queries. */
  readonly query: () => Promise<Kysely<Tables>>;
  /** @throws {Failure} (blocked) when this process has lost a lock. */
  readonly checkLocks: () => void;
  /** See `LedgerDatabase.checkLimits`. */
  readonly checkLimits: (write: LimitedWrite) => Promise<string | undefined>;
  /** Stores an intent, its record and the terms by which it is found. */
  readonly store: (step: IntentStep) => Promise<Required<WrittenIntent>>;
  /** Stores the state of a payment, and the terms by which it is found. */
  readonly savePayment: (payment: PaymentSnapshot) => Promise<void>;
}
