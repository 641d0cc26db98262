import type { CommandSpec } from '#cli/command-spec';
import type { CommandDocument } from '#schemas/document-types';
import { updateIndex } from './update-index.ts';

interface Options {
  readonly lastDigits?: 'on' | 'off';
}

/** The subcommand `ledger index`. */
export const ledgerIndex: CommandSpec<Options, CommandDocument<'ledger index'>> = {
  about:
    'Shows the index by which "rocketpay find" finds payments, and indexes what is not indexed yet. The index has keyed ' +
    'hashes: it shows no phone number, customer or description without the key of the ledger. With --last-digits on, payments are ' +
    'also found by the last 4 to 7 digits of a phone. This reveals more to a user who has the database and its key: they can try all ' +
    'possible endings, and see the last digits of every number. With --last-digits off they are removed.',
  options: [
    { flags: '--last-digits <on|off>', about: 'index last digits of phones (default off)', choices: ['on', 'off'] },
  ],
  exits: [4, 7],
  examples: ['rocketpay ledger index', 'rocketpay ledger index --last-digits off --json'],

  async run({ lastDigits }, context) {
    const { search } = await context.ledger();
    if (lastDigits !== undefined) await search.useLastDigits(lastDigits === 'on');
    const indexed = await updateIndex(context);
    return { indexed, ...(await search.state()) };
  },

  view: ({ payments, indexed, waiting, lastDigits }) => [
    `The index has ${payments} payments.`,
    ...(indexed === 0 ? [] : [`${indexed} stored rows were indexed now.`]),
    ...(waiting === 0 ? [] : [`${waiting} stored rows are not indexed yet.`]),
    `Last digits of phones are ${lastDigits ? 'indexed' : 'not indexed'}.`,
  ],
};
