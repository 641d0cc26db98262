import type { AuditEvent, AuditRecord } from '#domain/ledger/audit-record';
import type { BootTime } from '#domain/ledger/elapsed-time';
import type { Intent, IntentChange, IntentDraft, IntentKind, IntentState, User } from '#domain/ledger/intent';
import type { Amount } from '#domain/payments/amount';
import { comparablePaymentId } from '#domain/payments/payment-id';
import { maskPhone } from '#domain/payments/phone';
import type { KeyedHash } from './ledger-key.ts';
import type { IntentRow, RecordRow } from './tables.ts';

/** An intent without the hash of its record: what the record is made of. */
export type UnchainedRow = Omit<IntentRow, 'hash'>;

/**
 * A new intent as it is recorded: the phone masked, and what is asked for as a hash.
 *
 * @param held why it is not sent, when it is not
 */
export function newRow(
  draft: IntentDraft,
  {
    user,
    host,
    pid,
    processStart,
    now,
    boot,
    hash,
  }: User &
    Pick<Intent, 'pid' | 'processStart'> & {
      readonly now: number;
      readonly boot?: BootTime | undefined;
      readonly hash: KeyedHash;
    },
  held?: string,
): UnchainedRow {
  const { id, kind, profile, mode, project, path, paymentId, amount, phone, key, repeatReason: again } = draft;
  return {
    id,
    kind,
    state: held === undefined ? 'sending' : 'held',
    profile,
    mode,
    project,
    path,
    payment_id: paymentId ?? null,
    payment_key: paymentId === undefined ? null : comparablePaymentId(paymentId),
    amount: amount?.minor ?? null,
    currency: amount?.currency ?? null,
    phone: phone === undefined ? null : maskPhone(phone),
    phone_hash: phone === undefined ? null : hash(phone),
    user,
    host,
    pid,
    process_start: processStart ?? null,
    platform_at: draft.platformAt ?? null,
    refund_id: draft.refundId ?? null,
    boot_at: bootText(boot),
    changed_platform_at: draft.platformAt ?? null,
    changed_boot_at: bootText(boot),
    created_at: now,
    ends_by: draft.endsBy,
    changed_at: now,
    fingerprint: hash(draft.asked),
    intent_key: key ?? null,
    again: again ?? null,
    description: draft.description ?? null,
    known: JSON.stringify(draft.knownOperations),
    request_id: null,
    operation_id: null,
    code: null,
    reason: held ?? null,
  };
}

/** Columns of an intent that change. */
export type ChangedColumns = Pick<UnchainedRow, 'changed_at'> & Partial<UnchainedRow>;

/** Returns the columns that a change sets. */
export function changedColumns(change: IntentChange, now: number, boot?: BootTime | undefined): ChangedColumns {
  const { state, requestId, operationId, code, reason, knownOperations: known, platformAt } = change;
  return {
    state,
    changed_at: now,
    changed_platform_at: platformAt ?? null,
    changed_boot_at: bootText(boot),
    ...(requestId === undefined ? {} : { request_id: requestId }),
    ...(operationId === undefined ? {} : { operation_id: operationId }),
    ...(code === undefined ? {} : { code }),
    ...(reason === undefined ? {} : { reason }),
    ...(known === undefined ? {} : { known: JSON.stringify(known) }),
  };
}

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
    bootAt: bootOf(row.boot_at),
    changedPlatformAt: row.changed_platform_at ?? undefined,
    changedBootAt: bootOf(row.changed_boot_at),
    createdAt: row.created_at,
    endsBy: row.ends_by,
    changedAt: row.changed_at,
    fingerprint: row.fingerprint,
    key: row.intent_key ?? undefined,
    repeatReason: row.again ?? undefined,
    description: row.description ?? undefined,
    knownOperations: knownOf(row.known),
    requestId: row.request_id ?? undefined,
    operationId: row.operation_id ?? undefined,
    code: row.code ?? undefined,
    reason: row.reason ?? undefined,
    hash: row.hash,
  };
}

const bootText = (time: BootTime | undefined): string | null =>
  time === undefined ? null : `${time.boot}/${time.milliseconds}`;

function bootOf(text: string | null): BootTime | undefined {
  const [, boot, milliseconds] = /^([^/]+)\/(\d+)$/.exec(text ?? '') ?? [];
  return boot === undefined ? undefined : { boot, milliseconds: Number(milliseconds) };
}

/** A damaged list counts as none. */
function knownOf(text: string): readonly string[] {
  try {
    return JSON.parse(text);
  } catch {
    return [];
  }
}

/** Returns the amount of two columns. */
export const toAmount = (minor: number | null, currency: string | null): Amount | undefined =>
  minor === null || currency === null ? undefined : { minor, currency };

export const toRecord = ({ intent_id, event, ...row }: RecordRow): AuditRecord => ({
  ...row,
  intentId: intent_id,
  event: event as AuditEvent,
});

export const toRecordRow = ({ intentId, ...record }: AuditRecord): RecordRow => ({ ...record, intent_id: intentId });
