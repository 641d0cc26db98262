import type { Context } from '#context';
import type { Ledger } from '#domain/ledger/ledger';

/**
 * Returns the ledger for a command that will write, so that it fails before the first question.
 *
 * @throws {Failure} (blocked) when the ledger is read-only.
 */
export async function writableLedger(context: Pick<Context, 'ledger'>): Promise<Ledger> {
  const ledger = await context.ledger();
  if (ledger.readOnly !== undefined) throw ledger.readOnly;
  return ledger;
}
