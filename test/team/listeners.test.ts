import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '#async/clock';
import type { Ledger } from '#domain/ledger/ledger';
import { callback, startListening } from '../features/callbacks/listening.ts';
import { type Handler, startHandler } from '../support/handler.ts';
import { rocketpay } from '../support/session.ts';
import { createCallback, createTeam, type TestTeam } from '../support/team/team.ts';

/** Starts a listener on the ledger of a team that forwards to a program. */
async function listenFor(team: TestTeam, { url }: Pick<Handler, 'url'>) {
  const ledger = await team.open('olga');
  return startListening({ targets: [{ url, filters: [] }] }, { ledger, clock: systemClock });
}

const idsOf = ({ handled }: Handler): string[] =>
  handled.map(({ headers }) => String(headers['rocketpay-callback-id']));

const statusesOf = ({ handled }: Handler): string[] =>
  handled.map(({ bytes }) => JSON.parse(bytes.toString()).payment.status);

/** Stores callbacks that are to be forwarded, as a listener does that ends before it forwards them. */
async function queue(ledger: Ledger, url: string, statuses: readonly string[]): Promise<void> {
  for (const status of statuses) {
    const text = callback({ status });
    const forwards = [{ first: url, again: url }];
    await ledger.addCallback({ ...createCallback('payment_47'), text, status, operationStatus: status, forwards });
  }
}

/** A program that receives requests and never answers them. */
async function startSilentHandler() {
  let received = 0;
  const server = createServer(() => {
    received += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, received: () => received };
}

describe('several listeners with one target', () => {
  it('forward each callback once, whichever of them received it', async () => {
    const [team, shop] = [await createTeam(), await startHandler()];
    const listeners = [await listenFor(team, shop), await listenFor(team, shop)];
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, at) => listeners[at % 2]?.post(callback({ id: `p${at}` }))),
    );
    expect(new Set(answers)).toEqual(new Set([200]));
    await expect.poll(() => new Set(idsOf(shop)).size).toBe(40);
    for (const { stop } of listeners) await stop();
    expect(shop.handled).toHaveLength(40);
    expect(await team.sql('select * from rocketpay.forwards')).toEqual([]);
  });

  it('forward a callback once that each of them received', async () => {
    const [team, shop] = [await createTeam(), await startHandler()];
    const listeners = [await listenFor(team, shop), await listenFor(team, shop)];
    for (const { post } of [...listeners, ...listeners]) expect(await post(callback())).toBe(200);
    for (const { stop } of listeners) await stop();
    expect(shop.handled).toHaveLength(1);
  });

  it('forward a repeated callback where the first one was not accepted', async () => {
    const [team, shop] = [await createTeam(), await startHandler((_, count) => (count === 1 ? 500 : 200))];
    const [one, other] = [await listenFor(team, shop), await listenFor(team, shop)];
    await one.post(callback());
    await expect.poll(() => one.complete).toMatchObject([{ forwards: [{ status: 500 }] }]);
    await other.post(callback());
    await expect.poll(() => other.complete).toMatchObject([{ forwards: [{ status: 200 }] }]);
    expect(shop.handled).toHaveLength(2);
  });

  it('forward the callbacks of one payment in their order', async () => {
    const [team, shop] = [await createTeam(), await startHandler()];
    const listeners = [await listenFor(team, shop), await listenFor(team, shop)];
    const statuses = ['processing', 'awaiting customer', 'awaiting confirmation', 'awaiting clarification', 'success'];
    for (const [at, status] of statuses.entries()) await listeners[at % 2]?.post(callback({ status }));
    await expect.poll(() => shop.handled).toHaveLength(statuses.length);
    expect(statusesOf(shop)).toEqual(statuses);
  });

  it('forward to their own targets only', async () => {
    const team = await createTeam();
    const [shop, stock] = [await startHandler(), await startHandler()];
    await queue(await team.open('olga'), `${shop.url}/`, ['success']);
    await listenFor(team, stock);
    const listener = await listenFor(team, shop);
    await expect.poll(() => listener.others).toMatchObject([{ delivered: true }]);
    expect([shop.handled.length, stock.handled.length]).toEqual([1, 0]);
  });
});

describe('a listener that ends before it has forwarded', () => {
  it('leaves the callbacks to another one, in their order', async () => {
    const [team, shop] = [await createTeam(), await startHandler()];
    await queue(await team.open('olga'), `${shop.url}/`, ['processing', 'success']);
    const { others, terminal } = await listenFor(team, shop);
    await expect.poll(() => others).toMatchObject([{ delivered: true }, { delivered: true }]);
    expect(statusesOf(shop)).toEqual(['processing', 'success']);
    expect(terminal.warnings).toEqual([]);
  });

  it('leaves a callback whose request was in progress to another one after its lease', async () => {
    const [team, shop] = [await createTeam(), await startSilentHandler()];
    const { post } = await listenFor(team, shop);
    await post(callback());
    await expect.poll(shop.received).toBe(1);
    const other = await listenFor(team, shop);
    const expire = "update rocketpay.forwards set leased_until = clock_timestamp() - interval '1 second'";
    await team.sql(expire);
    await expect.poll(shop.received).toBe(2);
    await other.stop();
  });

  it('removes nothing from the queue that another one has leased since', async () => {
    const [team, url] = [await createTeam(), 'http://127.0.0.1:9/'];
    const ledger = await team.open('olga');
    await queue(ledger, url, ['success']);
    const selection = { target: url, inProgress: [], onlyOwn: false, limit: 10 };
    const [first] = (await ledger.forwardQueue?.take({ ...selection, holder: 'a' })) ?? [];
    await team.sql('update rocketpay.forwards set leased_until = null');
    const [second] = (await ledger.forwardQueue?.take({ ...selection, holder: 'b' })) ?? [];
    if (first === undefined || second === undefined) throw new Error('nothing was leased');
    const delivery = {
      callbackId: first.callback.id,
      url,
      at: 1,
      status: 200,
      reason: undefined,
      milliseconds: 1,
    };
    await ledger.forwardQueue?.finish(first, delivery);
    expect(await team.sql('select holder from rocketpay.forwards')).toEqual([{ holder: 'b' }]);
    await ledger.forwardQueue?.finish(second, delivery);
    expect(await team.sql('select holder from rocketpay.forwards')).toEqual([]);
  });

  it('releases its leases to others immediately when it is stopped', async () => {
    const [team, shop] = [await createTeam(), await startSilentHandler()];
    const { post, stop, terminal } = await startListening(
      { targets: [{ url: shop.url, filters: [] }], timeoutMilliseconds: 60_000 },
      { ledger: await team.open('olga'), clock: systemClock },
    );
    await post(callback());
    await expect.poll(shop.received).toBe(1);
    expect(await stop()).toBe(0);
    expect(await team.sql('select holder, leased_until from rocketpay.forwards')).toEqual([
      { holder: null, leased_until: null },
    ]);
    expect(terminal.warnings).toEqual([]);
  }, 20_000);
});

describe('a callback in the queue', () => {
  it('is not leased by a listener that cannot start', async () => {
    const [team, shop] = [await createTeam(), await startHandler()];
    const ledger = await team.open('olga');
    await queue(ledger, `${shop.url}/`, ['success']);
    const env = { ROCKETPAY_SECRET_KEY: 'secret', ROCKETPAY_PROJECT_ID: '1' };
    // Its receiver fails to start.
    expect((await rocketpay(['listen', '--forward-to', shop.url], { env, ledger })).exit).toBe(130);
    expect(await team.sql('select fence from rocketpay.forwards')).toEqual([{ fence: 0 }]);
  });

  it('is not sent by callbacks replay while a listener can still send it', async () => {
    const team = await createTeam();
    const ledger = await team.open('olga');
    await queue(ledger, 'http://127.0.0.1:9/', ['success']);
    expect(await ledger.failedDeliveries()).toEqual([]);
    await team.sql("update rocketpay.forwards set queued_at = queued_at - interval '1 hour'");
    const [failed] = await ledger.failedDeliveries();
    expect(failed).toMatchObject({ url: 'http://127.0.0.1:9/' });
    await ledger.addDelivery({
      ...failed,
      callbackId: failed?.callbackId ?? '',
      url: failed?.url ?? '',
      at: 2,
      status: 200,
      reason: undefined,
      milliseconds: 1,
    });
    expect(await team.sql('select * from rocketpay.forwards')).toEqual([]);
  });

  it('goes to no URL that is not below the target, also when another user wrote it', async () => {
    const [team, shop, other] = [await createTeam(), await startHandler(), await startHandler()];
    await queue(await team.open('olga'), `${shop.url}/`, ['success']);
    await team.sql(`update rocketpay.forwards set url = '${other.url}/'`);
    const { others } = await listenFor(team, shop);
    await expect.poll(() => others).toMatchObject([{ delivered: false, reason: expect.stringContaining('not below') }]);
    expect([shop.handled, other.handled]).toEqual([[], []]);
  });

  it('is kept when stored callbacks are removed', async () => {
    const team = await createTeam();
    const ledger = await team.open('olga');
    await queue(ledger, 'http://127.0.0.1:9/', ['success']);
    const pruned = await ledger.pruneCallbacks({ genuine: true, chargebacks: false, dryRun: false });
    expect(pruned).toMatchObject({ genuine: 0, waiting: 1 });
  });
});
