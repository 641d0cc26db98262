import { createHash } from 'node:crypto';

/** One entry of the audit trail: what happened to an intent. Entries are added, never changed. */
export interface AuditRecord {
  /** 1, 2, 3, … without a gap. */
  readonly number: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** `user@host` of anyone who did it. */
  readonly by: string;
  readonly intentId: string;
  readonly event: AuditEvent;
  /** What was recorded, as JSON text: the very text that the hash is made over. */
  readonly data: string;
  /** Hash of the record before it; of the first one 64 zeros. */
  readonly previous: string;
  readonly hash: string;
}

/**
 * `begun` before the request, `answered` after it, `found` what the platform told later, `closed` by a person;
 * `held` in place of all that.
 */
export type AuditEvent = 'begun' | 'answered' | 'unanswered' | 'found' | 'closed' | 'held';

/** What stands before the first record. */
export const GENESIS_HASH = '0'.repeat(64);

/** The hash of a record: SHA-256 over the hash of the one before it and all that it says. */
export function hashRecord(record: Omit<AuditRecord, 'hash'>): string {
  const { previous, number, at, by, intentId, event, data } = record;
  return createHash('sha256')
    .update(JSON.stringify([previous, number, at, by, intentId, event, data]))
    .digest('hex');
}

/** The record that follows another, whole. */
export function chainRecord(
  last: Pick<AuditRecord, 'number' | 'hash'> | undefined,
  entry: Omit<AuditRecord, 'number' | 'previous' | 'hash'>,
): AuditRecord {
  const record = { ...entry, number: (last?.number ?? 0) + 1, previous: last?.hash ?? GENESIS_HASH };
  return { ...record, hash: hashRecord(record) };
}

/** What is wrong with a trail, at its first wrong record. */
export interface AuditViolation {
  readonly number: number;
  readonly what: 'changed' | 'missing' | 'reordered';
}

/** The first flaw of a record that should follow another; undefined when it does. */
export function verifyLink(
  record: AuditRecord,
  last: Pick<AuditRecord, 'number' | 'hash'>,
): AuditViolation | undefined {
  if (record.number !== last.number + 1) return { number: last.number + 1, what: 'missing' };
  if (record.hash !== hashRecord(record)) return { number: record.number, what: 'changed' };
  if (record.previous !== last.hash) return { number: record.number, what: 'reordered' };
  return undefined;
}
