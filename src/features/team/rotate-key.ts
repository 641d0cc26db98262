import type { CommandSpec } from '#cli/command-spec';
import type { CommandDocument } from '#schemas/document-types';
import { explainKeyReplacement } from './explain-key-replacement.ts';
import { requireTeam } from './require-team.ts';

export const rotateKey: CommandSpec<object, CommandDocument<'ledger rotate-key'>> = {
  about:
    'Replaces the data key of the team, which encrypts callbacks and hashes phone numbers. Each member gets the ' +
    'new key, encrypted for their own key. Everything that was written before stays readable for members. Programs ' +
    'that are running use the new key from their next write on. Only administrators can replace it.',
  exits: [4, 7],
  examples: ['rocketpay ledger rotate-key', 'rocketpay ledger rotate-key --field key'],
  async run(_, context) {
    const replaced = await (await requireTeam(context)).rotateKey();
    explainKeyReplacement(replaced, context);
    const { number, members, suspended } = replaced;
    return { key: number, members, suspended: suspended.map(({ name }) => name) };
  },
  view: ({ key, members }, style) => [
    `${style.dim('Data key')} ${key}`,
    `${style.dim('Members who have it')} ${members.join(', ')}`,
  ],
};
