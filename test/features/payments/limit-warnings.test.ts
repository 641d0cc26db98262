import { describe, expect, it } from 'vitest';
import { openProfileStore } from '#adapters/profiles/profile-store';
import { temporaryFolder } from '../../adapters/profiles/folders.ts';
import { closedPort } from '../../support/gate/fault-server.ts';
import { CUSTOMER, documentOf, environment, errorOf, rocketpay } from '../../support/session.ts';

const env = environment(`http://${await closedPort()}`);
const LONG_URL = `https://shop.example/${'a'.repeat(240)}`;
const SALE = ['sale', '--payment-id', 'payment_47', '--phone', '71234567890', '--amount', '1000.00', ...CUSTOMER];

/** What stderr says, without its line breaks. */
const words = (err: string) => err.replace(/\s+/g, ' ');

describe('a value outside the documented limits', () => {
  it.each<[argv: readonly string[], field: string]>([
    [[...SALE, '--set', 'callback.delay=601'], 'callback.delay'],
    [[...SALE, '--set', 'general.merchant_callback_url=notaurl'], 'general.merchant_callback_url'],
    [[...SALE, '--callback-url', LONG_URL], 'general.merchant_callback_url'],
    [[...SALE, '--set', 'customer.country=kz'], 'customer.country'],
    [[...SALE, '--set', 'customer.day_of_birth=1990-12-31'], 'customer.day_of_birth'],
    [[...SALE, '--set', 'payment.best_before=tomorrow'], 'payment.best_before'],
    [[...SALE.slice(0, -1), 'a@b'], 'customer.email'],
    [['refund', 'payment_47', '--amount', '1', '--callback-url', LONG_URL], 'general.merchant_callback_url'],
    [['refund', 'payment_47', '--amount', '1', '--set', 'callback.delay=-1'], 'callback.delay'],
    [['resend', 'payment_47', '--ip', '::1', '--callback-url', LONG_URL], 'general.merchant_callback_url'],
    [['otp', 'payment_47', '123456', '--set', 'callback.delay=601'], 'callback.delay'],
    [['request', '/v2/payment/mobile/refund', '{"general":{"payment_id":"p"}}'], 'payment.amount'],
    [['request', '/v2/payment/status', '{"general":{"payment_id":" p"}}'], 'general.payment_id'],
  ])('is sent with a warning: %j', async (argv, field) => {
    const { exit, err } = await rocketpay([...argv, '--dry-run', '--quiet'], { env });
    expect(exit).toBe(0);
    expect(words(err)).toMatch(new RegExp(`^warning: ${field.replaceAll('.', '\\.')} is `));
    expect(err.match(/warning:/g)).toHaveLength(field === 'payment.amount' ? 2 : 1);
  });

  it('is in the notes of an error document', async () => {
    const finished = await rocketpay([...SALE, '--set', 'callback.delay=601', '--json'], { env });
    expect(errorOf(finished)).toMatchObject({
      exit: 5,
      notes: expect.arrayContaining([expect.stringMatching(/^callback\.delay is not/)]),
    });
  });

  it('causes a warning in a Payment Page link, and in its check', async () => {
    const link = ['checkout', '--amount', '1000', ...CUSTOMER.filter((_, at) => at !== 2 && at !== 3)];
    const made = await rocketpay([...link, '--set', 'customer_country=kz', '--callback-url', LONG_URL, '--json'], {
      env,
    });
    expect(made.exit).toBe(0);
    expect(words(made.err)).toContain(
      'warning: customer_country is outside the documented limits: two capital letters',
    );
    expect(words(made.err)).toContain('warning: merchant_callback_url is outside the documented limits');
    const { url } = documentOf(made) as { url: string };
    const checked = await rocketpay(['checkout', 'verify', url, '--json'], { env });
    expect(documentOf(checked)).toMatchObject({
      opens: true,
      warnings: expect.arrayContaining([expect.stringContaining('customer_country')]),
    });
  });

  it('causes a warning when it is stored in a profile', async () => {
    const store = openProfileStore(await temporaryFolder());
    const add = ['profiles', 'add', 'shop', '--project-id', '1234', '--secret-env', 'X'];
    const { exit, err } = await rocketpay([...add, '--callback-url', LONG_URL, '--email', 'a@b'], { store });
    expect(exit).toBe(0);
    expect(words(err)).toContain('warning: general.merchant_callback_url is not as documented.');
    expect(words(err)).toContain('warning: customer.email is not as documented.');
  });
});
