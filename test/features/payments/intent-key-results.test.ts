import { describe, expect, it } from 'vitest';
import { openLedger } from '#adapters/ledger/open-ledger';
import { closedPort } from '../../support/gate/fault-server.ts';
import { ledgerFolder } from '../../support/ledger.ts';
import { movingClock } from '../../support/moving-clock.ts';
import { documentOf, errorOf, rocketpay } from '../../support/session.ts';
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

async function openPaidShop(): Promise<FaultyShop> {
  const shop = await openFaultyShop();
  await shop.paid();
  return shop;
}

describe('the stored result of a refund', () => {
  it('is its newest state, not "accepted"', async () => {
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

describe('a command with a given --intent key', () => {
  it('sends again what never left this machine', async () => {
    const shop = await openFaultyShop();
    const nowhere = { ...shop.env, ROCKETPAY_GATE_URL: `http://${await closedPort()}` };
    const options = { env: nowhere, clock: movingClock(shop.platform.clock), ledger: shop.ledger };
    const argv = [...shop.sale(), ...KEY, '--json'];
    const [first, second] = [errorOf(await rocketpay(argv, options)), errorOf(await rocketpay(argv, options))];
    expect([first, second]).toMatchObject([{ code: 'not_sent' }, { code: 'not_sent' }]);
    expect(second.intent).not.toBe(first.intent);
  });

  it('reports the refusal of the platform again', async () => {
    const shop = await openPaidShop();
    const argv = [...refundOf('30.28'), ...KEY];
    const first = await shop.failed(...argv);
    expect(first).toMatchObject({ exit: 3, platformCode: '3028' });
    expect(await shop.failed(...argv)).toMatchObject({ exit: 3, platformCode: '3028', intent: first.intent });
    expect(shop.requestsTo('/refund')).toBe(1);
  });

  it('reports a declined refund again', async () => {
    const shop = await openPaidShop();
    const argv = [...refundOf('13.13'), '--wait', ...KEY];
    for (const _ of [1, 2]) expect(await shop.failed(...argv)).toMatchObject({ exit: 3, code: 'declined' });
    expect(shop.requestsTo('/refund')).toBe(1);
  });

  it('reports an unknown outcome after an unclear answer, and sends again when the platform has nothing', async () => {
    const shop = await openFaultyShop();
    const argv = [...shop.sale(), ...KEY];
    const intent = await shop.lost('500', ...argv);
    expect(await shop.failed(...argv)).toMatchObject({ exit: 6, code: 'outcome_unknown', intent });
    await shop.platform.clock.advance(600_000);
    expect((await shop.run('resume', intent)).exit).toBe(5);
    expect((await shop.done(...argv)).intent).not.toBe(intent);
  });

  it('reports a refund as declined when it was declined after it was accepted', async () => {
    const shop = await openPaidShop();
    const argv = [...refundOf('13.13'), ...KEY];
    const { intent } = await shop.done(...argv);
    await shop.platform.clock.advance(60_000);
    await shop.run('status', 'order-1');
    expect(await shop.failed(...argv)).toMatchObject({ exit: 3, code: 'declined', intent });
    expect(shop.requestsTo('/refund')).toBe(1);
  });

  it('can use the same key in another project', async () => {
    const [shop, other] = [await openFaultyShop(), await openFaultyShop()];
    const options = { env: other.env, clock: movingClock(other.platform.clock), ledger: shop.ledger };
    await shop.done(...shop.sale(), ...KEY);
    expect(await rocketpay([...other.sale(), ...KEY], options)).toMatchObject({ exit: 0 });
    expect([shop.requestsTo('/sale'), other.requestsTo('/sale')]).toEqual([1, 1]);
  });

  it('refuses the key of another kind of write, except for an equal request', async () => {
    const shop = await openPaidShop();
    const { requestId } = await shop.done(...refundOf('250'), ...KEY);
    expect(await shop.failed(...shop.sale(), ...KEY)).toMatchObject({ exit: 7, code: 'intent_key_used' });
    expect(await shop.failed(...rawRefund(25_001), ...KEY)).toMatchObject({ exit: 7, code: 'intent_key_used' });
    expect(await shop.done(...rawRefund(25_000), ...KEY)).toMatchObject({ requestId });
    expect(shop.requestsTo('/refund')).toBe(1);
  });

  it('names the process that is sending, and reports an unknown outcome when it was killed', async () => {
    const shop = await openFaultyShop();
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
    while ((await openIntents(another)).length === 0) await new Promise((resolve) => setImmediate(resolve));
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
    const shop = await openFaultyShop();
    expect(await shop.failed(...shop.sale(), '--intent', key)).toMatchObject({ exit: 2 });
  });
});
