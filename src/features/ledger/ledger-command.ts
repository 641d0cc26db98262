import type { CommandGroup, CommandSpec } from '#cli/command-spec';
import type { LedgerDocument } from '#domain/documents';
import type { Ledger } from '#domain/ledger/ledger';
import { ledgerLines } from './ledger-view.ts';

const documentOf = async (ledger: Ledger): Promise<LedgerDocument> => ({
  place: ledger.place,
  id: ledger.id,
  notedFolder: ledger.notedFolder ?? null,
  open: (await ledger.open()).length,
  readOnly: ledger.readOnly?.message ?? null,
});

/** What both commands tell of the ledger. */
const SHOWN = { fields: ['place', 'id', 'notedFolder', 'open', 'readOnly'], exits: [7], view: ledgerLines } as const;

const init: CommandSpec<{ readonly new?: boolean }, LedgerDocument> = {
  about:
    'Makes the ledger where there is none. With --new the ledger is taken as it is found, and its place is noted in the ' +
    'settings: after ledger.db was lost, brought back from an older copy or moved, or its key was lost. Refunds that it ' +
    'does not know can then be sent a second time: look into the Dashboard first.',
  options: [{ flags: '--new', about: 'take the ledger, its key and its place as they are found' }],
  ...SHOWN,
  examples: ['rocketpay ledger init', 'rocketpay ledger init --new --json'],
  run: async ({ new: accept = false }, context) =>
    documentOf(await (accept ? context.acceptedLedger() : context.ledger())),
};

const status: CommandSpec<object, LedgerDocument> = {
  about: 'Says where the ledger is, which place the settings name, and how many writes in it have no known outcome.',
  ...SHOWN,
  examples: ['rocketpay ledger status', 'rocketpay ledger status --field place'],
  run: async (_, context) => documentOf(await context.ledger()),
};

export const ledger: CommandGroup = {
  commands: [
    { name: 'init', summary: 'make the ledger, or take the one that is found', spec: init },
    { name: 'status', summary: 'where the ledger is', spec: status },
  ],
};
