import type { Context } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure, usageError } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import { noTeamFailure } from '#domain/team/team-required';
import { parseTimestamp } from '#domain/time/timestamp';
import type { CommandDocument } from '#schemas/document-types';

/** Selection of plans to remove. */
export interface PrunePlansOptions {
  readonly olderThan?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/**
 * Removes old plans that are not needed any more from the ledger of the team, after a confirmation.
 *
 * @throws {Failure} (usage), (credentials) when the ledger is not shared with a team, or (blocked) when the user does not confirm.
 */
export async function prunePlans(
  { olderThan, dryRun = false, yes = false }: PrunePlansOptions,
  { clock, ledger, terminal }: Pick<Context, 'clock' | 'ledger' | 'terminal'>,
): Promise<CommandDocument<'refunds prune'>> {
  if (olderThan === undefined)
    throw usageError(
      message('--older-than is missing.'),
      message('For example: {example}', { example: 'rocketpay refunds prune --older-than 90d --dry-run' }),
    );
  const { plans } = await ledger();
  if (plans === undefined) throw noTeamFailure();
  const before = parseTimestamp(olderThan, clock.now());
  const found = await plans.prune({ before, dryRun: true });
  if (dryRun) return { removed: 0, ...found, dryRun: true };
  const wanted = found.unused + found.finished;
  if (wanted === 0) return { removed: 0, ...found };
  if (
    !yes &&
    !(terminal.interactive && (await terminal.confirm(message('Remove old plans ({plans})?', { plans: wanted }))))
  )
    throw new Failure(EXIT.blocked, 'not_confirmed', message('Not confirmed. Nothing was removed.'), {
      hint: message('To remove them without a question, add --yes.'),
    });
  const done = await plans.prune({ before, dryRun: false });
  return { removed: done.unused + done.finished, ...done };
}
