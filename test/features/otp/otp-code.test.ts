import { describe, expect, it } from 'vitest';
import { movingClock } from '../../support/moving-clock.ts';
import { errorOf, rocketpay } from '../../support/session.ts';
import { openFaultyShop } from '../payments/faulty-shop.ts';

const openShopWithCode = async () => {
  const shop = await openFaultyShop();
  await shop.done(...shop.sale('77071234567', '--wait', 'otp'));
  const { env, ledger, platform } = shop;
  const otp = (input: string, ...words: readonly string[]) =>
    rocketpay(['otp', '--json', 'order-1', ...words], { env, ledger, clock: movingClock(platform.clock), input });
  return { ...shop, otp };
};

describe('an invalid code is refused without using an attempt', () => {
  it.each([['abc'], ['1'], ['12'], ['1'.repeat(50)], ['12345678901'], ['1234x'], ['--', '-1'], ['12.5'], ['١٢٣٤']])(
    'as an argument: %s',
    async (...words) => {
      const shop = await openShopWithCode();
      const error = errorOf(await shop.otp('', ...words));
      expect(error).toMatchObject({ exit: 2, hint: expect.stringContaining('--force') });
      expect(shop.requestsTo('/clarification')).toBe(0);
    },
  );

  it.each(['123456\n999', '123456\n\n999\n', '', '\n', 'code: 1234\n'])('on standard input: %j', async (input) => {
    const shop = await openShopWithCode();
    expect(errorOf(await shop.otp(input, '-'))).toMatchObject({ exit: 2 });
    expect(shop.requestsTo('/clarification')).toBe(0);
  });

  it('but is sent unchanged with --force', async () => {
    const shop = await openShopWithCode();
    expect((await shop.otp('', 'abc', '--force')).exit).toBe(0);
    expect(shop.requestsTo('/clarification')).toBe(1);
  });

  it.each(['012345\n', '  012345  ', '012 345', '012-345'])(
    'and digits are a code as people write them: %j',
    async (input) => {
      const shop = await openShopWithCode();
      expect((await shop.otp(input, '-')).exit).toBe(0);
      expect(shop.requestsTo('/clarification')).toBe(1);
    },
  );
});
