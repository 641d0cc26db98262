import type { AuditRecord } from '#domain/ledger/audit-record';
import type { Intent } from '#domain/ledger/intent';
import type { Operation } from '#domain/payments/payment-state';
import type { CandidateDocument, CommandDocument, IntentDocument, ResumedDocument } from '#schemas/document-types';
import type { Resumed } from './resume.ts';

export function intentDocument(intent: Intent): IntentDocument {
  const { kind, state, profile, mode, project, path, user, host, amount } = intent;
  return {
    intent: intent.id,
    kind,
    state,
    paymentId: intent.paymentId ?? null,
    amountMinor: amount?.minor ?? null,
    currency: amount?.currency ?? null,
    phone: intent.phone ?? null,
    profile,
    mode,
    project,
    path,
    user,
    host,
    createdAt: isoTime(intent.createdAt),
    changedAt: isoTime(intent.changedAt),
    requestId: intent.requestId ?? null,
    operationId: intent.operationId ?? null,
    code: intent.code ?? null,
    reason: intent.reason ?? null,
    key: intent.key ?? null,
    again: intent.repeatReason ?? null,
    approval: intent.approval ?? null,
    description: intent.description ?? null,
    ticket: intent.ticket ?? null,
    hash: intent.hash,
  };
}

export function recordDocument({
  number,
  at,
  by,
  intentId,
  event,
  data,
  previous,
  hash,
  ledger,
}: AuditRecord): CommandDocument<'audit export'> {
  return { number, at, by, intent: intentId, event, data: JSON.parse(data), previous, hash, ...(ledger && { ledger }) };
}

export function resumedDocument({ intent, finding }: Resumed): ResumedDocument {
  return {
    ...intentDocument(intent),
    finding: finding.kind,
    ...(finding.kind === 'not_yet' ? { askAt: isoTime(finding.askAt) } : {}),
    ...(finding.kind === 'ambiguous' ? { candidates: finding.candidates.map(candidateDocument) } : {}),
    ...(finding.kind === 'not_asked' ? { error: finding.failure.text, errorCode: finding.failure.code } : {}),
  };
}

const candidateDocument = ({ id, type, status, amount, createdAt }: Operation): CandidateDocument => ({
  operationId: id,
  type,
  status,
  amountMinor: amount?.minor ?? null,
  currency: amount?.currency ?? null,
  createdAt: createdAt === undefined ? null : isoTime(createdAt),
});

const isoTime = (time: number): string => new Date(time).toISOString();
