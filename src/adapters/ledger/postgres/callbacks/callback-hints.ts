import { type RawBuilder, sql } from 'kysely';
import pg from 'pg';
import type { LedgerKey } from '#adapters/ledger/ledger-key';
import type { Clock } from '#async/clock';
import type { StoredCallback } from '#domain/ledger/stored-callback';
import { comparablePaymentId } from '#domain/payments/payment-id';
import { getProjectId } from '#domain/profiles/project';

/** The channel of PostgreSQL on which hints are sent. */
const CHANNEL = 'rocketpay_callbacks';

/** Time after which a connection that was lost or refused is opened again, in milliseconds. */
const RETRY_MS = 60_000;

/**
 * Returns the hint that a callback of a payment was stored: a keyed hash, because every login of the database can listen. It is the
 * same for all names of the Gate of a project.
 */
export const hintOf = (project: string, paymentId: string, key: LedgerKey): string =>
  key.identify(JSON.stringify(['hint', getProjectId(project), comparablePaymentId(paymentId)]));

/**
 * Returns an SQL expression that sends the hint of the row with this id, when the transaction commits. A callback with a wrong
 * signature sends none: anyone can send one.
 */
export function sendHint(batch: readonly StoredCallback[], key: LedgerKey): RawBuilder<unknown> {
  const hints = batch.flatMap(({ id, valid, project, paymentId }) =>
    valid && paymentId !== undefined ? [[id, hintOf(project, paymentId, key)] as const] : [],
  );
  const hint = sql`${JSON.stringify(Object.fromEntries(hints))}::jsonb ->> id`;
  return sql`(select pg_notify(${CHANNEL}, hint) from (select ${hint} as hint) as own where hint is not null)`;
}

/** What watching needs. */
interface HintSource {
  readonly settings: pg.ClientConfig;
  readonly hint: string;
  readonly onHint: () => void;
  readonly clock: Clock;
}

/**
 * Calls `onHint` for each hint until the signal is aborted, on a connection of its own, which does not keep the process running. It
 * never fails: without a connection there are no hints. Behind a pooler it ends, because another client can have the session next.
 */
export async function watchHints(source: HintSource, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const { isPooled } = await listen(source, signal).catch(() => ({ isPooled: false }));
    if (isPooled) return;
    await source.clock.sleep(RETRY_MS, signal).catch(() => {});
  }
}

/** Listens until the connection ends. */
async function listen(
  { settings, hint, onHint }: HintSource,
  signal: AbortSignal,
): Promise<{ readonly isPooled: boolean }> {
  const client = new pg.Client(settings);
  const ended = new Promise((resolve) => client.once('end', resolve));
  client.on('error', () => {});
  client.on('notification', ({ payload }) => (payload === hint ? onHint() : undefined));
  // What is not connected yet cannot be ended politely.
  let close = () => streamOf(client).destroy();
  const onAbort = () => close();
  signal.addEventListener('abort', onAbort);
  try {
    await client.connect();
    streamOf(client).unref();
    const { rows } = await client.query<{ readonly pid: number }>('select pg_backend_pid() as pid');
    // A pooler gives its clients numbers of its own.
    if (rows[0]?.pid !== processOf(client)) return { isPooled: true };
    await client.query(`listen ${CHANNEL}`);
    close = () => void client.end().catch(() => {});
    if (!signal.aborted) await ended;
    return { isPooled: false };
  } finally {
    signal.removeEventListener('abort', onAbort);
    await client.end().catch(() => {});
  }
}

/** The parts of a connection that its types leave out. */
interface Internals {
  readonly connection: { readonly stream: { readonly destroy: () => void; readonly unref: () => void } };
  readonly processID: number | null;
}

const internalsOf = (client: pg.Client) => client as unknown as Internals;

const streamOf = (client: pg.Client) => internalsOf(client).connection.stream;

/** Returns the number of the process of the server, as it was told when the connection was made. */
const processOf = (client: pg.Client) => internalsOf(client).processID;
