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

describe('resume of a sale without an answer', () => {
  it('does not match another sale with the same payment id', async () => {
    const shop = await openFaultyShop();
    await shop.paid();
    const intent = await shop.lost('reset-before', ...shop.sale('77071234567'));
    await shop.platform.clock.advance(120_000);
    await shop.run('resume', intent);
    expect(['done', 'accepted']).not.toContain(await stateOf(intent, shop));
  });

  it('does not match a payment of another amount', async () => {
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

  it('finds its result after the payment and a partial refund', async () => {
    const shop = await openFaultyShop();
    const intent = await shop.lost('reset-after', ...shop.sale());
    await shop.platform.clock.advance(10_000);
    await shop.done('otp', 'order-1', shop.platform.lastCode(), '--wait');
    await shop.done('refund', 'order-1', '--amount', '10', '--confirm', '10', '--wait');
    await shop.run('resume', intent);
    expect(await stateOf(intent, shop)).toBe('done');
  });
});

describe('resume of an OTP without an answer', () => {
  it('does not take the request for the OTP as its arrival', async () => {
    const shop = await awaiting(0);
    const intent = await shop.lost('reset-before', 'otp', 'order-1', shop.platform.lastCode());
    await shop.platform.clock.advance(120_000);
    await shop.run('resume', intent);
    expect(await stateOf(intent, shop)).not.toBe('accepted');
  });

  it('does not take the arrival of the next OTP as its own', async () => {
    const shop = await awaiting();
    const intent = await shop.lost('reset-before', 'otp', 'order-1', shop.platform.lastCode());
    await shop.platform.clock.advance(5000);
    await shop.done('otp', 'order-1', shop.platform.wrongCode());
    await shop.platform.clock.advance(120_000);
    await shop.run('resume', intent);
    expect(['accepted', 'done']).not.toContain(await stateOf(intent, shop));
  });

  it('does not take the result of the next OTP as its own', async () => {
    const shop = await awaiting();
    const intent = await shop.lost('reset-before', 'otp', 'order-1', shop.platform.lastCode());
    await shop.platform.clock.advance(5000);
    await shop.done('otp', 'order-1', shop.platform.lastCode(), '--wait');
    await shop.run('resume', intent);
    expect(['accepted', 'done']).not.toContain(await stateOf(intent, shop));
  });

  it('is not declined when no OTP was submitted in time', async () => {
    const shop = await awaiting();
    const intent = await shop.lost('reset-before', 'otp', 'order-1', shop.platform.lastCode());
    await shop.platform.clock.advance(40 * 60_000);
    await shop.run('resume', intent);
    expect(['accepted', 'declined', 'done']).not.toContain(await stateOf(intent, shop));
  });
});

describe('resume of a wrong OTP', () => {
  it('is not done when the second OTP was right', async () => {
    const shop = await awaiting();
    const { intent } = (await shop.done('otp', 'order-1', shop.platform.wrongCode())) as { intent: string };
    await shop.platform.clock.advance(5000);
    const right = await shop.done('otp', 'order-1', shop.platform.lastCode(), '--wait');
    expect(await stateOf(String(right.intent), shop)).toBe('done');
    expect(await stateOf(intent, shop)).not.toBe('done');
  });
});
