import type { Context } from '#context';
import { checkApprovals, MAX_CLOCK_SKEW_MS } from '#domain/bulk-refunds/plan-approval';
import type { PlanHeader } from '#domain/bulk-refunds/refund-plan';
import { checkMaker } from '#domain/bulk-refunds/team-plans';
import { shellWord } from '#domain/encoding/shell-word';
import { blockedFailure } from '#domain/errors/failure';
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
    throw blockedFailure('other_profile', `The plan was made with profile ${header.profile}, this is ${name}.`, {
      hint: `Name it: rocketpay refunds apply ${shellWord(file)} --profile ${shellWord(header.profile)}`,
    });
  }
  const project = projectKey(profile);
  if (header.project !== project || header.mode !== profile.mode) {
    const message = `The plan is for project ${header.project} (${header.mode}), this is ${project} (${profile.mode}).`;
    throw blockedFailure('other_project', message, { hint: NEW_PLAN });
  }
  if (!otherLedger) checkLedger(header, await context.ledger());
  const now = context.clock.now();
  const age = now - Date.parse(header.createdAt);
  if (!(age <= maxAge && age > -MAX_CLOCK_SKEW_MS)) {
    const old = age > 0 ? `${formatDuration(age)} old, over the limit of ${formatDuration(maxAge)}` : 'from the future';
    throw blockedFailure('plan_outdated', `The plan is ${old}: payments may have changed.`, { hint: NEW_PLAN });
  }
  const replacement = await source.findReplacement?.(header);
  if (replacement !== undefined) {
    throw blockedFailure('plan_replaced', `The plan was replaced by ${replacement}. Nothing was sent by this run.`, {
      hint: `See the new one: rocketpay refunds show ${shellWord(replacement)}`,
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
  const place = isOtherHost ? `on ${host}, this is ${here.currentUser.host}` : `with another ledger than ${here.place}`;
  const risk = 'A plan that is applied in two places refunds each row twice: no ledger knows what another one has sent';
  const hint =
    'Apply it where it was made, or make a new plan here. ' +
    'Only if it was applied nowhere else and will not be: add --other-ledger.';
  throw blockedFailure('other_ledger', `The plan was made ${place}. ${risk}.`, { hint });
}

const NEW_PLAN = 'Make a new plan: rocketpay refunds plan <file.csv>';
