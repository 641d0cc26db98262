import { describe, expect, it } from 'vitest';
import { SCENARIOS } from '#sandbox/scenarios';
import { OTP_MILLISECONDS, openStage, pick, type Stage } from './support.ts';

const STATE = ['payment.status', 'operation.status', 'operation.code'] as const;
const ASK = ['awaiting clarification', 'awaiting clarification', '9999'];

const next = async (stage: Stage) => pick((await stage.callback()).body, ...STATE);

const phones: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  '77000000001': async (stage) => {
    expect(await next(stage)).toEqual(['success', 'success', '0']);
    expect(stage.lastCode()).toBe('');
  },
  '77000000002': async (stage) => {
    for (let time = 1; time <= 5; time++) {
      expect(await next(stage)).toEqual(ASK);
      await stage.sendCode(stage.lastCode());
    }
    expect(await next(stage)).toEqual(['decline', 'decline', '20104']);
  },
  '77000000003': async (stage) => {
    await stage.clock.advance(19_999);
    expect(pick((await stage.status()).body, 'payment.status')).toEqual(['processing']);
    expect(await next(stage)).toEqual(ASK);
    await stage.sendCode(stage.lastCode());
    await stage.clock.advance(19_999);
    expect(pick((await stage.status()).body, 'payment.status')).toEqual(['processing']);
    expect(await next(stage)).toEqual(['success', 'success', '0']);
  },
  '77000000004': async (stage) => {
    await stage.callback();
    await stage.clock.advance(OTP_MILLISECONDS);
    await stage.resend();
    await stage.callback();
    expect(await next(stage)).toEqual(['decline', 'decline', '20000']);
    expect(pick((await stage.status()).body, 'payment.status')).toEqual(['awaiting clarification']);
    await stage.sendCode(stage.lastCode());
    expect(await next(stage)).toEqual(['success', 'success', '0']);
  },
  '77000000005': async (stage) => {
    expect(await next(stage)).toEqual(ASK);
    await stage.sendCode(stage.lastCode());
    expect(await next(stage)).toEqual(['decline', 'decline', '20100']);
  },
  '77000000006': async (stage) => {
    expect(await next(stage)).toEqual(ASK);
    await stage.sendCode(stage.lastCode());
    expect(await next(stage)).toEqual(['decline', 'decline', '20105']);
  },
  '77000000007': async (stage) => expect(await next(stage)).toEqual(['decline', 'decline', '20201']),
  '77000000008': async (stage) => expect(await next(stage)).toEqual(['decline', 'decline', '20206']),
};

const refunds: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  '13.13': async (stage) => {
    await stage.refund({ amount: 1313, currency: 'KZT' });
    expect(await next(stage)).toEqual(['success', 'decline', '20100']);
  },
  '20.20': async (stage) => {
    await stage.refund({ amount: 2020, currency: 'KZT' });
    await stage.clock.advance(19_999);
    expect(pick((await stage.status()).body, 'operations.1.status')).toEqual(['processing']);
    expect(await next(stage)).toEqual(['partially refunded', 'success', '0']);
  },
  '30.28': async (stage) => {
    expect((await stage.refund({ amount: 3028, currency: 'KZT' })).body.code).toBe('3028');
  },
  '36.10': async (stage) => {
    expect((await stage.refund({ amount: 3610, currency: 'KZT' })).body.code).toBe('3610');
  },
};

describe('a test value', () => {
  it.each(SCENARIOS)('$kind $value gives: $outcome', async ({ kind, value }) => {
    const setUp = await openStage();
    if (kind === 'phone') await setUp.sale({ phone: value });
    else await setUp.paid();
    const check = kind === 'phone' ? phones[value] : refunds[value];
    if (check === undefined) throw new Error(`nothing checks ${value}`);
    await check(setUp);
  });

  it('is listed beside the Gate, with its outcome in words', async () => {
    const setUp = await openStage();
    const { body } = await setUp.get('/sandbox/scenarios');
    expect(body).toEqual(SCENARIOS);
  });
});
