import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Clock } from '#async/clock';
import { comparablePaymentId } from '#domain/payments/payment-id';
import { getProjectId } from '#domain/profiles/project';

/** The channel of PostgreSQL on which hints are sent. */
const CHANNEL = 'rocketpay_callbacks';

/** Time after which a connection that was lost or refused is opened again, in milliseconds. */
const RETRY_MS = 60_000;

/** A listener sends a hint only where a member waits for it: sending one would make the commits of all listeners wait in line. */
const WATCH = 'insert into rocketpay.callback_watches (token, project_id, payment_key) values ($1, $2, $3)';

/** Of a process that was killed, a watch stays until it ends. */
const REMOVE_ENDED = 'delete from rocketpay.callback_watches where ends_at < clock_timestamp()';

/** What watching needs. */
interface HintSource {
  readonly settings: pg.ClientConfig;
  /** A name of the project, under any name of its Gate. */
  readonly project: string;
  readonly paymentId: string;
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
  { settings, project, paymentId, onHint }: HintSource,
  signal: AbortSignal,
): Promise<{ readonly isPooled: boolean }> {
  const client = new pg.Client(settings);
  // It says nothing about the payment: every login of the database can listen.
  const token = randomBytes(32).toString('hex');
  const ended = new Promise((resolve) => client.once('end', resolve));
  client.on('error', () => {});
  client.on('notification', ({ payload }) => (payload === token ? onHint() : undefined));
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
    await client.query(REMOVE_ENDED);
    await client.query(WATCH, [token, getProjectId(project), comparablePaymentId(paymentId)]);
    await client.query(`listen ${CHANNEL}`);
    close = () => void unwatch(client, token);
    if (!signal.aborted) await ended;
    return { isPooled: false };
  } finally {
    signal.removeEventListener('abort', onAbort);
    await client.end().catch(() => {});
  }
}

async function unwatch(client: pg.Client, token: string): Promise<void> {
  await client.query('delete from rocketpay.callback_watches where token = $1', [token]).catch(() => {});
  await client.end().catch(() => {});
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
