import nock from 'nock';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Outcome } from '#domain/gate/signed-request';
import {
  ACCEPTED,
  expectNoSecret,
  GATE_URL,
  openTestGate,
  refund,
  sale,
  signedAnswer,
} from '../../support/gate/fixtures.ts';

beforeAll(() => {
  if (!nock.isActive()) nock.activate();
  nock.disableNetConnect();
});
afterEach(() => nock.cleanAll());
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});

/** Asks for a refund, gets this answer, and says what came of it and how the command would end. */
async function refundAnswered(
  status: number,
  answer: string,
  t = openTestGate(),
): Promise<{ outcome: Outcome; exit: number }> {
  const scope = nock(GATE_URL)
    .post('/v2/payment/mobile/refund')
    .reply(status, answer, { 'content-type': 'application/json' });
  const request = t.gate.refund(refund);
  const outcome = await t.gate.send(request);
  expect(scope.isDone()).toBe(true);
  const exit = t.exitOf(outcome, request);
  expectNoSecret(t.evidence);
  return { outcome, exit };
}

test('a request that the platform took is accepted, with the id that joins it to its callback', async () => {
  const { outcome, exit } = await refundAnswered(200, JSON.stringify(ACCEPTED));
  expect(outcome).toEqual({ kind: 'accepted', answer: ACCEPTED, requestId: 'req-1', signed: false });
  expect(exit).toBe(0);
});

test('a request id that is a number beyond 2^53 keeps every digit', async () => {
  const { outcome } = await refundAnswered(200, '{"status":"success","request_id":90071992547409931234}');
  expect(outcome).toMatchObject({ kind: 'accepted', requestId: '90071992547409931234' });
});

test('any other 2xx with a request id is accepted too', async () => {
  const { outcome } = await refundAnswered(202, JSON.stringify(ACCEPTED));
  expect(outcome).toMatchObject({ kind: 'accepted', requestId: 'req-1' });
});

const field = { field: 'payment.amount', constraint: '' };
const refusals: [string, number, object, string | undefined, string | undefined, number][] = [
  ['400, its code a string', 400, { status: 'error', code: '3060', message: 'No' }, '3060', 'No', 3],
  ['400, its code a number', 400, { status: 'error', code: 3060, message: 'No' }, '3060', 'No', 3],
  ['400 with a list of errors', 400, { errors: [{ code: 2004, message: 'Missing', ...field }] }, '2004', 'Missing', 3],
  [
    '400 with a list of errors, codes as strings',
    400,
    { errors: [{ code: '2004', message: 'Missing', ...field }] },
    '2004',
    'Missing',
    3,
  ],
  [
    '400 with two errors, of which the first counts',
    400,
    {
      errors: [
        { code: 3283, message: 'Too much' },
        { code: 1, message: 'x' },
      ],
    },
    '3283',
    'Too much',
    3,
  ],
  [
    '400 for a wrong signature',
    400,
    { status: 'error', code: '3261', message: 'Invalid signature' },
    '3261',
    'Invalid signature',
    4,
  ],
  [
    '400 for an unknown project',
    400,
    { status: 'error', code: 2442, message: 'Project not found' },
    '2442',
    'Project not found',
    4,
  ],
  ['403, an address that is not listed', 403, { status: 'error', code: '100', message: 'Denied' }, '100', 'Denied', 4],
  ['422, broken JSON', 422, { status: 'error', code: '2003', message: 'Bad JSON' }, '2003', 'Bad JSON', 3],
  ['200 that says error', 200, { status: 'error', code: '3041', message: 'Exists' }, '3041', 'Exists', 3],
  ['200 with a list of errors', 200, { errors: [{ code: 3283, message: 'Too much' }] }, '3283', 'Too much', 3],
  ['404 with a code of the platform', 404, { status: 'error', code: '3061', message: 'No' }, '3061', 'No', 3],
  [
    '200 with a payment in error',
    200,
    { payment: { status: 'error' }, errors: [{ code: '3061', message: 'Not found' }] },
    '3061',
    'Not found',
    3,
  ],
];

test.each(refusals)(
  'a merchant learns of a refusal in the form: %s',
  async (_form, httpStatus, answer, code, message, exit) => {
    const refused = await refundAnswered(httpStatus, JSON.stringify(answer));
    expect(refused.outcome).toEqual({ kind: 'refused', httpStatus, code, message, requestId: undefined });
    expect(refused.exit).toBe(exit);
  },
);

test.each([
  ['a success without a request id', { status: 'success', project_id: 1234 }],
  ['a request id that is empty', { status: 'success', request_id: '' }],
  ['a request id of null', { status: 'success', request_id: null }],
  ['an empty list of errors', { errors: [] }],
  ['an empty object', {}],
  ['an empty list', []],
  ['a list', [ACCEPTED]],
  ['text', 'OK'],
  ['null', null],
  ['a yes', true],
] as [string, unknown][])('a refund answered with %s is neither done nor refused', async (_what, answer) => {
  const { outcome, exit } = await refundAnswered(200, JSON.stringify(answer));
  expect(outcome).toEqual({ kind: 'unknown', reason: expect.stringContaining('neither accepts nor refuses') });
  expect(exit).toBe(6);
});

const said = (message: string) => ({ status: 'error', message });
const listed = (error: object) => ({ errors: [error] });

test.each<[string, number, object, refund: number, sale: number]>([
  ['words about the signature', 400, said('Signature is not valid'), 4, 4],
  ['words about the signature, denied', 403, said('Signature is not valid'), 4, 4],
  ['words about the signature in an HTTP 200', 200, said('Invalid signature'), 4, 4],
  ['a list with words about the signature', 400, listed({ message: 'signature is missing' }), 4, 4],
  ['a list that names a field', 400, listed({ message: 'Missing', field: 'payment.amount' }), 3, 3],
  ['other words, which a proxy can write too', 400, said('Not allowed'), 6, 3],
  ['other words, denied', 403, said('Not allowed'), 6, 4],
  ['a list with other words', 422, listed({ message: 'Not allowed' }), 6, 3],
  ['words with a status that the platform does not refuse with', 409, said('Invalid signature'), 6, 6],
  ['words of another form', 400, { message: 'Invalid signature' }, 6, 6],
  ['a code that is no number', 400, { code: 'DENIED', ...said('Invalid signature') }, 6, 6],
  ['no words', 400, { status: 'error' }, 6, 6],
])('an error without a code: %s (HTTP %i)', async (_what, status, answer, refundExit, saleExit) => {
  expect((await refundAnswered(status, JSON.stringify(answer))).exit).toBe(refundExit);
  const t = openTestGate();
  nock(GATE_URL).post('/v2/payment/mobile/sale').reply(status, answer);
  const request = t.gate.sale(sale);
  expect(t.exitOf(await t.gate.send(request), request)).toBe(saleExit);
});

test('a signed answer with the right signature is accepted as signed', async () => {
  const t = openTestGate();
  const { outcome } = await refundAnswered(200, signedAnswer(ACCEPTED, t.secret), t);
  expect(outcome).toMatchObject({ kind: 'accepted', requestId: 'req-1', signed: true });
});

test('a refund whose answer was tampered with may have happened', async () => {
  const t = openTestGate();
  const tampered = signedAnswer(ACCEPTED, t.secret).replace('req-1', 'req-2');
  const { outcome, exit } = await refundAnswered(200, tampered, t);
  expect(outcome).toEqual({ kind: 'unknown', reason: expect.stringContaining('cannot be trusted') });
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
  expect(outcome).toEqual({ kind: 'unknown', code, reason: expect.stringContaining(code) });
  expect(exit).toBe(6);
});

test.each(
  ['0', '9999', '20802', '20899'].flatMap((code) => [200, 400, 409].map((status): [string, number] => [code, status])),
)('a write that was answered with %s (HTTP %i), which is no end, is not refused', async (code, status) => {
  for (const answer of [{ status: 'error', code }, { errors: [{ code: 3060 }, { code: Number(code) }] }]) {
    const { outcome } = await refundAnswered(status, JSON.stringify(answer));
    expect(outcome).toEqual({ kind: 'unknown', code, reason: expect.stringContaining(code) });
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

test('an answer about another payment proves nothing by its request id, whatever else it says', async () => {
  const answer = { ...ACCEPTED, payment_id: 'payment_48', ...platformError };
  for (const status of [200, 400, 500]) {
    const { outcome } = await refundAnswered(status, JSON.stringify(answer));
    expect(outcome).toMatchObject({ kind: 'unknown' });
    expect(outcome).not.toHaveProperty('requestId');
  }
});

test('an answer that writes the payment id in other letters, and the project id as text, is about the same', async () => {
  const { outcome } = await refundAnswered(
    200,
    JSON.stringify({ ...ACCEPTED, payment_id: 'PAYMENT_47', project_id: '1234' }),
  );
  expect(outcome).toMatchObject({ kind: 'accepted', requestId: 'req-1' });
});
