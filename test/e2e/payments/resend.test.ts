import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finished } from '../../support/cli.ts';
import { documentOf, errorOf, openShop, type Shop } from '../support/shop.ts';

let shop: Shop;
beforeAll(async () => {
  // Half a second of real time.
  shop = await openShop(['--otp-ttl', '20s']);
  const sale = ['sale', '--phone', '77071234567', '--amount', '1000', '--payment-id', 'order-1', '--wait', 'otp'];
  expect(await shop.run(sale)).toMatchObject({ exit: 0 });
});
afterAll(() => shop.close());

/** Requests a new code until the last one has expired. */
async function resendWhenPossible(): Promise<Finished> {
  for (const until = Date.now() + 60_000; ; ) {
    const resend = await shop.run(['resend', 'order-1', '--json']);
    if (Date.now() > until || resend.exit !== 7 || errorOf(resend).code !== 'too_early') return resend;
  }
}

describe('resend', () => {
  it('gets three new codes, each after the last one has expired, and no fourth', async () => {
    const codes = new Set([await shop.code('order-1')]);
    for (const resendsLeft of [2, 1, 0]) {
      const resend = await resendWhenPossible();
      expect(resend.exit).toBe(0);
      expect(documentOf(resend)).toMatchObject({ status: 'accepted', paymentId: 'order-1', resendsLeft });
      codes.add(await shop.code('order-1'));
    }
    expect(codes.size).toBe(4);

    const fourth = await resendWhenPossible();
    expect(fourth.exit).toBe(7);
    expect(errorOf(fourth)).toMatchObject({ code: 'no_resends_left', paymentId: 'order-1' });
    const forced = await shop.run(['resend', 'order-1', '--force', '--json']);
    expect(forced.exit).toBe(3);
    expect(errorOf(forced)).toMatchObject({ exit: 3, paymentId: 'order-1' });
  });
});
