import type { AuditEvent, AuditRecord } from '#domain/ledger/audit-record';
import type { BootTime } from '#domain/ledger/elapsed-time';
import type { Intent, IntentChange, IntentDraft, IntentKind, IntentState, User } from '#domain/ledger/intent';
import type { Amount } from '#domain/payments/amount';
import { comparablePaymentId } from '#domain/payments/payment-id';
import { maskPhone } from '#domain/payments/phone';
import type { KeyedHash } from './ledger-key.ts';
import type { IntentRow, RecordRow } from './tables.ts';

/** The columns of an intent that its records contain: all except the hash of the last record. */
export type UnchainedRow = Omit<IntentRow, 'hash'>;

/** What a new row needs beside its draft. */
interface RowOrigin extends User, Pick<Intent, 'pid' | 'processStart'> {
  readonly now: number;
  readonly boot: BootTime | undefined;
  readonly hash: KeyedHash;
}

/**
 * Converts a draft to a row, with the phone masked and the request hashed.
 *
 * @param blockedBecause why it is not sent; undefined for an intent that is sent
 */
export function toNewRow(draft: IntentDraft, origin: RowOrigin, blockedBecause?: string): UnchainedRow {
  const { id, kind, profile, mode, project, path, paymentId, amount, phone } = draft;
  const { user, host, pid, processStart, now, boot, hash } = origin;
  return {
    id,
    kind,
    state: blockedBecause === undefined ? 'sending' : 'held',
    profile,
    mode,
    project,
    path,
    payment_id: orNull(paymentId),
    payment_key: paymentId === undefined ? null : comparablePaymentId(paymentId),
    amount: amount?.minor ?? null,
    currency: amount?.currency ?? null,
    phone: phone === undefined ? null : maskPhone(phone),
    phone_hash: phone === undefined ? null : hash(phone),
    user,
    host,
    pid,
    process_start: orNull(processStart),
    platform_at: orNull(draft.platformAt),
    refund_id: orNull(draft.refundId),
    boot_at: formatBootTime(boot),
    changed_platform_at: orNull(draft.platformAt),
    changed_boot_at: formatBootTime(boot),
    created_at: now,
    ends_by: draft.endsBy,
    changed_at: now,
    fingerprint: hash(draft.asked),
    intent_key: orNull(draft.key),
    again: orNull(draft.repeatReason),
    description: orNull(draft.description),
    ticket: orNull(draft.ticket),
    approval: null,
    known: JSON.stringify(draft.knownOperations),
    request_id: null,
    operation_id: null,
    code: null,
    reason: blockedBecause ?? null,
  };
}

/** Columns of an intent that change. */
export type ChangedColumns = Pick<UnchainedRow, 'changed_at'> & Partial<UnchainedRow>;

/** Returns the columns that a change sets. */
export function toChangedColumns(change: IntentChange, now: number, boot: BootTime | undefined): ChangedColumns {
  const { state, requestId, operationId, code, reason, knownOperations, platformAt } = change;
  return {
    state,
    changed_at: now,
    changed_platform_at: platformAt ?? null,
    changed_boot_at: formatBootTime(boot),
    ...(requestId === undefined ? {} : { request_id: requestId }),
    ...(operationId === undefined ? {} : { operation_id: operationId }),
    ...(code === undefined ? {} : { code }),
    ...(reason === undefined ? {} : { reason }),
    ...(knownOperations === undefined ? {} : { known: JSON.stringify(knownOperations) }),
  };
}

/** Converts a row to an intent. */
export function toIntent(row: IntentRow): Intent {
  return {
    id: row.id,
    kind: row.kind as IntentKind,
    state: row.state as IntentState,
    profile: row.profile,
    mode: row.mode as Intent['mode'],
    project: row.project,
    path: row.path,
    paymentId: row.payment_id ?? undefined,
    amount: toAmount(row.amount, row.currency),
    phone: row.phone ?? undefined,
    user: row.user,
    host: row.host,
    pid: row.pid,
    processStart: row.process_start ?? undefined,
    platformAt: row.platform_at ?? undefined,
    refundId: row.refund_id ?? undefined,
    bootAt: parseBootTime(row.boot_at),
    changedPlatformAt: row.changed_platform_at ?? undefined,
    changedBootAt: parseBootTime(row.changed_boot_at),
    createdAt: row.created_at,
    endsBy: row.ends_by,
    changedAt: row.changed_at,
    fingerprint: row.fingerprint,
    key: row.intent_key ?? undefined,
    repeatReason: row.again ?? undefined,
    description: row.description ?? undefined,
    ticket: row.ticket ?? undefined,
    approval: row.approval ?? undefined,
    knownOperations: parseKnown(row.known),
    requestId: row.request_id ?? undefined,
    operationId: row.operation_id ?? undefined,
    code: row.code ?? undefined,
    reason: row.reason ?? undefined,
    hash: row.hash,
  };
}

const orNull = <T>(value: T | undefined): T | null => value ?? null;

const formatBootTime = (time: BootTime | undefined): string | null =>
  time === undefined ? null : `${time.boot}/${time.milliseconds}`;

function parseBootTime(text: string | null): BootTime | undefined {
  const [, boot, milliseconds] = /^([^/]+)\/(\d+)$/.exec(text ?? '') ?? [];
  return boot === undefined ? undefined : { boot, milliseconds: Number(milliseconds) };
}

/** Parses a list; a damaged one counts as empty. */
function parseKnown(text: string): readonly string[] {
  try {
    return JSON.parse(text);
  } catch {
    return [];
  }
}

/** Returns the amount of two columns. */
export const toAmount = (minor: number | null, currency: string | null): Amount | undefined =>
  minor === null || currency === null ? undefined : { minor, currency };

export const toRecord = ({ intent_id, event, number, at, by, data, previous, hash }: RecordRow): AuditRecord => ({
  ...{ number, at, by, data, previous, hash },
  intentId: intent_id,
  event: event as AuditEvent,
});

export const toRecordRow = ({ intentId, ...record }: AuditRecord): RecordRow => ({ ...record, intent_id: intentId });
