import type { Context } from '../context.ts';
import { Failure } from '../domain/errors.ts';
import { EXIT } from '../domain/exit-codes.ts';

/**
 * Lets a profile be removed only when a person agrees.
 *
 * @throws {Failure} (held) otherwise.
 */
export async function confirmRemoval(name: string, { terminal }: Pick<Context, 'terminal'>): Promise<void> {
  const agreed = terminal.interactive && (await terminal.confirm(`Forget profile ${name} and its secret?`));
  if (!agreed)
    throw new Failure(EXIT.held, 'not_confirmed', 'Not confirmed: nothing was removed.', {
      hint: 'To go ahead: --yes',
    });
}
