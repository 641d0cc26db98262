import type { Context } from '#context';
import type { Ledger } from '#domain/ledger/ledger';

/**
 * Returns the ledger, for what is going to record something: a user is not asked anything in vain.
 *
 * @throws {Failure} (held) where it can only be read.
 */
export async function writableLedger(context: Pick<Context, 'ledger'>): Promise<Ledger> {
  const ledger = await context.ledger();
  if (ledger.readOnly !== undefined) throw ledger.readOnly;
  return ledger;
}
