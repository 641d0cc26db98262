import { request } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { deliverCallback } from '../../src/callbacks/deliver.ts';
import { receiveCallbacks } from '../../src/callbacks/receiver.ts';
import type { DeliveryDocument, HeardDocument } from '../../src/domain/documents.ts';
import { Failure, interruptedFailure } from '../../src/domain/errors.ts';
import { EXIT } from '../../src/domain/exit-codes.ts';
import type { Ledger } from '../../src/domain/ledger.ts';
import { PROFILE_DEFAULTS } from '../../src/domain/profile.ts';
import { Secret } from '../../src/domain/secret.ts';
import { forwardUrl, triesOf } from '../../src/flows/forward-callback.ts';
import { type ListenOptions, listen } from '../../src/flows/listen.ts';
import { FakeClock, settle } from '../support/fake-clock.ts';
import { FakeTerminal } from '../support/fake-terminal.ts';
import { signedAnswer } from '../support/gate-fixtures.ts';
import { NOWHERE, startHandler } from '../support/handler.ts';
import { openQuickLedger } from '../support/ledger.ts';

const secret = new Secret('the secret of the shop');

const callback = (parts: { status?: string; type?: string; id?: string } = {}): string => {
  const { status = 'success', type = 'sale', id = 'payment_47' } = parts;
  const sum = { amount: 100_000, currency: 'KZT' };
  const operation = { id: 5028800010128225, type, status, request_id: 'req-1', sum_initial: sum };
  const payment = { id, status: type === 'refund' ? 'partially refunded' : status, sum };
  return signedAnswer({ project_id: 1234, payment, operation, note: 'Әсел \u{1f600}' }, secret);
};

/** A listener that runs, and what it has shown. */
async function startListening(options: Partial<ListenOptions> = {}, parts: { ledger?: Ledger } = {}) {
  const interrupt = new AbortController();
  const terminal = new FakeTerminal();
  const clock = new FakeClock();
  const ledger = parts.ledger ?? (await openQuickLedger(clock));
  const heard: HeardDocument[] = [];
  const complete: HeardDocument[] = [];
  const forwarded: DeliveryDocument[] = [];
  let resolve = (_: string): void => {};
  const ready = new Promise<string>((tell) => {
    resolve = tell;
  });
  const ended = listen(
    {
      ...{ host: '127.0.0.1', port: 0, path: '/', targets: [], filters: [], withBody: true, forwardInvalid: false },
      ...{ exitOn: undefined, max: undefined, deadlineMilliseconds: undefined, timeoutMilliseconds: 5000, ...options },
    },
    {
      ready: resolve,
      heard: (all) => heard.push(...all),
      forwarded: (one) => forwarded.push(one),
      complete: (all) => complete.push(...all),
    },
    {
      ...{ terminal, clock, receiveCallbacks, signal: interrupt.signal },
      deliverCallback: (parcel) => deliverCallback(parcel, clock),
      ledger: async () => ledger,
      profile: async () => ({ ...PROFILE_DEFAULTS, name: 'shop', projectId: 1234, origins: {} }),
      secret: async () => secret,
    },
  );
  ended.catch(() => {});
  const url = await ready;
  const stop = () => {
    interrupt.abort(interruptedFailure());
    return ended;
  };
  onTestFinished(async () => {
    await stop().catch(() => {});
    await ledger.close();
  });
  const post = async (body: string | Buffer, path = '', headers = {}): Promise<number> =>
    (await fetch(new URL(path, url), { method: 'POST', body, headers })).status;
  const stored = () => ledger.findCallbacks({ limit: 99 });
  return { url, terminal, clock, ledger, heard, complete, forwarded, ended, stop, post, stored };
}

describe('a callback that comes in', () => {
  it('is on disk when it is answered, and shown after that', async () => {
    const { post, stored, heard, stop, terminal } = await startListening();
    expect(await post(callback())).toBe(200);
    expect(await stored()).toMatchObject([
      { text: callback(), valid: true, repeat: false, event: 'purchase.success', project: 'api.rocketpay.kz/1234' },
    ]);
    await settle();
    const amount = { amountMinor: 100_000, currency: 'KZT' };
    expect(heard).toMatchObject([{ type: 'callback', paymentId: 'payment_47', answered: 200, valid: true, ...amount }]);
    expect(await stop()).toBe(0);
    expect(terminal.notes).toEqual(['No longer listening: 1 callback (1 genuine, 0 not, 0 repeated).']);
  });

  it('is answered 200 again when it repeats, and marked', async () => {
    const { post, heard, stop, terminal } = await startListening();
    expect([await post(callback()), await post(callback())]).toEqual([200, 200]);
    await settle();
    expect(heard.map(({ repeat }) => repeat)).toEqual([false, true]);
    await stop();
    expect(terminal.notes.join()).toContain('1 repeated');
  });

  it('is answered 400 when its signature is wrong, kept, and shown with what it claims', async () => {
    const handler = await startHandler();
    const { post, heard, stored, stop } = await startListening({ targets: [{ url: handler.url, filters: [] }] });
    expect(await post(callback().replace('100000', '100001'))).toBe(400);
    await settle();
    expect(heard).toMatchObject([{ valid: false, answered: 400, paymentId: 'payment_47', event: null }]);
    expect(heard[0]?.reason).toContain('signature');
    expect(await stored()).toMatchObject([{ valid: false, paymentId: undefined }]);
    await stop();
    expect(handler.handled).toEqual([]);
  });

  it('is answered 503 when it cannot be kept, and that is said once', async () => {
    const full = new Failure(EXIT.held, 'ledger_unavailable', 'The disk is full.');
    const ledger = { ...(await openQuickLedger()), addCallback: () => Promise.reject(full) };
    const { post, heard, terminal } = await startListening({}, { ledger });
    expect([await post(callback()), await post(callback())]).toEqual([503, 503]);
    expect(heard).toEqual([]);
    expect(terminal.warnings).toEqual([expect.stringContaining('503')]);
  });

  it('is one of many at once, of which each is kept and one is the first', async () => {
    const { post, stored } = await startListening();
    const answers = await Promise.all(Array.from({ length: 40 }, (_, at) => post(callback({ id: `p${at % 20}` }))));
    expect(new Set(answers)).toEqual(new Set([200]));
    expect((await stored()).filter(({ repeat }) => repeat)).toHaveLength(20);
  });

  it.each([
    ['GET', '', 'GET, and not POST'],
    ['POST', Buffer.from('{"a":"\xe9"}', 'latin1'), 'not UTF-8'],
    ['POST', 'x'.repeat(10 * 1024 * 1024), 'more than a megabyte'],
  ])('is turned away and said so when it is none: %s', async (method, body, why) => {
    const { url, terminal, stored } = await startListening();
    const status = await fetch(url, { method, ...(method === 'POST' ? { body } : {}) }).then(
      ({ status }) => status,
      () => 'cut off',
    );
    expect([400, 413, 'cut off']).toContain(status);
    expect(terminal.warnings).toEqual([expect.stringContaining(why)]);
    expect(await stored()).toEqual([]);
  });

  it('is taken at the path that was asked for and below it, and nowhere else', async () => {
    const { post, stored, terminal } = await startListening({ path: '/hooks' });
    expect([
      await post(callback(), '/hooks?x=1'),
      await post(callback(), '/hooks/a'),
      await post(callback(), '/other'),
    ]).toEqual([200, 200, 404]);
    expect(await post(callback(), '/hookss')).toBe(404);
    expect(await post(callback(), '/other')).toBe(404);
    expect(await stored()).toHaveLength(2);
    expect(terminal.warnings).toEqual(
      ['/other', '/hookss'].map(
        (path) => `a callback to ${path} was answered 404 and is not kept: they are taken at /hooks`,
      ),
    );
  });
});

it('takes a request that names its whole URL, as a proxy may send it', async () => {
  const { url } = await startListening({ path: '/hooks' });
  const status = new Promise((resolve) => {
    const sending = { method: 'POST', path: 'http://shop.example/hooks?x=1', agent: false };
    request(url, sending, (response) => resolve(response.resume().statusCode)).end(callback());
  });
  expect(await status).toBe(200);
});

it('tells of ten strange paths at most', async () => {
  const { post, terminal } = await startListening({ path: '/hooks' });
  for (let at = 0; at < 12; at++) await post(callback(), `/${at}`);
  expect(terminal.warnings).toHaveLength(10);
});

describe('a callback that is handed on', () => {
  it('comes byte for byte, with its headers, path and query, and what came of it is kept', async () => {
    const handler = await startHandler();
    const { post, forwarded, complete, stored, ledger } = await startListening({
      targets: [{ url: `${handler.url}/base`, filters: [] }],
    });
    const text = ` \r\n${callback().replace('"payment"', '\t"pay\\u006dent"')}\n`;
    await post(text, '/cb/x?shop=1&y=%20', { 'x-trace': 'abc', 'content-type': 'application/json; charset=utf-8' });
    await expect.poll(() => forwarded).toHaveLength(1);
    const [got] = handler.handled;
    expect(got?.bytes.toString()).toBe(text);
    expect(got?.path).toBe('/base/cb/x?shop=1&y=%20');
    expect(got?.headers).toMatchObject({ 'x-trace': 'abc', 'content-type': 'application/json; charset=utf-8' });
    expect(complete).toMatchObject([{ forwards: [{ status: 200, delivered: true }] }]);
    const [{ id = '' } = {}] = await stored();
    expect(triesOf(await ledger.deliveries(id))).toMatchObject([
      { status: 200, url: `${handler.url}/base/cb/x?shop=1&y=%20` },
    ]);
  });

  it('keeps a path that others would tidy up, and no path ends the listener', async () => {
    const handler = await startHandler();
    const { url, complete } = await startListening({ targets: [{ url: handler.url, filters: [] }] });
    const paths = ['//', '//evil.example/%2e%2e/./a%2Fb/../c', "/?q='1'&&r=?"];
    for (const path of paths) request(url, { path, method: 'POST' }).end(callback());
    await expect.poll(() => complete).toHaveLength(paths.length);
    expect(handler.handled.map(({ path }) => path).sort()).toEqual(paths.sort());
  });

  it('is on disk as not handed on until it is: whoever kills the listener meanwhile can send it again', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void silent.close());
    const { port } = silent.address() as AddressInfo;
    const { post, ledger, stop } = await startListening({
      targets: [{ url: `http://127.0.0.1:${port}/`, filters: [] }],
    });
    await post(callback());
    await post(callback({ status: 'decline' }));
    await expect.poll(() => ledger.failedDeliveries()).toHaveLength(2);
    await stop();
    const [one] = await ledger.failedDeliveries();
    expect(triesOf(await ledger.deliveries(one?.callbackId ?? ''))).toMatchObject([{ reason: 'interrupted' }]);
  });

  it('is told of and goes on when the ledger cannot take in what came of it', async () => {
    const busy = new Failure(EXIT.held, 'ledger_unavailable', 'It is locked.');
    const ledger = { ...(await openQuickLedger()), addDelivery: () => Promise.reject(busy) };
    const handler = await startHandler();
    const { post, complete, terminal } = await startListening(
      { targets: [{ url: handler.url, filters: [] }] },
      { ledger },
    );
    expect([await post(callback()), await post(callback())]).toEqual([200, 200]);
    await expect.poll(() => complete).toHaveLength(2);
    expect(complete).toMatchObject([{ forwards: [{ status: 200 }] }, { forwards: [{ status: 200 }] }]);
    expect(terminal.warnings).toEqual([expect.stringContaining('It is locked.')]);
  });

  it('goes where its filters say', async () => {
    const [all, refunds, declines] = [await startHandler(), await startHandler(), await startHandler()];
    const { post, complete } = await startListening({
      targets: [
        { url: all.url, filters: [] },
        { url: refunds.url, filters: [{ path: 'operation.type', value: 'refund' }] },
        {
          url: declines.url,
          filters: [
            { path: 'event', value: 'purchase.decline' },
            { path: 'event', value: 'refund.partial' },
          ],
        },
      ],
    });
    for (const parts of [{}, { type: 'refund' }, { status: 'decline', id: 'p2' }]) await post(callback(parts));
    await expect.poll(() => complete).toHaveLength(3);
    expect([all, refunds, declines].map(({ handled }) => handled.length)).toEqual([3, 1, 2]);
  });

  it('is not lost when nothing listens there, and told how to send it again', async () => {
    const { post, complete, ledger, stop, terminal } = await startListening({
      targets: [{ url: NOWHERE, filters: [] }],
    });
    expect(await post(callback())).toBe(200);
    await expect.poll(() => complete).toHaveLength(1);
    expect(complete[0]?.forwards).toMatchObject([{ status: null, delivered: false, reason: 'nothing listens there' }]);
    expect(await ledger.failedDeliveries()).toHaveLength(1);
    await stop();
    expect(terminal.notes.join()).toContain('1 not handed on. To do it again: rocketpay callbacks replay --failed');
  });

  it('has not arrived for the platform when the answer is another than 200', async () => {
    const handler = await startHandler(() => 204);
    const { post, complete } = await startListening({ targets: [{ url: handler.url, filters: [] }] });
    await post(callback());
    await expect.poll(() => complete).toHaveLength(1);
    expect(complete[0]?.forwards).toMatchObject([{ status: 204, delivered: false }]);
  });

  it('comes after the one before it of the same payment', async () => {
    const handler = await startHandler();
    const { post, complete } = await startListening({ targets: [{ url: handler.url, filters: [] }] });
    const statuses = ['processing', 'awaiting clarification', 'success'];
    for (const status of statuses) await post(callback({ status }));
    await expect.poll(() => complete).toHaveLength(3);
    expect(handler.handled.map(({ bytes }) => JSON.parse(bytes.toString()).payment.status)).toEqual(statuses);
  });

  it('may be forged where that was asked for', async () => {
    const handler = await startHandler();
    const { post, complete } = await startListening({
      targets: [{ url: handler.url, filters: [] }],
      forwardInvalid: true,
    });
    await post('{"forged":true}');
    await expect.poll(() => complete).toHaveLength(1);
    expect(handler.handled[0]?.bytes.toString()).toBe('{"forged":true}');
  });
});

describe('listening ends', () => {
  it('after the event that was waited for', async () => {
    const { post, ended, heard } = await startListening({ exitOn: 'refund.partial' });
    await post(callback());
    await post(callback({ type: 'refund' }));
    expect(await ended).toBe(0);
    expect(heard.map(({ event }) => event)).toEqual(['purchase.success', 'refund.partial']);
  });

  it('not before what it handed on has been answered', async () => {
    const handler = await startHandler();
    const { post, ended, complete } = await startListening({ max: 1, targets: [{ url: handler.url, filters: [] }] });
    await post(callback());
    expect(await ended).toBe(0);
    expect(complete).toMatchObject([{ forwards: [{ status: 200 }] }]);
  });

  it('at the deadline, with 8 when something was waited for and else with 0', async () => {
    const waiting = await startListening({ exitOn: 'purchase.success', deadlineMilliseconds: 1000 });
    await waiting.clock.advance(1000);
    await expect(waiting.ended).rejects.toMatchObject({ exit: 8 });
    const open = await startListening({ deadlineMilliseconds: 1000 });
    await open.clock.advance(1000);
    expect(await open.ended).toBe(0);
  });

  it('with 130 when the person leaves before what was waited for', async () => {
    const { stop, terminal } = await startListening({ max: 2 });
    await expect(stop()).rejects.toMatchObject({ exit: 130 });
    expect(terminal.notes.join()).toContain('No longer listening: 0 callbacks');
  });
});

it('a listener that has lost its way says so and ends, whatever the reason', async () => {
  const ledger = { ...(await openQuickLedger()), addCallback: () => Promise.reject(new TypeError('boom')) };
  const { post, ended } = await startListening({}, { ledger });
  await expect(post(callback())).rejects.toThrow();
  await expect(ended).rejects.toMatchObject({
    exit: 5,
    code: 'listener_lost',
    message: expect.stringContaining('boom'),
  });
});

it('a machine that was asleep says so, and that it listens again', async () => {
  const { clock, terminal, post } = await startListening();
  await clock.advance(10_000);
  expect(terminal.warnings).toEqual([]);
  clock.jump(3_600_000);
  await clock.advance(10_000);
  expect(terminal.warnings).toEqual([expect.stringContaining('asleep for 1 h')]);
  expect(await post(callback())).toBe(200);
});

it.each([
  ['http://h/', '/', '/', 'http://h/'],
  ['http://h', '/', '/', 'http://h/'],
  ['http://h/cb', '/', '/', 'http://h/cb'],
  ['http://h/cb/', '/x', '/', 'http://h/cb/x'],
  ['http://h/cb?k=1', '/x?y=2', '/', 'http://h/cb/x?k=1&y=2'],
  ['http://h/cb', '/hooks/x', '/hooks', 'http://h/cb/x'],
  ['http://h/cb', '/hooks', '/hooks', 'http://h/cb'],
  ['http://h', '//evil.example/x', '/', 'http://h//evil.example/x'],
  ['http://h/cb', '//', '/', 'http://h/cb//'],
  ['http://h/cb', "/%2e%2E/a/../b%2F;c?q='1'&&r=?", '/', "http://h/cb/%2e%2E/a/../b%2F;c?q='1'&&r=?"],
  ['http://h', '/x?', '/', 'http://h/x?'],
  ['http://h/cb', 'http://proxy.example/hooks/x?y', '/hooks', 'http://h/cb/x?y'],
  ['http://h/cb', 'http://proxy.example', '/', 'http://h/cb'],
])('a callback for %s that came to %s (listening at %s) goes to %s', (target, path, own, url) => {
  expect(forwardUrl(target, path, own)).toBe(url);
});
