import type { CommandSpec } from '#cli/command-spec';
import { shellWord } from '#domain/encoding/shell-word';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure, usageError } from '#domain/errors/failure';
import type { Ledger } from '#domain/ledger/ledger';
import { readNotes } from '#features/notes/note-document';
import type { CommandDocument } from '#schemas/document-types';
import { intentDocument } from './intent-document.ts';
import { receiptLines } from './intent-view.ts';

/** Fails for a payment id in place of an intent id, and lists the intents of the payment. */
async function suggestReceipts(paymentId: string, error: unknown, ledger: Ledger): Promise<never> {
  if (!(error instanceof Failure) || error.exit !== EXIT.usage) throw error;
  const intents = await ledger.history({ paymentId, limit: MAX_NAMED });
  if (intents.length === 0) throw error;
  const named = intents.map(({ id, kind, state }) => `${id} (${kind} ${state})`).join(', ');
  throw usageError(
    `${JSON.stringify(paymentId)} is a payment, not a write. Its newest writes: ${named}.`,
    `The newest: rocketpay receipt ${intents[0]?.id}. All: rocketpay history --payment ${shellWord(paymentId)}`,
  );
}

const MAX_NAMED = 5;

export const receipt: CommandSpec<{ readonly intent: string }, CommandDocument<'receipt'>> = {
  about: 'Shows the request, its user and time, its result, and its records in the audit trail. Works offline.',
  arguments: [{ words: '<intent>', about: 'intent id, as "rocketpay history" shows it', completes: 'intent' }],
  exits: [7],
  examples: ['rocketpay receipt "$INTENT_ID"', 'rocketpay receipt "$INTENT_ID" --field state'],
  async run({ intent: id }, context) {
    const ledger = await context.ledger();
    const intent = await ledger.get(id).catch((error) => suggestReceipts(id, error, ledger));
    const records: CommandDocument<'receipt'>['records'][number][] = [];
    for await (const { number, at, by, event, hash } of ledger.records({ intentId: id })) {
      records.push({ number, at, by, event, hash });
    }
    const notesOf = await readNotes([intent], ledger);
    return { ...intentDocument(intent), records, notes: notesOf(intent) };
  },
  view: receiptLines,
};
