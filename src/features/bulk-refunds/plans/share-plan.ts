import type { Context } from '#context';
import { type ApprovalKey, formatPublicKey } from '#domain/bulk-refunds/approval-key';
import type { PlanBasis, PlanHeader } from '#domain/bulk-refunds/refund-plan';
import { fileWord } from '#domain/encoding/shell-word';
import { Failure, joinedHints } from '#domain/errors/failure';
import { message } from '#domain/language/message';

type ShareContext = Pick<Context, 'ledger' | 'refundFiles'>;

/** Stores a plan file in the ledger of the team too, until Ctrl-C. Returns false where the ledger is not shared. */
export async function sharePlan(file: string, context: ShareContext & Pick<Context, 'signal'>): Promise<boolean> {
  const { plans } = await context.ledger();
  if (plans === undefined) return false;
  const { header, rows } = await (await context.refundFiles()).openPlan(file);
  const rowsUntilSignal = async function* () {
    for await (const row of rows()) {
      context.signal.throwIfAborted();
      yield row;
    }
  };
  await plans.add({ header, rows: rowsUntilSignal }).catch((error: unknown) => {
    if (!(error instanceof Failure)) throw error;
    const { exit, code, text, nextStep, cause } = error;
    const next = message('The plan is saved as {file}. Run the same command again to store it in the ledger.', {
      file: fileWord(file),
    });
    throw new Failure(exit, code, text, { hint: joinedHints(nextStep, next), cause });
  });
  return true;
}

/**
 * Finds a complete plan file that an earlier run of the same command could not store in the ledger of the team; undefined where
 * there is none.
 *
 * @param key private key of the current user
 */
export async function findUnsharedPlan(
  file: string,
  basis: PlanBasis,
  key: ApprovalKey,
  context: ShareContext,
): Promise<PlanHeader | undefined> {
  const { plans } = await context.ledger();
  if (plans === undefined) return undefined;
  const plan = await (await context.refundFiles()).openPlan(file).catch(() => undefined);
  if (plan?.header.makerKey !== formatPublicKey(key) || !isMadeFrom(plan.header, basis)) return undefined;
  return (await plans.has(plan.header.plan)) ? undefined : plan.header;
}

const isMadeFrom = (header: PlanHeader, basis: PlanBasis): boolean =>
  Object.entries(basis).every(
    ([name, value]) => JSON.stringify(header[name as keyof PlanBasis]) === JSON.stringify(value),
  );
