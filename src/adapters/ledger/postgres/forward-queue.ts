import { type Kysely, sql } from 'kysely';
import { toCallback } from '#adapters/ledger/callbacks/callback-rows';
import type { LedgerKey } from '#adapters/ledger/ledger-key';
import type { TeamKey } from '#adapters/ledger/postgres/keys/key-ring';
import type { Tables } from '#adapters/ledger/tables';
import { type ForwardQueue, LEASE_MS, type LeasedForward } from '#domain/ledger/forward-queue';
import type { Delivery, StoredCallback } from '#domain/ledger/stored-callback';
import { batchCalls } from './batch-calls.ts';
import type { TeamTables } from './team-tables.ts';

/** When a lease that begins now ends, by the clock of the server. */
const LEASE_END = sql`clock_timestamp() + ${sql.lit(LEASE_MS)} * interval '1 millisecond'`;

/**
 * Time for which a queued callback is left to the listeners before `callbacks replay --failed` sends it, in milliseconds. Listeners
 * take a callback within a second after its lease.
 */
const LEFT_TO_LISTENERS_MS = 60_000;

/** SQL condition on a row of `deliveries`: a listener forwards its callback, or soon will. */
export const IS_TAKEN = sql<boolean>`exists (
  select 1 from rocketpay.forwards as queued
  where queued.callback_id = deliveries.callback_id and queued.url = deliveries.url and (queued.leased_until > clock_timestamp()
    or queued.queued_at > clock_timestamp() - ${sql.lit(LEFT_TO_LISTENERS_MS)} * interval '1 millisecond'))`;

/** Removes what a user has forwarded from the queue. */
export const unqueue = async ({ callbackId, url }: Delivery, db: Kysely<Tables>): Promise<void> => {
  await sql`delete from rocketpay.forwards where callback_id = ${callbackId} and url = ${url}`.execute(db);
};

/** A row of the queue, as far as it is read. */
interface TakenRow {
  readonly number: number;
  readonly fence: number;
  readonly callback_id: string;
  readonly url: string;
}

/**
 * Creates the queue of forwarded callbacks: rows with leases that end by the clock of the server. Each step is one statement of its
 * own, so it works behind a connection pooler, and waits for no writer of the ledger.
 */
export function createForwardQueue(team: Kysely<TeamTables>, key: TeamKey): ForwardQueue {
  const db = team as unknown as Kysely<Tables>;
  const finishAll = batchCalls((results: readonly FinishedForward[]) => finish(results, db));
  return {
    async take({ holder, target, inProgress, onlyOwn, limit }) {
      // The oldest of each payment that no listener has leased. A row that another listener is leasing now is skipped.
      const { rows } = await sql<TakenRow>`
        with free as (
          select number from rocketpay.forwards as one
          where target = ${target} and number <> all(${inProgress}::bigint[])
            and (holder = ${holder} or not ${onlyOwn}::boolean and (leased_until is null or leased_until < clock_timestamp()))
            and not exists (
              select 1 from rocketpay.forwards as earlier
              where earlier.target = one.target and earlier.payment = one.payment and earlier.number < one.number)
          order by number limit ${limit} for update skip locked)
        update rocketpay.forwards as taken set holder = ${holder}, fence = fence + 1, leased_until = ${LEASE_END}
        from free where taken.number = free.number
        returning taken.number, taken.fence, taken.callback_id, taken.url`.execute(db);
      if (rows.length > 0) await key.update(team);
      const callbacks = await readCallbacks(rows, key, db);
      return [...rows]
        .sort((one, other) => one.number - other.number)
        .flatMap(({ callback_id, ...row }): LeasedForward[] => {
          const callback = callbacks.get(callback_id);
          return callback === undefined ? [] : [{ ...row, callback }];
        });
    },
    async renew(holder, numbers) {
      await sql`
        update rocketpay.forwards set leased_until = ${LEASE_END}
        where holder = ${holder} and number = any(${numbers}::bigint[])`.execute(db);
    },
    finish: ({ number, fence }, delivery) => finishAll({ number, fence, delivery }),
    async release(holder) {
      await sql`update rocketpay.forwards set holder = null, leased_until = null where holder = ${holder}`.execute(db);
    },
    async state(targets) {
      const { rows } = await sql<{ length: number; oldest: number }>`
        select count(*) as length,
          coalesce(extract(epoch from clock_timestamp() - min(queued_at)) * 1000, 0)::numeric as oldest
        from rocketpay.forwards where target = any(${targets}::text[])`.execute(db);
      const [{ length, oldest } = { length: 0, oldest: 0 }] = rows;
      return { length, oldestMilliseconds: Math.max(0, oldest) };
    },
  };
}

async function readCallbacks(
  rows: readonly TakenRow[],
  key: LedgerKey,
  db: Kysely<Tables>,
): Promise<ReadonlyMap<string, StoredCallback>> {
  if (rows.length === 0) return new Map();
  const ids = rows.map(({ callback_id }) => callback_id);
  const found = await db.selectFrom('callbacks').selectAll().where('id', 'in', ids).execute();
  return new Map(found.map((row) => [row.id, toCallback(row, key)]));
}

/** The result of a forward request, and the lease under which it was sent. */
interface FinishedForward {
  readonly number: number;
  readonly fence: number;
  readonly delivery: Delivery;
}

async function finish(results: readonly FinishedForward[], db: Kysely<Tables>): Promise<void> {
  const rows = results.map(({ number, fence, delivery: { callbackId, milliseconds, status, reason, ...rest } }) => ({
    ...{ number, fence, callback_id: callbackId, milliseconds: Math.round(milliseconds) },
    ...{ status: status ?? null, reason: reason ?? null, ...rest },
  }));
  await sql`
    with result as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as result (number bigint, fence bigint,
        callback_id text, url text, at bigint, status integer, reason text, milliseconds bigint)
    ), done as (
      delete from rocketpay.forwards as queued using result
      where queued.number = result.number and queued.fence = result.fence)
    insert into rocketpay.deliveries (callback_id, url, at, status, reason, milliseconds)
    select callback_id, url, at, status, reason, milliseconds from result order by number`.execute(db);
}
