import { type Kysely, type Selectable, sql } from 'kysely';
import { type Clock, nextTurn } from '../clock.ts';
import { usageFailure } from '../domain/errors.ts';
import type { CallbackEnvelope, CallbackFilter, Ledger, NewCallback, StoredCallback } from '../domain/ledger.ts';
import { readableId, readableTime } from '../domain/payment-id.ts';
import type { Commit } from './group-commit.ts';
import { createDraw, type LedgerKey } from './key.ts';
import { paymentKey } from './rows.ts';
import type { CallbackRow, Tables } from './tables.ts';

/** No more in one transaction, so that nobody waits long for it; and with so many there is nothing to wait for. */
const MOST_AT_ONCE = 500;
const ENOUGH = 64;

interface Waiting {
  readonly callback: NewCallback;
  readonly row: CallbackRow;
  readonly resolve: (stored: StoredCallback) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Keeps callbacks, their bodies sealed; one that has come before is kept too, and marked. All that come while the disk is
 * busy are put on it together: waiting for the disk is what costs, and not what is written.
 */
export function callbackKeeper(key: LedgerKey, clock: Clock, commit: Commit<Tables>): Ledger['addCallback'] {
  const waiting: Waiting[] = [];
  const draw = createDraw();
  let writing = false;
  /** As long as each turn brings more, one commit of all of them costs less than two. */
  const untilEnough = async () => {
    for (let before = 0; before < waiting.length && waiting.length < ENOUGH; ) {
      before = waiting.length;
      await nextTurn();
    }
  };
  const write = async () => {
    writing = true;
    while (waiting.length > 0) {
      await untilEnough();
      const batch = waiting.splice(0, MOST_AT_ONCE);
      try {
        await commit((trx) => addAll(batch, trx));
        for (const { callback, row, resolve } of batch) resolve(stored(callback, row));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    writing = false;
  };
  return (callback) =>
    new Promise((resolve, reject) => {
      const now = clock.now();
      const id = `cb-${readableTime(now).slice(2)}${readableId(draw(6))}`;
      waiting.push({ callback, row: newRow(callback, id, now, key), resolve, reject });
      if (!writing) void write();
    });
}

const stored = (callback: NewCallback, { id, received_at: receivedAt, repeated }: CallbackRow): StoredCallback => ({
  ...callback,
  id,
  receivedAt,
  repeat: repeated === 1,
});

function newRow(callback: NewCallback, id: string, receivedAt: number, key: LedgerKey): CallbackRow {
  const { project, paymentId, status, operationId, operationStatus, requestId, valid, text, event, envelope } =
    callback;
  return {
    id,
    received_at: receivedAt,
    project,
    payment_key: paymentId === undefined ? null : paymentKey(paymentId),
    payment_id: paymentId ?? null,
    status,
    operation_id: operationId ?? null,
    operation_status: operationStatus ?? null,
    request_id: requestId ?? null,
    valid: Number(valid),
    repeated: 0,
    body: key.seal(envelope === undefined ? text : JSON.stringify([text, envelope])),
    holds: envelope === undefined ? 'text' : 'both',
    event: event ?? null,
  };
}

/** What makes two callbacks the same one (platform docs: callbacks, delivery). */
const SAME = ['project', 'payment_key', 'status', 'operation_id', 'operation_status', 'request_id', 'valid'] as const;

const COLUMNS = [
  ...(['id', 'received_at', 'payment_id', 'repeated', 'body', 'holds', 'event'] as const),
  ...SAME,
] as const satisfies readonly (keyof CallbackRow)[];

async function addAll(batch: readonly Waiting[], db: Kysely<Tables>): Promise<void> {
  const keys = batch.map(({ row }) => JSON.stringify(SAME.map((column) => row[column])));
  const known = await knownAmong([...new Set(keys)], db);
  for (const [at, { row }] of batch.entries()) {
    const same = keys[at] ?? '';
    row.repeated = Number(known.has(same));
    known.add(same);
  }
  const rows = JSON.stringify(batch.map(({ row }) => COLUMNS.map((column) => row[column])));
  const values = sql.join(COLUMNS.map((_, at) => sql`value ->> ${sql.lit(`$[${at}]`)}`));
  // As one text: a statement with a place for each value takes longer to prepare than to run.
  await sql`insert into callbacks (${sql.join(COLUMNS.map(sql.ref))}) select ${values} from json_each(${rows})`.execute(
    db,
  );
}

/** Those of which the like has come before. */
async function knownAmong(keys: readonly string[], db: Kysely<Tables>): Promise<Set<string>> {
  const equal = SAME.map((column, at) => sql`callbacks.${sql.ref(column)} is asked.value ->> ${sql.lit(`$[${at}]`)}`);
  const found = await sql<{ place: number }>`
    select asked.key as place from json_each(${`[${keys.join()}]`}) as asked
    where exists (select 1 from callbacks where ${sql.join(equal, sql` and `)})`.execute(db);
  return new Set(found.rows.map(({ place }) => keys[place] ?? ''));
}

/** The callbacks about a payment, oldest first. One that another key has sealed has no text. */
export async function callbacksOf(
  project: string,
  paymentId: string,
  key: LedgerKey,
  db: Kysely<Tables>,
): Promise<readonly StoredCallback[]> {
  const rows = await db
    .selectFrom('callbacks')
    .selectAll()
    .where('project', '=', project)
    .where('payment_key', '=', paymentKey(paymentId))
    .orderBy('received_at')
    .orderBy('repeated')
    .execute();
  return rows.map((row) => toCallback(row, key));
}

/** @throws {Failure} (usage) when there is no such callback. */
export async function getCallback(id: string, key: LedgerKey, db: Kysely<Tables>): Promise<StoredCallback> {
  const row = await db.selectFrom('callbacks').selectAll().where('id', '=', id).executeTakeFirst();
  if (row !== undefined) return toCallback(row, key);
  throw usageFailure(
    `There is no callback ${JSON.stringify(id)}.`,
    'See those that there are: rocketpay callbacks list',
  );
}

/** The newest callbacks that fit, newest first. */
export async function findCallbacks(
  { paymentId, event, valid, repeat, since, limit }: CallbackFilter,
  key: LedgerKey,
  db: Kysely<Tables>,
): Promise<readonly StoredCallback[]> {
  const equal = {
    payment_key: paymentId === undefined ? undefined : paymentKey(paymentId),
    event,
    valid: valid === undefined ? undefined : Number(valid),
    repeated: repeat === undefined ? undefined : Number(repeat),
  };
  let query = db.selectFrom('callbacks').selectAll().orderBy('id', 'desc').limit(limit);
  for (const [column, value] of Object.entries(equal)) {
    if (value !== undefined) query = query.where(column as keyof typeof equal, '=', value);
  }
  if (since !== undefined) query = query.where('received_at', '>=', since);
  return (await query.execute()).map((row) => toCallback(row, key));
}

function toCallback(row: Selectable<CallbackRow>, key: LedgerKey): StoredCallback {
  const opened = key.open(row.body);
  const [text, envelope]: [string, CallbackEnvelope?] =
    row.holds === 'both' && opened !== undefined ? JSON.parse(opened) : [opened ?? ''];
  return {
    id: row.id,
    receivedAt: row.received_at,
    project: row.project,
    paymentId: row.payment_id ?? undefined,
    status: row.status,
    operationId: row.operation_id ?? undefined,
    operationStatus: row.operation_status ?? undefined,
    requestId: row.request_id ?? undefined,
    valid: row.valid === 1,
    repeat: row.repeated === 1,
    text,
    event: row.event ?? undefined,
    envelope,
  };
}
