import type { Context } from '#context';
import { checkApprovals, MAX_CLOCK_SKEW_MS } from '#domain/bulk-refunds/plan-approval';
import type { PlanHeader } from '#domain/bulk-refunds/refund-plan';
import { checkMaker } from '#domain/bulk-refunds/team-plans';
import { shellWord } from '#domain/encoding/shell-word';
import { blockedFailure } from '#domain/errors/failure';
import { joinTexts, message } from '#domain/language/message';
import { projectKey } from '#domain/ledger/intent';
import type { Ledger } from '#domain/ledger/ledger';
import { formatDuration } from '#domain/time/duration';
import { findPlanSource } from '#features/bulk-refunds/plans/plan-source';
import { ledgerId } from './ledger-id.ts';

/**
 * Checks that a plan belongs to this profile, project and ledger, is not too old, and is approved where the profile
 * requires it.
 *
 * @param maxAge maximum age in milliseconds
 * @throws {Failure} (blocked) otherwise; nothing has been sent.
 */
export async function checkPlan(
  header: PlanHeader,
  { file, maxAge, otherLedger }: { readonly file: string; readonly maxAge: number; readonly otherLedger: boolean },
  context: Pick<Context, 'profile' | 'clock' | 'refundFiles' | 'ledger'>,
): Promise<void> {
  const [profile, source] = await Promise.all([context.profile(), findPlanSource(file, context)]);
  const { name, requireApproval, approvers } = profile;
  if (header.profile !== name) {
    const values = { profile: header.profile, name };
    throw blockedFailure(
      'other_profile',
      message('The plan was made with profile {profile}, this is {name}.', values),
      {
        hint: message('Name it: rocketpay refunds apply {file} --profile {profile}', {
          file: shellWord(file),
          profile: shellWord(header.profile),
        }),
      },
    );
  }
  const project = projectKey(profile);
  if (header.project !== project || header.mode !== profile.mode) {
    const values = { project: header.project, mode: header.mode, own: project, ownMode: profile.mode };
    const text = message('The plan is for project {project} ({mode}), this is {own} ({ownMode}).', values);
    throw blockedFailure('other_project', text, { hint: NEW_PLAN });
  }
  if (!otherLedger) checkLedger(header, await context.ledger());
  const now = context.clock.now();
  const age = now - Date.parse(header.createdAt);
  if (!(age <= maxAge && age > -MAX_CLOCK_SKEW_MS)) {
    const values = { age: formatDuration(age), limit: formatDuration(maxAge) };
    const text =
      age > 0
        ? message('The plan is {age} old, over the limit of {limit}: payments may have changed.', values)
        : message('The plan is from the future: payments may have changed.');
    throw blockedFailure('plan_outdated', text, { hint: NEW_PLAN });
  }
  const replacement = await source.findReplacement?.(header);
  if (replacement !== undefined) {
    const text = message('The plan was replaced by {replacement}. Nothing was sent by this run.', { replacement });
    throw blockedFailure('plan_replaced', text, {
      hint: message('See the new one: rocketpay refunds show {replacement}', { replacement: shellWord(replacement) }),
    });
  }
  const members = await source.members?.();
  if (members !== undefined) checkMaker(header, members);
  if (!requireApproval) return;
  checkApprovals(await source.readApprovals(file), header, { approvers, members, maxAge, now, file });
}

/**
 * Checks that a plan is applied with its own ledger and on its own machine: only this ledger knows what was sent. All machines
 * of a team have one ledger.
 *
 * @throws {Failure} (blocked) otherwise.
 */
function checkLedger({ by, ledger }: PlanHeader, here: Ledger): void {
  const host = by.slice(by.indexOf('@') + 1);
  const isOtherHost = here.plans === undefined && host !== here.currentUser.host;
  if (!isOtherHost && ledger === ledgerId(here)) return;
  const where = isOtherHost
    ? message('The plan was made on {host}, this is {here}.', { host, here: here.currentUser.host })
    : message('The plan was made with another ledger than {ledger}.', { ledger: here.place });
  const risk = message(
    'A plan that is applied in two places refunds each row twice: no ledger knows what another one has sent.',
  );
  const hint = message(
    'Apply it where it was made, or make a new plan here. Only if it was applied nowhere else and will not be: add --other-ledger.',
  );
  throw blockedFailure('other_ledger', joinTexts([where, risk], ' '), { hint });
}

const NEW_PLAN = message('Make a new plan: rocketpay refunds plan <file.csv>');
