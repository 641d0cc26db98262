import { describe, expect, it } from 'vitest';
import { formatJson } from '#domain/json/exact-json';
import { FAULT_KINDS, type FaultKind } from '#domain/sandbox/faults';
import { verifySigned, withSignature } from '#domain/signature/signature';
import { OTP_MILLISECONDS, openPlatform, pick, saleBody, type TestPlatform } from './support.ts';

const withFault = (kind: FaultKind, rate = 1): Promise<TestPlatform> => openPlatform({ faults: [{ kind, rate }] });

const listFaults = (platform: TestPlatform): FaultKind[] =>
  platform.events.flatMap((event) => (event.type === 'fault' ? [event.kind] : []));

const listPayments = async (platform: TestPlatform): Promise<string[]> =>
  ((await platform.get('/sandbox/payments')).body as unknown as { id: string }[]).map(({ id }) => id);

const listStatuses = (platform: TestPlatform) =>
  platform.merchant.callbacks.map(({ body }) => pick(body, 'payment.status')[0]);

const checks: Readonly<Record<FaultKind, (platform: TestPlatform) => Promise<void>>> = {
  'reset-before': async (platform) => {
    await expect(platform.sale()).rejects.toThrow();
    expect(await listPayments(platform)).toEqual([]);
  },
  'reset-after': async (platform) => {
    await expect(platform.sale()).rejects.toThrow();
    expect(await listPayments(platform)).toEqual(['order-1']);
  },
  hang: async (platform) => {
    const controller = new AbortController();
    const body = formatJson(withSignature(saleBody(4242), platform.sandbox.secret));
    const url = `${platform.sandbox.url}/v2/payment/mobile/sale`;
    const answer = fetch(url, { method: 'POST', body, signal: controller.signal });
    answer.catch(() => {});
    await platform.clock.advance(3_600_000);
    expect(await listPayments(platform)).toEqual(['order-1']);
    controller.abort(new Error('timed out'));
    await expect(answer).rejects.toThrow('timed out');
  },
  '500': async (platform) => {
    const answer = await platform.sale();
    expect([answer.httpStatus, answer.body.status]).toEqual([500, 'error']);
    expect(await listPayments(platform)).toEqual([]);
  },
  '502': async (platform) => {
    const response = await fetch(`${platform.sandbox.url}/v2/payment/mobile/sale`, {
      method: 'POST',
      body: formatJson(withSignature(saleBody(4242), platform.sandbox.secret)),
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([502, 'text/html']);
    expect(await response.text()).toContain('<html>');
    expect(await listPayments(platform)).toEqual(['order-1']);
  },
  half: async (platform) => {
    await expect(platform.sale()).rejects.toThrow('terminated');
    expect(await listPayments(platform)).toEqual(['order-1']);
  },
  drip: async (platform) => {
    const before = platform.clock.now();
    const answer = await platform.clock.until(platform.sale());
    expect(answer.body.status).toBe('success');
    expect(platform.clock.now() - before).toBeGreaterThan(30_000);
  },
  'bad-json': async (platform) => {
    await expect(platform.sale()).rejects.toThrow('expected a key');
    expect(await listPayments(platform)).toEqual(['order-1']);
  },
  'bad-signature': async (platform) => {
    await platform.sale({ phone: '77000000001' });
    expect((await platform.callback()).verification).toMatchObject({ valid: false, problem: 'mismatch' });
    expect(verifySigned((await platform.status()).text, platform.sandbox.secret).valid).toBe(false);
  },
  'duplicate-callbacks': async (platform) => {
    await platform.sale({ phone: '77000000001' });
    expect((await platform.callback()).text).toBe((await platform.callback()).text);
  },
  'reorder-callbacks': async (platform) => {
    await platform.sale();
    await platform.clock.advance(5000);
    expect(platform.merchant.callbacks).toEqual([]);
    await platform.clock.advance(20_000);
    expect(listStatuses(platform)).toEqual(['awaiting clarification']);
  },
  'late-callbacks': async (platform) => {
    await platform.sale({ phone: '77000000001' });
    await platform.clock.advance(1500 + 29_999);
    expect(platform.merchant.callbacks).toEqual([]);
    await platform.clock.advance(1);
    expect(listStatuses(platform)).toEqual(['success']);
  },
  'no-callbacks': async (platform) => {
    await platform.sale({ phone: '77000000001' });
    await platform.clock.advance(3_600_000);
    expect(platform.merchant.callbacks).toEqual([]);
    expect(pick((await platform.status()).body, 'payment.status')).toEqual(['success']);
  },
  'wrong-status-after-resend': async (platform) => {
    await platform.sale();
    await platform.clock.advance(OTP_MILLISECONDS + 1500);
    await platform.resend();
    await platform.clock.advance(1000);
    expect(listStatuses(platform)).toEqual(['awaiting clarification', 'awaiting clarification', 'decline']);
    expect(pick((await platform.status()).body, 'payment.status')).toEqual(['awaiting clarification']);
  },
};

describe('a fault', () => {
  it.each(Object.entries(FAULT_KINDS))('%s: the sandbox %s', async (kind) => {
    const platform = await withFault(kind as FaultKind);
    await checks[kind as FaultKind](platform);
    expect(listFaults(platform)).toContain(kind);
  });

  it('reorder-callbacks delivers the next callback first', async () => {
    const draws = [0, 0, 0.9];
    const platform = await openPlatform({
      faults: [{ kind: 'reorder-callbacks', rate: 0.5 }],
      random: () => draws.shift() ?? 0,
    });
    await platform.sale();
    await platform.clock.advance(5000);
    await platform.sendCode(platform.lastCode());
    await platform.clock.advance(1500);
    expect(listStatuses(platform)).toEqual(['success', 'awaiting clarification']);
    await platform.clock.advance(60_000);
    expect(platform.merchant.callbacks).toHaveLength(2);
  });

  it('occurs at its rate', async () => {
    const draws = [0.19, 0.21, 0.2, 0.05];
    const platform = await openPlatform({ faults: [{ kind: '500', rate: 0.2 }], random: () => draws.shift() ?? 1 });
    const answers = [];
    for (const id of ['a', 'b', 'c', 'd']) answers.push((await platform.sale({ id })).httpStatus);
    expect(answers).toEqual([500, 200, 200, 500]);
  });

  it('with the rate 0 never occurs', async () => {
    const platform = await openPlatform({ faults: [{ kind: '500', rate: 0 }], random: () => 0 });
    expect((await platform.sale()).httpStatus).toBe(200);
  });

  it('does not affect /sandbox/messages', async () => {
    const platform = await withFault('500');
    expect((await platform.get('/sandbox/messages')).httpStatus).toBe(200);
  });
});
