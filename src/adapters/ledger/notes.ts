import type { Kysely, Transaction } from 'kysely';
import { type Author, appendRecord } from '#adapters/ledger/audit/audit-trail';
import type { AuditRecord } from '#domain/ledger/audit-record';
import { type Note, type NoteDraft, readNoteText } from '#domain/ledger/note';
import { comparablePaymentId } from '#domain/payments/payment-id';
import { listProjectNames } from '#domain/profiles/project';
import type { LedgerKey } from './ledger-key.ts';
import type { RecordRow, Tables } from './tables.ts';

/**
 * A note is one record of the audit trail. The id of a payment is in the place of the intent id, so that the notes of a payment
 * are found by the same index.
 */

/** Content of the record of a note. */
interface NoteData {
  readonly payment_id: string;
  readonly intent_id: string | null;
  /** Encrypted text. */
  readonly note: string;
}

const toSubject = (project: string, paymentId: string): string =>
  `payment:${project}/${comparablePaymentId(paymentId)}`;

/** Appends a note to the audit trail. */
export function appendNote(
  { project, paymentId, intentId, text }: NoteDraft,
  { at, key, author }: { readonly at: number; readonly key: LedgerKey; readonly author: Author },
  trx: Transaction<Tables>,
): Promise<AuditRecord> {
  const data: NoteData = { payment_id: paymentId, intent_id: intentId ?? null, note: key.seal(text) };
  const entry = { at, intentId: toSubject(project, paymentId), event: 'noted' as const, data: JSON.stringify(data) };
  return appendRecord(entry, author, trx);
}

/** Returns the notes of each payment, oldest first. */
export async function findNotes(
  project: string,
  paymentIds: readonly string[],
  key: LedgerKey,
  db: Kysely<Tables>,
): Promise<ReadonlyMap<string, readonly Note[]>> {
  const subjects = new Map(
    paymentIds.map((id) => [id, listProjectNames(project).map((name) => toSubject(name, id))] as const),
  );
  if (subjects.size === 0) return new Map();
  const rows = await db
    .selectFrom('all_records')
    .select(['at', 'by', 'intent_id', 'data'])
    .where('intent_id', 'in', [...subjects.values()].flat())
    .where('event', '=', 'noted')
    .orderBy('chain')
    .orderBy('number')
    .execute();
  const listNotes = (own: readonly string[]) =>
    rows.filter(({ intent_id }) => own.includes(intent_id)).map((row) => toNote(row, key));
  return new Map([...subjects].map(([id, own]) => [id, listNotes(own)]));
}

function toNote({ at, by, data }: Pick<RecordRow, 'at' | 'by' | 'data'>, key: LedgerKey): Note {
  const { payment_id, intent_id, note } = parseData(data);
  const text = key.open(String(note));
  return {
    at,
    by,
    paymentId: String(payment_id),
    intentId: intent_id == null ? undefined : String(intent_id),
    text: text === undefined ? undefined : readNoteText(text),
  };
}

/** Parses the content of a record; a damaged one has no values. */
function parseData(data: string): Partial<Record<keyof NoteData, unknown>> {
  try {
    return Object(JSON.parse(data));
  } catch {
    return {};
  }
}
