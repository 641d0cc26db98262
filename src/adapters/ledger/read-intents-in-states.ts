import type { Kysely } from 'kysely';
import type { Intent, IntentState } from '#domain/ledger/intent';
import { toIntent } from './row-mapping.ts';
import type { IntentRow, Tables } from './tables.ts';

/** Number of intents in a group. */
const GROUP_ROWS = 200;

/** Yields the intents in some states, oldest first, in groups, so that many need no more memory than few. */
export async function* readByStates(
  states: readonly IntentState[],
  db: Kysely<Tables>,
): AsyncGenerator<readonly Intent[]> {
  const { newest } = await db
    .selectFrom('intents')
    .select(({ fn }) => fn.max('created_at').as('newest'))
    .where('state', 'in', states)
    .executeTakeFirstOrThrow();
  // Usually there is none.
  if (newest === null) return;
  let after: Position = { created_at: Number.MIN_SAFE_INTEGER, id: '' };
  for (;;) {
    const rows = await readGroup(states, after, newest, db);
    if (rows.length > 0) yield rows.map(toIntent);
    const end = rows.at(-1);
    if (end === undefined || rows.length < GROUP_ROWS) return;
    after = end;
  }
}

type Position = Pick<IntentRow, 'created_at' | 'id'>;

/** Reads each state by the index of states and times: one condition for all states would sort all their intents for each group. */
async function readGroup(
  states: readonly IntentState[],
  after: Position,
  newest: number,
  db: Kysely<Tables>,
): Promise<readonly IntentRow[]> {
  const inState = (state: IntentState) => {
    const rows = db
      .selectFrom('intents')
      .selectAll()
      .where('state', '=', state)
      .where('created_at', '>=', after.created_at)
      .where('created_at', '<=', newest)
      .where(({ or, eb }) => or([eb('created_at', '>', after.created_at), eb('id', '>', after.id)]))
      .orderBy('created_at')
      .orderBy('id')
      .limit(GROUP_ROWS);
    return db.selectFrom(rows.as('rows')).selectAll();
  };
  const [first, ...others] = states.map(inState);
  if (first === undefined) return [];
  const all = others.reduce((query, other) => query.unionAll(other), first);
  return all.orderBy('created_at').orderBy('id').limit(GROUP_ROWS).execute();
}

/** Returns the number of intents in some states. */
export async function countByStates(states: readonly IntentState[], db: Kysely<Tables>): Promise<number> {
  const { count } = await db
    .selectFrom('intents')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('state', 'in', states)
    .executeTakeFirstOrThrow();
  return count;
}
