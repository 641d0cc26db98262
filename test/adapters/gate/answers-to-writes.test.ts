import nock from 'nock';
import { expect, test } from 'vitest';
import { fakeNetwork } from '../../support/gate/fake-network.ts';
import { ACCEPTED, GATE_URL, openTestGate, sale, signedAnswer } from '../../support/gate/fixtures.ts';
import { textMatching } from '../../support/language/text-matching.ts';
import { refundAnswered } from './refund-answered.ts';

fakeNetwork();

test('a write that the platform accepts has the request id of its callback', async () => {
  const { outcome, exit } = await refundAnswered(200, JSON.stringify(ACCEPTED));
  expect(outcome).toEqual({ kind: 'accepted', answer: ACCEPTED, requestId: 'req-1', signed: false });
  expect(exit).toBe(0);
});

test('a write keeps every digit of a request id beyond 2^53', async () => {
  const { outcome } = await refundAnswered(200, '{"status":"success","request_id":90071992547409931234}');
  expect(outcome).toMatchObject({ kind: 'accepted', requestId: '90071992547409931234' });
});

test('a write that is answered with any other 2xx and a request id is accepted', async () => {
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
  'a write that is refused returns the refusal in the form: %s',
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
  expect(outcome).toEqual({ kind: 'unknown', reason: textMatching('neither accepts nor refuses') });
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
])(
  'a write that is answered with an error without a code: %s (HTTP %i)',
  async (_what, status, answer, refundExit, saleExit) => {
    expect((await refundAnswered(status, JSON.stringify(answer))).exit).toBe(refundExit);
    const t = openTestGate();
    nock(GATE_URL).post('/v2/payment/mobile/sale').reply(status, answer);
    const request = t.gate.sale(sale);
    expect(t.exitOf(await t.gate.send(request), request)).toBe(saleExit);
  },
);

test('a write whose answer has a valid signature is accepted as signed', async () => {
  const t = openTestGate();
  const { outcome } = await refundAnswered(200, signedAnswer(ACCEPTED, t.secret), t);
  expect(outcome).toMatchObject({ kind: 'accepted', requestId: 'req-1', signed: true });
});
