import type { Context } from '#context';
import { message } from '#domain/language/message';
import type { Profile } from '#domain/profiles/profile';

/**
 * Asks for the name of a live profile, because it moves real money.
 *
 * @throws {Failure} (interrupted) when the user does not type it.
 */
export async function confirmLive({ name, mode }: Profile, { terminal }: Pick<Context, 'terminal'>): Promise<void> {
  if (mode !== 'live') return;
  await terminal.ask(message('Profile {name} is LIVE and moves real money. Type its name to continue:', { name }), {
    check: (text) => text === name || message('Type {name} to continue, or leave with Ctrl-C.', { name }),
  });
}
