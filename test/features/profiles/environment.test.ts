import { describe, expect, it } from 'vitest';
import { documentOf, environment, errorOf, rocketpay } from '../../support/session.ts';
import { openShop } from '../../support/shop.ts';

const env = environment('http://127.0.0.1:1');

describe('an environment variable', () => {
  it.each(['1', 'true', 'yes'])('ROCKETPAY_JSON=%s prints JSON', async (value) => {
    expect(documentOf(await rocketpay(['whoami'], { env: { ...env, ROCKETPAY_JSON: value } }))).toHaveProperty(
      'gateUrl',
    );
  });

  it.each(['0', 'false', ''])('ROCKETPAY_JSON=%j does not', async (value) => {
    const { out } = await rocketpay(['whoami'], { env: { ...env, ROCKETPAY_JSON: value } });
    expect(out).not.toMatch(/^\{/);
  });

  it.each(['ROCKETPAY_TIMEOUT', 'ROCKETPAY_DEADLINE'])(
    '%s is a duration, or names itself in the error',
    async (name) => {
      for (const value of ['soon', '-1s', '30']) {
        const finished = await rocketpay(['wait', 'p-1', '--json'], { env: { ...env, [name]: value } });
        expect(errorOf(finished)).toMatchObject({ exit: 4, message: expect.stringContaining(name) });
      }
      const { exit } = await rocketpay(['whoami'], { env: { ...env, [name]: '' } });
      expect(exit).toBe(0);
    },
  );

  it('ROCKETPAY_DEADLINE limits a wait, and --deadline has precedence over it', async () => {
    const shop = await openShop();
    await shop.done(...shop.sale());
    const wait = (...words: string[]) => ['wait', 'order-1', '--until', 'success', ...words, '--json'];
    const run = (deadline: string, ...words: string[]) =>
      rocketpay(wait(...words), { env: { ...shop.env, ROCKETPAY_DEADLINE: deadline } });
    expect(errorOf(await run('1ms')).exit).toBe(8);
    expect(errorOf(await run('5m', '--deadline', '1ms')).exit).toBe(8);
  });

  it('names the customer of a sale, and options have precedence over it', async () => {
    const customer = {
      ROCKETPAY_CUSTOMER_ID: 'c-9',
      ROCKETPAY_CUSTOMER_FIRST_NAME: 'A',
      ROCKETPAY_CUSTOMER_LAST_NAME: 'B',
      ROCKETPAY_CUSTOMER_EMAIL: 'a@b.kz',
      ROCKETPAY_CUSTOMER_IP: '198.51.100.1',
    };
    const sale = ['sale', '--phone', '77071234567', '--amount', '10', '--first-name', 'C', '--dry-run', '--json'];
    expect(documentOf(await rocketpay(sale, { env: { ...env, ...customer } }))).toMatchObject({
      body: {
        customer: { id: 'c-9', first_name: 'C', last_name: 'B', email: 'a@b.kz', ip_address: '198.51.100.1' },
      },
    });
  });
});
