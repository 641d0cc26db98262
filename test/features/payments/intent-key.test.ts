import { describe, expect, it, onTestFinished } from 'vitest';
import { openLedger } from '#adapters/ledger/open-ledger';
import { answer, closedPort, startFaultServer } from '../../support/gate/fault-server.ts';
import { ledgerFolder, openTestLedger } from '../../support/ledger.ts';
import { movingClock } from '../../support/moving-clock.ts';
import { CUSTOMER, documentOf, environment, errorOf, rocketpay } from '../../support/session.ts';
import { type FaultyShop, openFaultyShop } from './faulty-shop.ts';

const KEY = ['--intent', 'ticket-1'];
const RAW = '/v2/payment/mobile/refund';

const rawRefund = (amount: number) => [
  'request',
  RAW,
  JSON.stringify({ general: { project_id: 4242, payment_id: 'order-1' }, payment: { amount, currency: 'KZT' } }),
];
const refundOf = (amount: string) => ['refund', 'order-1', '--amount', amount, '--confirm', amount];

interface Write {
  readonly ready: (shop: FaultyShop) => Promise<unknown>;
  readonly argv: (shop: FaultyShop) => readonly string[];
  /** The same key with these words is another request. */
  readonly other: (shop: FaultyShop) => readonly string[];
  readonly path: string;
}

const paid = (shop: FaultyShop) => shop.paid();
const sold = (shop: FaultyShop) => shop.done(...shop.sale('77071234567', '--wait', 'otp'));

const WRITES: Readonly<Record<string, Write>> = {
  sale: {
    ready: async () => {},
    argv: (shop) => shop.sale(),
    other: (shop) => shop.sale('77071234568'),
    path: '/sale',
  },
  'sale without a payment id': {
    ready: async () => {},
    argv: (shop) => shop.sale().filter((word) => word !== '--payment-id' && word !== 'order-1'),
    other: (shop) => shop.sale(),
    path: '/sale',
  },
  otp: {
    ready: sold,
    argv: (shop) => ['otp', 'order-1', shop.platform.lastCode()],
    other: (shop) => ['otp', 'order-1', shop.platform.wrongCode()],
    path: '/clarification',
  },
  resend: {
    ready: async (shop) => {
      await sold(shop);
      await shop.platform.clock.advance(81_000);
    },
    argv: () => ['resend', 'order-1', '--ip', '198.51.100.47'],
    other: () => ['resend', 'order-1', '--ip', '198.51.100.48'],
    path: '/resend',
  },
  refund: { ready: paid, argv: () => refundOf('250'), other: () => refundOf('251'), path: '/refund' },
  'refund --full': {
    ready: paid,
    argv: () => ['refund', 'order-1', '--full', '--confirm', '1000'],
    other: () => refundOf('1000'),
    path: '/refund',
  },
  'refund --wait': {
    ready: paid,
    argv: () => [...refundOf('250'), '--wait'],
    other: () => [...refundOf('250'), '--description', 'another one', '--wait'],
    path: '/refund',
  },
  request: { ready: paid, argv: () => rawRefund(25_000), other: () => rawRefund(25_001), path: '/refund' },
};

const ready = async ({ ready: prepare }: Write) => {
  const shop = await openFaultyShop();
  await prepare(shop);
  return shop;
};

describe.each(Object.entries(WRITES))('a script that runs %s with a key of its own', (_name, write) => {
  it('twice gets the stored result the second time, and it is sent once', async () => {
    const shop = await ready(write);
    const before = shop.requestsTo(write.path);
    const argv = [...write.argv(shop), ...KEY];
    const first = await shop.done(...argv);
    const second = await shop.done(...argv);
    expect(shop.requestsTo(write.path)).toBe(before + 1);
    expect(second.requestId ?? second.request_id).toBe(first.requestId ?? first.request_id);
    for (const field of ['status', 'paymentId', 'intent', 'amountMinor', 'currency']) {
      if (_name !== 'request') expect(second[field]).toEqual(first[field]);
    }
    expect((await shop.run(...argv)).err).toContain('stored result');
  });

  it('for another request is refused', async () => {
    const shop = await ready(write);
    const { intent } = await shop.done(...write.argv(shop), ...KEY);
    const before = shop.requestsTo(write.path);
    const error = await shop.failed(...write.other(shop), ...KEY);
    expect(error).toMatchObject({ exit: 7, code: 'intent_key_used' });
    if (intent !== undefined)
      expect(error).toMatchObject({ intent, hint: `To see that request: rocketpay receipt ${intent}` });
    expect(shop.requestsTo(write.path)).toBe(before);
  });

  it('after an unknown outcome is told about it again, and nothing is sent', async () => {
    const shop = await ready(write);
    const argv = [...write.argv(shop), ...KEY];
    const intent = await shop.lost('reset-after', ...argv);
    const before = shop.requestsTo(write.path);
    for (const _ of [1, 2]) {
      const error = await shop.failed(...argv);
      expect(error).toMatchObject({ exit: 6, code: 'outcome_unknown', intent });
      expect(error.hint).toContain(`rocketpay resume ${intent}`);
    }
    expect(shop.requestsTo(write.path)).toBe(before);
    expect(await shop.ledger.openIntents()).toMatchObject([{ id: intent }]);
  });

  it('gets the stored result or "in flight" in each of 20 concurrent runs, and it is sent once', async () => {
    const shop = await ready(write);
    const before = shop.requestsTo(write.path);
    const argv = [...write.argv(shop), ...KEY];
    const all = await Promise.all(Array.from({ length: 20 }, () => shop.run(...argv, '--json')));
    const documents = all.filter(({ exit }) => exit === 0).map(documentOf);
    expect(new Set(documents.map((one) => one.requestId ?? one.request_id)).size).toBe(1);
    for (const held of all.filter(({ exit }) => exit !== 0)) {
      expect(errorOf(held)).toMatchObject({ exit: 7, code: 'in_flight', hint: 'Run this again for its result.' });
    }
    expect(shop.requestsTo(write.path)).toBe(before + 1);
    expect(await shop.run(...argv)).toMatchObject({ exit: 0 });
  });
});

describe('a key whose request the platform was too busy to check', () => {
  const body = (code: string) => JSON.stringify({ status: 'error', code, message: 'not now' });
  const accepted = answer(200, JSON.stringify({ status: 'success', request_id: 'r-1' }));
  const argv = [
    'sale',
    '--phone',
    '77071234567',
    '--payment-id',
    'p-1',
    '--amount',
    '10',
    ...CUSTOMER,
    ...KEY,
    '--json',
  ];
  it.each([
    ['is free: the same words send it', '2147', 0, 2],
    ['is not free after a refusal that decided it', '3024', 3, 1],
    ['is not free where it may have been processed', '9999', 6, 1],
  ])('%s (%s)', async (_, code, exit, requests) => {
    const gate = await startFaultServer([answer(400, body(code)), accepted]);
    onTestFinished(() => gate.close());
    const options = { env: environment(gate.url), ledger: await openTestLedger() };
    expect(await rocketpay(argv, options)).toMatchObject({ exit: code === '9999' ? 6 : 3 });
    expect(await rocketpay(argv, options)).toMatchObject({ exit });
    expect(gate.connections).toBe(requests);
  });
});

describe('the stored result of a refund', () => {
  it('is told as what it is by now, not as accepted', async () => {
    const shop = await openFaultyShop();
    await shop.paid();
    const first = await shop.run(...refundOf('5'), ...KEY);
    expect(first.err).toContain('Accepted: the result of the refund of 5.00 KZT is not known yet.');
    await shop.run('wait', 'order-1', '--until', 'refunded');
    const { exit, err } = await shop.run(...refundOf('5'), ...KEY);
    expect(exit).toBe(0);
    expect(err).toContain('Refunded: 5.00 KZT.');
    expect(err).not.toContain('not known');
  });
});

describe('a script with a key of its own', () => {
  it('may send again what never left this machine', async () => {
    const shop = await ready(WRITES.sale as Write);
    const nowhere = { ...shop.env, ROCKETPAY_GATE_URL: `http://${await closedPort()}` };
    const options = { env: nowhere, clock: movingClock(shop.platform.clock), ledger: shop.ledger };
    const argv = [...shop.sale(), ...KEY, '--json'];
    const [first, second] = [errorOf(await rocketpay(argv, options)), errorOf(await rocketpay(argv, options))];
    expect([first, second]).toMatchObject([{ code: 'not_sent' }, { code: 'not_sent' }]);
    expect(second.intent).not.toBe(first.intent);
  });

  it('gets the refusal of the platform again', async () => {
    const shop = await ready(WRITES.refund as Write);
    const argv = [...refundOf('30.28'), ...KEY];
    const first = await shop.failed(...argv);
    expect(first).toMatchObject({ exit: 3, platformCode: '3028' });
    expect(await shop.failed(...argv)).toMatchObject({ exit: 3, platformCode: '3028', intent: first.intent });
    expect(shop.requestsTo('/refund')).toBe(1);
  });

  it('gets the result of a declined refund again', async () => {
    const shop = await ready(WRITES.refund as Write);
    const argv = [...refundOf('13.13'), '--wait', ...KEY];
    for (const _ of [1, 2]) expect(await shop.failed(...argv)).toMatchObject({ exit: 3, code: 'declined' });
    expect(shop.requestsTo('/refund')).toBe(1);
  });

  it('hears that the outcome is unknown after an answer that does not say what was done, and may send it when it was not seen', async () => {
    const shop = await ready(WRITES.sale as Write);
    const argv = [...shop.sale(), ...KEY];
    const intent = await shop.lost('500', ...argv);
    expect(await shop.failed(...argv)).toMatchObject({ exit: 6, code: 'outcome_unknown', intent });
    await shop.platform.clock.advance(600_000);
    expect((await shop.run('resume', intent)).exit).toBe(5);
    expect((await shop.done(...argv)).intent).not.toBe(intent);
  });

  it('gets the newest truth: a refund that was declined since is not accepted', async () => {
    const shop = await ready(WRITES.refund as Write);
    const argv = [...refundOf('13.13'), ...KEY];
    const { intent } = await shop.done(...argv);
    await shop.platform.clock.advance(60_000);
    await shop.run('status', 'order-1');
    expect(await shop.failed(...argv)).toMatchObject({ exit: 3, code: 'declined', intent });
    expect(shop.requestsTo('/refund')).toBe(1);
  });

  it('may use it in another project', async () => {
    const [shop, other] = [await ready(WRITES.sale as Write), await ready(WRITES.sale as Write)];
    const options = { env: other.env, clock: movingClock(other.platform.clock), ledger: shop.ledger };
    await shop.done(...shop.sale(), ...KEY);
    expect(await rocketpay([...other.sale(), ...KEY], options)).toMatchObject({ exit: 0 });
    expect([shop.requestsTo('/sale'), other.requestsTo('/sale')]).toEqual([1, 1]);
  });

  it('may not use it for another kind of write, unless that asks for the very same', async () => {
    const shop = await ready(WRITES.refund as Write);
    const { requestId } = await shop.done(...refundOf('250'), ...KEY);
    expect(await shop.failed(...shop.sale(), ...KEY)).toMatchObject({ exit: 7, code: 'intent_key_used' });
    expect(await shop.failed(...rawRefund(25_001), ...KEY)).toMatchObject({ exit: 7, code: 'intent_key_used' });
    expect(await shop.done(...rawRefund(25_000), ...KEY)).toMatchObject({ requestId });
    expect(shop.requestsTo('/refund')).toBe(1);
  });

  it('is told which process sends it now, and is told about an unknown outcome when that was killed', async () => {
    const shop = await ready(WRITES.sale as Write);
    const folder = ledgerFolder();
    const { clock } = shop.platform;
    let running = true;
    const machine = { folder, clock, isRunning: () => running };
    const [ledger, another] = [await openLedger({ ...machine, pid: 11 }), await openLedger({ ...machine, pid: 22 })];
    const options = { env: shop.env, clock: movingClock(clock) };
    const argv = [...shop.sale(), ...KEY, '--json'];
    // A process that stops between its record and its answer.
    const { change } = ledger;
    Object.assign(ledger, { change: () => new Promise(() => {}) });
    void rocketpay(argv, { ...options, ledger });
    while ((await another.openIntents()).length === 0) await new Promise((resolve) => setImmediate(resolve));
    while (shop.requestsTo('/sale') === 0) await new Promise((resolve) => setImmediate(resolve));

    const held = errorOf(await rocketpay(argv, { ...options, ledger: another }));
    expect(held).toMatchObject({ exit: 7, code: 'in_flight', message: expect.stringContaining('process 11') });
    running = false;
    expect(errorOf(await rocketpay(argv, { ...options, ledger: another }))).toMatchObject({
      exit: 6,
      intent: held.intent,
    });
    expect(shop.requestsTo('/sale')).toBe(1);
    await shop.platform.clock.advance(5000);
    const resumed = documentOf(
      await rocketpay(['resume', held.intent ?? '', '--json'], { ...options, ledger: another }),
    );
    expect(resumed).toMatchObject({ open: 0, resumed: [{ state: 'accepted' }] });
    await change(held.intent ?? '', 'answered', { state: 'accepted' });
  });

  it.each(['', ' ', 'x'.repeat(256)])('cannot be %j', async (key) => {
    const shop = await ready(WRITES.sale as Write);
    expect(await shop.failed(...shop.sale(), '--intent', key)).toMatchObject({ exit: 2 });
  });
});
