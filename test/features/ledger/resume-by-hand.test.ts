import { describe, expect, it } from 'vitest';
import { at, documentOf } from '../../support/session.ts';
import { type FaultyShop, openFaultyShop } from '../payments/faulty-shop.ts';

const REFUND = ['refund', 'order-1', '--amount', '250', '--confirm', '250'];
const RAW = '/v2/payment/mobile/refund';

const paidShop = async () => {
  const shop = await openFaultyShop();
  await shop.paid();
  return shop;
};

const rawRefund = (shop: FaultyShop) => [
  ...['request', RAW],
  JSON.stringify({ general: { payment_id: 'order-1' }, payment: { amount: 25000, currency: 'KZT' } }),
  ...['--set', `general.project_id=${shop.platform.sandbox.projectId}`],
];

const resumed = async (shop: FaultyShop, ...words: readonly string[]) => {
  const finished = await shop.run('resume', ...words, '--json');
  return { exit: finished.exit, resumed: at(documentOf(finished), 'resumed.0') as Record<string, unknown> };
};

const stateOf = async (intent: string, shop: FaultyShop) => (await shop.ledger.get(intent)).state;

/** Two equal refunds whose answers were lost; the platform has one of them. */
async function twoLost() {
  const shop = await paidShop();
  const first = await shop.lost('reset-before', ...rawRefund(shop));
  const second = await shop.lost('reset-after', ...rawRefund(shop));
  await shop.platform.clock.advance(400_000);
  return { shop, first, second };
}

describe('resume of two equal open refunds', () => {
  it('shows the operation that matches both, and changes nothing', async () => {
    const { shop, first, second } = await twoLost();
    for (const intent of [first, second]) {
      const { exit, resumed: one } = await resumed(shop, intent);
      expect({ exit, one }).toMatchObject({ exit: 6, one: { finding: 'ambiguous', state: 'unknown' } });
      expect(one.candidates).toMatchObject([{ type: 'refund', status: 'success', amountMinor: 25000 }]);
    }
    const { out } = await shop.run('resume', first);
    expect(out).toContain(`rocketpay resume ${first} --operation`);
  });

  it('with --operation closes one, and then finds the result of the other', async () => {
    const { shop, first, second } = await twoLost();
    const [candidate] = (await resumed(shop, first)).resumed.candidates as { operationId: string }[];
    const id = candidate?.operationId ?? '';
    expect(await shop.failed('resume', first, '--operation', '12345')).toMatchObject({ exit: 2 });
    expect(await resumed(shop, second, '--operation', id)).toMatchObject({ exit: 0, resumed: { state: 'done' } });
    expect(await resumed(shop, first)).toMatchObject({ exit: 5, resumed: { state: 'never_arrived' } });
    expect(await shop.ledger.get(second)).toMatchObject({ operationId: id, reason: 'set manually' });
  });

  it('refuses an operation that belongs to the other one', async () => {
    const { shop, first, second } = await twoLost();
    const [candidate] = (await resumed(shop, first)).resumed.candidates as { operationId: string }[];
    const id = candidate?.operationId ?? '';
    await resumed(shop, second, '--operation', id);
    expect(await shop.failed('resume', first, '--operation', id)).toMatchObject({ exit: 2 });
    expect(await stateOf(first, shop)).toBe('unknown');
  });

  it('refuses a sale as the operation of a refund', async () => {
    const shop = await paidShop();
    const intent = await shop.lost('reset-before', ...REFUND);
    const sale = (await shop.payments())[0]?.operations[0]?.id;
    expect(await shop.run('resume', intent, '--operation', String(sale))).toMatchObject({ exit: 2 });
    expect(await stateOf(intent, shop)).toBe('unknown');
  });

  it('shows the matching operation also when one was sent with refund and one with request', async () => {
    const shop = await paidShop();
    const first = await shop.lost('reset-before', ...REFUND);
    const second = await shop.lost('reset-after', ...rawRefund(shop));
    await shop.platform.clock.advance(400_000);
    expect(await resumed(shop, first)).toMatchObject({ exit: 6, resumed: { finding: 'ambiguous' } });
    expect(await stateOf(second, shop)).toBe('unknown');
  });
});

describe('resume --close-as', () => {
  it.each([
    ['done', 0],
    ['declined', 3],
    ['never_arrived', 5],
  ] as const)('as %s ends with %i, and the ledger keeps who said so and why', async (state, exit) => {
    const shop = await paidShop();
    const intent = await shop.lost('reset-before', ...REFUND);
    const words = [intent, '--close-as', state, '--reason', 'not in the Dashboard'];
    expect(await resumed(shop, ...words)).toMatchObject({ exit, resumed: { state } });
    expect(await shop.ledger.get(intent)).toMatchObject({
      state,
      reason: expect.stringContaining('not in the Dashboard'),
    });
    const records = [];
    for await (const record of shop.ledger.records({ intentId: intent })) records.push(record.event);
    expect(records).toEqual(['begun', 'unanswered', 'closed']);
  });

  it('needs a reason', async () => {
    const shop = await paidShop();
    const intent = await shop.lost('reset-before', ...REFUND);
    for (const words of [[], ['--reason', ' ']]) {
      expect(await shop.failed('resume', intent, '--close-as', 'done', ...words)).toMatchObject({ exit: 2 });
    }
    expect(await shop.failed('resume', intent, '--close-as', 'sent', '--reason', 'x')).toMatchObject({ exit: 2 });
    expect(await stateOf(intent, shop)).toBe('unknown');
  });

  it('does not change a closed intent', async () => {
    const shop = await paidShop();
    const { intent } = (await shop.done(...REFUND, '--wait')) as { intent: string };
    const words = [intent, '--close-as', 'never_arrived', '--reason', 'x'];
    expect(await resumed(shop, ...words)).toMatchObject({ exit: 0, resumed: { finding: 'closed', state: 'done' } });
  });

  it('reports the only decision when two users decide concurrently', async () => {
    const shop = await paidShop();
    const intent = await shop.lost('reset-before', ...REFUND);
    const close = (state: string) => resumed(shop, intent, '--close-as', state, '--reason', state);
    const findings = (await Promise.all([close('done'), close('never_arrived')])).map((one) => one.resumed.finding);
    expect(findings.sort()).toEqual(['closed', 'found']);
    const closings = [];
    for await (const { event } of shop.ledger.records({ intentId: intent }))
      if (event === 'closed') closings.push(event);
    expect(closings).toHaveLength(1);
  });

  it('done blocks an equal refund within a day without --again', async () => {
    const shop = await paidShop();
    const intent = await shop.lost('reset-before', ...REFUND);
    await resumed(shop, intent, '--close-as', 'done', '--reason', 'the customer has it');
    await shop.platform.clock.advance(60_000);
    expect(await shop.failed(...REFUND)).toMatchObject({ exit: 7, code: 'already_refunded', intent });
    expect(await shop.done(...REFUND, '--again', '--reason', 'it was another one')).toMatchObject({
      status: 'accepted',
    });
  });
});

describe('resume of a raw request', () => {
  it('is undecidable', async () => {
    const shop = await paidShop();
    const body = JSON.stringify({ general: { payment_id: 'order-1' } });
    const intent = await shop.lost('reset-after', 'request', '/v2/customer/action/resend', body).catch(() => '');
    // The sandbox refuses it, and the answer is lost.
    const { exit, resumed: one } = await resumed(shop, intent);
    expect({ exit, one }).toMatchObject({ exit: 6, one: { finding: 'undecidable', kind: 'raw', state: 'unknown' } });
  });
});
