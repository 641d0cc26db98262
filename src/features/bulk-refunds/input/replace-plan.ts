import type { Context } from '#context';
import { fileWord } from '#domain/encoding/shell-word';
import { blockedFailure, Failure } from '#domain/errors/failure';
import { ledgerId } from '#features/bulk-refunds/ledger-id';
import { readRowStates } from '#features/bulk-refunds/row-state';

/**
 * Checks that a plan file may be replaced: nothing of it was sent. Returns false where there is no such file.
 *
 * @throws {Failure} (usage) for a file that is not a plan; (blocked) for a plan of another ledger, and one of which a row was sent.
 */
export async function checkReplaceable(
  file: string,
  context: Pick<Context, 'refundFiles' | 'ledger'>,
): Promise<boolean> {
  const plan = await (await context.refundFiles()).openPlan(file).catch((error: unknown) => {
    if (error instanceof Failure && error.code === 'unreadable') return undefined;
    throw error;
  });
  if (plan === undefined) return false;
  const refuse = (why: string) =>
    blockedFailure('plan_applied', `The plan ${fileWord(file)} is not replaced: ${why}.`, {
      hint: `Choose another name: --out <file>. Its results: rocketpay refunds show ${fileWord(file)}`,
    });
  if (plan.header.ledger !== ledgerId(await context.ledger())) throw refuse('another ledger knows what was sent of it');
  for await (const { row, intent } of readRowStates(plan, context))
    if (intent !== undefined) throw refuse(`line ${row.line} was already sent`);
  return true;
}
