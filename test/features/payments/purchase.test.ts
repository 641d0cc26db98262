import { describe, expect, it } from 'vitest';
import { openMemoryLedger } from '../../support/ledger.ts';
import { movingClock } from '../../support/moving-clock.ts';
import { at, documentOf, errorOf, expectHidden, rocketpay } from '../../support/session.ts';
import { openShop } from '../../support/shop.ts';
import { openIntents } from '../../support/stored-intents.ts';

describe('a purchase', () => {
  it('can start with the list of operators', async () => {
    const shop = await openShop();
    const { operators } = await shop.done('operators');
    expect(operators).toContainEqual({ id: 'KCELL', name: 'Kcell' });
    const { out } = await shop.run('operators');
    expect(out).toMatch(/^ACTIV +Activ$/m);
  });

  it('is accepted, which is not called paid', async () => {
    const shop = await openShop();
    const { exit, out, err } = await shop.run(...shop.sale());
    expect(exit).toBe(0);
    expect(out).toMatch(/^accepted sale\nPayment +order-1\nRequest id [0-9a-f]+\nIntent +in-\w+\n$/);
    expect(err).toContain('the result of the payment');
    expect(err).toMatch(/1000\.00 KZT \(100000 minor units\)/);
    expect(err).not.toContain('77071234567');
  });

  it('prints its generated payment id before anything is sent', async () => {
    const shop = await openShop({ faults: [{ kind: 'reset-after', rate: 1 }] });
    const words = shop.sale().filter((word) => word !== '--payment-id' && word !== 'order-1');
    const { exit, err } = await shop.run(...words);
    expect(exit).toBe(6);
    const [, id = ''] = /Payment id (\S+):/.exec(err) ?? [];
    expect(shop.platform.events).toContainEqual(expect.objectContaining({ type: 'request', paymentId: id }));
    const [open] = await openIntents(shop.ledger);
    expect(open).toMatchObject({ kind: 'sale', paymentId: id });
    expect(err.replace(/\s+/g, ' ')).toContain(`rocketpay resume ${open?.id}`);
  });

  it('waits for the OTP, accepts the right one after a wrong one, and is paid', async () => {
    const shop = await openShop();
    const asked = await shop.done(...shop.sale('77071234567', '--wait', 'otp'));
    expect(asked).toMatchObject({
      status: 'awaiting clarification',
      paymentId: 'order-1',
      amountMinor: 100000,
      currency: 'KZT',
      final: false,
      signed: true,
    });

    const wrong = await shop.failed('otp', 'order-1', shop.platform.wrongCode(), '--wait');
    expect(wrong).toMatchObject({ exit: 3, code: 'otp_asked_again', paymentId: 'order-1' });
    expect(wrong.hint).toMatch(/rocketpay otp order-1.*rocketpay resend order-1/);

    const paid = await shop.done('otp', 'order-1', shop.platform.lastCode(), '--wait');
    expect(paid).toMatchObject({ status: 'success', final: true, signed: true, payment: { status: 'success' } });
    expect(paid.requestId).toBe(at(paid, 'operations.0.request_id'));
  });

  it('takes the OTP from standard input, and prints it nowhere', async () => {
    const shop = await openShop({ random: () => 0.0123456 });
    await shop.done(...shop.sale('77071234567', '--wait', 'otp'));
    expect(shop.platform.lastCode()).toBe('012345');
    const options = { env: shop.env, clock: movingClock(shop.platform.clock), input: '012 345\n' };
    const finished = await rocketpay(['otp', 'order-1', '-', '--wait', '--debug', '--json'], options);
    expect(finished.exit).toBe(0);
    expect(finished.err).toContain('> POST');
    expectHidden('012345', finished);
  });

  it.each([
    ['77000000005', '20100', /declined by the mobile operator/],
    ['77000000006', '20105', /not enough money on the phone account/],
  ])('explains why %s was declined after the OTP', async (phone, platformCode, words) => {
    const shop = await openShop();
    await shop.done(...shop.sale(phone, '--wait', 'otp'));
    const error = await shop.failed('otp', 'order-1', shop.platform.lastCode(), '--wait');
    expect(error).toMatchObject({ exit: 3, code: 'declined', platformCode, paymentId: 'order-1' });
    expect(error.message).toMatch(words);
  });

  it.each([
    ['77000000007', '20201', /restricted/],
    ['77000000008', '20206', /a problem at the operator/],
  ])('explains why %s was declined immediately', async (phone, platformCode, words) => {
    for (const wait of [['--wait'], ['--wait', 'otp']]) {
      const shop = await openShop();
      const error = await shop.failed(...shop.sale(phone, ...wait));
      expect(error).toMatchObject({ exit: 3, code: 'declined', platformCode });
      expect(error.message).toMatch(words);
    }
  });

  it('is declined after too many wrong codes, and says so', async () => {
    const shop = await openShop();
    await shop.done(...shop.sale('77000000002', '--wait', 'otp'));
    for (let time = 1; time < 5; time++) {
      expect(await shop.done('otp', 'order-1', '111111')).toMatchObject({ status: 'accepted' });
      await shop.platform.clock.advance(2000);
    }
    const error = await shop.failed('otp', 'order-1', '111111', '--wait');
    expect(error).toMatchObject({ exit: 3, code: 'declined', platformCode: '20104' });
    expect(error.hint).toContain('new payment');
  });

  it.each([
    ['payment.amount=500', 'amountMinor', 500],
    ['general.payment_id="order-2"', 'paymentId', 'order-2'],
    ['payment.currency="USD"', 'currency', 'USD'],
  ])('with --set %s shows what was sold, or is refused', async (set, field, sent) => {
    const shop = await openShop();
    const { exit, out } = await shop.run(...shop.sale('77071234567', '--set', set, '--json'));
    expect({ exit, told: exit === 0 && JSON.parse(out)[field] }).toEqual(
      exit === 2 ? { exit: 2, told: false } : { exit: 0, told: sent },
    );
  });

  it('is refused when its id is taken, in upper or lower case', async () => {
    const shop = await openShop();
    await shop.done(...shop.sale());
    const error = await shop.failed(...shop.sale('77071234567', '--payment-id', 'ORDER-1'));
    expect(error).toMatchObject({ exit: 3, code: 'refused', platformCode: '3041' });
    expect(error.hint).toContain('exists already');
  });

  it('has an unknown outcome when its payment exists and no sale of this ledger has made it', async () => {
    const shop = await openShop();
    await shop.done(...shop.sale());
    const clock = movingClock(shop.platform.clock);
    const ledger = await openMemoryLedger(clock);
    const run = (...argv: readonly string[]) => rocketpay([...argv, '--json'], { env: shop.env, clock, ledger });
    const error = errorOf(await run(...shop.sale()));
    expect(error).toMatchObject({ exit: 6, code: 'outcome_unknown', platformCode: '3041' });
    expect(await openIntents(ledger)).toMatchObject([{ id: error.intent, state: 'unknown', code: '3041' }]);
    // Known now as one that may have made it, it is no reason to doubt the next refusal.
    expect(errorOf(await run(...shop.sale()))).toMatchObject({ exit: 3, platformCode: '3041' });
    await shop.platform.clock.advance(20_000);
    const { resumed } = documentOf(await run('resume', '--all')) as { resumed: { state: string }[] };
    expect(resumed).toMatchObject([{ state: 'accepted' }]);
  });

  it('is refused with another secret or another project', async () => {
    const { platform, env, sale } = await openShop();
    for (const change of [{ ROCKETPAY_SECRET_KEY: 'another secret, quite long' }, { ROCKETPAY_PROJECT_ID: '7' }]) {
      for (const argv of [sale(), ['operators'], ['status', 'order-1']]) {
        const error = errorOf(await rocketpay([...argv, '--json'], { env: { ...env, ...change } }));
        expect(error).toMatchObject({ exit: 4, code: 'access_refused' });
        expect(error.hint).toContain('rocketpay whoami');
      }
    }
    expect(platform.merchant.callbacks).toEqual([]);
  });

  it('can be done with raw requests', async () => {
    const shop = await openShop();
    await shop.done(...shop.sale('77071234567', '--wait', 'otp'));
    const status = await shop.done('request', '/v2/payment/status', '{"general":{"payment_id":"order-1"}}');
    expect(at(status, 'payment.status')).toBe('awaiting clarification');
    const code = shop.platform.lastCode();
    const body = { general: { payment_id: 'order-1' }, additional_data: { additional_data: { approval_code: code } } };
    const finished = await shop.run('request', '/v2/payment/clarification', JSON.stringify(body), '--json', '--debug');
    expect(finished.exit).toBe(0);
    expect(JSON.parse(finished.out)).toMatchObject({ status: 'success', payment_id: 'order-1' });
    expectHidden(code, finished);
    await shop.platform.clock.advance(1500);
    expect(await shop.done('status', 'order-1')).toMatchObject({ payment: { status: 'success' } });
  });
});
