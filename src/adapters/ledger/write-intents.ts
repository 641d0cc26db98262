import type { Transaction } from 'kysely';
import { addEntries, intentEntries, type SearchIndex } from '#adapters/ledger/search/search-index';
import type { AuditEvent, AuditRecord } from '#domain/ledger/audit-record';
import type { Intent, IntentDraft, IntentState } from '#domain/ledger/intent';
import { type Author, appendRecord } from './audit-trail.ts';
import { getRow } from './read-intents.ts';
import { adjustSums } from './refund-sums.ts';
import { type ChangedColumns, toIntent, type UnchainedRow } from './row-mapping.ts';
import type { Tables } from './tables.ts';

/** An intent after a write, and the record of the write; no record where nothing was changed. */
export interface WrittenIntent {
  readonly intent: Intent;
  readonly record?: AuditRecord;
}

/** Stores a new intent with its record. */
export async function insertIntent(
  event: AuditEvent,
  row: UnchainedRow,
  author: Author,
  { draft, ...index }: SearchIndex & { readonly draft: IntentDraft },
  trx: Transaction<Tables>,
): Promise<WrittenIntent> {
  const record = await appendRecord(
    { at: row.changed_at, intentId: row.id, event, data: JSON.stringify(row) },
    author,
    trx,
    (hash) => [trx.insertInto('intents').values({ ...row, hash }), ...adjustSums(undefined, row, trx)],
  );
  const inserted = { ...row, hash: record.hash };
  const intent = toIntent(inserted);
  await addEntries(intentEntries(intent, { draft }), index, trx);
  return { record, intent };
}

/**
 * Changes columns of an intent and records them.
 *
 * @param from changes the intent only if it has one of these states
 * @throws {Failure} (usage) when there is no such intent.
 */
export async function updateIntent(
  id: string,
  event: AuditEvent,
  columns: ChangedColumns,
  author: Author,
  from: readonly IntentState[] | undefined,
  index: SearchIndex,
  trx: Transaction<Tables>,
): Promise<WrittenIntent> {
  const row = await getRow(id, trx);
  if (from?.includes(row.state as IntentState) === false) return { intent: toIntent(row) };
  const data = JSON.stringify(columns);
  const entry = { at: columns.changed_at, intentId: id, event, data };
  const record = await appendRecord(entry, author, trx, (hash) => [
    trx
      .updateTable('intents')
      .set({ ...columns, hash })
      .where('id', '=', id),
    ...adjustSums(row, { ...row, ...columns }, trx),
  ]);
  const updated = { ...row, ...columns, hash: record.hash };
  const intent = toIntent(updated);
  await addEntries(intentEntries(intent), index, trx);
  return { record, intent };
}
