import type { CommandSpec } from '#cli/command-spec';
import { PRIVATE_FILE } from '#domain/files/file-permissions';
import type { CommandDocument } from '#schemas/document-types';
import { PASSPHRASE_FILE, readPassphrase } from './passphrase.ts';
import { requireTeam } from './require-team.ts';

interface ExportOptions {
  readonly file: string;
  readonly passphraseFile?: string;
}

export const exportKey: CommandSpec<ExportOptions, CommandDocument<'ledger export-key'>> = {
  about:
    'Writes the data key of the team to a new file that only you can read, encrypted with a passphrase. Store the ' +
    'file and the passphrase in different places. When no administrator has their keys any more, ledger join ' +
    '--recovery-key restores the access. After the data key was replaced, export it again. Only administrators can ' +
    'export it.',
  arguments: [{ words: '<file>', about: 'new file for the recovery key' }],
  options: [PASSPHRASE_FILE],
  exits: [4, 7],
  examples: [
    'rocketpay ledger export-key team.recovery-key',
    'rocketpay ledger export-key team.recovery-key --passphrase-file words.txt',
  ],
  async run({ file, passphraseFile }, context) {
    const team = await requireTeam(context);
    await context.checkNewFile(file);
    const passphrase = await readPassphrase(passphraseFile, true, context);
    const { key, text } = await team.exportKey(passphrase);
    await context.saveFile(file, text, { mode: PRIVATE_FILE });
    return { file, key };
  },
  view: ({ file, key }, style) => [
    `${style.dim('Data key')} ${key}`,
    `${style.dim('Encrypted in')} ${file}`,
    'Store the file and its passphrase in different places.',
  ],
};
