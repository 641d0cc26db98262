import { type Kysely, sql } from 'kysely';
import { readInfo } from '#adapters/ledger/migrations/migrate';
import type { Tables } from '#adapters/ledger/tables';
import { blockedFailure, type Failure } from '#domain/errors/failure';
import { message } from '#domain/language/message';

/** Name of the value that says to which ledger of a team a ledger of this machine was moved. */
const MOVED_TO = 'moved_to';

/** Returns the failure of every write to a ledger that was moved to a team; undefined for any other ledger. */
export async function findMoved(place: string, db: Kysely<Tables>): Promise<Failure | undefined> {
  const target = await readInfo(MOVED_TO, db);
  if (target === undefined) return undefined;
  return blockedFailure(
    'ledger_moved',
    message('The ledger {place} was moved to the one of a team: {target}.', { place, target }),
    {
      hint: message('Use it: ROCKETPAY_LEDGER_URL={target}. What was written here before can still be read.', {
        target,
      }),
    },
  );
}

/**
 * Returns a function that checks at the beginning of a writing transaction that the ledger was not moved. It reads only after another
 * connection has changed the database.
 *
 * @throws {Failure} (blocked) from the function, when it was moved
 */
export function checkMoved(place: string): (trx: Kysely<Tables>) => Promise<void> {
  let checked: number | undefined;
  return async (trx) => {
    const { rows } = await sql<{ data_version: number }>`pragma data_version`.execute(trx);
    const version = rows[0]?.data_version;
    if (version !== undefined && version === checked) return;
    const moved = await findMoved(place, trx);
    if (moved !== undefined) throw moved;
    checked = version;
  };
}

/** Marks a ledger as moved. @param target URL without a password */
export async function markMoved(target: string, db: Kysely<Tables>): Promise<void> {
  const row = { name: MOVED_TO, value: target };
  await db
    .insertInto('info')
    .values(row)
    .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
    .execute();
}

/** Takes the mark away: the ledger is used again. */
export const unmarkMoved = (db: Kysely<Tables>) => db.deleteFrom('info').where('name', '=', MOVED_TO).execute();
