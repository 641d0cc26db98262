import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import type { Ledger } from '#domain/ledger/ledger';
import type { StorageProblem } from '#domain/ledger/stored-callback';
import { startHandler } from '../../../support/handler.ts';
import { openMemoryLedger } from '../../../support/ledger.ts';
import { freePort } from '../../../support/team/ports.ts';
import { openLedger, run } from '../callback-shop.ts';
import { callback, startListening } from '../listening.ts';
import { parsePrometheus } from './prometheus-parser.ts';

/** Requests a page, with any headers. */
const get = (url: string, headers = {}, method = 'GET'): Promise<{ status?: number; text: string }> =>
  new Promise((resolve, reject) => {
    const sending = request(url, { method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sending.on('error', reject).end();
  });

const unusable = new Failure(EXIT.blocked, 'ledger_unavailable', 'The ledger /home/shop/ledger.db cannot be used.');

describe('/healthz', () => {
  it('answers 200 when a callback can be stored', async () => {
    const { url } = await startListening({ path: '/callbacks' });
    const page = new URL('/healthz', url).href;
    expect(await get(page)).toEqual({ status: 200, text: '{"status":"ok"}\n' });
    expect(await get(page, {}, 'HEAD')).toEqual({ status: 200, text: '' });
  });

  it.each<StorageProblem>(['read_only', 'disk_full', 'database_unreachable', 'storage_failed'])(
    'answers 503 with a reason and nothing else: %s',
    async (problem) => {
      const ledger: Ledger = { ...(await openMemoryLedger()), findStorageProblem: async () => problem };
      const { url } = await startListening({}, { ledger });
      const text = `{"status":"unavailable","reason":"${problem}"}\n`;
      expect(await get(`${url}healthz`)).toEqual({ status: 503, text });
    },
  );

  it('answers 503 after a callback could not be stored, until some time has passed', async () => {
    const ledger = { ...(await openMemoryLedger()), addCallback: () => Promise.reject(unusable) };
    const { url, post, clock } = await startListening({}, { ledger });
    expect([(await get(`${url}healthz`)).status, await post(callback())]).toEqual([200, 503]);
    const text = '{"status":"unavailable","reason":"storage_failed"}\n';
    expect(await get(`${url}healthz`)).toEqual({ status: 503, text });
    await clock.advance(2000);
    expect((await get(`${url}healthz`)).status).toBe(200);
  });

  it('answers 503 when a check takes too long', async () => {
    const ledger: Ledger = {
      ...(await openMemoryLedger()),
      forwardQueue: undefined,
      findStorageProblem: () => new Promise(() => {}),
    };
    const { url, clock } = await startListening({}, { ledger });
    const page = get(`${url}healthz`);
    await expect.poll(() => clock.sleeping).toBeGreaterThan(1);
    await clock.advance(2000);
    expect(await page).toEqual({ status: 503, text: '{"status":"unavailable","reason":"no_answer"}\n' });
  });

  it('checks once a second, however often it is requested', async () => {
    let checks = 0;
    const ledger: Ledger = {
      ...(await openMemoryLedger()),
      findStorageProblem: async () => {
        checks += 1;
        return undefined;
      },
    };
    const { url, clock } = await startListening({}, { ledger });
    await Promise.all(Array.from({ length: 30 }, () => get(`${url}healthz`)));
    expect(checks).toBe(1);
    await clock.advance(1000);
    await get(`${url}healthz`);
    expect(checks).toBe(2);
  });

  it('is received as a callback when the method is POST', async () => {
    const { post, stored } = await startListening();
    expect([await post(callback(), '/healthz'), await post(callback(), '/metrics')]).toEqual([200, 200]);
    expect(await stored()).toHaveLength(2);
  });

  it('answers 503 after a signal, while callbacks are still received for the time of --drain', async () => {
    const { url, post, stop, stored, clock } = await startListening({ drainMilliseconds: 5000 });
    const ended = stop();
    expect(await get(`${url}healthz`)).toEqual({ status: 503, text: '{"status":"unavailable","reason":"stopping"}\n' });
    expect(await post(callback())).toBe(200);
    expect(await stored()).toHaveLength(1);
    await clock.advance(5000);
    expect(await ended).toBe(0);
    await expect(get(`${url}healthz`)).rejects.toThrow('ECONNREFUSED');
  });
});

describe('/metrics', () => {
  it('counts what the listener has done, in the format of Prometheus', async () => {
    const shop = await startHandler((_, count) => (count === 1 ? 200 : 500));
    const { url, post, complete } = await startListening({ targets: [{ url: shop.url, filters: [] }] });
    for (const id of ['p1', 'p2']) await post(callback({ id }));
    await post('{"forged":true}');
    await expect.poll(() => complete).toHaveLength(3);
    const metrics = parsePrometheus((await get(`${url}metrics`)).text);
    const values = [...metrics].map(([name, { samples }]) => [name, samples.get('') ?? samples.get('_count')]);
    expect(Object.fromEntries(values)).toEqual({
      rocketpay_callbacks_received_total: 3,
      rocketpay_callbacks_valid_total: 2,
      rocketpay_callbacks_invalid_total: 1,
      rocketpay_callbacks_unsigned_total: 0,
      rocketpay_callbacks_repeated_total: 0,
      rocketpay_callbacks_not_stored_total: 0,
      rocketpay_callbacks_forwarded_total: 1,
      rocketpay_callbacks_forward_failed_total: 1,
      rocketpay_forward_queue_length: 0,
      rocketpay_forward_queue_age_seconds: 0,
      rocketpay_callback_storage_available: 1,
      rocketpay_callback_storage_duration_seconds: 3,
    });
  });

  it('counts a callback that could not be stored, and a repeated one', async () => {
    const ledger = await openMemoryLedger();
    let isAway = false;
    const failing: Ledger = {
      ...ledger,
      addCallback: (...one) => (isAway ? Promise.reject(unusable) : ledger.addCallback(...one)),
    };
    const { url, post } = await startListening({}, { ledger: failing });
    await post(callback());
    await post(callback());
    isAway = true;
    await post(callback());
    const metrics = parsePrometheus((await get(`${url}metrics`)).text);
    const value = (name: string) => metrics.get(`rocketpay_${name}`)?.samples.get('');
    expect([value('callbacks_repeated_total'), value('callbacks_not_stored_total')]).toEqual([1, 1]);
    expect(value('callback_storage_available')).toBe(0);
  });

  it('is served only to programs on this machine, neither through a proxy nor by another name', async () => {
    const { url } = await startListening();
    const answers = [{}, { 'x-forwarded-for': '203.0.113.7' }, { via: '1.1 proxy' }, { host: 'shop.example' }].map(
      async (headers) => (await get(`${url}metrics`, headers)).status,
    );
    expect(await Promise.all(answers)).toEqual([200, 405, 405, 405]);
  });

  it('is served at an address of its own with --metrics, and no longer at that of the listener', async () => {
    const port = await freePort();
    const { url, stop } = await startListening({ metricsAt: { host: '127.0.0.1', port } });
    const own = `http://127.0.0.1:${port}`;
    expect(parsePrometheus((await get(`${own}/metrics`, { host: 'shop.example' })).text).size).toBeGreaterThan(5);
    expect([(await get(`${own}/healthz`)).status, (await get(`${own}/other`)).status]).toEqual([200, 404]);
    expect((await get(`${url}metrics`)).status).toBe(405);
    await stop();
    await expect(get(`${own}/metrics`)).rejects.toThrow('ECONNREFUSED');
  });
});

describe('a listener that is stopped', () => {
  it('stores and answers what it received, closes the connection, and accepts no more', async () => {
    const ledger = await openMemoryLedger();
    let store = (): void => {};
    const storing = new Promise<void>((resolve) => {
      store = resolve;
    });
    let isWaiting = false;
    const slow: Ledger = {
      ...ledger,
      addCallback: async (...one) => {
        isWaiting = true;
        await storing;
        return ledger.addCallback(...one);
      },
    };
    const { url, stop, stored } = await startListening({}, { ledger: slow });
    const answer = fetch(url, { method: 'POST', body: callback() });
    await expect.poll(() => isWaiting).toBe(true);
    const ended = stop();
    await expect
      .poll(() =>
        get(`${url}healthz`).then(
          () => 'answered',
          () => 'refused',
        ),
      )
      .toBe('refused');
    store();
    const { status, headers } = await answer;
    expect([status, headers.get('connection')]).toEqual([200, 'close']);
    expect(await ended).toBe(0);
    expect(await stored()).toHaveLength(1);
  });
});

it('listen refuses --durable shared with the ledger of one machine', async () => {
  const { exit, err } = await run(await openLedger(), 'listen', '--port', '0', '--durable', 'shared');
  expect([exit, err]).toEqual([EXIT.usage, expect.stringContaining('--durable shared needs the ledger of a team')]);
});
