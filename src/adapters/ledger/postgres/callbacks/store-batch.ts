import { type Kysely, sql } from 'kysely';
import { toCallbackRow, toIdentityKey, withRepeat } from '#adapters/ledger/callbacks/callback-rows';
import type { Commit } from '#adapters/ledger/group-commit';
import { toJsonText } from '#adapters/ledger/postgres/json-text';
import type { TeamKey } from '#adapters/ledger/postgres/keys/key-ring';
import type { TeamTables } from '#adapters/ledger/postgres/team-tables';
import type { Tables } from '#adapters/ledger/tables';
import { IN_PROGRESS } from '#domain/callbacks/forwarding';
import { LEASE_MS } from '#domain/ledger/forward-queue';
import type { StoredCallback } from '#domain/ledger/stored-callback';
import { comparablePaymentId } from '#domain/payments/payment-id';

/** SQLSTATE of a replaced data key, a deadlock and a conflict of transactions: nothing of the batch was stored. */
const REFUSED: readonly unknown[] = ['RP001', '40P01', '40001'];

/**
 * Stores callbacks and queues them for their targets, with one statement: `store_callbacks` in `versions/store-callbacks.ts`. The
 * answer comes after its commit is on disk. Several batches can be stored at the same time, by one listener or by several. The database
 * recognizes a repeated callback by its identity, also one that another transaction is just storing: it waits for its end.
 *
 * @param commit stores a refused batch again: its transaction locks out all others, and updates the key
 * @returns the callbacks, each marked as a repeated one or not. A repeated one has only those targets for which it was queued.
 */
export async function storeBatch(
  batch: readonly StoredCallback[],
  { key, team, commit }: { readonly key: TeamKey; readonly team: Kysely<TeamTables>; readonly commit: Commit<Tables> },
): Promise<readonly StoredCallback[]> {
  try {
    return await storeOnce(batch, key, team);
  } catch (error) {
    if (!REFUSED.includes((error as NodeJS.ErrnoException).code)) throw error;
    return commit((trx) => storeOnce(batch, key, trx as unknown as Kysely<TeamTables>));
  }
}

/** A row of the answer: a repeated callback, or a target for which a callback was queued. */
interface AnswerRow {
  readonly callback: string;
  readonly queued: string | null;
}

async function storeOnce(
  batch: readonly StoredCallback[],
  key: TeamKey,
  team: Kysely<TeamTables>,
): Promise<readonly StoredCallback[]> {
  const rows = batch.map((callback) => toTeamRow(callback, key));
  const queue = batch.flatMap((callback, at) => toForwards(callback, rows[at]?.identity ?? null));
  // Transactions that wait for each other's identities in the same order do not wait in a circle.
  const sorted = rows.toSorted((one, other) => ((one.identity ?? '') < (other.identity ?? '') ? -1 : 1));
  const { rows: answer } = await sql<AnswerRow>`
    select callback, queued from rocketpay.store_callbacks(${String(key.number())}, ${batch.length},
      ${toJsonText(sorted)}, ${queue.length === 0 ? null : toJsonText(queue)}, ${LEASE_MS}, ${IN_PROGRESS})`.execute(
    team,
  );
  const repeated = new Set(answer.flatMap(({ callback, queued }) => (queued === null ? [callback] : [])));
  const queued = new Set(answer.map(({ callback, queued }) => queuedKey(callback, queued)));
  return batch.map((callback) => {
    const isRepeated = repeated.has(callback.id);
    const marked = withRepeat(callback, isRepeated);
    return isRepeated ? withForwards(marked, queued) : marked;
  });
}

/** Returns a callback as a row with its identity. The database marks repeated ones. */
function toTeamRow(callback: StoredCallback, key: TeamKey) {
  const same = toIdentityKey(callback);
  const row = toCallbackRow(withRepeat(callback, false), key);
  return Object.assign(row, { identity: same === undefined ? null : key.identify(same) });
}

/**
 * Returns the rows of the queue of a callback, leased to the listener that received it. A repeated callback is queued only where the
 * first one is neither queued nor was answered 200.
 */
function toForwards(
  { id, receivedAt, project, paymentId, forwards = [], listener }: StoredCallback,
  identity: string | null,
): readonly object[] {
  if (forwards.length === 0) return [];
  const payment = paymentId === undefined ? id : `${project} ${comparablePaymentId(paymentId)}`;
  const own = { callback_id: id, at: receivedAt, payment, holder: listener ?? null, identity };
  return forwards.map(({ first, again }) => ({ ...own, first, again }));
}

/** Returns a callback with those of its targets that were queued. */
function withForwards({ forwards, ...callback }: StoredCallback, queued: ReadonlySet<string>): StoredCallback {
  const own = (forwards ?? []).filter(({ again }) => queued.has(queuedKey(callback.id, again)));
  return own.length === 0 ? callback : { ...callback, forwards: own };
}

const queuedKey = (id: string, url: string | null): string => `${id} ${url}`;
