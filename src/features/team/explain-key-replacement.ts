import type { Context } from '#context';
import { shellWord } from '#domain/encoding/shell-word';
import type { KeyReplacement } from '#domain/team/team';

/** Tells what is left to do after the data key was replaced. */
export function explainKeyReplacement(
  { suspended, wasExported }: KeyReplacement,
  { terminal }: Pick<Context, 'terminal'>,
): void {
  if (wasExported)
    terminal.note('The exported data key was replaced. Export the new one: rocketpay ledger export-key <file>');
  for (const { name, fingerprint, role } of suspended) {
    terminal.warn(
      `The keys of ${name} in the database are not those that an administrator accepted, so ${name} got no data key.`,
    );
    terminal.note(
      `If the fingerprint is right: rocketpay ledger accept ${shellWord(name)} --fingerprint ${fingerprint} --role ${role}`,
    );
  }
}
