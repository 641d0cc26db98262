import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import pg from 'pg';
import { describe, expect, inject, it } from 'vitest';
import { watchHints } from '#adapters/ledger/postgres/callbacks/callback-hints';
import { connectionSettings } from '#adapters/ledger/postgres/connection';
import type { Ledger } from '#domain/ledger/ledger';
import { evaluateWait } from '#domain/payments/wait-result';
import { waitForPayment } from '#features/payments/poll-status';
import { PROJECT } from '../../adapters/ledger/drafts.ts';
import { answered, fakeProject } from '../../features/payments/payment-answers.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeTerminal } from '../../support/fake-terminal.ts';
import { FAKE_PROJECT, FakeGate } from '../../support/gate/fake-gate.ts';
import { atEndOfFile } from '../../support/suite/end-of-file.ts';
import { hasPgbouncer, startPgbouncer } from '../../support/team/pgbouncer.ts';
import { OWNER } from '../../support/team/postgres-server.ts';
import { asCorrected, createCallback, createTeam, type TestTeam } from '../../support/team/team.ts';

const port = inject('postgresPort') as number;
const isRequired = process.env.ROCKETPAY_TEST_EVERYTHING !== undefined;

const LISTENERS = "select pid from pg_stat_activity where query like 'listen %' and datname = current_database()";

/** Returns the server's processes of the connections that listen. */
const listeners = (team: TestTeam) => team.sql(LISTENERS);

/** Watches a payment until the end of the file, and counts the hints. */
function watch(ledger: Ledger, paymentId: string, project = PROJECT) {
  const [seen, ended] = [{ hints: 0 }, new AbortController()];
  atEndOfFile(() => ended.abort());
  const onStored = () => {
    seen.hints += 1;
  };
  ledger.watchCallbacks?.(project, paymentId, onStored, ended.signal);
  return { hints: () => seen.hints, end: () => ended.abort() };
}

describe('a callback that a listener stores in the ledger of a team', () => {
  it('ends the pause of a wait on another machine', async () => {
    const team = await createTeam();
    await team.add('anna', 'reader');
    const [olga, anna] = [await team.open('olga'), await team.open('anna')];
    const clock = new FakeClock();
    const start = clock.elapsed();
    const gate = new FakeGate([answered('processing'), answered('success')]);
    const waiting = waitForPayment(
      { paymentId: 'order-1', justBegun: false, check: (state) => evaluateWait(state, 'final'), until: 'final' },
      {
        ...{ clock, signal: new AbortController().signal, terminal: new FakeTerminal() },
        ...{ profile: fakeProject(clock).profile, gate: async () => gate, ledger: async () => anna },
      },
    );
    waiting.catch(() => {});
    await expect.poll(() => listeners(team)).toHaveLength(1);
    await expect.poll(() => clock.sleeping).toBe(1);
    await clock.advance(5000);
    await olga.addCallback({ ...createCallback('order-1'), project: `gate.test/${FAKE_PROJECT}` });
    expect((await waiting).state.status).toBe('success');
    expect(clock.elapsed() - start).toBe(5000);
    await expect.poll(() => listeners(team)).toEqual([]);
  });

  it('is a hint for its payment only, and none with a wrong signature', async () => {
    const team = await createTeam();
    const ledger = await team.open('olga');
    const watches = [
      watch(ledger, 'p1'),
      watch(ledger, 'p1', 'alias.example/42'),
      watch(ledger, 'p1', 'gate.example/43'),
    ];
    await expect.poll(() => listeners(team)).toHaveLength(3);
    await ledger.addCallback({ ...createCallback('p1'), valid: false });
    await ledger.addCallback(createCallback('p2'));
    await ledger.addCallback(createCallback('p1'));
    await expect.poll(() => watches.map(({ hints }) => hints())).toEqual([1, 1, 0]);
  });

  it('tells a login of the database nothing about the payment', async () => {
    const team = await createTeam();
    const ledger = await team.open('olga');
    const client = new pg.Client(connectionSettings(team.url('olga')));
    atEndOfFile(() => client.end());
    await client.connect();
    await client.query('listen rocketpay_callbacks');
    watch(ledger, 'p1');
    await expect.poll(() => listeners(team)).toHaveLength(2);
    const told = new Promise((resolve) => client.once('notification', ({ payload }) => resolve(payload)));
    await ledger.addCallback(createCallback('p1'));
    expect(await told).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('a watch of callbacks', () => {
  it('is known to the listeners until it ends, and no hint is sent without one', async () => {
    const team = await createTeam();
    const ledger = await team.open('olga');
    const client = new pg.Client(connectionSettings(team.url('olga')));
    atEndOfFile(() => client.end());
    await client.connect();
    await client.query('listen rocketpay_callbacks');
    let told = 0;
    client.on('notification', () => {
      told += 1;
    });
    const { end } = watch(ledger, 'p1');
    const watches = () => team.sql('select payment_key from rocketpay.callback_watches');
    await expect.poll(watches).toEqual([{ payment_key: 'p1' }]);
    await ledger.addCallback(createCallback('p1'));
    await expect.poll(() => told).toBe(1);
    end();
    await expect.poll(watches).toEqual([]);
    await ledger.addCallback({ ...createCallback('p1'), status: 'refunded' });
    await client.query('select 1');
    expect(told).toBe(1);
  });

  it('removes those of processes that were killed', async () => {
    const team = await createTeam();
    await team.sql(
      `insert into rocketpay.callback_watches (token, project_id, payment_key, ends_at)
       values ('killed', '42', 'p1', now() - interval '1 minute')`,
    );
    watch(await team.open('olga'), 'p2');
    const watches = () => team.sql('select payment_key from rocketpay.callback_watches');
    await expect.poll(watches).toEqual([{ payment_key: 'p2' }]);
  });

  it('opens a lost connection again', async () => {
    const team = await createTeam();
    const clock = new FakeClock();
    const { hints } = watch(await team.open('olga', { clock: asCorrected(clock) }), 'p1');
    await expect.poll(() => listeners(team)).toHaveLength(1);
    await team.sql(`select pg_terminate_backend(pid) from (${LISTENERS}) as listening`);
    await expect.poll(() => clock.sleeping).toBe(1);
    await clock.advance(60_000);
    await expect.poll(() => listeners(team)).toHaveLength(1);
    await (await team.open('olga')).addCallback(createCallback('p1'));
    await expect.poll(hints).toBe(1);
  });

  it('ends while it connects to a server that does not answer', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    atEndOfFile(() => server.close());
    const accepted = once(server, 'connection');
    await once(server, 'listening');
    const { port: silent } = server.address() as AddressInfo;
    const [clock, ended] = [new FakeClock(), new AbortController()];
    const settings = { host: '127.0.0.1', port: silent, user: 'olga', database: 'shop' };
    const watching = watchHints({ settings, project: PROJECT, paymentId: 'p1', onHint: () => {}, clock }, ended.signal);
    const [socket] = (await accepted) as [Socket];
    socket.resume();
    ended.abort();
    await Promise.all([watching, once(socket, 'close')]);
    expect(clock.sleeping).toBe(0);
  });

  it.skipIf(!hasPgbouncer && !isRequired)(
    'ends behind pgbouncer and leaves no listening session in its pool',
    async () => {
      const team = await createTeam();
      const pooler = await startPgbouncer(port, [OWNER]);
      const settings = connectionSettings({ ...team.url('olga'), port: pooler });
      const clock = new FakeClock();
      await watchHints(
        { settings, project: PROJECT, paymentId: 'p1', onHint: () => {}, clock },
        new AbortController().signal,
      );
      expect(await listeners(team)).toEqual([]);
    },
  );
});
