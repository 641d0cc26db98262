import { type Kysely, sql } from 'kysely';
import { toCallbackRow, toIdentityKey, withRepeat } from '#adapters/ledger/callbacks/callback-rows';
import type { CallbackTables } from '#adapters/ledger/callbacks/callback-tables';
import type { LedgerKey } from '#adapters/ledger/ledger-key';
import type { Tables } from '#adapters/ledger/tables';
import { IN_PROGRESS } from '#domain/callbacks/delivery';
import type { StoredCallback } from '#domain/ledger/stored-callback';
import { isConnectionLoss } from './postgres-failure.ts';

/**
 * The tables of callbacks in PostgreSQL. The database decides which of several listeners stored a callback first, by a unique
 * identity. The others store a repeat.
 */
export const TEAM_CALLBACKS: CallbackTables = {
  callbacks: sql`rocketpay.callbacks`,
  deliveries: sql`rocketpay.deliveries`,
  hasId: (ids) => sql`id = any(${ids}::text[])`,
  add: addCallbacks,
  // Only used while the database cannot be reached: nothing is known of what it holds.
  findRepeats: async (keys, others) => {
    const found = new Set(others);
    return keys.map((same) => {
      if (same === undefined) return false;
      const isRepeat = found.has(same);
      found.add(same);
      return isRepeat;
    });
  },
  // SQLSTATE classes of data and of program limits (PostgreSQL documentation: appendix A).
  isRecordFault: (error) => /^(22|54)/.test(String((error as NodeJS.ErrnoException).code)),
  isUnreachable: isConnectionLoss,
};

async function addCallbacks(
  batch: readonly StoredCallback[],
  key: LedgerKey,
  db: Kysely<Tables>,
): Promise<readonly StoredCallback[]> {
  const identities = batch.map((callback) => {
    const same = toIdentityKey(callback);
    return same === undefined ? null : key.identify(same);
  });
  const rows = batch.map((callback, at) => ({
    ...toCallbackRow({ ...callback, repeat: false }, key),
    identity: identities[at] ?? null,
  }));
  const first = await insertRows(rows, db);
  const isFirst = (at: number) => identities[at] === null || first.has(batch[at]?.id ?? '');
  await insertRows(
    rows.filter((_, at) => !isFirst(at)).map((row) => ({ ...row, repeated: 1, identity: null })),
    db,
  );
  const marked = batch.map((callback, at) => withRepeat(callback, !isFirst(at)));
  await addForwards(marked, db);
  return marked;
}

/** Inserts rows whose id and identity are new. @returns the ids of the inserted ones */
async function insertRows(rows: readonly object[], db: Kysely<Tables>): Promise<ReadonlySet<string>> {
  if (rows.length === 0) return new Set();
  const stored = await sql<{ id: string }>`
    insert into rocketpay.callbacks
    select * from jsonb_populate_recordset(null::rocketpay.callbacks, ${toJsonText(rows)}::jsonb)
    on conflict do nothing returning id`.execute(db);
  return new Set(stored.rows.map(({ id }) => id));
}

/** Stores where callbacks are to be forwarded to, where nothing is known of it yet. */
async function addForwards(batch: readonly StoredCallback[], db: Kysely<Tables>): Promise<void> {
  const rows = batch.flatMap(({ id, receivedAt, repeat, forwards = [] }) =>
    forwards.map(({ first, again }) => ({ callback_id: id, url: repeat ? again : first, at: receivedAt })),
  );
  if (rows.length === 0) return;
  await sql`
    insert into rocketpay.deliveries (callback_id, url, at, reason, milliseconds)
    select callback_id, url, at, ${IN_PROGRESS}, 0
    from jsonb_to_recordset(${toJsonText(rows)}::jsonb) as asked (callback_id text, url text, at bigint)
    where not exists (
      select 1 from rocketpay.deliveries as other
      where other.callback_id = asked.callback_id and other.url = asked.url)`.execute(db);
}

/** PostgreSQL stores no NUL character and no half of a surrogate pair. */
const toJsonText = (rows: readonly object[]): string =>
  JSON.stringify(rows, (_, value) =>
    typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\uFFFD') : value,
  );
