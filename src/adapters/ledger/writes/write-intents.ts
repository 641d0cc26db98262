import { type ChangedColumns, toIntent, type UnchainedRow } from '#adapters/ledger/row-mapping';
import type { AuditEvent } from '#domain/ledger/audit-record';
import type { IntentDraft, IntentState } from '#domain/ledger/intent';
import type { WriteTransaction, WrittenIntent } from './intent-write.ts';

/** Stores a new intent with its record. */
export const insertIntent = (
  event: AuditEvent,
  row: UnchainedRow,
  draft: IntentDraft,
  write: WriteTransaction,
): Promise<WrittenIntent> => write.store({ event, before: undefined, columns: row, draft });

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
  from: readonly IntentState[] | undefined,
  write: WriteTransaction,
): Promise<WrittenIntent> {
  const before = await write.intent(id);
  if (from?.includes(before.state as IntentState) === false) return { intent: toIntent(before) };
  return write.store({ event, before, columns });
}
