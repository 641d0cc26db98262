import type { CommandGroup, CommandSpec } from '#cli/command-spec';
import type { Ledger } from '#domain/ledger/ledger';
import type { CommandDocument } from '#schemas/document-types';
import { ledgerLines } from './ledger-view.ts';

const toDocument = async (ledger: Ledger): Promise<CommandDocument<'ledger status'>> => ({
  place: ledger.place,
  id: ledger.id,
  notedFolder: ledger.notedFolder ?? null,
  open: (await ledger.openIntents()).length,
  readOnly: ledger.readOnly?.message ?? null,
});

/** The part that both commands share. */
const SHARED = { exits: [7], view: ledgerLines } as const;

const init: CommandSpec<{ readonly new?: boolean }, CommandDocument<'ledger status'>> = {
  about:
    'Creates the ledger if there is none. With --new the existing ledger is accepted as it is, and its folder is ' +
    'written to the settings. Use it after ledger.db was lost, restored from an older copy or moved, or after its ' +
    'key was lost. Refunds that this ledger does not know can then be sent a second time: check the Dashboard ' +
    'first.',
  options: [{ flags: '--new', about: 'accept the existing ledger, its key and its folder' }],
  ...SHARED,
  examples: ['rocketpay ledger init', 'rocketpay ledger init --new --json'],
  run: async ({ new: accept = false }, context) =>
    toDocument(await (accept ? context.acceptedLedger() : context.ledger())),
};

const status: CommandSpec<object, CommandDocument<'ledger status'>> = {
  about:
    'Shows the folder of the ledger, the folder in the settings, and the number of writes without a known outcome.',
  ...SHARED,
  examples: ['rocketpay ledger status', 'rocketpay ledger status --field place'],
  run: async (_, context) => toDocument(await context.ledger()),
};

export const ledger: CommandGroup = {
  commands: [
    { name: 'init', summary: 'create the ledger, or accept an existing one', spec: init },
    { name: 'status', summary: 'show where the ledger is', spec: status },
  ],
};
