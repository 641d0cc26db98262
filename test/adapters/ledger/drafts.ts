import { join } from 'node:path';
import Database from 'libsql';
import type { AuditRecord } from '#domain/ledger/audit-record';
import type { Intent, IntentChange, IntentDraft } from '#domain/ledger/intent';
import type { Ledger } from '#domain/ledger/ledger';
import type { RecordFilter } from '#domain/ledger/ledger-filters';

export const PROJECT = 'gate.example/42';

/** A refund of 1.00 KZT that has everything a ledger needs, but what is given. */
export const draft = (id: string, values: Partial<IntentDraft> = {}): IntentDraft => ({
  id,
  kind: 'refund',
  profile: 'shop',
  mode: 'test',
  project: PROJECT,
  path: '/v2/payment/mobile/refund',
  paymentId: 'payment_47',
  amount: { minor: 100, currency: 'KZT' },
  phone: undefined,
  asked: `asked by ${id}`,
  endsBy: 60_000,
  key: undefined,
  repeatReason: undefined,
  knownOperations: [],
  ...values,
});

/** Begins an intent, and records its outcome. */
export async function settled(
  ledger: Ledger,
  id: string,
  state: IntentChange['state'],
  values: Partial<IntentDraft> = {},
): Promise<Intent> {
  const begun = await ledger.createIntent(draft(id, values));
  return state === 'sending' ? begun : ledger.change(id, 'answered', { state });
}

export const idsOf = (intents: readonly Pick<Intent, 'id'>[]): string[] => intents.map(({ id }) => id);

/** Opens the database itself, without the program. */
export const openDatabase = (folder: string): Database.Database => new Database(join(folder, 'ledger.db'));

/** The records of the audit trail that fit. */
export async function recordsOf(ledger: Ledger, filter: RecordFilter = {}): Promise<AuditRecord[]> {
  const records: AuditRecord[] = [];
  for await (const record of ledger.records(filter)) records.push(record);
  return records;
}
