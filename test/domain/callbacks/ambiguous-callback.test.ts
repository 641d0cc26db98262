import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findAmbiguity } from '#domain/callbacks/ambiguous-callback';
import { classifyEvent } from '#domain/callbacks/callback-event';
import type { JsonObject } from '#domain/json/exact-json';
import { readPaymentState } from '#domain/payments/payment-state';
import { stringToSign } from '#domain/signature/signature';
import { caseCount } from '../../support/suite/case-count.ts';

const genuine: JsonObject = {
  customer: { id: 'c1' },
  operation: { code: '20000', id: 7, status: 'decline', type: 'refund' },
  payment: { id: 'p', status: 'success', sum: { amount: 100, currency: 'KZT' } },
  project_id: 1,
};
const { operation: _, ...rest } = genuine;
const hidden = 'c1;operation:code:20000;operation:id:7;operation:status:decline;operation:type';

it.each<[string, JsonObject]>([
  ['an empty list of operations', { ...genuine, operations: [] }],
  ['a list with an empty operation', { ...genuine, operations: [{}, [], { signature: 1 }] }],
  ['empty clarification fields', { ...genuine, clarification_fields: { additional_data: [] } }],
  ['lines in a text', { ...rest, customer: { id: `${hidden}:refund` } }],
  ['lines in a key', { ...rest, customer: { id: { [hidden.replaceAll(':', ':')]: 'refund' } } }],
  ['the operation below an empty key', { ...rest, '': { operation: genuine.operation as JsonObject } }],
  ['frame_mode deep inside', { ...genuine, customer: { id: 'c1', frame_mode: { a: 1 } } }],
  ['a boolean for a number', { ...genuine, project_id: true }],
])('a genuine callback with %s has the same content or is ambiguous', (what, body) => {
  if (!what.includes('in a key')) expect(stringToSign(body)).toBe(stringToSign(genuine));
  expect(findAmbiguity(body) === undefined ? classifyEvent(readPaymentState(body)) : 'refund.decline').toBe(
    'refund.decline',
  );
});

it('an ordinary callback of the platform is not ambiguous', () => {
  expect(findAmbiguity({ ...genuine, signature: 'x' })).toBeUndefined();
  expect(findAmbiguity({ ...genuine, general: { signature: 'x' }, note: 'Size; colour: red' })).toBeUndefined();
});

it.each([
  'paid;payment: cash',
  'note;operation:',
  ';customer:id:1',
  'a;payment:b c:d',
  'id;project_id: none',
  'payment:status:x',
])('a callback with an ordinary text is not ambiguous: %s', (note) => {
  expect(findAmbiguity({ ...genuine, note, customer: { id: note } })).toBeUndefined();
});

it.each([
  ';payment:status:success',
  'x;payment:sum:amount:1',
  ';operation:status:',
  ';operations:0:id:1',
  ';clarification_fields:a:0:b',
  ';errors:0:code:1',
  ';project_id:1',
])('a callback with signed lines inside a text is ambiguous: %s', (note) => {
  expect(findAmbiguity({ ...genuine, customer: { id: note } })).toBeDefined();
});

it('a genuine callback whose lines are divided in another way has the same content or is ambiguous', () => {
  const lines = stringToSign(genuine).split(';');
  // Each line takes some of the next ones into its value.
  const divide = (sizes: readonly number[]): JsonObject => {
    const body: Record<string, unknown> = {};
    for (let at = 0, group = 0; at < lines.length; group += 1) {
      const size = Math.min(sizes[group % sizes.length] ?? 1, lines.length - at);
      const [first = '', ...others] = lines.slice(at, at + size);
      const parts = first.split(':');
      const value = [parts.pop(), ...others].join(';');
      let place = body;
      for (const part of parts.slice(0, -1)) {
        place[part] ??= {};
        place = place[part] as Record<string, unknown>;
      }
      place[parts.at(-1) ?? ''] = value;
      at += size;
    }
    return body as JsonObject;
  };
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 10 }), (sizes) => {
      const body = divide(sizes);
      expect(stringToSign(body)).toBe(stringToSign(genuine));
      if (findAmbiguity(body) === undefined) expect(classifyEvent(readPaymentState(body))).toBe('refund.decline');
    }),
    { numRuns: caseCount(2000) },
  );
});

it.each<[string, JsonObject, JsonObject]>([
  ['a request id', { operation: { request_id: 'a:b' } }, { operation: { request_id: { a: 'b' } } }],
  ['a boolean for a request id', { operation: { request_id: '1' } }, { operation: { request_id: true } }],
  ['a refund id', { operation: { merchant_refund_id: 'a:b' } }, { operation: { merchant_refund_id: { a: 'b' } } }],
  ['a code', { operation: { code: 1 } }, { operation: { code: true } }],
  ['an operation id', { operation: { id: 'a:b' } }, { operation: { id: { a: 'b' } } }],
  ['a message', { operation: { message: 'no:1' } }, { operation: { message: { no: '1' } } }],
  ['a date', { operation: { date: '2024-12-07T19:08' } }, { operation: { date: { '2024-12-07T19': '08' } } }],
  [
    'a date in a list of operations',
    { operations: [{ created_date: '2024-12-07T19:08' }] },
    { operations: [{ created_date: { '2024-12-07T19': '08' } }] },
  ],
  ['a list of errors', { errors: [{ code: '3061' }] }, { errors: { 0: { code: '3061' } } }],
  ['an error code', { errors: [{ code: 'a:b' }] }, { errors: [{ code: { a: 'b' } }] }],
  ['a payment method', { payment: { method: 'a:b' } }, { payment: { method: { a: 'b' } } }],
  ['an amount', { payment: { sum: { amount: '1:2' } } }, { payment: { sum: { amount: { 1: 2 } } } }],
  ['an account number', { account: { number: '7:0' } }, { account: { number: { 7: '0' } } }],
])('a genuine callback with %s in another shape is ambiguous', (_what, said, reshaped) => {
  expect(stringToSign(reshaped)).toBe(stringToSign(said));
  expect([findAmbiguity(said), findAmbiguity(reshaped)]).toEqual([undefined, expect.any(String)]);
});

it.each([null, '', []])('a part that says nothing is not ambiguous: %j', (nothing) => {
  const empty = { payment: nothing, operation: nothing, operations: nothing, errors: nothing, account: nothing };
  expect(findAmbiguity({ ...genuine, ...empty })).toBeUndefined();
});
