import type { Context } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure, usageError } from '#domain/errors/failure';
import { parseTimestamp } from '#domain/time/timestamp';
import type { CommandDocument } from '#schemas/document-types';

/** Selection of stored callbacks to remove, in addition to those with a wrong signature. */
export interface PruneOptions {
  readonly olderThan?: string;
  readonly genuine?: boolean;
  readonly chargebacks?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/**
 * Removes stored callbacks. Genuine and chargeback ones are removed only with their option, a minimum age, and a confirmation.
 *
 * @throws {Failure} (usage), or (blocked) when the user does not confirm.
 */
export async function pruneCallbacks(
  { olderThan, genuine = false, chargebacks = false, dryRun = false, yes = false }: PruneOptions,
  { clock, ledger, terminal }: Pick<Context, 'clock' | 'ledger' | 'terminal'>,
): Promise<CommandDocument<'callbacks prune'>> {
  if ((genuine || chargebacks) && olderThan === undefined) {
    throw usageError(
      '--genuine and --chargebacks need --older-than.',
      'For example: rocketpay callbacks prune --genuine --older-than 90d --dry-run',
    );
  }
  const before = olderThan === undefined ? undefined : parseTimestamp(olderThan, clock.now());
  const which = { genuine, chargebacks, before };
  const opened = await ledger();
  const found = await opened.pruneCallbacks({ ...which, dryRun: true });
  const wanted = found.wrong + found.genuine + found.chargebacks;
  if (dryRun) return { removed: 0, ...found, dryRun: true };
  if (wanted === 0) return { removed: 0, ...found };
  const asked = !yes && found.genuine + found.chargebacks > 0;
  if (asked && !(terminal.interactive && (await terminal.confirm(`Remove ${wanted} stored callbacks?`)))) {
    throw new Failure(EXIT.blocked, 'not_confirmed', 'Not confirmed. Nothing was removed.', {
      hint: 'To remove them without a question, add --yes.',
    });
  }
  const done = await opened.pruneCallbacks({ ...which, dryRun: false });
  return { removed: done.wrong + done.genuine + done.chargebacks, ...done };
}
