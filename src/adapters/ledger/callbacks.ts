import { type Kysely, type Selectable, sql } from 'kysely';
import { BATCH_BYTES } from '#adapters/ledger/spool/spool-frames';
import { callbackIdentity } from '#domain/callbacks/callback-identity';
import type { CallbackKind } from '#domain/callbacks/chargeback';
import { IN_PROGRESS } from '#domain/callbacks/delivery';
import { usageError } from '#domain/errors/failure';
import type { CallbackEnvelope, CallbackQuery, StoredCallback } from '#domain/ledger/stored-callback';
import { comparablePaymentId } from '#domain/payments/payment-id';
import { listProjectNames } from '#domain/profiles/project';
import type { CallbackTables } from './callback-tables.ts';
import type { LedgerKey } from './ledger-key.ts';
import type { CallbackRow, Tables } from './tables.ts';

/** Columns of the project, the {@link callbackIdentity} and the validity of a callback. */
const IDENTITY_COLUMNS = [
  'project',
  'payment_key',
  'status',
  'operation_id',
  'operation_status',
  'request_id',
  'valid',
] as const;

const toIdentity = (callback: StoredCallback) => [
  callback.project,
  ...callbackIdentity(callback),
  Number(callback.valid),
];

/**
 * Returns a text that is equal for a callback and its repetitions. Undefined for a callback that names nothing, and for one with a
 * wrong signature, because its content is not proved.
 */
export function toIdentityKey(callback: StoredCallback): string | undefined {
  const named = callback.paymentId ?? callback.operationId ?? callback.requestId;
  return callback.valid && named !== undefined ? JSON.stringify(toIdentity(callback)) : undefined;
}

const COLUMNS = [
  ...(['id', 'received_at', 'payment_id', 'repeated', 'body', 'holds', 'event', 'kind'] as const),
  ...IDENTITY_COLUMNS,
] as const satisfies readonly (keyof CallbackRow)[];

/** Returns the values of {@link COLUMNS}. */
function newRow(callback: StoredCallback, key: LedgerKey) {
  const { text, envelope } = callback;
  return [
    callback.id,
    callback.receivedAt,
    callback.paymentId ?? null,
    Number(callback.repeat),
    key.seal(envelope === undefined ? text : JSON.stringify([text, envelope])),
    envelope === undefined ? 'text' : 'both',
    callback.event ?? null,
    callback.kind ?? null,
    ...toIdentity(callback),
  ];
}

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
  const values = sql.join(COLUMNS.map((_, at) => sql`value ->> ${sql.lit(`$[${at}]`)}`));
  const rows = marked.map((callback) => JSON.stringify(newRow(callback, key)));
  // Rows in one JSON text: a statement with a parameter for each value takes longer to prepare than to run.
  for (const text of joinRows(rows)) {
    await sql`
      insert or ignore into callbacks (${sql.join(COLUMNS.map(sql.ref))})
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

/** Returns the callbacks that are not in the database yet. */
export async function findNew(
  batch: readonly StoredCallback[],
  { callbacks, hasId }: CallbackTables,
  db: Kysely<Tables>,
): Promise<readonly StoredCallback[]> {
  if (batch.length === 0) return batch;
  const isStored = hasId(batch.map(({ id }) => id));
  const found = await sql<{ id: string }>`select id from ${callbacks} where ${isStored}`.execute(db);
  if (found.rows.length === 0) return batch;
  const known = new Set(found.rows.map(({ id }) => id));
  return batch.filter(({ id }) => !known.has(id));
}

/** True for an error that the data of a callback cause, and not the disk or another process: every retry would fail too. */
function isRecordFault(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return typeof code !== 'string' || /^(SQLITE_(TOOBIG|CONSTRAINT|MISMATCH)|ERR_)/.test(code);
}

/**
 * Removes the oldest callbacks with a wrong signature until the others fit into a limit.
 *
 * @param bytes limit of their encrypted bodies and the rest of their rows
 * @param kind kind of unsigned callbacks to remove instead
 */
export async function pruneInvalid(
  bytes: number,
  kind: CallbackKind | undefined,
  { callbacks }: CallbackTables,
  db: Kysely<Tables>,
): Promise<void> {
  const own = kind === undefined ? sql`valid = 0 and kind is null` : sql`valid = 0 and kind = ${kind}`;
  await sql`
    delete from ${callbacks} where ${own} and id <= (
      select max(id) from (
        select id, sum(length(body) + ${sql.lit(ROW_BYTES)}) over (order by id desc) as total
        from ${callbacks} where ${own}) as sizes
      where total > ${bytes})`.execute(db);
}

/** Size of a row and its index entries without the body, in bytes. */
const ROW_BYTES = 512;

/** See {@link CallbackTables.findRepeats}. */
async function findRepeats(
  keys: readonly (string | undefined)[],
  others: ReadonlySet<string>,
  db: Kysely<Tables>,
): Promise<readonly boolean[]> {
  const asked = new Set<string>();
  for (const same of keys) if (same !== undefined && !others.has(same)) asked.add(same);
  const known = await findStored([...asked], db);
  return keys.map((same) => {
    if (same === undefined) return false;
    const repeat = known.has(same) || others.has(same);
    known.add(same);
    return repeat;
  });
}

/** Returns a callback that is marked as a repeated one, or not. */
export const withRepeat = (callback: StoredCallback, repeat: boolean): StoredCallback =>
  callback.repeat === repeat ? callback : { ...callback, repeat };

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

/** The tables of callbacks in SQLite. */
export const SQLITE_CALLBACKS: CallbackTables = {
  callbacks: sql`callbacks`,
  deliveries: sql`deliveries`,
  hasId: (ids) => sql`id in (select value from json_each(${JSON.stringify(ids)}))`,
  add: addCallbacks,
  findRepeats,
  isRecordFault,
  isUnreachable: () => false,
};

/** Returns a callback as a row by the names of its columns. */
export const toCallbackRow = (callback: StoredCallback, key: LedgerKey): Readonly<Record<string, unknown>> =>
  Object.fromEntries(newRow(callback, key).map((value, at) => [COLUMNS[at], value]));

/** Returns the callbacks of a payment, oldest first. A callback that another key encrypted has no text. */
export async function listCallbacks(
  project: string,
  paymentId: string,
  key: LedgerKey,
  db: Kysely<Tables>,
): Promise<readonly StoredCallback[]> {
  const rows = await db
    .selectFrom('callbacks')
    .selectAll()
    .where('project', 'in', listProjectNames(project))
    .where('payment_key', '=', comparablePaymentId(paymentId))
    .orderBy('received_at')
    .orderBy('repeated')
    .execute();
  return rows.map((row) => toCallback(row, key));
}

/** @throws {Failure} (usage) when there is no such callback. */
export async function getCallback(id: string, key: LedgerKey, db: Kysely<Tables>): Promise<StoredCallback> {
  const row = await db.selectFrom('callbacks').selectAll().where('id', '=', id).executeTakeFirst();
  if (row !== undefined) return toCallback(row, key);
  throw usageError(
    `There is no callback ${JSON.stringify(id)}.`,
    'To list the stored callbacks: rocketpay callbacks list',
  );
}

/** Returns the newest matching callbacks, newest first. */
export async function findCallbacks(
  { paymentId, event, valid, kind, repeat, since, limit }: CallbackQuery,
  key: LedgerKey,
  db: Kysely<Tables>,
): Promise<readonly StoredCallback[]> {
  const equal = {
    payment_key: paymentId === undefined ? undefined : comparablePaymentId(paymentId),
    event,
    valid: valid === undefined ? undefined : Number(valid),
    repeated: repeat === undefined ? undefined : Number(repeat),
  };
  let query = db.selectFrom('callbacks').selectAll().orderBy('id', 'desc').limit(limit);
  for (const [column, value] of Object.entries(equal)) {
    if (value !== undefined) query = query.where(column as keyof typeof equal, '=', value);
  }
  if (kind !== undefined) query = kind === null ? query.where('kind', 'is', null) : query.where('kind', '=', kind);
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
    ...(row.kind === null ? {} : { kind: row.kind }),
    envelope,
    ...(opened === undefined ? { sealed: true } : {}),
  };
}
