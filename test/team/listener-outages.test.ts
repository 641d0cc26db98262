import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '#async/clock';
import { callback, startListening } from '../features/callbacks/listening.ts';
import { type Handler, startHandler } from '../support/handler.ts';
import { ledgerFolder } from '../support/ledger.ts';
import { aWait, identify, openListener } from '../support/team/other-listener.ts';
import { freePort } from '../support/team/ports.ts';
import { type PostgresServer, startPostgres } from '../support/team/postgres-server.ts';
import { createCallback, createTeam, createTemplate, type TestTeam } from '../support/team/team.ts';

/** A server of this file alone, for it is stopped. */
let server: PostgresServer;
beforeAll(async () => {
  server = startPostgres(await freePort()) as PostgresServer;
  await createTemplate(server.port);
});
afterAll(() => server.remove());

async function listenFor(team: TestTeam, { url }: Pick<Handler, 'url'>, shared = false) {
  const ledger = await team.open('olga');
  return startListening({ targets: [{ url, filters: [] }], shared }, { ledger, clock: systemClock });
}

const health = async (url: string): Promise<string> => (await fetch(`${url}healthz`)).text();

describe('while the database of a team is away', () => {
  it('a callback is queued on this machine and answered 200, and forwarded once when the database is back', async () => {
    const [team, shop] = [await createTeam(server.port), await startHandler()];
    const [one, other] = [await listenFor(team, shop), await listenFor(team, shop)];
    server.stop('immediate');
    const statuses = ['processing', 'awaiting customer', 'success'];
    for (const status of statuses) expect(await one.post(callback({ status }))).toBe(200);
    expect(await health(one.url)).toBe('{"status":"ok"}\n');
    expect(shop.handled).toEqual([]);
    server.start();
    // No other callback has to come before the queued ones are stored.
    await expect.poll(() => shop.handled).toHaveLength(statuses.length);
    expect(shop.handled.map(({ bytes }) => JSON.parse(bytes.toString()).payment.status)).toEqual(statuses);
    for (const { stop } of [one, other]) await stop();
    expect(shop.handled).toHaveLength(statuses.length);
    expect(await team.sql('select valid from rocketpay.callbacks')).toHaveLength(statuses.length);
  });

  it('a callback is answered 503 with --durable shared, and queued nowhere', async () => {
    const [team, shop] = [await createTeam(server.port), await startHandler()];
    const { post, url, terminal } = await listenFor(team, shop, true);
    expect([await post(callback()), await health(url)]).toEqual([200, '{"status":"ok"}\n']);
    server.stop('immediate');
    expect(await post(callback({ id: 'p2' }))).toBe(503);
    await expect.poll(() => health(url)).toBe('{"status":"unavailable","reason":"database_unreachable"}\n');
    expect(terminal.warnings.join()).toContain('answering 503');
    server.start();
    await expect.poll(() => health(url)).toBe('{"status":"ok"}\n');
    expect(await post(callback({ id: 'p2' }))).toBe(200);
    await expect.poll(() => shop.handled).toHaveLength(2);
    expect(await team.sql('select repeated from rocketpay.callbacks')).toEqual([{ repeated: 0 }, { repeated: 0 }]);
  });

  it('two batches that were being stored are queued on this machine, and each callback is stored once', async () => {
    const team = await createTeam(server.port);
    const ledger = await team.open('olga');
    const [first = '', second = ''] = await identify(team, ledger, 'p1', 'p2');
    const other = await openListener(team);
    for (const identity of [first, second]) await other.store(identity);
    const one = ledger.addCallback(createCallback('p1'));
    await aWait(team);
    const ids = ['p2', ...Array.from({ length: 64 }, (_, at) => `next ${at}`)];
    const next = ids.map((id) => ledger.addCallback(createCallback(id)));
    await aWait(team, 'transactionid', 2);
    server.stop('immediate');
    await Promise.all([one, ...next]);
    server.start();
    await ledger.ingestCallbacks();
    const stored = await team.sql('select payment_id, repeated from rocketpay.callbacks order by 1');
    expect(stored).toEqual(['p1', ...ids].toSorted().map((id) => ({ payment_id: id, repeated: 0 })));
  });

  it('a callback that was answered by its target is not sent again when its result can be stored in time', async () => {
    const team = await createTeam(server.port);
    const shop = await startHandler((_, count) => {
      if (count === 1) server.stop('immediate');
      return 200;
    });
    const { post, complete, stop } = await listenFor(team, shop);
    await post(callback());
    await expect.poll(() => complete).toHaveLength(1);
    server.start();
    await expect.poll(() => team.sql('select * from rocketpay.forwards').catch(() => undefined)).toEqual([]);
    await stop();
    expect(shop.handled).toHaveLength(1);
  });

  it('what an ended listener of this machine has queued is stored and forwarded by the next one', async () => {
    const [team, shop] = [await createTeam(server.port), await startHandler()];
    const folder = ledgerFolder();
    const first = await startListening(
      { targets: [{ url: shop.url, filters: [] }] },
      { ledger: await team.open('olga', { folder }), clock: systemClock },
    );
    server.stop('immediate');
    expect(await first.post(callback())).toBe(200);
    expect(await first.stop()).toBe(0);
    await first.ledger.close();
    server.start();
    await startListening(
      { targets: [{ url: shop.url, filters: [] }] },
      { ledger: await team.open('olga', { folder }), clock: systemClock },
    );
    await expect.poll(() => shop.handled).toHaveLength(1);
  });
});
