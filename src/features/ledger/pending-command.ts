import { type CommandSpec, Listed } from '#cli/command-spec';
import { shellWord } from '#domain/encoding/shell-word';
import { type Intent, isOpen } from '#domain/ledger/intent';
import type { View } from '#domain/terminal/terminal';
import { readNotes } from '#features/notes/note-document';
import type { PendingDocument } from '#schemas/document-types';
import { intentDocument } from './intent-document.ts';
import { type PendingRest, pendingEndLines, pendingLines } from './intent-view.ts';
import { countUnseenRefunds, listWithoutResult } from './writes-without-result.ts';

export const pending: CommandSpec<object> = {
  about:
    'Lists the writes of all profiles without a final result. Either the outcome is unknown (the answer was lost, ' +
    'or the program was interrupted), or the platform has accepted the request and its result is not known here ' +
    'yet. They are never repeated automatically: "rocketpay resume" asks the platform for their results. In the ' +
    'ledger of a team it also lists the refunds of the last 7 days that wait for the approval of another member.',
  exits: [7],
  examples: ['rocketpay pending', 'rocketpay pending --field intents'],
  async run(_, context) {
    const ledger = await context.ledger();
    let [open, accepted, inFlight] = [0, 0, 0];
    let first: string | undefined;

    const read = async (show: (intents: readonly PendingDocument[]) => void): Promise<PendingRest> => {
      for await (const all of listWithoutResult(ledger)) {
        const now = context.clock.now();
        // After its time-out a request has ended, even if its process is still running.
        const pending = all.filter((intent) => now > intent.endsBy || !ledger.isInFlight(intent));
        const notesOf = await readNotes(pending, ledger);
        show(pending.map((intent) => ({ ...pendingDocument(intent), notes: notesOf(intent) })));
        first ??= pending[0]?.id;
        inFlight += all.length - pending.length;
        const unknown = pending.filter(isOpen).length;
        open += unknown;
        accepted += pending.length - unknown;
      }
      const requests = await ledger.requests();
      const notesOf = await readNotes(requests, ledger);
      return {
        requests: requests.map((intent) => ({
          ...intentDocument(intent),
          ...{ notes: notesOf(intent), approve: `rocketpay approve ${shellWord(intent.id)}` },
        })),
        inFlight,
        notSeen: await countUnseenRefunds(ledger),
      };
    };
    const end: View<PendingRest> = (rest, style, exact) =>
      pendingEndLines({ open, accepted, first }, rest, style, exact);
    return new Listed({ first: {}, name: 'intents', read, items: pendingLines, end });
  },
  view: () => [],
};

const pendingDocument = (intent: Intent): Omit<PendingDocument, 'notes'> => ({
  ...intentDocument(intent),
  result: isOpen(intent) ? 'open' : 'accepted',
});
