import { describe, expect, it } from 'vitest';
import { formatJson } from '#domain/json/exact-json';
import { FAULT_KINDS, type FaultKind } from '#domain/sandbox/sandbox-options';
import { verifySigned, withSignature } from '#domain/signature/signature';
import { OTP_MILLISECONDS, openStage, pick, type Stage, saleBody } from './support.ts';

const withFault = (kind: FaultKind, rate = 1): Promise<Stage> => openStage({ faults: [{ kind, rate }] });

const struck = (stage: Stage): FaultKind[] =>
  stage.events.flatMap((event) => (event.type === 'fault' ? [event.kind] : []));

const booked = async (stage: Stage): Promise<string[]> =>
  ((await stage.get('/sandbox/payments')).body as unknown as { id: string }[]).map(({ id }) => id);

const statusesOf = (stage: Stage) => stage.merchant.callbacks.map(({ body }) => pick(body, 'payment.status')[0]);

const checks: Readonly<Record<FaultKind, (stage: Stage) => Promise<void>>> = {
  'reset-before': async (stage) => {
    await expect(stage.sale()).rejects.toThrow();
    expect(await booked(stage)).toEqual([]);
  },
  'reset-after': async (stage) => {
    await expect(stage.sale()).rejects.toThrow();
    expect(await booked(stage)).toEqual(['order-1']);
  },
  hang: async (stage) => {
    const controller = new AbortController();
    const body = formatJson(withSignature(saleBody(4242), stage.sandbox.secret));
    const url = `${stage.sandbox.url}/v2/payment/mobile/sale`;
    const answer = fetch(url, { method: 'POST', body, signal: controller.signal });
    answer.catch(() => {});
    await stage.clock.advance(3_600_000);
    expect(await booked(stage)).toEqual(['order-1']);
    controller.abort(new Error('no patience'));
    await expect(answer).rejects.toThrow('no patience');
  },
  '500': async (stage) => {
    const answer = await stage.sale();
    expect([answer.httpStatus, answer.body.status]).toEqual([500, 'error']);
    expect(await booked(stage)).toEqual([]);
  },
  '502': async (stage) => {
    const response = await fetch(`${stage.sandbox.url}/v2/payment/mobile/sale`, {
      method: 'POST',
      body: formatJson(withSignature(saleBody(4242), stage.sandbox.secret)),
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([502, 'text/html']);
    expect(await response.text()).toContain('<html>');
    expect(await booked(stage)).toEqual(['order-1']);
  },
  half: async (stage) => {
    await expect(stage.sale()).rejects.toThrow('terminated');
    expect(await booked(stage)).toEqual(['order-1']);
  },
  drip: async (stage) => {
    const before = stage.clock.now();
    const answer = await stage.clock.until(stage.sale());
    expect(answer.body.status).toBe('success');
    expect(stage.clock.now() - before).toBeGreaterThan(30_000);
  },
  'bad-json': async (stage) => {
    await expect(stage.sale()).rejects.toThrow('expected a key');
    expect(await booked(stage)).toEqual(['order-1']);
  },
  'bad-signature': async (stage) => {
    await stage.sale({ phone: '77000000001' });
    expect((await stage.callback()).verification).toMatchObject({ valid: false, problem: 'mismatch' });
    expect(verifySigned((await stage.status()).text, stage.sandbox.secret).valid).toBe(false);
  },
  'duplicate-callbacks': async (stage) => {
    await stage.sale({ phone: '77000000001' });
    expect((await stage.callback()).text).toBe((await stage.callback()).text);
  },
  'reorder-callbacks': async (stage) => {
    await stage.sale();
    await stage.clock.advance(5000);
    expect(stage.merchant.callbacks).toEqual([]);
    await stage.clock.advance(20_000);
    expect(statusesOf(stage)).toEqual(['awaiting clarification']);
  },
  'late-callbacks': async (stage) => {
    await stage.sale({ phone: '77000000001' });
    await stage.clock.advance(1500 + 29_999);
    expect(stage.merchant.callbacks).toEqual([]);
    await stage.clock.advance(1);
    expect(statusesOf(stage)).toEqual(['success']);
  },
  'no-callbacks': async (stage) => {
    await stage.sale({ phone: '77000000001' });
    await stage.clock.advance(3_600_000);
    expect(stage.merchant.callbacks).toEqual([]);
    expect(pick((await stage.status()).body, 'payment.status')).toEqual(['success']);
  },
  'wrong-status-after-resend': async (stage) => {
    await stage.sale();
    await stage.clock.advance(OTP_MILLISECONDS + 1500);
    await stage.resend();
    await stage.clock.advance(1000);
    expect(statusesOf(stage)).toEqual(['awaiting clarification', 'awaiting clarification', 'decline']);
    expect(pick((await stage.status()).body, 'payment.status')).toEqual(['awaiting clarification']);
  },
};

describe('a fault', () => {
  it.each(Object.entries(FAULT_KINDS))('%s: the sandbox %s', async (kind) => {
    const setUp = await withFault(kind as FaultKind);
    await checks[kind as FaultKind](setUp);
    expect(struck(setUp)).toContain(kind);
  });

  it('lets a callback be overtaken by the next one', async () => {
    const draws = [0, 0, 0.9];
    const setUp = await openStage({
      faults: [{ kind: 'reorder-callbacks', rate: 0.5 }],
      random: () => draws.shift() ?? 0,
    });
    await setUp.sale();
    await setUp.clock.advance(5000);
    await setUp.sendCode(setUp.lastCode());
    await setUp.clock.advance(1500);
    expect(statusesOf(setUp)).toEqual(['success', 'awaiting clarification']);
    await setUp.clock.advance(60_000);
    expect(setUp.merchant.callbacks).toHaveLength(2);
  });

  it('strikes as often as its rate says', async () => {
    const draws = [0.19, 0.21, 0.2, 0.05];
    const setUp = await openStage({ faults: [{ kind: '500', rate: 0.2 }], random: () => draws.shift() ?? 1 });
    const answers = [];
    for (const id of ['a', 'b', 'c', 'd']) answers.push((await setUp.sale({ id })).httpStatus);
    expect(answers).toEqual([500, 200, 200, 500]);
  });

  it('with the rate 0 never strikes', async () => {
    const setUp = await openStage({ faults: [{ kind: '500', rate: 0 }], random: () => 0 });
    expect((await setUp.sale()).httpStatus).toBe(200);
  });

  it('leaves alone what is not the Gate', async () => {
    const setUp = await withFault('500');
    expect((await setUp.get('/sandbox/messages')).httpStatus).toBe(200);
  });
});
