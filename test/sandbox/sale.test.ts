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
    const stage = await openStage();

    const sale = await stage.sale();
    expect(sale.httpStatus).toBe(200);
    expect(sale.body).toEqual({
      status: 'success',
      request_id: expect.stringMatching(/^[0-9a-f]{40}$/),
      project_id: 4242,
      payment_id: 'order-1',
    });

    const ask = await stage.callback();
    expect(ask.verification.valid).toBe(true);
    expect(pick(ask.body, ...STATE)).toEqual(ASK);
    expect(ask.body.clarification_fields).toEqual({ additional_data: ['approval_code'] });
    expect(pick(ask.body, 'operation.request_id')).toEqual([sale.body.request_id]);
    expect(stage.lastCode()).toMatch(/^\d{6}$/);

    const sent = await stage.sendCode(stage.lastCode());
    expect(sent.body.status).toBe('success');
    const result = await stage.callback();
    expect(result.verification.valid).toBe(true);
    expect(pick(result.body, ...STATE)).toEqual(['success', 'sale', 'success', '0']);
    expect(pick(result.body, 'operation.request_id')).toEqual([sent.body.request_id]);

    const status = await stage.status();
    expect(verifySigned(status.text, stage.sandbox.secret).valid).toBe(true);
    expect(pick(status.body, 'payment.status', 'operations.0.status', 'errors')).toEqual(['success', 'success', []]);
  });

  it('sends an OTP with leading zeros as text', async () => {
    const stage = await openStage({ random: () => 0.000_042 });
    await asked(stage);
    expect(stage.lastCode()).toBe('000042');
    await stage.sendCode('000042');
    expect(pick((await stage.callback()).body, 'payment.status')).toEqual(['success']);
  });

  it('is refused when its payment id is taken, whatever the case of its letters', async () => {
    const stage = await openStage();
    await stage.sale({ id: 'Order-A' });
    const again = await stage.sale({ id: 'oRDER-a' });
    expect([again.httpStatus, again.body.code]).toEqual([400, '3041']);
  });

  it('is paid by several customers at a time', async () => {
    const stage = await openStage();
    await stage.sale({ id: 'a' });
    await stage.sale({ id: 'b' });
    const states = [await stage.callback(), await stage.callback()].map(({ body }) => pick(body, 'payment.id')[0]);
    expect(states.toSorted()).toEqual(['a', 'b']);
  });
});

describe('the status', () => {
  it('is 3061 for a payment that nobody knows, signed and over HTTP 200', async () => {
    const stage = await openStage();
    const status = await stage.status('nobody');
    expect(status.httpStatus).toBe(200);
    expect(pick(status.body, 'payment.status', 'errors.0.code')).toEqual(['error', '3061']);
    expect(verifySigned(status.text, stage.sandbox.secret).valid).toBe(true);
  });

  it('is 3062 in the first second after the sale', async () => {
    const stage = await openStage();
    await stage.sale();
    expect(pick((await stage.status()).body, 'payment.status', 'errors.0.code')).toEqual(['error', '3062']);
    await stage.clock.advance(1000);
    expect(pick((await stage.status()).body, 'payment.status')).toEqual(['processing']);
  });

  it('can be asked by request, with a flat body', async () => {
    const stage = await openStage();
    const sale = await stage.sale();
    await stage.callback();
    const path = '/v2/payment/status/request';
    const known = await stage.post(path, { project_id: 4242, request_id: sale.body.request_id ?? '' });
    expect(pick(known.body, 'payment.id', 'payment.status')).toEqual(['order-1', 'awaiting clarification']);
    const unknown = await stage.post(path, { project_id: 4242, request_id: 'nothing' });
    expect(pick(unknown.body, 'payment.status', 'errors.0.code')).toEqual(['error', '3061']);
  });

  it('lists the operations of a payment that was resent and refunded', async () => {
    const stage = await openStage();
    await asked(stage);
    await stage.clock.advance(OTP_MILLISECONDS);
    await stage.resend();
    await stage.sendCode(stage.lastCode());
    await stage.clock.advance(5000);
    await stage.refund();
    await stage.clock.advance(5000);
    const { operations } = (await stage.status()).body;
    expect((operations as { type: string; status: string }[]).map(({ type, status }) => `${type}/${status}`)).toEqual([
      'sale/success',
      'customer action/success',
      'refund/success',
    ]);
  });
});

describe('the OTP', () => {
  it('is asked for again when it was wrong, and the same one still counts', async () => {
    const stage = await openStage();
    await asked(stage);
    await stage.sendCode(stage.wrongCode());
    expect(pick((await stage.callback()).body, ...STATE)).toEqual(ASK);
    await stage.sendCode(stage.lastCode());
    expect(pick((await stage.callback()).body, ...STATE)).toEqual(['success', 'sale', 'success', '0']);
  });

  it('declines the payment when it was wrong five times', async () => {
    const stage = await openStage();
    await asked(stage);
    for (let time = 1; time <= 4; time++) {
      await stage.sendCode(stage.wrongCode());
      expect(pick((await stage.callback()).body, ...STATE)).toEqual(ASK);
    }
    await stage.sendCode(stage.wrongCode());
    expect(pick((await stage.callback()).body, ...STATE)).toEqual(['decline', 'sale', 'decline', '20104']);
  });

  it('is asked for again when it came too late, until it is resent', async () => {
    const stage = await openStage();
    await asked(stage);
    await stage.clock.advance(OTP_MILLISECONDS);
    await stage.sendCode(stage.lastCode());
    expect(pick((await stage.callback()).body, ...STATE)).toEqual(ASK);

    await stage.resend();
    expect(pick((await stage.callback()).body, ...STATE)).toEqual([
      'awaiting clarification',
      'customer action',
      'success',
      '0',
    ]);
    await stage.sendCode(stage.lastCode());
    expect(pick((await stage.callback()).body, 'payment.status')).toEqual(['success']);
  });

  it('is refused when none is awaited', async () => {
    const stage = await openStage();
    await stage.sale();
    expect((await stage.sendCode('123456')).body.code).toBe('3060');
    expect((await stage.sendCode('123456', 'nobody')).body.code).toBe('3061');
    await stage.callback();
    await stage.sendCode(stage.lastCode());
    const twice = await stage.sendCode(stage.lastCode());
    expect([twice.httpStatus, twice.body.code]).toEqual([400, '3060']);
  });

  it('can be resent only when its life is over, saying when', async () => {
    const stage = await openStage();
    await asked(stage);
    await stage.clock.advance(OTP_MILLISECONDS - 1500);
    const early = await stage.resend();
    expect([early.httpStatus, early.body.code]).toEqual([400, '3060']);
    expect(early.body.message).toMatch(/too early: the OTP can be resent in 2 s/);
    await stage.clock.advance(1500);
    expect((await stage.resend()).body.status).toBe('success');
  });

  it('is another one after a resend, and only that one counts', async () => {
    let seed = 0;
    const stage = await openStage({ random: () => (seed = (seed + 0.123_456) % 1) });
    await asked(stage);
    const first = stage.lastCode();
    await stage.clock.advance(OTP_MILLISECONDS);
    await stage.resend();
    await stage.callback();
    expect(stage.lastCode()).not.toBe(first);
    await stage.sendCode(first);
    expect(pick((await stage.callback()).body, ...STATE)).toEqual(ASK);
  });

  it('is resent three times and not a fourth time', async () => {
    const stage = await openStage();
    await asked(stage);
    for (let time = 1; time <= 3; time++) {
      await stage.clock.advance(OTP_MILLISECONDS);
      expect((await stage.resend()).body.status).toBe('success');
    }
    await stage.clock.advance(OTP_MILLISECONDS);
    const fourth = await stage.resend();
    expect([fourth.httpStatus, fourth.body.code]).toEqual([400, '3060']);
    expect(fourth.body.message).toMatch(/3 times already/);
  });

  it('is not resent when none is awaited', async () => {
    const stage = await openStage();
    await stage.paid();
    expect((await stage.resend()).body.code).toBe('3060');
  });

  it('declines the payment when nobody sends it for 30 minutes', async () => {
    const stage = await openStage();
    await asked(stage);
    await stage.clock.advance(30 * 60_000 - 1);
    expect(pick((await stage.status()).body, 'payment.status')).toEqual(['awaiting clarification']);
    await stage.clock.advance(1);
    expect(pick((await stage.callback()).body, ...STATE)).toEqual(['decline', 'sale', 'decline', '20602']);
  });

  it('has 30 minutes again after each code that was accepted', async () => {
    const stage = await openStage();
    await asked(stage);
    await stage.clock.advance(29 * 60_000);
    await stage.sendCode('000000');
    await stage.clock.advance(29 * 60_000);
    expect(pick((await stage.status()).body, 'payment.status')).toEqual(['awaiting clarification']);
    await stage.clock.advance(60_000);
    expect(pick((await stage.status()).body, 'payment.status')).toEqual(['decline']);
  });
});

describe('the customer', () => {
  it('gets messages that can be read beside the Gate, newest last', async () => {
    const stage = await openStage();
    await stage.sale({ id: 'a', phone: '77071111111' });
    await stage.sale({ id: 'b', phone: '77072222222' });
    await stage.clock.advance(1500);
    const all = (await stage.get('/sandbox/messages')).body as unknown as { phone: string; code: string }[];
    expect(all.map(({ phone }) => phone)).toEqual(['77071111111', '77072222222']);
    const one = await stage.get('/sandbox/messages?phone=77072222222');
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
