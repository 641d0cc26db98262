import type { CommandSpec } from '#cli/command-spec';
import { shellWord } from '#domain/encoding/shell-word';
import { type Intent, isOpen } from '#domain/ledger/intent';
import { readNotes } from '#features/notes/note-document';
import type { CommandDocument, PendingDocument } from '#schemas/document-types';
import { countUnseenRefunds } from './count-unseen-refunds.ts';
import { intentDocument } from './intent-document.ts';
import { pendingLines } from './intent-view.ts';

export const pending: CommandSpec<object, CommandDocument<'pending'>> = {
  about:
    'Lists the writes of all profiles without a final result. Either the outcome is unknown (the answer was lost, ' +
    'or the program was interrupted), or the platform has accepted the request and its result is not known here ' +
    'yet. They are never repeated automatically: "rocketpay resume" asks the platform for their results. In the ' +
    'ledger of a team it also lists the refunds of the last 7 days that wait for the approval of another member.',
  exits: [7],
  examples: ['rocketpay pending', 'rocketpay pending --field intents'],
  async run(_, context) {
    const ledger = await context.ledger();
    const all = await ledger.intentsWithoutResult();
    const now = context.clock.now();
    // After its time-out a request has ended, even if its process is still running.
    const pending = all.filter((intent) => now > intent.endsBy || !ledger.isInFlight(intent));
    const requests = await ledger.requests();
    const notesOf = await readNotes([...pending, ...requests], ledger);
    return {
      intents: pending.map((intent) => ({ ...pendingDocument(intent), notes: notesOf(intent) })),
      requests: requests.map((intent) => ({
        ...intentDocument(intent),
        ...{ notes: notesOf(intent), approve: `rocketpay approve ${shellWord(intent.id)}` },
      })),
      inFlight: all.length - pending.length,
      notSeen: await countUnseenRefunds(ledger),
    };
  },
  view: pendingLines,
};

const pendingDocument = (intent: Intent): Omit<PendingDocument, 'notes'> => ({
  ...intentDocument(intent),
  result: isOpen(intent) ? 'open' : 'accepted',
});
