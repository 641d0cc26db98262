import { type Kysely, type RawBuilder, sql } from 'kysely';
import { toCallbackRow, toIdentityKey, withRepeat } from '#adapters/ledger/callbacks/callback-rows';
import type { CallbackTables } from '#adapters/ledger/callbacks/callback-tables';
import type { LedgerKey } from '#adapters/ledger/ledger-key';
import { sendHint } from '#adapters/ledger/postgres/callbacks/callback-hints';
import type { Tables } from '#adapters/ledger/tables';
import { IN_PROGRESS } from '#domain/callbacks/forwarding';
import type { StoredCallback } from '#domain/ledger/stored-callback';
import { comparablePaymentId } from '#domain/payments/payment-id';
import { IS_TAKEN, LEASE_END, unqueue } from './forward-queue.ts';
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
  isTaken: IS_TAKEN,
  unqueue,
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
  const first = await insertRows(rows, sendHint(batch, key), db);
  const isFirst = (at: number) => identities[at] === null || first.has(batch[at]?.id ?? '');
  await insertRows(
    rows.filter((_, at) => !isFirst(at)).map((row) => ({ ...row, repeated: 1, identity: null })),
    sql`null`,
    db,
  );
  const marked = batch.map((callback, at) => withRepeat(callback, !isFirst(at)));
  await addForwards(
    marked.map((callback) => ({ callback, identity: null })).filter(({ callback }) => !callback.repeat),
    db,
  );
  // After those: a repeated callback is not forwarded where the first one is queued.
  const repeats = marked.map((callback, at) => ({ callback, identity: identities[at] ?? null }));
  const queued = await addForwards(
    repeats.filter(({ callback }) => callback.repeat),
    db,
  );
  return marked.map((callback) => (callback.repeat ? withForwards(callback, queued) : callback));
}

/** Returns a callback with those of its targets that were queued. */
function withForwards({ forwards, ...callback }: StoredCallback, queued: ReadonlySet<string>): StoredCallback {
  const own = (forwards ?? []).filter(({ again }) => queued.has(queuedKey(callback.id, again)));
  return own.length === 0 ? callback : { ...callback, forwards: own };
}

const queuedKey = (id: string, url: string): string => `${id} ${url}`;

/** Inserts rows whose id and identity are new, and evaluates an expression for each. @returns the ids of the inserted ones */
async function insertRows(
  rows: readonly object[],
  forEach: RawBuilder<unknown>,
  db: Kysely<Tables>,
): Promise<ReadonlySet<string>> {
  if (rows.length === 0) return new Set();
  const stored = await sql<{ id: string }>`
    insert into rocketpay.callbacks
    select * from jsonb_populate_recordset(null::rocketpay.callbacks, ${toJsonText(rows)}::jsonb)
    on conflict do nothing returning id, ${forEach}`.execute(db);
  return new Set(stored.rows.map(({ id }) => id));
}

/** A callback to forward. The identity is that of the first one, for a repeated callback. */
interface Forwarded {
  readonly callback: StoredCallback;
  readonly identity: string | null;
}

/**
 * Queues callbacks for their targets, where nothing is known of it yet, and leases them to the listener that received them. A repeated
 * callback is queued only where the first one is neither queued nor was answered 200.
 *
 * @returns what was queued: see {@link queuedKey}
 */
async function addForwards(batch: readonly Forwarded[], db: Kysely<Tables>): Promise<ReadonlySet<string>> {
  const rows = batch.flatMap(({ callback, identity }) => {
    const { id, receivedAt, repeat, project, paymentId, forwards = [], listener } = callback;
    const payment = paymentId === undefined ? id : `${project} ${comparablePaymentId(paymentId)}`;
    const own = { callback_id: id, at: receivedAt, payment, holder: listener ?? null, identity };
    return forwards.map(({ first, again }) => ({ ...own, url: repeat ? again : first, first, target: again }));
  });
  if (rows.length === 0) return new Set();
  const queued = await sql<{ id: string; url: string }>`
    with asked as (
      select * from rows from (jsonb_to_recordset(${toJsonText(rows)}::jsonb) as (callback_id text, url text, at bigint,
        payment text, holder text, identity text, first text, target text)) with ordinality as asked
      where not exists (
        select 1 from rocketpay.deliveries as other where other.callback_id = asked.callback_id and other.url = asked.url)
      and not exists (
        select 1 from rocketpay.callbacks as earlier where earlier.identity = asked.identity and (
          exists (
            select 1 from rocketpay.forwards as queued
            where queued.callback_id = earlier.id and queued.target = asked.target)
          or exists (
            select 1 from rocketpay.deliveries as done
            where done.callback_id = earlier.id and done.url = asked.first and done.status = 200)))
    ), noted as (
      insert into rocketpay.deliveries (callback_id, url, at, reason, milliseconds)
      select callback_id, url, at, ${IN_PROGRESS}, 0 from asked)
    insert into rocketpay.forwards (callback_id, url, target, payment, holder, leased_until)
    select callback_id, url, target, payment, holder, case when holder is null then null else ${LEASE_END} end
    from asked order by ordinality
    on conflict do nothing returning callback_id as id, url`.execute(db);
  return new Set(queued.rows.map(({ id, url }) => queuedKey(id, url)));
}

/** PostgreSQL stores no NUL character and no half of a surrogate pair. */
export const toJsonText = (rows: readonly object[]): string =>
  JSON.stringify(rows, (_, value) =>
    typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\uFFFD') : value,
  );
