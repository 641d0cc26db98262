import { expect, it } from 'vitest';
import { plainDocument } from '#adapters/terminal/sanitize';
import { formatJson, type Json, type JsonObject } from '#domain/json/exact-json';
import { Secret } from '#domain/signature/secret';
import { verifySigned } from '#domain/signature/signature';
import { PLAIN } from '#domain/terminal/plain-style';
import { callbackDocument, parseStoredBody } from '#features/callbacks/callback-document';
import { callbackTableLine, listenDetailLines, wholeCallbackLines } from '#features/callbacks/callback-view';
import { HOSTILE_VALUES, hostileText, shareOf } from '../../support/hostile-values.ts';
import { callback, startListening } from './listening.ts';

const secret = new Secret('the secret of the shop');

const sum = { amount: 100_000, currency: 'KZT' };
const BODY: JsonObject = {
  project_id: 1234,
  payment: {
    id: 'payment_47',
    type: 'purchase',
    status: 'success',
    date: '2024-12-07T19:08:45+0000',
    method: 'mobile',
    sum,
  },
  customer: { id: 'c1' },
  operation: { id: 7, type: 'sale', status: 'success', request_id: 'req-1', sum_initial: sum, code: '0', message: 'm' },
  account: { number: '77071234567', type: 'TELE2' },
};

/** Every field that is read of a callback, the parts that hold them, and some that none has. */
const FIELDS = [
  ...['project_id', 'payment', 'payment.id', 'payment.type', 'payment.status', 'payment.date', 'payment.method'],
  ...[
    'payment.sum',
    'payment.sum.amount',
    'payment.sum.currency',
    'payment.merchant_refund_id',
    'customer',
    'customer.id',
  ],
  ...['operation', 'operation.id', 'operation.type', 'operation.status', 'operation.date', 'operation.created_date'],
  ...[
    'operation.request_id',
    'operation.sum_initial',
    'operation.sum_initial.amount',
    'operation.sum_initial.currency',
  ],
  ...['operation.code', 'operation.message', 'operation.merchant_refund_id', 'operations', 'operations.0', 'account'],
  ...['account.number', 'account.type', 'clarification_fields', 'errors', 'errors.0', 'general', 'general.signature'],
  ...['signature', 'frame_mode', 'payment.signature', '__proto__', 'payment.__proto__', 'constructor', 'toString'],
];

const LISTS: JsonObject = { operations: [{ id: 1, type: 'sale', status: 'success' }], errors: [{ code: '1' }] };

const bodyFor = (field: string): JsonObject =>
  field.startsWith('operations.') || field.startsWith('errors.') ? { ...BODY, ...LISTS } : BODY;

it('listen answers and stores a callback with any value in any field, and the genuine one after it', async () => {
  const { post, complete, clock, ledger } = await startListening();
  let sent = 1;
  for (const [at, field] of FIELDS.entries()) {
    const answers = await Promise.all(
      shareOf(HOSTILE_VALUES, at).map(async (value) => {
        sent += 1;
        const text = hostileText(bodyFor(field), field, value, secret);
        const status = await post(text);
        return { field, value: value.slice(0, 80), status, right: verifySigned(text, secret).valid ? 200 : 400 };
      }),
    );
    expect(answers.filter(({ status, right }) => status !== right)).toEqual([]);
  }
  expect(await post(callback({ id: 'genuine' }))).toBe(200);
  const all = await ledger.findCallbacks({ limit: 9999 });
  expect(all.length).toBe(sent);
  for (const one of all) {
    const body = parseStoredBody(one);
    expect([one.text.slice(0, 200), one.valid && body === undefined]).toEqual([one.text.slice(0, 200), false]);
    const document = callbackDocument(one, body);
    const shown = { ...document, headers: {}, deliveries: [], text: one.text, body: body ?? one.text };
    for (const written of [document, shown]) formatJson(written as Json, 2);
    callbackTableLine(plainDocument(document), PLAIN, document);
    wholeCallbackLines(plainDocument(shown), PLAIN, shown);
  }
  await clock.until(Promise.resolve(), 1000);
  for (const document of complete) listenDetailLines(plainDocument(document), PLAIN, document);
  expect(complete.length).toBe(sent);
});
