import nock from 'nock';
import { expect, test } from 'vitest';
import { fakeNetwork } from '../../support/gate/fake-network.ts';
import { ACCEPTED, GATE_URL, openTestGate, sale, signedAnswer } from '../../support/gate/fixtures.ts';
import { textMatching } from '../../support/language/text-matching.ts';
import { refundAnswered } from './refund-answered.ts';

fakeNetwork();

test('a refund whose answer was tampered with may have happened', async () => {
  const t = openTestGate();
  const tampered = signedAnswer(ACCEPTED, t.secret).replace('req-1', 'req-2');
  const { outcome, exit } = await refundAnswered(200, tampered, t);
  expect(outcome).toEqual({ kind: 'unknown', reason: textMatching('cannot be trusted') });
  expect(exit).toBe(6);
});

const platformError = { status: 'error', code: '3060', message: 'No' };
const middlebox = [400, 401, 402, 403, 404, 405, 407, 409, 410, 413, 418, 422, 423, 425, 429, 451, 499];

const doubtful: [string, number, unknown][] = [
  ...middlebox.flatMap((status): [string, number, unknown][] => [
    [`${status} and a page`, status, '<html>blocked</html>'],
    [`${status} and an empty object`, status, {}],
    [`${status}, its code the HTTP status`, status, { code: status, message: 'no' }],
    [`${status}, words in place of a code`, status, { error: 'denied', code: 'DENIED', status: 'error' }],
    [`${status} with a request id and an error`, status, { ...ACCEPTED, ...platformError }],
    [`${status} with a request id`, status, ACCEPTED],
  ]),
  ...[408, 425, 429, 499, 500, 502, 503, 504].map((status): [string, number, unknown] => [
    `${status} and a code of the platform`,
    status,
    platformError,
  ]),
  ['200, an error with a request id', 200, { ...ACCEPTED, ...platformError }],
  ['200, a success with a list of errors', 200, { ...ACCEPTED, errors: [{ code: '1' }] }],
  ['200, an error without a code', 200, { status: 'error' }],
  ['200, a payment in error without a code', 200, { payment: { status: 'error' } }],
  ...[200, 400, 422].flatMap((status): [string, number, unknown][] => [
    [
      `${status}, an error with a code and a request id further in`,
      status,
      { ...platformError, data: [{ request_id: 'r' }] },
    ],
    [
      `${status}, an error with a code and a request id of another form`,
      status,
      { ...platformError, operation: { request_id: ['r'] } },
    ],
    [`${status}, an error with a code about another payment`, status, { ...platformError, payment: { id: 'other' } }],
    [`${status}, an error with a code about another project`, status, { ...platformError, general: { project_id: 9 } }],
    [`${status}, a success with a code`, status, { status: 'success', code: '3060' }],
    [
      `${status}, a success with a list of errors and no request id`,
      status,
      { status: 'success', errors: [{ code: 3283 }] },
    ],
    [`${status}, the number of a gateway`, status, { code: 5, message: 'Not Found', details: [] }],
    [`${status}, the number of a gateway and its own status`, status, { status, code: 1020, error: 'Bad Request' }],
  ]),
];

test.each(doubtful)('a refund that was answered with %s may have happened', async (_what, status, answer) => {
  const { outcome, exit } = await refundAnswered(status, typeof answer === 'string' ? answer : JSON.stringify(answer));
  expect(outcome.kind).toBe('unknown');
  expect(exit).toBe(6);
  const hasRequest = typeof answer === 'object' && answer !== null && 'request_id' in answer;
  expect(outcome).toEqual(
    hasRequest
      ? expect.objectContaining({ requestId: 'req-1' })
      : expect.not.objectContaining({ requestId: expect.anything() }),
  );
});

test.each(
  ['1434', '3230', '3285', '3613', '20602'].flatMap((code) =>
    [200, 400, 409].map((status): [string, number] => [code, status]),
  ),
)('a refund that was answered with %s (HTTP %i) may have been made before', async (code, status) => {
  const { outcome, exit } = await refundAnswered(status, JSON.stringify({ status: 'error', code }));
  expect(outcome).toEqual({ kind: 'unknown', code, reason: textMatching(code) });
  expect(exit).toBe(6);
});

test.each(
  ['0', '9999', '20802', '20899'].flatMap((code) => [200, 400, 409].map((status): [string, number] => [code, status])),
)('a write that was answered with %s (HTTP %i), which is no end, is not refused', async (code, status) => {
  for (const answer of [{ status: 'error', code }, { errors: [{ code: 3060 }, { code: Number(code) }] }]) {
    const { outcome } = await refundAnswered(status, JSON.stringify(answer));
    expect(outcome).toEqual({ kind: 'unknown', code, reason: textMatching(code) });
  }
  const t = openTestGate();
  nock(GATE_URL).post('/v2/payment/mobile/sale').reply(status, { status: 'error', code });
  expect(await t.gate.send(t.gate.sale(sale))).toMatchObject({ kind: 'unknown', code });
});

test('a refund that was accepted for another payment further in the answer may have happened', async () => {
  const { outcome } = await refundAnswered(200, JSON.stringify({ ...ACCEPTED, payment: { id: 'other' } }));
  expect(outcome).toEqual({ kind: 'unknown', reason: 'the answer is about another payment' });
});

test.each(['3230', '3285', '3613'])('a sale that was answered with %s was refused', async (code) => {
  const t = openTestGate();
  nock(GATE_URL).post('/v2/payment/mobile/sale').reply(400, { status: 'error', code });
  expect(await t.gate.send(t.gate.sale(sale))).toMatchObject({ kind: 'refused', code });
});

test.each([
  ['payment', { ...ACCEPTED, payment_id: 'payment_48' }],
  ['project', { ...ACCEPTED, project_id: 9999 }],
])('a refund whose answer is about another %s is neither accepted nor refused', async (what, answer) => {
  const { outcome, exit } = await refundAnswered(200, JSON.stringify(answer));
  expect(outcome).toEqual({ kind: 'unknown', reason: `the answer is about another ${what}` });
  expect(exit).toBe(6);
});

test('a refund is not accepted by an answer about another payment with its request id', async () => {
  const answer = { ...ACCEPTED, payment_id: 'payment_48', ...platformError };
  for (const status of [200, 400, 500]) {
    const { outcome } = await refundAnswered(status, JSON.stringify(answer));
    expect(outcome).toMatchObject({ kind: 'unknown' });
    expect(outcome).not.toHaveProperty('requestId');
  }
});

test('a refund is accepted by an answer with its ids in another case and type', async () => {
  const { outcome } = await refundAnswered(
    200,
    JSON.stringify({ ...ACCEPTED, payment_id: 'PAYMENT_47', project_id: '1234' }),
  );
  expect(outcome).toMatchObject({ kind: 'accepted', requestId: 'req-1' });
});
