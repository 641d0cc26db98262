import { describe, expect, it } from 'vitest';
import { isJsonObject, type Json, type JsonObject, parseJson } from '#domain/json/exact-json';
import callbackVectors from '../domain/signature/vectors/callbacks.json' with { type: 'json' };
import { openMerchant, openPlatform, pick, type TestPlatform } from './support.ts';

/** Every path of a body with the type of its value, but not the value. */
function shapeOf(value: Json, path = ''): string[] {
  if (!isJsonObject(value)) return [`${path}: ${typeof value}`];
  return Object.entries(value).flatMap(([key, item]) => shapeOf(item, path === '' ? key : `${path}.${key}`));
}

const documented = (name: string): JsonObject => {
  const found = callbackVectors.vectors.find((vector) => vector.name === name);
  if (found === undefined) throw new Error(`there is no vector ${name}`);
  return parseJson(found.body) as JsonObject;
};

const results = (platform: TestPlatform): string[] =>
  platform.events.flatMap((event) => (event.type === 'callback' ? [event.result] : []));

describe('a callback of the sandbox', () => {
  it.each([
    ['seed-callback-gate-sale-success', '77000000001', undefined],
    ['seed-callback-gate-sale-decline', '77000000008', undefined],
    ['seed-callback-refund-success', '77000000001', {}],
    ['seed-callback-refund-decline', '77000000001', { amount: 1313, currency: 'KZT' }],
  ])('has exactly the fields that are documented: %s', async (name, phone, refund) => {
    const platform = await openPlatform();
    await platform.sale({ phone });
    let callback = await platform.callback();
    if (refund !== undefined) {
      await platform.refund(refund);
      callback = await platform.callback();
    }
    const paths = ['payment.type', 'payment.method', 'payment.status', 'operation.type', 'operation.status'];
    expect(pick(callback.body, ...paths)).toEqual(pick(documented(name), ...paths));
    expect(shapeOf(callback.body).toSorted()).toEqual(shapeOf(documented(name)).toSorted());
  });

  it('has dates, ids, phone and operator in the format of the platform', async () => {
    const platform = await openPlatform();
    await platform.paid();
    const body = platform.merchant.callbacks[0]?.body ?? {};
    expect(pick(body, 'payment.date', 'operation.created_date')).toEqual([
      '2024-12-07T19:08:06+0000',
      '2024-12-07T19:08:05+0000',
    ]);
    expect(String(pick(body, 'operation.id')[0])).toMatch(/^\d{16}$/);
    expect(body.account).toEqual({ number: '77000000001', type: 'ALTEL' });
  });

  it('is sent to the callback URL of its payment, and so are later ones', async () => {
    const platform = await openPlatform();
    const other = await openMerchant(platform.clock);
    await platform.sale({ phone: '77000000001', general: { merchant_callback_url: other.url } });
    await platform.clock.advance(1500);
    await platform.refund();
    await platform.clock.advance(1500);
    expect(other.callbacks.map(({ body }) => pick(body, 'payment.status')[0])).toEqual(['success', 'refunded']);
    expect(platform.merchant.callbacks).toEqual([]);
  });

  it('is not sent when there is no callback URL', async () => {
    const platform = await openPlatform({ callbackUrl: undefined });
    await platform.sale({ phone: '77000000001' });
    await platform.clock.advance(60_000);
    expect(results(platform)).toEqual([]);
    expect(pick((await platform.status()).body, 'payment.status')).toEqual(['success']);
  });

  it('is not sent when the request has callback.force_disable', async () => {
    const platform = await openPlatform();
    await platform.sale({ phone: '77000000001', extra: { callback: { force_disable: true } } });
    await platform.clock.advance(60_000);
    expect(platform.merchant.callbacks).toEqual([]);
  });

  it('is delayed by callback.delay of the request', async () => {
    const platform = await openPlatform();
    await platform.sale({ phone: '77000000001', extra: { callback: { delay: 600 } } });
    await platform.clock.advance(1500 + 599_999);
    expect(platform.merchant.callbacks).toEqual([]);
    await platform.clock.advance(1);
    expect(platform.merchant.callbacks).toHaveLength(1);
  });

  it('is sent again until the merchant answers 200; no other status counts', async () => {
    const platform = await openPlatform();
    platform.merchant.answers.push(500, 400, 201, 302);
    await platform.sale({ phone: '77000000001' });
    await platform.clock.advance(60_000);
    expect(results(platform)).toEqual(['500', '400', '201', '302', '200']);
    expect(new Set(platform.merchant.callbacks.map(({ text }) => text)).size).toBe(1);
    const [first = 0, ...later] = platform.merchant.callbacks.map(({ at }) => at);
    expect(later.map((at) => (at - first) / 1000)).toEqual([10, 20, 30, 40]);
  });

  it('is not sent before the previous callback of the payment was delivered', async () => {
    const platform = await openPlatform();
    platform.merchant.answers.push(500, 500);
    await platform.sale();
    await platform.clock.advance(5000);
    await platform.sendCode(platform.lastCode());
    await platform.clock.advance(60_000);
    expect(platform.merchant.callbacks.map(({ body }) => pick(body, 'payment.status')[0])).toEqual([
      'awaiting clarification',
      'awaiting clarification',
      'awaiting clarification',
      'success',
    ]);
  });

  it('is dropped after 120 attempts in 11 days without an answer', async () => {
    const platform = await openPlatform({ callbackUrl: 'http://127.0.0.1:1/' });
    await platform.sale({ phone: '77000000001' });
    await platform.clock.advance(12 * 24 * 3_600_000);
    expect(results(platform)).toHaveLength(120);
    expect(new Set(results(platform))).toEqual(new Set(['no answer: ECONNREFUSED']));
    expect(platform.clock.sleeping).toBe(0);
  });
});
