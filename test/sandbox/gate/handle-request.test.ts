import { describe, expect, it } from 'vitest';
import { formatJson, type JsonObject } from '#domain/json/exact-json';
import { withOverrides } from '#domain/json/json-path';
import { Secret } from '#domain/signature/secret';
import { sign, withSignature } from '#domain/signature/signature';
import { openPlatform, pick, saleBody } from '../support.ts';

const SALE = '/v2/payment/mobile/sale';

describe('a request to the Gate', () => {
  it('with a wrong signature is refused before its fields are checked', async () => {
    const platform = await openPlatform();
    const body = { general: { project_id: 1, payment_id: '' } };
    const answer = await platform.postText(SALE, formatJson(withSignature(body, new Secret('another'))));
    expect([answer.httpStatus, answer.body.status, answer.body.code]).toEqual([400, 'error', '3261']);
  });

  it('with a placeholder as signature is refused, and the message says so', async () => {
    const platform = await openPlatform();
    const answer = await platform.postText(
      SALE,
      '{"general":{"signature":"of8k9xerKSK4XL1QFaDH3p9Mh0CIcjmOwSwKJ7KLTZ"}}',
    );
    expect(answer.body.code).toBe('3261');
    expect(answer.body.message).toMatch(/always has 88/);
  });

  it.each([
    ['none', { general: { project_id: 4242 } }],
    ['an empty one', { general: { project_id: 4242, signature: '' } }],
  ])('with %s as signature is refused', async (_, body) => {
    const platform = await openPlatform();
    const answer = await platform.postText(SALE, formatJson(body));
    expect([answer.httpStatus, answer.body.code]).toEqual([400, '3262']);
  });

  it('with the right signature in the wrong place is refused', async () => {
    const platform = await openPlatform();
    const body = saleBody(4242);
    const answer = await platform.postText(
      SALE,
      formatJson({ ...body, signature: sign(body, platform.sandbox.secret) }),
    );
    expect([answer.body.code, answer.body.message]).toEqual(['3262', expect.stringContaining('in "general"')]);
  });

  it.each([
    ['of another project', 4243, '2442'],
    ['with its project id as text', '4242', '2442'],
  ])('%s is refused', async (_, projectId, code) => {
    const platform = await openPlatform();
    const answer = await platform.post(
      SALE,
      withOverrides(saleBody(4242), [{ path: 'general.project_id', value: projectId }]),
    );
    expect([answer.httpStatus, answer.body.code]).toEqual([400, code]);
  });

  it('with invalid JSON is answered with 422', async () => {
    const platform = await openPlatform();
    for (const text of ['', '{', '{"general":{},}']) {
      const answer = await platform.postText(SALE, text);
      expect([answer.httpStatus, answer.body.code]).toEqual([422, '2003']);
    }
  });

  it('over 1 MB is answered with 413', async () => {
    const platform = await openPlatform();
    expect((await platform.postText(SALE, ' '.repeat(1024 * 1024 + 1))).httpStatus).toBe(413);
  });

  it('to an unknown route is answered with 404', async () => {
    const platform = await openPlatform();
    const answer = await platform.post('/v2/payment/card/sale', saleBody(4242));
    expect([answer.httpStatus, answer.body.message]).toEqual([
      404,
      'The sandbox has no route POST /v2/payment/card/sale',
    ]);
    expect((await platform.get('/')).httpStatus).toBe(404);
    expect((await platform.get('//[')).httpStatus).toBe(404);
  });

  it('with another method than POST is answered with 405', async () => {
    const platform = await openPlatform();
    expect((await platform.get(SALE)).httpStatus).toBe(405);
    expect((await platform.postText('/sandbox/messages', '{}')).httpStatus).toBe(405);
  });

  it('is reported as an event with its answer', async () => {
    const platform = await openPlatform();
    await platform.sale();
    await platform.sale();
    expect(platform.events).toEqual([
      { type: 'request', path: SALE, paymentId: 'order-1', answer: '200 accepted' },
      { type: 'request', path: SALE, paymentId: 'order-1', answer: '400 3041 A payment "order-1" exists already' },
    ]);
  });
});

describe('the fields of a sale', () => {
  const required = [
    'general.project_id',
    'general.payment_id',
    'customer.id',
    'customer.ip_address',
    'customer.first_name',
    'customer.last_name',
    'customer.email',
    'account.number',
    'payment.amount',
    'payment.currency',
  ];

  it.each(required)('must have %s', async (path) => {
    const platform = await openPlatform();
    const answer = await platform.post(SALE, withOverrides(saleBody(4242), [{ path, value: null }]));
    expect(answer.httpStatus).toBe(400);
    expect(answer.body).toEqual({
      errors: [{ code: '2004', message: 'is required', field: path, constraint: 'required' }],
    });
  });

  const long = 'ы'.repeat(256);

  it.each([
    ['general.payment_id', ' a', '3024'],
    ['general.payment_id', long, '3024'],
    ['general.payment_id', 47, '3024'],
    ['customer.first_name', long, '2004'],
    ['customer.ip_address', '198.51.100', '2004'],
    ['account.number', '+77071234567', '2004'],
    ['account.number', '123', '2004'],
    ['account.number', 77071234567, '2004'],
    ['payment.amount', 0, '2004'],
    ['payment.amount', 10.5, '2004'],
    ['payment.amount', '100000', '2004'],
    ['payment.amount', 10 ** 13 + 1, '2004'],
    ['payment.amount', 9007199254740993n, '2004'],
    ['payment.currency', 'kzt', '2004'],
    ['payment.description', long, '2004'],
    ['callback.delay', 601, '2004'],
    ['callback.force_disable', 1, '2004'],
    ['general.merchant_callback_url', 'shop.example/callbacks', '2004'],
  ])('must not have an invalid %s', async (path, value, code) => {
    const platform = await openPlatform();
    const answer = await platform.post(SALE, withOverrides(saleBody(4242), [{ path, value }]));
    expect([answer.httpStatus, ...pick(answer.body, 'errors.0.field', 'errors.0.code')]).toEqual([400, path, code]);
  });

  it('are all named when several are invalid', async () => {
    const platform = await openPlatform();
    const answer = await platform.post(SALE, { general: { project_id: 4242, payment_id: 'a' } });
    expect((answer.body.errors as readonly JsonObject[]).map(({ field }) => field)).toEqual(required.slice(2));
  });

  it('may have any other parameter of the platform', async () => {
    const platform = await openPlatform();
    const more = [{ path: 'account.service_provider', value: 'TELE2' }];
    expect((await platform.post(SALE, withOverrides(saleBody(4242), more))).body.status).toBe('success');
  });
});

describe('the operators', () => {
  it('are the five of Kazakhstan, unsigned', async () => {
    const platform = await openPlatform();
    const answer = await platform.post('/v2/info/mobile/sale/list', { general: { project_id: 4242 } });
    expect(answer.body).toEqual([
      { code: 'ACTIV', name: 'Activ' },
      { code: 'ALTEL', name: 'Altel' },
      { code: 'BEELINE', name: 'Beeline' },
      { code: 'KCELL', name: 'Kcell' },
      { code: 'TELE2', name: 'Tele2' },
    ]);
  });
});
