import type { CommandSpec } from '#cli/command-spec';
import type { ImportProgress } from '#domain/team/team';
import type { CommandDocument } from '#schemas/document-types';
import { requireTeam } from './require-team.ts';

interface ImportOptions {
  readonly folder?: string;
}

export const importLedger: CommandSpec<ImportOptions, CommandDocument<'ledger import'>> = {
  about:
    'Imports the ledger of one machine into the one of the team: its writes with their records, payments, callbacks ' +
    'and deliveries. Writes without a known outcome stay open, and any member can resume them. The records keep their ' +
    'own chain, which audit verify checks too. The imported ledger takes no more writes (exit code 7), and can still ' +
    'be read. If this command is interrupted, run it again: it continues. A ledger can be imported once.',
  arguments: [{ words: '[folder]', about: 'folder with ledger.db and ledger.key (default: that of this machine)' }],
  exits: [4, 7],
  examples: ['rocketpay ledger import', 'rocketpay ledger import /mnt/old-machine/rocketpay --json'],
  async run({ folder }, context) {
    const team = await requireTeam(context);
    return context.terminal.withSpinner('importing', (show) =>
      team.importLedger(folder, (progress) => show(progressText(progress))),
    );
  },
  view: ({ ledger, records, intents, callbacks, head }, style) => [
    `${style.dim('Imported ledger')} ${ledger}`,
    `${style.dim('Writes')} ${intents}   ${style.dim('Records')} ${records}   ${style.dim('Callbacks')} ${callbacks}`,
    `${style.dim('Last record')} ${head}`,
  ],
};

const progressText = ({ done, total }: ImportProgress) => `importing: ${done} of ${total} rows`;
