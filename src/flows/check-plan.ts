import type { Context } from '../context.ts';
import { CLOCKS_DIFFER_MS, checkApproval } from '../domain/approval.ts';
import { formatDuration } from '../domain/duration.ts';
import { Failure } from '../domain/errors.ts';
import { EXIT } from '../domain/exit-codes.ts';
import { projectOf } from '../domain/intent.ts';
import type { PlanHeader } from '../domain/refund-plan.ts';

/**
 * Lets a plan be applied that is of this profile and project, not too old, and approved where the profile
 * asks for it.
 *
 * @param maxAge in milliseconds
 * @throws {Failure} (held) otherwise. Nothing has been sent then.
 */
export async function checkPlan(
  header: PlanHeader,
  { file, maxAge }: { readonly file: string; readonly maxAge: number },
  context: Pick<Context, 'profile' | 'clock' | 'terminal' | 'refundFiles'>,
): Promise<void> {
  const profile = await context.profile();
  const { name, requireApproval, approvers } = profile;
  if (header.profile !== name) {
    throw held(
      'other_profile',
      `The plan was made with profile ${header.profile}, this is ${name}`,
      `Add: --profile ${header.profile}`,
    );
  }
  const project = projectOf(profile);
  if (header.project !== project || header.mode !== profile.mode) {
    const words = (of: string, mode: string) => `${of} (${mode})`;
    const message = `The plan is for project ${words(header.project, header.mode)}, this is ${words(project, profile.mode)}`;
    throw held('other_project', message, NEW_PLAN);
  }
  const now = context.clock.now();
  const age = now - Date.parse(header.createdAt);
  if (!(age <= maxAge && age > -CLOCKS_DIFFER_MS)) {
    const old = age > 0 ? `${formatDuration(age)} old, over the limit of ${formatDuration(maxAge)}` : 'from the future';
    throw held('plan_outdated', `The plan is ${old}: payments may have changed`, NEW_PLAN);
  }
  if (!requireApproval) return;
  if (approvers.length === 0) {
    context.terminal.warn('the profile lists no approvers: any key but that of whoever made the plan will do.');
  }
  const approval = await (await context.refundFiles()).readApproval(file);
  checkApproval(approval, header, { approvers, maxAge, now });
}

const NEW_PLAN = 'Make a new plan: rocketpay refunds plan <file.csv>';

const held = (code: string, message: string, hint: string): Failure =>
  new Failure(EXIT.held, code, `${message}. Nothing was sent.`, { hint });
