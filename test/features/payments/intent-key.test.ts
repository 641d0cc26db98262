import { describe, expect, it, onTestFinished } from 'vitest';
import { answer, startFaultServer } from '../../support/gate/fault-server.ts';
import { openTestLedger } from '../../support/ledger.ts';
import { CUSTOMER, documentOf, environment, errorOf, rocketpay } from '../../support/session.ts';
import { openIntents } from '../../support/stored-intents.ts';
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

describe.each(Object.entries(WRITES))('rocketpay %s with a given --intent key', (_name, write) => {
  it('returns the stored result the second time, and sends once', async () => {
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

  it('refuses the key for another request', async () => {
    const shop = await ready(write);
    const { intent } = await shop.done(...write.argv(shop), ...KEY);
    const before = shop.requestsTo(write.path);
    const error = await shop.failed(...write.other(shop), ...KEY);
    expect(error).toMatchObject({ exit: 7, code: 'intent_key_used' });
    if (intent !== undefined)
      expect(error).toMatchObject({ intent, hint: `To see that request: rocketpay receipt ${intent}` });
    expect(shop.requestsTo(write.path)).toBe(before);
  });

  it('reports an unknown outcome again, and sends nothing', async () => {
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
    expect(await openIntents(shop.ledger)).toMatchObject([{ id: intent }]);
  });

  it('sends once in 20 concurrent runs, and the others report the result or "in flight"', async () => {
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
