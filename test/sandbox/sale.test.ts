import { describe, expect, it } from 'vitest';
import { verifySigned } from '#domain/signature/signature';
import { OTP_MILLISECONDS, openPlatform, pick, type TestPlatform } from './support.ts';

const STATE = ['payment.status', 'operation.type', 'operation.status', 'operation.code'] as const;
const ASK = ['awaiting clarification', 'sale', 'awaiting clarification', '9999'];

async function asked(platform: TestPlatform): Promise<void> {
  await platform.sale();
  await platform.callback();
}

describe('a sale', () => {
  it('is accepted immediately, asks for the OTP, and is paid when the OTP is right', async () => {
    const platform = await openPlatform();

    const sale = await platform.sale();
    expect(sale.httpStatus).toBe(200);
    expect(sale.body).toEqual({
      status: 'success',
      request_id: expect.stringMatching(/^[0-9a-f]{40}$/),
      project_id: 4242,
      payment_id: 'order-1',
    });

    const ask = await platform.callback();
    expect(ask.verification.valid).toBe(true);
    expect(pick(ask.body, ...STATE)).toEqual(ASK);
    expect(ask.body.clarification_fields).toEqual({ additional_data: ['approval_code'] });
    expect(pick(ask.body, 'operation.request_id')).toEqual([sale.body.request_id]);
    expect(platform.lastCode()).toMatch(/^\d{6}$/);

    const sent = await platform.sendCode(platform.lastCode());
    expect(sent.body.status).toBe('success');
    const result = await platform.callback();
    expect(result.verification.valid).toBe(true);
    expect(pick(result.body, ...STATE)).toEqual(['success', 'sale', 'success', '0']);
    expect(pick(result.body, 'operation.request_id')).toEqual([sent.body.request_id]);

    const status = await platform.status();
    expect(verifySigned(status.text, platform.sandbox.secret).valid).toBe(true);
    expect(pick(status.body, 'payment.status', 'operations.0.status', 'errors')).toEqual(['success', 'success', []]);
  });

  it('sends an OTP with leading zeros as text', async () => {
    const platform = await openPlatform({ random: () => 0.000_042 });
    await asked(platform);
    expect(platform.lastCode()).toBe('000042');
    await platform.sendCode('000042');
    expect(pick((await platform.callback()).body, 'payment.status')).toEqual(['success']);
  });

  it('is refused when its payment id is taken, in upper or lower case', async () => {
    const platform = await openPlatform();
    await platform.sale({ id: 'Order-A' });
    const again = await platform.sale({ id: 'oRDER-a' });
    expect([again.httpStatus, again.body.code]).toEqual([400, '3041']);
  });

  it('can run beside the sale of another customer', async () => {
    const platform = await openPlatform();
    await platform.sale({ id: 'a' });
    await platform.sale({ id: 'b' });
    const states = [await platform.callback(), await platform.callback()].map(
      ({ body }) => pick(body, 'payment.id')[0],
    );
    expect(states.toSorted()).toEqual(['a', 'b']);
  });
});

describe('the status', () => {
  it('is 3061 for an unknown payment, signed and with HTTP 200', async () => {
    const platform = await openPlatform();
    const status = await platform.status('absent');
    expect(status.httpStatus).toBe(200);
    expect(pick(status.body, 'payment.status', 'errors.0.code')).toEqual(['error', '3061']);
    expect(verifySigned(status.text, platform.sandbox.secret).valid).toBe(true);
  });

  it('is 3062 in the first second after the sale', async () => {
    const platform = await openPlatform();
    await platform.sale();
    expect(pick((await platform.status()).body, 'payment.status', 'errors.0.code')).toEqual(['error', '3062']);
    await platform.clock.advance(1000);
    expect(pick((await platform.status()).body, 'payment.status')).toEqual(['processing']);
  });

  it('can be requested by request id, with a flat body', async () => {
    const platform = await openPlatform();
    const sale = await platform.sale();
    await platform.callback();
    const path = '/v2/payment/status/request';
    const known = await platform.post(path, { project_id: 4242, request_id: sale.body.request_id ?? '' });
    expect(pick(known.body, 'payment.id', 'payment.status')).toEqual(['order-1', 'awaiting clarification']);
    const unknown = await platform.post(path, { project_id: 4242, request_id: 'nothing' });
    expect(pick(unknown.body, 'payment.status', 'errors.0.code')).toEqual(['error', '3061']);
  });

  it('lists the operations of a payment that was resent and refunded', async () => {
    const platform = await openPlatform();
    await asked(platform);
    await platform.clock.advance(OTP_MILLISECONDS);
    await platform.resend();
    await platform.sendCode(platform.lastCode());
    await platform.clock.advance(5000);
    await platform.refund();
    await platform.clock.advance(5000);
    const { operations } = (await platform.status()).body;
    expect((operations as { type: string; status: string }[]).map(({ type, status }) => `${type}/${status}`)).toEqual([
      'sale/success',
      'customer action/success',
      'refund/success',
    ]);
  });
});

describe('an OTP', () => {
  it('is requested again when it was wrong, and stays valid', async () => {
    const platform = await openPlatform();
    await asked(platform);
    await platform.sendCode(platform.wrongCode());
    expect(pick((await platform.callback()).body, ...STATE)).toEqual(ASK);
    await platform.sendCode(platform.lastCode());
    expect(pick((await platform.callback()).body, ...STATE)).toEqual(['success', 'sale', 'success', '0']);
  });

  it('declines the payment when it was wrong five times', async () => {
    const platform = await openPlatform();
    await asked(platform);
    for (let time = 1; time <= 4; time++) {
      await platform.sendCode(platform.wrongCode());
      expect(pick((await platform.callback()).body, ...STATE)).toEqual(ASK);
    }
    await platform.sendCode(platform.wrongCode());
    expect(pick((await platform.callback()).body, ...STATE)).toEqual(['decline', 'sale', 'decline', '20104']);
  });

  it('is requested again when it was late, until it is resent', async () => {
    const platform = await openPlatform();
    await asked(platform);
    await platform.clock.advance(OTP_MILLISECONDS);
    await platform.sendCode(platform.lastCode());
    expect(pick((await platform.callback()).body, ...STATE)).toEqual(ASK);

    await platform.resend();
    expect(pick((await platform.callback()).body, ...STATE)).toEqual([
      'awaiting clarification',
      'customer action',
      'success',
      '0',
    ]);
    await platform.sendCode(platform.lastCode());
    expect(pick((await platform.callback()).body, 'payment.status')).toEqual(['success']);
  });

  it('is refused when none is awaited', async () => {
    const platform = await openPlatform();
    await platform.sale();
    expect((await platform.sendCode('123456')).body.code).toBe('3060');
    expect((await platform.sendCode('123456', 'absent')).body.code).toBe('3061');
    await platform.callback();
    await platform.sendCode(platform.lastCode());
    const twice = await platform.sendCode(platform.lastCode());
    expect([twice.httpStatus, twice.body.code]).toEqual([400, '3060']);
  });

  it('can be resent only after it has expired; the error says when', async () => {
    const platform = await openPlatform();
    await asked(platform);
    await platform.clock.advance(OTP_MILLISECONDS - 1500);
    const early = await platform.resend();
    expect([early.httpStatus, early.body.code]).toEqual([400, '3060']);
    expect(early.body.message).toMatch(/too early: the OTP can be resent in 2 s/);
    await platform.clock.advance(1500);
    expect((await platform.resend()).body.status).toBe('success');
  });

  it('is replaced by a resend, and only the new one is valid', async () => {
    let seed = 0;
    const platform = await openPlatform({ random: () => (seed = (seed + 0.123_456) % 1) });
    await asked(platform);
    const first = platform.lastCode();
    await platform.clock.advance(OTP_MILLISECONDS);
    await platform.resend();
    await platform.callback();
    expect(platform.lastCode()).not.toBe(first);
    await platform.sendCode(first);
    expect(pick((await platform.callback()).body, ...STATE)).toEqual(ASK);
  });

  it('can be resent three times, not four times', async () => {
    const platform = await openPlatform();
    await asked(platform);
    for (let time = 1; time <= 3; time++) {
      await platform.clock.advance(OTP_MILLISECONDS);
      expect((await platform.resend()).body.status).toBe('success');
    }
    await platform.clock.advance(OTP_MILLISECONDS);
    const fourth = await platform.resend();
    expect([fourth.httpStatus, fourth.body.code]).toEqual([400, '3060']);
    expect(fourth.body.message).toMatch(/3 times already/);
  });

  it('is not resent when none is awaited', async () => {
    const platform = await openPlatform();
    await platform.paid();
    expect((await platform.resend()).body.code).toBe('3060');
  });

  it('declines the payment when it is not submitted for 30 minutes', async () => {
    const platform = await openPlatform();
    await asked(platform);
    await platform.clock.advance(30 * 60_000 - 1);
    expect(pick((await platform.status()).body, 'payment.status')).toEqual(['awaiting clarification']);
    await platform.clock.advance(1);
    expect(pick((await platform.callback()).body, ...STATE)).toEqual(['decline', 'sale', 'decline', '20602']);
  });

  it('can be submitted for 30 minutes again after each accepted code', async () => {
    const platform = await openPlatform();
    await asked(platform);
    await platform.clock.advance(29 * 60_000);
    await platform.sendCode('000000');
    await platform.clock.advance(29 * 60_000);
    expect(pick((await platform.status()).body, 'payment.status')).toEqual(['awaiting clarification']);
    await platform.clock.advance(60_000);
    expect(pick((await platform.status()).body, 'payment.status')).toEqual(['decline']);
  });
});

describe('the messages to the customer', () => {
  it('can be read at /sandbox/messages, newest last', async () => {
    const platform = await openPlatform();
    await platform.sale({ id: 'a', phone: '77071111111' });
    await platform.sale({ id: 'b', phone: '77072222222' });
    await platform.clock.advance(1500);
    const all = (await platform.get('/sandbox/messages')).body as unknown as { phone: string; code: string }[];
    expect(all.map(({ phone }) => phone)).toEqual(['77071111111', '77072222222']);
    const one = await platform.get('/sandbox/messages?phone=77072222222');
    expect(one.body).toEqual([
      {
        at: '2024-12-07T19:08:06.500Z',
        phone: '77072222222',
        payment_id: 'b',
        code: all[1]?.code,
        text: `Code ${all[1]?.code} to pay 1000.00 KZT. It is valid for 1 min 20 s.`,
      },
    ]);
  });
});
