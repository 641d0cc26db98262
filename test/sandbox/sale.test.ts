import { describe, expect, it } from 'vitest';
import { verifySigned } from '#domain/signature/signature';
import { OTP_MILLISECONDS, openStage, pick, type Stage } from './support.ts';

const STATE = ['payment.status', 'operation.type', 'operation.status', 'operation.code'] as const;
const ASK = ['awaiting clarification', 'sale', 'awaiting clarification', '9999'];

async function asked(stage: Stage): Promise<void> {
  await stage.sale();
  await stage.callback();
}

describe('a sale', () => {
  it('is accepted at once, asks for the OTP, and is paid when the OTP is right', async () => {
    const setUp = await openStage();

    const sale = await setUp.sale();
    expect(sale.httpStatus).toBe(200);
    expect(sale.body).toEqual({
      status: 'success',
      request_id: expect.stringMatching(/^[0-9a-f]{40}$/),
      project_id: 4242,
      payment_id: 'order-1',
    });

    const ask = await setUp.callback();
    expect(ask.verification.valid).toBe(true);
    expect(pick(ask.body, ...STATE)).toEqual(ASK);
    expect(ask.body.clarification_fields).toEqual({ additional_data: ['approval_code'] });
    expect(pick(ask.body, 'operation.request_id')).toEqual([sale.body.request_id]);
    expect(setUp.lastCode()).toMatch(/^\d{6}$/);

    const sent = await setUp.sendCode(setUp.lastCode());
    expect(sent.body.status).toBe('success');
    const result = await setUp.callback();
    expect(result.verification.valid).toBe(true);
    expect(pick(result.body, ...STATE)).toEqual(['success', 'sale', 'success', '0']);
    expect(pick(result.body, 'operation.request_id')).toEqual([sent.body.request_id]);

    const status = await setUp.status();
    expect(verifySigned(status.text, setUp.sandbox.secret).valid).toBe(true);
    expect(pick(status.body, 'payment.status', 'operations.0.status', 'errors')).toEqual(['success', 'success', []]);
  });

  it('sends an OTP with leading zeros as text', async () => {
    const setUp = await openStage({ random: () => 0.000_042 });
    await asked(setUp);
    expect(setUp.lastCode()).toBe('000042');
    await setUp.sendCode('000042');
    expect(pick((await setUp.callback()).body, 'payment.status')).toEqual(['success']);
  });

  it('is refused when its payment id is taken, whatever the case of its letters', async () => {
    const setUp = await openStage();
    await setUp.sale({ id: 'Order-A' });
    const again = await setUp.sale({ id: 'oRDER-a' });
    expect([again.httpStatus, again.body.code]).toEqual([400, '3041']);
  });

  it('is paid by several customers at a time', async () => {
    const setUp = await openStage();
    await setUp.sale({ id: 'a' });
    await setUp.sale({ id: 'b' });
    const states = [await setUp.callback(), await setUp.callback()].map(({ body }) => pick(body, 'payment.id')[0]);
    expect(states.toSorted()).toEqual(['a', 'b']);
  });
});

describe('the status', () => {
  it('is 3061 for a payment that nobody knows, signed and over HTTP 200', async () => {
    const setUp = await openStage();
    const status = await setUp.status('nobody');
    expect(status.httpStatus).toBe(200);
    expect(pick(status.body, 'payment.status', 'errors.0.code')).toEqual(['error', '3061']);
    expect(verifySigned(status.text, setUp.sandbox.secret).valid).toBe(true);
  });

  it('is 3062 in the first second after the sale', async () => {
    const setUp = await openStage();
    await setUp.sale();
    expect(pick((await setUp.status()).body, 'payment.status', 'errors.0.code')).toEqual(['error', '3062']);
    await setUp.clock.advance(1000);
    expect(pick((await setUp.status()).body, 'payment.status')).toEqual(['processing']);
  });

  it('can be asked by request, with a flat body', async () => {
    const setUp = await openStage();
    const sale = await setUp.sale();
    await setUp.callback();
    const path = '/v2/payment/status/request';
    const known = await setUp.post(path, { project_id: 4242, request_id: sale.body.request_id ?? '' });
    expect(pick(known.body, 'payment.id', 'payment.status')).toEqual(['order-1', 'awaiting clarification']);
    const unknown = await setUp.post(path, { project_id: 4242, request_id: 'nothing' });
    expect(pick(unknown.body, 'payment.status', 'errors.0.code')).toEqual(['error', '3061']);
  });

  it('lists the operations of a payment that was resent and refunded', async () => {
    const setUp = await openStage();
    await asked(setUp);
    await setUp.clock.advance(OTP_MILLISECONDS);
    await setUp.resend();
    await setUp.sendCode(setUp.lastCode());
    await setUp.clock.advance(5000);
    await setUp.refund();
    await setUp.clock.advance(5000);
    const { operations } = (await setUp.status()).body;
    expect((operations as { type: string; status: string }[]).map(({ type, status }) => `${type}/${status}`)).toEqual([
      'sale/success',
      'customer action/success',
      'refund/success',
    ]);
  });
});

describe('the OTP', () => {
  it('is asked for again when it was wrong, and the same one still counts', async () => {
    const setUp = await openStage();
    await asked(setUp);
    await setUp.sendCode(setUp.wrongCode());
    expect(pick((await setUp.callback()).body, ...STATE)).toEqual(ASK);
    await setUp.sendCode(setUp.lastCode());
    expect(pick((await setUp.callback()).body, ...STATE)).toEqual(['success', 'sale', 'success', '0']);
  });

  it('declines the payment when it was wrong five times', async () => {
    const setUp = await openStage();
    await asked(setUp);
    for (let time = 1; time <= 4; time++) {
      await setUp.sendCode(setUp.wrongCode());
      expect(pick((await setUp.callback()).body, ...STATE)).toEqual(ASK);
    }
    await setUp.sendCode(setUp.wrongCode());
    expect(pick((await setUp.callback()).body, ...STATE)).toEqual(['decline', 'sale', 'decline', '20104']);
  });

  it('is asked for again when it came too late, until it is resent', async () => {
    const setUp = await openStage();
    await asked(setUp);
    await setUp.clock.advance(OTP_MILLISECONDS);
    await setUp.sendCode(setUp.lastCode());
    expect(pick((await setUp.callback()).body, ...STATE)).toEqual(ASK);

    await setUp.resend();
    expect(pick((await setUp.callback()).body, ...STATE)).toEqual([
      'awaiting clarification',
      'customer action',
      'success',
      '0',
    ]);
    await setUp.sendCode(setUp.lastCode());
    expect(pick((await setUp.callback()).body, 'payment.status')).toEqual(['success']);
  });

  it('is refused when none is awaited', async () => {
    const setUp = await openStage();
    await setUp.sale();
    expect((await setUp.sendCode('123456')).body.code).toBe('3060');
    expect((await setUp.sendCode('123456', 'nobody')).body.code).toBe('3061');
    await setUp.callback();
    await setUp.sendCode(setUp.lastCode());
    const twice = await setUp.sendCode(setUp.lastCode());
    expect([twice.httpStatus, twice.body.code]).toEqual([400, '3060']);
  });

  it('can be resent only when its life is over, saying when', async () => {
    const setUp = await openStage();
    await asked(setUp);
    await setUp.clock.advance(OTP_MILLISECONDS - 1500);
    const early = await setUp.resend();
    expect([early.httpStatus, early.body.code]).toEqual([400, '3060']);
    expect(early.body.message).toMatch(/too early: the OTP can be resent in 2 s/);
    await setUp.clock.advance(1500);
    expect((await setUp.resend()).body.status).toBe('success');
  });

  it('is another one after a resend, and only that one counts', async () => {
    let seed = 0;
    const setUp = await openStage({ random: () => (seed = (seed + 0.123_456) % 1) });
    await asked(setUp);
    const first = setUp.lastCode();
    await setUp.clock.advance(OTP_MILLISECONDS);
    await setUp.resend();
    await setUp.callback();
    expect(setUp.lastCode()).not.toBe(first);
    await setUp.sendCode(first);
    expect(pick((await setUp.callback()).body, ...STATE)).toEqual(ASK);
  });

  it('is resent three times and not a fourth time', async () => {
    const setUp = await openStage();
    await asked(setUp);
    for (let time = 1; time <= 3; time++) {
      await setUp.clock.advance(OTP_MILLISECONDS);
      expect((await setUp.resend()).body.status).toBe('success');
    }
    await setUp.clock.advance(OTP_MILLISECONDS);
    const fourth = await setUp.resend();
    expect([fourth.httpStatus, fourth.body.code]).toEqual([400, '3060']);
    expect(fourth.body.message).toMatch(/3 times already/);
  });

  it('is not resent when none is awaited', async () => {
    const setUp = await openStage();
    await setUp.paid();
    expect((await setUp.resend()).body.code).toBe('3060');
  });

  it('declines the payment when nobody sends it for 30 minutes', async () => {
    const setUp = await openStage();
    await asked(setUp);
    await setUp.clock.advance(30 * 60_000 - 1);
    expect(pick((await setUp.status()).body, 'payment.status')).toEqual(['awaiting clarification']);
    await setUp.clock.advance(1);
    expect(pick((await setUp.callback()).body, ...STATE)).toEqual(['decline', 'sale', 'decline', '20602']);
  });

  it('has 30 minutes again after each code that was accepted', async () => {
    const setUp = await openStage();
    await asked(setUp);
    await setUp.clock.advance(29 * 60_000);
    await setUp.sendCode('000000');
    await setUp.clock.advance(29 * 60_000);
    expect(pick((await setUp.status()).body, 'payment.status')).toEqual(['awaiting clarification']);
    await setUp.clock.advance(60_000);
    expect(pick((await setUp.status()).body, 'payment.status')).toEqual(['decline']);
  });
});

describe('the customer', () => {
  it('gets messages that can be read beside the Gate, newest last', async () => {
    const setUp = await openStage();
    await setUp.sale({ id: 'a', phone: '77071111111' });
    await setUp.sale({ id: 'b', phone: '77072222222' });
    await setUp.clock.advance(1500);
    const all = (await setUp.get('/sandbox/messages')).body as unknown as { phone: string; code: string }[];
    expect(all.map(({ phone }) => phone)).toEqual(['77071111111', '77072222222']);
    const one = await setUp.get('/sandbox/messages?phone=77072222222');
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
