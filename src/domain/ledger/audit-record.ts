import { createHash } from 'node:crypto';

/** An entry of the audit trail: an event of an intent. Records are appended and never changed. */
export interface AuditRecord {
  /** 1, 2, 3, … without a gap. */
  readonly number: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** `user@host` of the user who caused the event. */
  readonly by: string;
  readonly intentId: string;
  readonly event: AuditEvent;
  /** The changed columns as JSON text. The hash covers exactly this text. */
  readonly data: string;
  /** Hash of the previous record; 64 zeros for the first one. */
  readonly previous: string;
  readonly hash: string;
  /** Id of the imported ledger in whose chain the record is; undefined in the chain of this ledger. */
  readonly ledger?: string | undefined;
}

/**
 * - `begun`: before the request; `answered`, `unanswered`: after it;
 * - `found`: the platform has shown the result later; `closed`: a user has set it;
 * - `held`: blocked before sending, the only record of its intent;
 * - `noted`: a note on a payment. It is the only event of no intent: `intentId` is `payment:`, the project and the payment id.
 * - `imported`: the ledger of one machine was imported. `intentId` is `ledger:` and its id.
 */
export type AuditEvent = 'begun' | 'answered' | 'unanswered' | 'found' | 'closed' | 'held' | 'noted' | 'imported';

/** Hash before the first record. */
export const GENESIS_HASH = '0'.repeat(64);

/** The values of a record that the next one needs. */
export type RecordLink = Pick<AuditRecord, 'number' | 'hash'>;

/** Returns the hash of a record: SHA-256 of the previous hash and the content. */
export function hashRecord(record: Omit<AuditRecord, 'hash'>): string {
  const { previous, number, at, by, intentId, event, data } = record;
  return createHash('sha256')
    .update(JSON.stringify([previous, number, at, by, intentId, event, data]))
    .digest('hex');
}

/** Returns the record that follows `last`. */
export function chainRecord(
  last: RecordLink | undefined,
  entry: Omit<AuditRecord, 'number' | 'previous' | 'hash'>,
): AuditRecord {
  const record = { ...entry, number: (last?.number ?? 0) + 1, previous: last?.hash ?? GENESIS_HASH };
  return { ...record, hash: hashRecord(record) };
}

/** The first invalid record of an audit trail. */
export interface AuditViolation {
  readonly number: number;
  readonly what: 'changed' | 'missing' | 'reordered' | 'unsigned';
  /** Id of the imported ledger to which it belongs; undefined in this ledger. */
  readonly ledger?: string | undefined;
}

/** An intent that differs from its records. */
export interface IntentProblem {
  readonly intentId: string;
  readonly what: 'differs' | 'unrecorded' | 'lost';
}

/** Result of verifying the audit trail. */
export interface AuditReport {
  readonly records: number;
  /** Hash of the last record. A copy of it that is stored elsewhere proves later that no earlier record has changed. */
  readonly head: string;
  /** The first problem; undefined without one. */
  readonly problem: AuditViolation | IntentProblem | undefined;
}

/** Returns the first problem of a record that should follow `last`; undefined without one. */
export function verifyLink(record: AuditRecord, last: RecordLink): AuditViolation | undefined {
  if (record.number !== last.number + 1) return { number: last.number + 1, what: 'missing' };
  if (record.hash !== hashRecord(record)) return { number: record.number, what: 'changed' };
  if (record.previous !== last.hash) return { number: record.number, what: 'reordered' };
  return undefined;
}
