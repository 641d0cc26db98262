import type { Context } from '#context';
import { isPlanId } from '#domain/bulk-refunds/plan-id';
import type { CheckedPlan, PlanSource } from '#domain/bulk-refunds/plan-storage';
import { Failure, joinedHints } from '#domain/errors/failure';
import { message } from '#domain/language/message';

type SourceContext = Pick<Context, 'ledger' | 'refundFiles'>;

/** Returns where a plan is: a plan id names a plan in the ledger of a team, and every other name a file. */
export async function findPlanSource(name: string, context: SourceContext): Promise<PlanSource> {
  const files = await context.refundFiles();
  if (!isPlanId(name)) return files;
  return (await context.ledger()).plans ?? { ...files, openPlan: (file) => files.openPlan(file).catch(addTeamHint) };
}

/** Opens a plan by its file or its id: see {@link PlanSource.openPlan}. */
export const openPlan = async (name: string, context: SourceContext): Promise<CheckedPlan> =>
  (await findPlanSource(name, context)).openPlan(name);

function addTeamHint(error: unknown): never {
  if (!(error instanceof Failure)) throw error;
  const { exit, code, text, nextStep, cause } = error;
  const hint = joinedHints(
    nextStep,
    message('For a plan of a team, name its ledger: rocketpay ledger use postgres://…'),
  );
  throw new Failure(exit, code, text, { hint, cause });
}
