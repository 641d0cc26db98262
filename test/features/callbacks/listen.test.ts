import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { settle } from '../../support/fake-clock.ts';
import { startHandler } from '../../support/handler.ts';
import { openMemoryLedger } from '../../support/ledger.ts';

import { callback, startListening } from './listening.ts';

describe('a received callback', () => {
  it('is stored before it is answered, and shown afterwards', async () => {
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

  it('is answered 200 again and marked when it is repeated', async () => {
    const { post, heard, stop, terminal } = await startListening();
    expect([await post(callback()), await post(callback())]).toEqual([200, 200]);
    await settle();
    expect(heard.map(({ repeat }) => repeat)).toEqual([false, true]);
    await stop();
    expect(terminal.notes.join()).toContain('1 repeated');
  });

  it('with a wrong signature is answered 400, stored, and shown as unverified', async () => {
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

  it('is answered 503 when it cannot be stored, which is reported once', async () => {
    const full = new Failure(EXIT.blocked, 'ledger_unavailable', 'The disk is full.');
    const ledger = { ...(await openMemoryLedger()), addCallback: () => Promise.reject(full) };
    const { post, heard, terminal } = await startListening({}, { ledger });
    expect([await post(callback()), await post(callback())]).toEqual([503, 503]);
    expect(heard).toEqual([]);
    expect(terminal.warnings).toEqual([expect.stringContaining('503')]);
  });

  it('is stored once for each of many concurrent copies, of which one is the first', async () => {
    const { post, stored } = await startListening();
    const answers = await Promise.all(Array.from({ length: 40 }, (_, at) => post(callback({ id: `p${at % 20}` }))));
    expect(new Set(answers)).toEqual(new Set([200]));
    expect((await stored()).filter(({ repeat }) => repeat)).toHaveLength(20);
  });

  it.each([
    ['GET', '', 'GET, and not POST'],
    ['POST', Buffer.from('{"a":"\xe9"}', 'latin1'), 'not UTF-8'],
    ['POST', 'x'.repeat(10 * 1024 * 1024), 'more than a megabyte'],
  ])('is refused and reported when the request is not a callback: %s', async (method, body, why) => {
    const { url, terminal, stored } = await startListening();
    const status = await fetch(url, { method, ...(method === 'POST' ? { body } : {}) }).then(
      ({ status }) => status,
      () => 'cut off',
    );
    expect([400, 405, 413, 'cut off']).toContain(status);
    expect(terminal.warnings).toEqual([expect.stringContaining(why)]);
    expect(await stored()).toEqual([]);
  });

  it('is accepted only at the configured path and below it', async () => {
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
        (path) => `a callback to ${path} was answered 404 and is not stored: callbacks are received at /hooks`,
      ),
    );
  });
});

it('listen accepts a request with an absolute URL, as a proxy may send it', async () => {
  const { url, stored } = await startListening({ path: '/hooks' });
  const status = new Promise((resolve) => {
    const sending = { method: 'POST', path: 'http://shop.example/hooks?x=1', agent: false };
    request(url, sending, (response) => resolve(response.resume().statusCode)).end(callback());
  });
  expect(await status).toBe(200);
  expect(await stored()).toMatchObject([{ envelope: { path: '/hooks?x=1' } }]);
});

it('listen reports at most ten unexpected paths', async () => {
  const { post, terminal } = await startListening({ path: '/hooks' });
  for (let at = 0; at < 12; at++) await post(callback(), `/${at}`);
  expect(terminal.warnings).toHaveLength(10);
});

describe('listen ends', () => {
  it('after the event of --exit-on', async () => {
    const { post, ended, heard } = await startListening({ exitOn: 'refund.partial' });
    await post(callback());
    await post(callback({ type: 'refund' }));
    expect(await ended).toBe(0);
    expect(heard.map(({ event }) => event)).toEqual(['purchase.success', 'refund.partial']);
  });

  it('only after the forwarded callbacks were answered', async () => {
    const handler = await startHandler();
    const { post, ended, complete } = await startListening({ max: 1, targets: [{ url: handler.url, filters: [] }] });
    await post(callback());
    expect(await ended).toBe(0);
    expect(complete).toMatchObject([{ forwards: [{ status: 200 }] }]);
  });

  it('at the deadline, with 8 when an event is still missing and otherwise with 0', async () => {
    const waiting = await startListening({ exitOn: 'purchase.success', deadlineMilliseconds: 1000 });
    await waiting.clock.advance(1000);
    await expect(waiting.ended).rejects.toMatchObject({ exit: 8 });
    const open = await startListening({ deadlineMilliseconds: 1000 });
    await open.clock.advance(1000);
    expect(await open.ended).toBe(0);
  });

  it('with 130 after Ctrl-C before the event of --exit-on', async () => {
    const { stop, terminal } = await startListening({ max: 2 });
    await expect(stop()).rejects.toMatchObject({ exit: 130 });
    expect(terminal.notes.join()).toContain('No longer listening: 0 callbacks');
  });
});

it('listen answers 500 after an error in one request, reports it once, and continues', async () => {
  const ledger = await openMemoryLedger();
  const { addCallback } = ledger;
  let calls = 0;
  const failing: typeof addCallback = (one) => {
    calls += 1;
    return calls > 2 ? addCallback(one) : Promise.reject(new TypeError('boom'));
  };
  const { post, terminal, stored } = await startListening({}, { ledger: { ...ledger, addCallback: failing } });
  expect([await post(callback()), await post(callback()), await post(callback())]).toEqual([500, 500, 200]);
  expect(terminal.warnings).toEqual([expect.stringContaining('boom')]);
  expect(await stored()).toHaveLength(1);
});

it('listen reports that the machine was asleep, and that it receives callbacks again', async () => {
  const { clock, terminal, post } = await startListening();
  await clock.advance(10_000);
  expect(terminal.warnings).toEqual([]);
  clock.jump(3_600_000);
  await clock.advance(10_000);
  expect(terminal.warnings).toEqual([expect.stringContaining('asleep for 1 h')]);
  expect(await post(callback())).toBe(200);
});
