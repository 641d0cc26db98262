import type { Context } from '#context';
import type { Profile } from '#domain/profiles/profile';

/**
 * Asks for the name of a live profile, because it moves real money.
 *
 * @throws {Failure} (interrupted) when the user does not type it.
 */
export async function confirmLive({ name, mode }: Profile, { terminal }: Pick<Context, 'terminal'>): Promise<void> {
  if (mode !== 'live') return;
  await terminal.ask(`Profile ${name} is LIVE and moves real money. Type its name to continue:`, {
    check: (text) => text === name || `Type ${name} to continue, or leave with Ctrl-C.`,
  });
}
