import { describe, expect, it, onTestFinished } from 'vitest';
import { interruptedFailure } from '#domain/errors/failure';
import { answerPaid, type Fault, startFaultServer } from '../../support/gate/fault-server.ts';
import { movingClock } from '../../support/moving-clock.ts';
import { CANARY, CUSTOMER, environment, errorOf, rocketpay } from '../../support/session.ts';
import { openShop } from '../../support/shop.ts';

/** Presses Ctrl-C as soon as the Gate has the whole request, the first one after those that it answers. */
async function interruptAfterArrival(argv: readonly string[], answers: readonly Fault[] = []) {
  const interrupt = new AbortController();
  const press: Fault = async (_socket, read) => {
    await read();
    interrupt.abort(interruptedFailure());
  };
  const gate = await startFaultServer([...answers, press]);
  onTestFinished(() => gate.close());
  return errorOf(await rocketpay([...argv, '--json'], { env: environment(gate.url), interrupt }));
}

describe('Ctrl-C', () => {
  it.each([
    ['sale', ['sale', '--phone', '77071234567', '--payment-id', 'p-1', '--amount', '10', ...CUSTOMER]],
    ['otp', ['otp', 'p-1', '123456']],
    ['resend', ['resend', 'p-1', '--ip', '::1', '--force']],
    ['refund', ['refund', 'p-1', '--amount', '1', '--confirm', '1']],
    ['request', ['request', '/v2/payment/mobile/sale']],
  ])('during a write reports that it may have been processed: %s', async (command, argv) => {
    const error = await interruptAfterArrival(argv, command === 'refund' ? [answerPaid(CANARY)] : []);
    expect(error).toMatchObject({ exit: 6, code: 'outcome_unknown', message: expect.stringContaining('interrupted') });
    expect(error.hint).toContain(`rocketpay resume ${error.intent}`);
  });

  it.each([
    ['operators', ['operators']],
    ['status', ['status', 'p-1']],
    ['wait', ['wait', 'p-1']],
    ['resend that still asks for the status', ['resend', 'p-1', '--ip', '::1']],
    ['refund that still asks for the status', ['refund', 'p-1', '--full', '--confirm', '1']],
    ['request that reads', ['request', '/v2/payment/status']],
  ])('during a read exits without a warning: %s', async (_command, argv) => {
    expect(await interruptAfterArrival(argv)).toMatchObject({ exit: 130, code: 'interrupted' });
  });

  it('while waiting for the result prints how to continue', async () => {
    const shop = await openShop();
    const interrupt = new AbortController();
    const clock = movingClock(shop.platform.clock);
    const sleep = async (milliseconds: number, signal?: AbortSignal) => {
      interrupt.abort(interruptedFailure());
      await clock.sleep(milliseconds, signal);
    };
    const options = { env: shop.env, clock: { ...clock, sleep }, interrupt };
    const error = errorOf(await rocketpay([...shop.sale('77071234567', '--wait'), '--json'], options));
    expect(error).toMatchObject({ exit: 130, hint: expect.stringContaining('rocketpay wait order-1') });
    expect(shop.requestsTo('/sale')).toBe(1);
  });
});

describe('an answer with a wrong signature', () => {
  it.each([
    ['status', ['status', 'order-1']],
    ['wait', ['wait', 'order-1']],
    ['resend', ['resend', 'order-1', '--ip', '::1']],
    ['refund', ['refund', 'order-1', '--full', '--confirm', '1000']],
    ['request', ['request', '/v2/payment/status', '{"general":{"payment_id":"order-1"}}']],
  ])('is not used, and nothing is sent after it: %s', async (_command, argv) => {
    const shop = await openShop({ faults: [{ kind: 'bad-signature', rate: 1 }] });
    await shop.done(...shop.sale());
    await shop.platform.clock.advance(90_000);
    const error = await shop.failed(...argv);
    expect(error).toMatchObject({ exit: 9, code: 'answer_unverified' });
    expect(error.hint).toContain('secret');
    expect(shop.requestsTo('/resend') + shop.requestsTo('/refund')).toBe(0);
  });
});
