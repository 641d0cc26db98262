import { describe, expect, it } from 'vitest';
import { SCENARIOS } from '#sandbox/scenarios';
import { OTP_MILLISECONDS, openPlatform, pick, type TestPlatform } from './support.ts';

const STATE = ['payment.status', 'operation.status', 'operation.code'] as const;
const ASK = ['awaiting clarification', 'awaiting clarification', '9999'];

const next = async (platform: TestPlatform) => pick((await platform.callback()).body, ...STATE);

const phones: Readonly<Record<string, (platform: TestPlatform) => Promise<void>>> = {
  '77000000001': async (platform) => {
    expect(await next(platform)).toEqual(['success', 'success', '0']);
    expect(platform.lastCode()).toBe('');
  },
  '77000000002': async (platform) => {
    for (let time = 1; time <= 5; time++) {
      expect(await next(platform)).toEqual(ASK);
      await platform.sendCode(platform.lastCode());
    }
    expect(await next(platform)).toEqual(['decline', 'decline', '20104']);
  },
  '77000000003': async (platform) => {
    await platform.clock.advance(19_999);
    expect(pick((await platform.status()).body, 'payment.status')).toEqual(['processing']);
    expect(await next(platform)).toEqual(ASK);
    await platform.sendCode(platform.lastCode());
    await platform.clock.advance(19_999);
    expect(pick((await platform.status()).body, 'payment.status')).toEqual(['processing']);
    expect(await next(platform)).toEqual(['success', 'success', '0']);
  },
  '77000000004': async (platform) => {
    await platform.callback();
    await platform.clock.advance(OTP_MILLISECONDS);
    await platform.resend();
    await platform.callback();
    expect(await next(platform)).toEqual(['decline', 'decline', '20000']);
    expect(pick((await platform.status()).body, 'payment.status')).toEqual(['awaiting clarification']);
    await platform.sendCode(platform.lastCode());
    expect(await next(platform)).toEqual(['success', 'success', '0']);
  },
  '77000000005': async (platform) => {
    expect(await next(platform)).toEqual(ASK);
    await platform.sendCode(platform.lastCode());
    expect(await next(platform)).toEqual(['decline', 'decline', '20100']);
  },
  '77000000006': async (platform) => {
    expect(await next(platform)).toEqual(ASK);
    await platform.sendCode(platform.lastCode());
    expect(await next(platform)).toEqual(['decline', 'decline', '20105']);
  },
  '77000000007': async (platform) => expect(await next(platform)).toEqual(['decline', 'decline', '20201']),
  '77000000008': async (platform) => expect(await next(platform)).toEqual(['decline', 'decline', '20206']),
};

const refunds: Readonly<Record<string, (platform: TestPlatform) => Promise<void>>> = {
  '13.13': async (platform) => {
    await platform.refund({ amount: 1313, currency: 'KZT' });
    expect(await next(platform)).toEqual(['success', 'decline', '20100']);
  },
  '20.20': async (platform) => {
    await platform.refund({ amount: 2020, currency: 'KZT' });
    await platform.clock.advance(19_999);
    expect(pick((await platform.status()).body, 'operations.1.status')).toEqual(['processing']);
    expect(await next(platform)).toEqual(['partially refunded', 'success', '0']);
  },
  '30.28': async (platform) => {
    expect((await platform.refund({ amount: 3028, currency: 'KZT' })).body.code).toBe('3028');
  },
  '36.10': async (platform) => {
    expect((await platform.refund({ amount: 3610, currency: 'KZT' })).body.code).toBe('3610');
  },
};

describe('a test value', () => {
  it.each(SCENARIOS)('$kind $value gives: $outcome', async ({ kind, value }) => {
    const platform = await openPlatform();
    if (kind === 'phone') await platform.sale({ phone: value });
    else await platform.paid();
    const check = kind === 'phone' ? phones[value] : refunds[value];
    if (check === undefined) throw new Error(`nothing checks ${value}`);
    await check(platform);
  });

  it('is listed at /sandbox/scenarios with its outcome', async () => {
    const platform = await openPlatform();
    const { body } = await platform.get('/sandbox/scenarios');
    expect(body).toEqual(SCENARIOS);
  });
});
