import { describe, expect, it } from 'vitest';
import type { Ledger } from '#domain/ledger/ledger';
import { NOWHERE, startHandler } from '../../support/handler.ts';
import { documentOf, documentsOf, errorOf, expectPromised, rocketpay } from '../../support/session.ts';

import { keep, openLedger, run, verifies } from './callback-shop.ts';

describe('listen', () => {
  it.each([
    [['--port', '4300', '--forward-to', 'http://localhost:4300/hook'], 'is the address of this listener'],
    [['--port', '80', '--forward-to', 'http://127.0.0.1'], 'is the address of this listener'],
    [['--forward-to', 'http://127.0.0.1:1/', '--filter', 'event'], '--filter: "event" is not path=value'],
    [['--exit-on', 'refund'], 'rocketpay listen --help'],
    [['--exit-on', 'refund.success', '--filter', 'event=purchase.success'], 'would wait forever'],
  ])('refuses to start with %j, and says why', async (words, why) => {
    const { exit, out, err } = await run(await openLedger(), 'listen', ...words);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err.replace(/\s+/g, ' ')).toContain(why);
  });
});

describe('callbacks list', () => {
  it('shows the newest first, and only the requested ones', async () => {
    const ledger = await openLedger();
    await keep(ledger);
    await keep(ledger, false);
    const all = documentsOf((await run(ledger, 'callbacks', 'list', '--json')).out);
    for (const one of all) expectPromised(one, 'callbacks list');
    expect(all.map(({ valid }) => valid).sort()).toEqual([false, true]);
    const wrong = documentsOf((await run(ledger, 'callbacks', 'list', '--invalid', '--json')).out);
    expect(wrong).toMatchObject([{ valid: false, paymentId: 'payment_47' }]);
    const lines = await run(ledger, 'callbacks', 'list', '--event', 'purchase.success', '--payment', 'PAYMENT_47');
    expect(lines.out).toMatch(/^cb-\S+ \S+ \S+ purchase\.success valid {5}payment_47\n$/);
  });

  it('says what to do when there are no callbacks', async () => {
    const { exit, err } = await run(await openLedger(), 'callbacks', 'list');
    expect({ exit, err }).toEqual({ exit: 0, err: expect.stringContaining('rocketpay listen') });
  });
});

describe('callbacks show', () => {
  it('shows a whole callback, with its text byte for byte', async () => {
    const ledger = await openLedger();
    const { id, text } = await keep(ledger);
    const document = documentOf(await run(ledger, 'callbacks', 'show', id, '--json'));
    expectPromised(document, 'callbacks show');
    expect(document).toMatchObject({
      id,
      text,
      headers: { 'X-Trace': 'abc, def' },
      path: '/cb?shop=1',
      deliveries: [],
    });
    expect((await run(ledger, 'callbacks', 'show', id, '--field', 'text')).out).toBe(`${text}\n`);
    expect((await run(ledger, 'callbacks', 'show', id)).out).toContain(`rocketpay callbacks replay ${id} --to`);
  });

  it('says why a callback is not valid', async () => {
    const ledger = await openLedger();
    const { id } = await keep(ledger, false);
    const document = documentOf(await run(ledger, 'callbacks', 'show', id, '--json'));
    expect(document).toMatchObject({ valid: false, diagnosis: { mistakes: [{ mistake: 'secret_white_space' }] } });
    expect((await run(ledger, 'callbacks', 'show', id)).out).toContain('It would verify if');
  });

  it('says that a callback was cut off, and does not diagnose its signature', async () => {
    const ledger = await openLedger();
    const { id } = await ledger.addCallback({
      ...{ project: 'api.rocketpay.kz/1234', text: '{"a":"xxx', valid: false, status: 'unknown' },
      ...{ paymentId: undefined, operationId: undefined, operationStatus: undefined, requestId: undefined },
      envelope: { path: '/', headers: [], cutFrom: 100_000 },
    });
    const { diagnosis, reason } = documentOf(await run(ledger, 'callbacks', 'show', id, '--json'));
    expect(diagnosis).toBeUndefined();
    expect(reason).toContain('Only the first 9 of its 100000 characters are stored');
    expect((await run(ledger, 'callbacks', 'show', id)).out).not.toContain('not JSON');
  });

  it('says that a chargeback is unsigned, and needs no secret', async () => {
    const ledger = await openLedger();
    const { id } = await ledger.addCallback({
      ...{ project: 'api.rocketpay.kz/1234', text: '{"chargeback":{"id":7}}', valid: false, status: 'unknown' },
      ...{ paymentId: undefined, operationId: undefined, operationStatus: undefined, requestId: undefined },
      kind: 'chargeback',
    });
    const ofTheLedger = (...argv: readonly string[]) => rocketpay(argv, { ledger });
    const document = documentOf(await ofTheLedger('callbacks', 'show', id, '--json'));
    expectPromised(document, 'callbacks show');
    const marks = { valid: false, kind: 'chargeback', unsigned: true, event: null };
    expect(document).toMatchObject(marks);
    expect(document.diagnosis).toBeUndefined();
    expect((await ofTheLedger('callbacks', 'show', id)).out).toContain('UNSIGNED chargeback');
    const listed = documentsOf((await ofTheLedger('callbacks', 'list', '--chargebacks', '--json')).out);
    expect(listed).toMatchObject([{ id, ...marks }]);
    for (const one of listed) expectPromised(one, 'callbacks list');
    expect((await ofTheLedger('callbacks', 'list')).out).toMatch(/ chargeback +UNSIGNED\n$/);
    expect((await ofTheLedger('callbacks', 'list', '--invalid', '--json')).out).toBe('');
    expect((await ofTheLedger('callbacks', 'list', '--invalid', '--chargebacks')).exit).toBe(2);
  });

  it('refuses an unknown id', async () => {
    const error = errorOf(await run(await openLedger(), 'callbacks', 'show', 'cb-0', '--json'));
    expect(error).toMatchObject({ exit: 2, hint: expect.stringContaining('callbacks list') });
  });
});

describe('callbacks replay', () => {
  it('sends a callback again, byte for byte, with its headers, path and query', async () => {
    const ledger = await openLedger();
    const handler = await startHandler(verifies);
    const { id, text } = await keep(ledger);
    const finished = await run(ledger, 'callbacks', 'replay', id, '--to', `${handler.url}/hooks`, '--json');
    expect(finished.exit).toBe(0);
    expectPromised(documentOf(finished), 'callbacks replay');
    expect(handler.handled).toMatchObject([{ path: '/hooks/cb?shop=1', headers: { 'user-agent': 'platform' } }]);
    expect(handler.handled[0]?.bytes.toString()).toBe(text);
  });

  it('sends only failed callbacks again, until they are accepted', async () => {
    const ledger = await openLedger();
    const handler = await startHandler((_, count) => (count < 2 ? 500 : 200));
    const { id } = await keep(ledger);
    const replay = ['callbacks', 'replay'];
    expect((await run(ledger, ...replay, id, '--to', handler.url)).exit).toBe(3);
    expect((await run(ledger, ...replay, '--failed')).exit).toBe(0);
    const { exit, out, err } = await run(ledger, ...replay, '--failed');
    expect({ exit, out, err }).toEqual({ exit: 0, out: '', err: expect.stringContaining('No failed callbacks') });
    expect(handler.handled).toHaveLength(2);
  });

  it('sends failed callbacks to another URL, after which they no longer count as failed', async () => {
    const ledger = await openLedger();
    const handler = await startHandler();
    const { id } = await keep(ledger);
    expect((await run(ledger, 'callbacks', 'replay', id, '--to', NOWHERE)).exit).toBe(5);
    expect(await ledger.failedDeliveries()).toHaveLength(1);
    expect((await run(ledger, 'callbacks', 'replay', '--failed', '--to', handler.url)).exit).toBe(0);
    expect(await ledger.failedDeliveries()).toEqual([]);
  });

  it('sends nothing to another machine that only the ledger of a team names', async () => {
    const ledger = await openLedger();
    const { id } = await keep(ledger);
    const at = Date.parse('2026-11-28T10:00:00Z');
    const url = 'https://hooks.example/cb';
    await ledger.addDelivery({ callbackId: id, url, at, status: 500, reason: undefined, milliseconds: 1 });
    const team = { ...ledger, plans: {} as NonNullable<Ledger['plans']> };
    const error = errorOf(await run(team, 'callbacks', 'replay', '--failed', '--json'));
    expect(error).toMatchObject({
      exit: 7,
      code: 'not_confirmed',
      message: expect.stringContaining('https://hooks.example'),
    });
    const handler = await startHandler();
    expect((await run(team, 'callbacks', 'replay', '--failed', '--to', handler.url)).exit).toBe(0);
  });

  it.each([
    [[]],
    [['cb-1']],
    [['cb-1', '--failed']],
    [['cb-1', '--to', 'file:///etc']],
    [['cb-1', '--to', 'http://a:b@h/']],
  ])('refuses missing or conflicting arguments: %j', async (words) => {
    expect((await run(await openLedger(), 'callbacks', 'replay', ...words)).exit).toBe(2);
  });
});
