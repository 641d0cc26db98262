import type { Context } from '#context';
import type { PlanHeader } from '#domain/bulk-refunds/refund-plan';
import { fileWord } from '#domain/encoding/shell-word';
import { blockedFailure, Failure } from '#domain/errors/failure';
import { message, type Text } from '#domain/language/message';
import { ledgerId } from '#features/bulk-refunds/ledger-id';
import { readRowStates } from '#features/bulk-refunds/row-state';

/**
 * Checks that a plan file may be replaced: nothing of it was sent. Returns its header; undefined where there is no such file.
 *
 * @throws {Failure} (usage) for a file that is not a plan; (blocked) for a plan of another ledger, and one of which a row was sent.
 */
export async function checkReplaceable(
  file: string,
  context: Pick<Context, 'refundFiles' | 'ledger'>,
): Promise<PlanHeader | undefined> {
  const plan = await (await context.refundFiles()).openPlan(file).catch((error: unknown) => {
    if (error instanceof Failure && error.code === 'unreadable') return undefined;
    throw error;
  });
  if (plan === undefined) return undefined;
  const name = fileWord(file);
  const refuse = (why: Text) =>
    blockedFailure('plan_applied', message('The plan {name} is not replaced: {why}.', { name, why }), {
      hint: message('Choose another name: --out <file>. Its results: rocketpay refunds show {name}', { name }),
    });
  if (plan.header.ledger !== ledgerId(await context.ledger()))
    throw refuse(message('another ledger knows what was sent of it'));
  for await (const { row, intent } of readRowStates(plan, context))
    if (intent !== undefined) throw refuse(message('line {line} was already sent', { line: String(row.line) }));
  return plan.header;
}

/**
 * Returns the id of the plan in the ledger of the team that a new plan replaces; undefined where it replaces none. Only the maker of a
 * plan can replace it there.
 *
 * @param key public key of the current user
 */
export async function findReplaced(
  old: PlanHeader | undefined,
  key: string,
  { ledger, terminal }: Pick<Context, 'ledger' | 'terminal'>,
): Promise<string | undefined> {
  const { plans } = await ledger();
  if (old === undefined || plans === undefined || !(await plans.has(old.plan))) return undefined;
  if (old.makerKey === key) return old.plan;
  const { plan, by } = old;
  terminal.warn(
    message('{plan} stays in the ledger of the team: only {by}, who has made it, can replace it there.', { plan, by }),
  );
  return undefined;
}
