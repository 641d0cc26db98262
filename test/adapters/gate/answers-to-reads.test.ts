import nock from 'nock';
import { describe, expect, test } from 'vitest';
import type { Gate } from '#context';
import type { Outcome } from '#domain/gate/request-outcome';
import type { SignedRequest } from '#domain/gate/signed-request';
import type { JsonObject } from '#domain/json/exact-json';
import { readPaymentState } from '#domain/payments/payment-state';
import { Secret } from '#domain/signature/secret';
import { callbackVectors } from '../../domain/signature/vectors.ts';
import { fakeNetwork } from '../../support/gate/fake-network.ts';
import { expectNoSecret, GATE_URL, openTestGate, signedAnswer, type TestGate } from '../../support/gate/fixtures.ts';
import { textMatching } from '../../support/language/text-matching.ts';

fakeNetwork();

const STATUS: JsonObject = {
  project_id: 1234,
  payment: { id: 'payment_47', type: 'purchase', status: 'success', sum: { amount: 100000, currency: 'KZT' } },
  operations: [
    {
      id: 9007199254740993n,
      type: 'sale',
      status: 'success',
      date: '2024-12-07T19:08:45+0000',
      request_id: 'req-1',
      code: '0',
      message: 'Success',
    },
  ],
  errors: [],
};

const ask = (gate: Gate): SignedRequest => gate.status('payment_47');

async function answered(
  answer: string,
  {
    t = openTestGate(),
    status = 200,
    make = ask,
  }: { t?: TestGate; status?: number; make?: (gate: Gate) => SignedRequest } = {},
): Promise<{ outcome: Outcome; exit: number }> {
  const scope = nock(GATE_URL).post(/.*/).reply(status, answer, { 'content-type': 'application/json' });
  const request = make(t.gate);
  const outcome = await t.gate.send(request);
  expect(scope.isDone()).toBe(true);
  expect(t.clock.sleeps).toEqual([]);
  const exit = t.exitOf(outcome, request);
  expectNoSecret(t.evidence);
  return { outcome, exit };
}

function stateOf(outcome: Outcome) {
  if (outcome.kind !== 'accepted') throw new Error(`not accepted: ${outcome.kind}`);
  return readPaymentState(outcome.answer as JsonObject);
}

describe('the signature of a status answer', () => {
  test('is valid, and ids beyond 2^53 keep every digit', async () => {
    const t = openTestGate();
    const { outcome, exit } = await answered(signedAnswer(STATUS, t.secret), { t });
    expect(outcome).toMatchObject({ kind: 'accepted', signed: true });
    expect(stateOf(outcome)).toMatchObject({
      paymentId: 'payment_47',
      status: 'success',
      left: { minor: 100000, currency: 'KZT' },
      operations: [{ id: '9007199254740993', requestId: 'req-1', code: '0' }],
    });
    expect(exit).toBe(0);
  });

  test('is valid with more than ten operations and any white space', async () => {
    const t = openTestGate();
    const operations = Array.from({ length: 12 }, (_, index) => ({ id: index, type: 'refund', status: 'success' }));
    const spaced = signedAnswer({ ...STATUS, operations }, t.secret).replaceAll(',"', ' ,\n "');
    expect((await answered(spaced, { t })).outcome).toMatchObject({ kind: 'accepted', signed: true });
  });

  test.each([
    ['an amount was changed', (text: string) => text.replace('100000', '100001')],
    [
      'the last digit of a large id was changed',
      (text: string) => text.replace('9007199254740993', '9007199254740992'),
    ],
    ['a field was added', (text: string) => text.replace('{"project_id"', '{"extra":1,"project_id"')],
    ['the signature was changed', (text: string) => text.replace(/"signature":"./, '"signature":"_')],
    ['the signature was cut', (text: string) => text.replace(/=="\}$/, '"}')],
    ['the signature was emptied', (text: string) => text.replace(/"signature":".*"\}$/, '"signature":""}')],
  ])('is refused when %s', async (_what, tamper) => {
    const t = openTestGate();
    const { outcome, exit } = await answered(tamper(signedAnswer(STATUS, t.secret)), { t });
    expect(outcome).toEqual({ kind: 'unverified', reason: textMatching(/signature/) });
    expect(exit).toBe(9);
  });

  test('is refused when another project signed it', async () => {
    expect((await answered(signedAnswer(STATUS, new Secret('other')))).exit).toBe(9);
  });

  test('is reported as missing in the outcome', async () => {
    const text = signedAnswer(STATUS, new Secret('x')).replace(/,"signature":".*"\}$/, '}');
    expect((await answered(text)).outcome).toMatchObject({ kind: 'accepted', signed: false });
  });

  test.each(callbackVectors.filter(({ valid, body }) => valid && body.includes('"payment"')))(
    'is valid as published: $name',
    async ({ body, secret }) => {
      const t = openTestGate({ secret: new Secret(secret) });
      const scope = nock(GATE_URL).post('/v2/payment/status').reply(200, body);
      expect(await t.gate.send(ask(t.gate))).toMatchObject({ kind: 'accepted', signed: true });
      expect(scope.isDone()).toBe(true);
    },
  );
});

describe('a payment that the platform does not know', () => {
  test.each([
    ['3061', 'not found'],
    ['3062', 'not received yet'],
  ])('is an answer, not a refusal: %s %s', async (code, message) => {
    const t = openTestGate();
    const body = { payment: { id: 'payment_47', status: 'error' }, errors: [{ code, message }] };
    const { outcome, exit } = await answered(signedAnswer(body, t.secret), { t });
    expect(outcome).toMatchObject({ kind: 'accepted', signed: true });
    expect(stateOf(outcome)).toMatchObject({ status: 'error', error: { code, message } });
    expect(exit).toBe(0);
  });

  test('is an answer also with a numeric code and without a signature', async () => {
    const body = { payment: { status: 'error' }, errors: [{ code: 3061, message: 'not found' }] };
    const { outcome } = await answered(JSON.stringify(body));
    expect(stateOf(outcome).error).toEqual({ code: '3061', message: 'not found' });
  });
});

test.each([
  ['400', 400, { status: 'error', code: '3261', message: 'Invalid signature' }, '3261', 4],
  ['403', 403, { status: 'error', code: 100, message: 'Denied' }, '100', 4],
  ['200 that says error', 200, { status: 'error', code: 2442, message: 'No project' }, '2442', 4],
  ['200 with a list of errors and no payment', 200, { errors: [{ code: 3024, message: 'Bad id' }] }, '3024', 3],
  ['401 of a proxy', 401, {}, undefined, 4],
  ['403 of a proxy', 403, {}, undefined, 4],
] as [string, number, object, string | undefined, number][])(
  'a read that is refused with %s is not repeated',
  async (_form, status, body, code, exit) => {
    const result = await answered(JSON.stringify(body), { status });
    expect(result.outcome).toMatchObject({ kind: 'refused', httpStatus: status, code });
    expect(result.exit).toBe(exit);
  },
);

test.each([404, 405, 409, 413, 425, 429, 499])('a read that a proxy answers with %i has no answer', async (status) => {
  const t = openTestGate();
  nock(GATE_URL).post('/v2/payment/status').times(3).reply(status, '{"message":"no"}');
  const request = t.gate.status('payment_47');
  const outcome = await t.gate.send(request);
  expect(outcome).toMatchObject({ kind: 'unknown', reason: `the answer was HTTP ${status}` });
  expect(t.exitOf(outcome, request)).toBe(5);
  // After Retry-After there is no immediate retry.
  expect(t.clock.sleeps).toHaveLength(status === 429 ? 0 : 2);
  nock.cleanAll();
});

test('the answer to a read of any other endpoint may be a list', async () => {
  const list = [{ code: 'ACTIV', name: 'Activ' }, 9007199254740993n];
  const { outcome } = await answered('[{"code":"ACTIV","name":"Activ"},9007199254740993]', {
    make: (gate) => gate.raw('/v2/info/mobile/sale/list', { general: { project_id: 1234 } }),
  });
  expect(outcome).toEqual({ kind: 'accepted', answer: list, requestId: undefined, signed: false });
});

test('the list of operators is parsed from a list of objects', async () => {
  const { outcome } = await answered('[{"code":"ACTIV","name":"Activ"}]', { make: (gate) => gate.operators() });
  expect(outcome).toMatchObject({ kind: 'accepted', answer: [{ code: 'ACTIV', name: 'Activ' }], signed: false });
});
