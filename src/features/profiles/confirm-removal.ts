import type { Context } from '#context';
import { shellWord } from '#domain/encoding/shell-word';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';

/**
 * Confirms the removal of a profile.
 *
 * @throws {Failure} (blocked) without a confirmation.
 */
export async function confirmRemoval(name: string, { terminal }: Pick<Context, 'terminal'>): Promise<void> {
  const { interactive } = terminal;
  if (interactive && (await terminal.confirm(`Remove profile ${name} and its secret?`))) return;
  throw new Failure(EXIT.blocked, 'not_confirmed', 'Not confirmed. Nothing was removed.', {
    hint: interactive ? undefined : `To remove it: rocketpay profiles remove ${shellWord(name)} --yes`,
  });
}
