import { describe, expect, it } from 'vitest';
import { type FaultyShop, openFaultyShop } from '../payments/faulty-shop.ts';

const stateOf = async (intent: string, shop: FaultyShop) => (await shop.ledger.get(intent)).state;

/** A payment that waits for its code, a while after it has asked for it. */
async function awaiting(milliseconds = 10_000) {
  const shop = await openFaultyShop();
  await shop.done(...shop.sale());
  await shop.platform.clock.advance(2000);
  await shop.platform.clock.advance(milliseconds);
  return shop;
}

describe('a merchant who lost the answer to a sale', () => {
  it('is not told that it was done because another sale with the same id was', async () => {
    const shop = await openFaultyShop();
    await shop.paid();
    const intent = await shop.lost('reset-before', ...shop.sale('77071234567'));
    await shop.platform.clock.advance(120_000);
    await shop.run('resume', intent);
    expect(['done', 'accepted']).not.toContain(await stateOf(intent, shop));
  });

  it('is not told that it was done because the payment has another amount', async () => {
    const shop = await openFaultyShop();
    // Another user took the id while the request was lost.
    const intent = await shop.lost('reset-before', ...shop.sale('77000000001', '--amount', '10.00'));
    await shop.platform.sale({ phone: '77000000001' });
    expect((await shop.ledger.get(intent)).amount).toMatchObject({ minor: 1000 });
    expect(await shop.payments()).toMatchObject([{ amount: 100_000 }]);
    await shop.platform.clock.advance(120_000);
    await shop.run('resume', intent);
    expect(['done', 'accepted']).not.toContain(await stateOf(intent, shop));
  });

  it('is told its outcome after the customer has paid and got a part back', async () => {
    const shop = await openFaultyShop();
    const intent = await shop.lost('reset-after', ...shop.sale());
    await shop.platform.clock.advance(10_000);
    await shop.done('otp', 'order-1', shop.platform.lastCode(), '--wait');
    await shop.done('refund', 'order-1', '--amount', '10', '--confirm', '10', '--wait');
    await shop.run('resume', intent);
    expect(await stateOf(intent, shop)).toBe('done');
  });
});

describe('a merchant who lost the answer to a code', () => {
  it('is not told that it arrived because the platform had just asked for it', async () => {
    const shop = await awaiting(0);
    const intent = await shop.lost('reset-before', 'otp', 'order-1', shop.platform.lastCode());
    await shop.platform.clock.advance(120_000);
    await shop.run('resume', intent);
    expect(await stateOf(intent, shop)).not.toBe('accepted');
  });

  it('is not told that it arrived because the next one did', async () => {
    const shop = await awaiting();
    const intent = await shop.lost('reset-before', 'otp', 'order-1', shop.platform.lastCode());
    await shop.platform.clock.advance(5000);
    await shop.done('otp', 'order-1', shop.platform.wrongCode());
    await shop.platform.clock.advance(120_000);
    await shop.run('resume', intent);
    expect(['accepted', 'done']).not.toContain(await stateOf(intent, shop));
  });

  it('is not told that it was done because the next one was', async () => {
    const shop = await awaiting();
    const intent = await shop.lost('reset-before', 'otp', 'order-1', shop.platform.lastCode());
    await shop.platform.clock.advance(5000);
    await shop.done('otp', 'order-1', shop.platform.lastCode(), '--wait');
    await shop.run('resume', intent);
    expect(['accepted', 'done']).not.toContain(await stateOf(intent, shop));
  });

  it('is not told that it was declined when no code was submitted in time', async () => {
    const shop = await awaiting();
    const intent = await shop.lost('reset-before', 'otp', 'order-1', shop.platform.lastCode());
    await shop.platform.clock.advance(40 * 60_000);
    await shop.run('resume', intent);
    expect(['accepted', 'declined', 'done']).not.toContain(await stateOf(intent, shop));
  });
});

describe('a merchant whose first code was wrong', () => {
  it('does not find it as done when the second one was right', async () => {
    const shop = await awaiting();
    const { intent } = (await shop.done('otp', 'order-1', shop.platform.wrongCode())) as { intent: string };
    await shop.platform.clock.advance(5000);
    const right = await shop.done('otp', 'order-1', shop.platform.lastCode(), '--wait');
    expect(await stateOf(String(right.intent), shop)).toBe('done');
    expect(await stateOf(intent, shop)).not.toBe('done');
  });
});
