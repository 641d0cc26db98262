import type { Context } from '#context';
import { usageError } from '#domain/errors/failure';

/** A shorter one can be found by trying. */
const MIN_LENGTH = 12;

const MAX_LENGTH = 1024;

/** The option that both commands with a passphrase have. */
export const PASSPHRASE_FILE = {
  flags: '--passphrase-file <path>',
  about: 'file with the passphrase; - for standard input (default: asked for)',
  completes: 'file',
} as const;

/**
 * Reads a passphrase from a file or standard input without its final line break, or asks for it.
 *
 * @param isNew asks twice, and refuses a short one
 */
export async function readPassphrase(
  file: string | undefined,
  isNew: boolean,
  { terminal, input }: Pick<Context, 'terminal' | 'input'>,
): Promise<string> {
  if (file === undefined && !terminal.interactive)
    throw usageError('The passphrase is missing.', 'Name a file with it: --passphrase-file <path>');
  const passphrase =
    file === undefined
      ? await terminal.askHidden('Passphrase (not shown):')
      : (await input.text(file)).replace(/\r?\n$/, '');
  if (passphrase.length > MAX_LENGTH || (isNew && passphrase.length < MIN_LENGTH))
    throw usageError(`The passphrase must have ${MIN_LENGTH} to ${MAX_LENGTH} characters.`);
  if (isNew && file === undefined && (await terminal.askHidden('The same passphrase again:')) !== passphrase)
    throw usageError('The two passphrases differ.', 'Run the same command again.');
  return passphrase;
}
