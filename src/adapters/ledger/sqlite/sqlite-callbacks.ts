import { type Kysely, sql } from 'kysely';
import { BATCH_BYTES } from '#adapters/ledger/callback-queue/queue-frames';
import {
  CALLBACK_COLUMNS,
  IDENTITY_COLUMNS,
  toCallbackValues,
  toIdentityKey,
  withRepeat,
} from '#adapters/ledger/callbacks/callback-rows';
import type { CallbackTables } from '#adapters/ledger/callbacks/callback-tables';
import type { LedgerKey } from '#adapters/ledger/ledger-key';
import type { Tables } from '#adapters/ledger/tables';
import { IN_PROGRESS } from '#domain/callbacks/forwarding';
import type { StoredCallback } from '#domain/ledger/stored-callback';

/** The tables of callbacks in SQLite. */
export const SQLITE_CALLBACKS: CallbackTables = {
  callbacks: sql`callbacks`,
  deliveries: sql`deliveries`,
  hasId: (ids) => sql`id in (select value from json_each(${JSON.stringify(ids)}))`,
  add: (batch, key, commit) => commit((trx) => addCallbacks(batch, key, trx)),
  isTaken: sql`false`,
  findRepeats,
  isRecordFault,
  isUnreachable: () => false,
};

/**
 * Adds callbacks and their forward targets, and marks repeated ones. A callback that is stored already does not change.
 */
async function addCallbacks(
  batch: readonly StoredCallback[],
  key: LedgerKey,
  db: Kysely<Tables>,
): Promise<readonly StoredCallback[]> {
  const repeats = await findRepeats(batch.map(toIdentityKey), new Set(), db);
  const marked = batch.map((callback, at) => withRepeat(callback, repeats[at] === true));
  const values = sql.join(CALLBACK_COLUMNS.map((_, at) => sql`value ->> ${sql.lit(`$[${at}]`)}`));
  const rows = marked.map((callback) => JSON.stringify(toCallbackValues(callback, key)));
  // Rows in one JSON text: a statement with a parameter for each value takes longer to prepare than to run.
  for (const text of joinRows(rows)) {
    await sql`
      insert or ignore into callbacks (${sql.join(CALLBACK_COLUMNS.map(sql.ref))})
      select ${values} from json_each(${text})`.execute(db);
  }
  await addForwards(marked, db);
  return marked;
}

/** Joins rows to JSON lists of limited length. */
function joinRows(rows: readonly string[]): string[] {
  const texts: string[] = [];
  let some: string[] = [];
  let length = 0;
  for (const row of rows) {
    if (length > BATCH_BYTES) {
      texts.push(`[${some.join()}]`);
      some = [];
      length = 0;
    }
    some.push(row);
    length += row.length;
  }
  return [...texts, `[${some.join()}]`];
}

/** Records the forward targets of callbacks as in progress, unless a delivery is recorded already. */
async function addForwards(batch: readonly StoredCallback[], db: Kysely<Tables>): Promise<void> {
  const rows = batch.flatMap(({ id, receivedAt, repeat, forwards = [] }) =>
    forwards.map(({ first, again }) => [id, repeat ? again : first, receivedAt, IN_PROGRESS]),
  );
  if (rows.length === 0) return;
  await sql`
    insert into deliveries (callback_id, url, at, status, reason, milliseconds)
    select value ->> '$[0]', value ->> '$[1]', value ->> '$[2]', null, value ->> '$[3]', 0 from json_each(${JSON.stringify(rows)})
    where not exists (
      select 1 from deliveries where callback_id = value ->> '$[0]' and url = value ->> '$[1]')`.execute(db);
}

/** See {@link CallbackTables.findRepeats}. */
async function findRepeats(
  keys: readonly (string | undefined)[],
  others: ReadonlySet<string>,
  db: Kysely<Tables>,
): Promise<readonly boolean[]> {
  const asked = new Set<string>();
  for (const same of keys) if (same !== undefined && !others.has(same)) asked.add(same);
  if (asked.size === 0) return keys.map((same) => same !== undefined);
  const known = await findStored([...asked], db);
  return keys.map((same) => {
    if (same === undefined) return false;
    const repeat = known.has(same) || !asked.has(same);
    known.add(same);
    return repeat;
  });
}

/** Returns the keys of which a callback is stored. */
async function findStored(keys: readonly string[], db: Kysely<Tables>): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const equal = IDENTITY_COLUMNS.map(
    (column, at) => sql`callbacks.${sql.ref(column)} is asked.value ->> ${sql.lit(`$[${at}]`)}`,
  );
  const found = await sql<{ place: number }>`
    select asked.key as place from json_each(${`[${keys.join()}]`}) as asked
    where exists (select 1 from callbacks where ${sql.join(equal, sql` and `)})`.execute(db);
  return new Set(found.rows.map(({ place }) => keys[place] ?? ''));
}

/** True for an error that the data of a callback cause, and not the disk or another process: every retry would fail too. */
function isRecordFault(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return typeof code !== 'string' || /^(SQLITE_(TOOBIG|CONSTRAINT|MISMATCH)|ERR_)/.test(code);
}
