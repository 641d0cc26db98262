import type { Intent } from '#domain/ledger/intent';
import type { Ledger } from '#domain/ledger/ledger';
import type { Note } from '#domain/ledger/note';
import type { NoteDocument } from '#schemas/document-types';

export const noteDocument = ({ at, by, text, intentId }: Note): NoteDocument => ({
  at: new Date(at).toISOString(),
  by,
  text: text ?? null,
  intent: intentId ?? null,
});

/** Reads the notes on the payments of some intents, and returns a function that returns those of an intent. */
export async function readNotes(
  intents: readonly Intent[],
  ledger: Pick<Ledger, 'notes'>,
): Promise<(intent: Intent) => readonly NoteDocument[]> {
  const found = new Map<string, ReadonlyMap<string, readonly Note[]>>();
  for (const project of new Set(intents.map((intent) => intent.project))) {
    const ids = intents.filter((intent) => intent.project === project).map(({ paymentId }) => paymentId ?? '');
    found.set(project, await ledger.notes(project, [...new Set(ids)]));
  }
  return ({ project, paymentId = '' }) => (found.get(project)?.get(paymentId) ?? []).map(noteDocument);
}
