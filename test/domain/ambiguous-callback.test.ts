import { expect, it } from 'vitest';
import { ambiguityOf } from '../../src/domain/ambiguous-callback.ts';
import { eventOf } from '../../src/domain/callback-event.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import { readPaymentState } from '../../src/domain/payment-state.ts';
import { stringToSign } from '../../src/domain/signature.ts';

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
])('a genuine callback with %s tells the same, or is ambiguous', (what, body) => {
  if (!what.includes('in a key')) expect(stringToSign(body)).toBe(stringToSign(genuine));
  expect(ambiguityOf(body) === undefined ? eventOf(readPaymentState(body)) : 'refund.decline').toBe('refund.decline');
});

it('what the platform sends is not ambiguous', () => {
  expect(ambiguityOf({ ...genuine, signature: 'x' })).toBeUndefined();
  expect(ambiguityOf({ ...genuine, general: { signature: 'x' }, note: 'Size; colour: red' })).toBeUndefined();
});
