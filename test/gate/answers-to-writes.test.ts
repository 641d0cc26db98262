import nock from 'nock';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Outcome } from '../../src/domain/gate-request.ts';
import { ACCEPTED, expectNoSecret, GATE_URL, openTestGate, refund, signedAnswer } from '../support/gate-fixtures.ts';

beforeAll(() => nock.disableNetConnect());
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
  ['400 with an empty body', 400, {}, undefined, undefined, 3],
  ['403, an address that is not listed', 403, { status: 'error', code: '100', message: 'Denied' }, '100', 'Denied', 4],
  ['403 without a reason', 403, {}, undefined, undefined, 4],
  ['422, broken JSON', 422, { status: 'error', code: '2003', message: 'Bad JSON' }, '2003', 'Bad JSON', 3],
  ['429', 429, { status: 'error', code: 2147, message: 'Busy' }, '2147', 'Busy', 3],
  ['200 that says error', 200, { status: 'error', code: '3041', message: 'Exists' }, '3041', 'Exists', 3],
  ['200 with a list of errors', 200, { errors: [{ code: 3613, message: 'Duplicate' }] }, '3613', 'Duplicate', 3],
  [
    '200 with a payment in error',
    200,
    { payment: { status: 'error' }, errors: [{ code: '3061', message: 'Not found' }] },
    '3061',
    'Not found',
    3,
  ],
  [
    '200 that says error although it has a request id',
    200,
    { ...ACCEPTED, status: 'error', code: '3610', message: 'No refunds' },
    '3610',
    'No refunds',
    3,
  ],
];

test.each(refusals)(
  'a merchant learns of a refusal in the form: %s',
  async (_form, httpStatus, answer, code, message, exit) => {
    const refused = await refundAnswered(httpStatus, JSON.stringify(answer));
    const requestId = 'request_id' in answer ? 'req-1' : undefined;
    expect(refused.outcome).toEqual({ kind: 'refused', httpStatus, code, message, requestId });
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

test('a refund that timed out at the platform (408) may have happened', async () => {
  const { outcome, exit } = await refundAnswered(408, '{"status":"error","code":"1","message":"Timeout"}');
  expect(outcome).toEqual({ kind: 'unknown', reason: expect.stringContaining('408') });
  expect(exit).toBe(6);
});
