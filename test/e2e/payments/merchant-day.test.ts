import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../support/cli.ts';
import { documentOf, errorOf, openShop, type Shop, wrongCode } from '../support/shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const SALE = ['sale', '--phone', '+7 (707) 123-45-67', '--amount', '1000.00'];

describe('the commands of a day with a sandbox', () => {
  it.concurrent('use the sandbox as the default profile and never show its secret', async () => {
    const whoami = documentOf(await shop.run(['whoami', '--json']));
    expect(whoami).toMatchObject({
      profile: { value: 'sandbox', origin: 'the default profile' },
      mode: { value: 'test' },
      gateUrl: { value: shop.url },
    });
    expect(JSON.stringify(whoami)).not.toContain(shop.secret);
  });

  it.concurrent('list the operators', async () => {
    const listed = await shop.run(['operators', '--json']);
    expect(listed).toMatchObject({ exit: 0, err: '' });
    expect(documentOf(listed).operators).toContainEqual(expect.objectContaining({ id: 'TELE2' }));
    expect((await shop.run(['operators', '--field', 'operators.0.id'])).out).toMatch(/^[A-Z0-9]+\n$/);
  });

  it('sell up to the OTP request, with only the result on stdout', async () => {
    const sale = await shop.run([...SALE, '--payment-id', 'order-1', '--wait', 'otp', '--json']);
    expect(sale.exit).toBe(0);
    expect(documentOf(sale)).toMatchObject({
      status: 'awaiting clarification',
      paymentId: 'order-1',
      amountMinor: 100_000,
      currency: 'KZT',
      final: false,
      signed: true,
    });
    expect(sale.err).toBe('');
  });

  it.concurrent('generate a payment id, and print only that id with --field', async () => {
    const sale = await shop.run([...SALE, '--field', 'paymentId', '--quiet']);
    expect(sale).toMatchObject({ exit: 0, err: '' });
    expect(sale.out).toMatch(/^rp-[0-9a-z]{20,}\n$/);
  });

  it.concurrent('refuse a second sale with the same payment id', async () => {
    const again = await shop.run([...SALE, '--payment-id', 'order-1', '--json']);
    expect(again.exit).toBe(3);
    expect(errorOf(again)).toMatchObject({ exit: 3, platformCode: '3041', paymentId: 'order-1' });
  });

  it.concurrent('ask again after a wrong code', async () => {
    const wrong = wrongCode(await shop.code('order-1'));
    const otp = await shop.run(['otp', 'order-1', wrong, '--wait', '--json']);
    expect(otp.exit).toBe(3);
    expect(errorOf(otp)).toMatchObject({ code: 'otp_asked_again', exit: 3, paymentId: 'order-1' });
  });

  it.concurrent('refuse a new code while the last one is valid', async () => {
    const resend = await shop.run(['resend', 'order-1', '--json']);
    expect(resend.exit).toBe(7);
    expect(errorOf(resend)).toMatchObject({
      code: 'too_early',
      exit: 7,
      message: expect.stringMatching(/possible in/),
    });
  });

  it.concurrent('refuse a refund before the payment is paid', async () => {
    const refund = await shop.run(['refund', 'order-1', '--full', '--confirm', '1000.00', '--json']);
    expect(refund.exit).toBe(7);
    expect(errorOf(refund)).toMatchObject({ code: 'not_refundable', exit: 7 });
  });

  it('submit the right code from standard input, and the payment succeeds', async () => {
    const input = `${await shop.code('order-1')}\n`;
    const otp = await shop.run(['otp', 'order-1', '-', '--wait', '--json'], { input });
    expect(otp.exit).toBe(0);
    expect(documentOf(otp)).toMatchObject({ status: 'success', paymentId: 'order-1', final: true, signed: true });
  });

  it.concurrent('print the same status as a document and with --field', async () => {
    expect(documentOf(await shop.run(['status', 'order-1', '--json']))).toMatchObject({
      payment: { id: 'order-1', status: 'success', sum: { amount: 100_000, currency: 'KZT' } },
      signed: true,
    });
    expect(await shop.run(['status', 'order-1', '--field', 'payment.status'])).toMatchObject({
      out: 'success\n',
      err: '',
    });
  });

  it.concurrent('report that the platform does not know a payment, and that asking again is safe', async () => {
    const status = await shop.run(['status', 'nowhere', '--json']);
    expect(status.exit).toBe(5);
    expect(errorOf(status)).toMatchObject({ code: 'payment_not_found', platformCode: '3061' });
  });

  it('refund a part only when --confirm has the same amount', async () => {
    const refund = ['refund', 'order-1', '--amount', '300.00', '--json'];
    const unconfirmed = await shop.run(refund);
    expect(unconfirmed.exit).toBe(7);
    expect(errorOf(unconfirmed)).toMatchObject({
      code: 'not_confirmed',
      hint: expect.stringContaining('--confirm 300.00'),
    });
    expect((await shop.run([...refund, '--confirm', '3000.00'])).exit).toBe(7);

    const confirmed = await shop.run([...refund, '--confirm', '300.00', '--wait']);
    expect(confirmed.exit).toBe(0);
    expect(documentOf(confirmed)).toMatchObject({ status: 'partially refunded', amountMinor: 30_000, currency: 'KZT' });
  });

  it('refund the rest, and have nothing to refund after that', async () => {
    const full = ['refund', 'order-1', '--full', '--confirm', '700.00', '--wait', '--json'];
    const refunded = await shop.run(full);
    expect(refunded.exit).toBe(0);
    expect(documentOf(refunded)).toMatchObject({ status: 'refunded', amountMinor: 70_000 });

    const again = await shop.run(full);
    expect([3, 7]).toContain(again.exit);
    expect(errorOf(again)).toMatchObject({ exit: again.exit, paymentId: 'order-1' });
    expect(await shop.run(['wait', 'order-1', '--until', 'refunded'])).toMatchObject({ exit: 0 });
  });

  it.concurrent('print each change of a payment as one JSON object per line while they wait', async () => {
    const watched = await shop.run(['wait', 'order-1', '--until', 'refunded', '--watch', '--json']);
    const lines = watched.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.at(-1)).toMatchObject({ payment: { status: 'refunded' } });
  });

  it.concurrent('explain why the operator declined', async () => {
    const sale = ['sale', '--phone', '77000000008', '--amount', '5', '--payment-id', 'order-2', '--wait', '--json'];
    const declined = await shop.run(sale);
    expect(declined.exit).toBe(3);
    expect(errorOf(declined)).toMatchObject({ code: 'declined', platformCode: '20206', paymentId: 'order-2' });
  });

  it.concurrent('print the next command when the deadline passes before the customer has paid', async () => {
    const late = await shop.run([...SALE, '--payment-id', 'order-3', '--wait', 'final', '--deadline', '1s', '--json']);
    expect(late.exit).toBe(8);
    expect(errorOf(late)).toMatchObject({ code: 'pending', hint: expect.stringContaining('rocketpay wait order-3') });
  });

  it.concurrent('need no profile when all values are in the environment', async () => {
    const env = {
      ROCKETPAY_PROJECT_ID: String(shop.projectId),
      ROCKETPAY_SECRET_KEY: shop.secret,
      ROCKETPAY_GATE_URL: shop.url,
      ROCKETPAY_CONFIG_DIR: '/nonexistent/rocketpay',
    };
    expect(await runCli(['status', 'order-1', '--field', 'payment.status'], { env })).toMatchObject({
      exit: 0,
      out: 'refunded\n',
    });
    const wrongKey = await runCli(['status', 'order-1'], { env: { ...env, ROCKETPAY_SECRET_KEY: 'another' } });
    expect(wrongKey.exit).toBe(4);
  });
});
