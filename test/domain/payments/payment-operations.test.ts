import { describe, expect, it } from 'vitest';
import { type JsonObject, parseJson } from '#domain/json/exact-json';
import {
  hasFailed,
  isRefundOperation,
  isReverseOperation,
  readPaymentState,
  readPlatformErrors,
  textAt,
} from '#domain/payments/payment-state';

describe('the operations of a payment', () => {
  const read = (operation: JsonObject) =>
    readPaymentState({ payment: { id: 'p', status: 'success' }, operations: [{ id: 1, type: 'refund', ...operation }] })
      .operations[0];

  it.each([
    ['refund', true, false],
    ['Refund', true, false],
    ['REVERSAL', true, false],
    ['partial_refund', true, false],
    ['refund-partial', true, false],
    ['reverse', true, false],
    ['refund reverse', false, true],
    ['Refund_Reverse', false, true],
    ['chargeback reversal', false, false],
    ['sale', false, false],
    ['customer action', false, false],
  ])('%s refunds money: %s', (type, gives, takes) => {
    const operation = read({ type }) ?? { type: '' };
    expect([isRefundOperation(operation), isReverseOperation(operation)]).toEqual([gives, takes]);
  });

  it.each([-25000, '-25000', 0, '0', '250.00', 250.5, null, '', true])('an amount of %j tells nothing', (amount) => {
    expect(read({ sum_initial: { amount, currency: 'KZT' } })?.amount).toBeUndefined();
  });

  it('may be an object with numbers as names, as some languages write a list', () => {
    const operations = { 0: { id: 1, type: 'sale' }, 2: { id: 2, type: 'refund' } };
    const { operations: read } = readPaymentState({ payment: { id: 'p', status: 'success' }, operations });
    expect(read.map(({ id }) => id)).toEqual(['1', '2']);
  });

  it.each([
    ['decline', '0', true],
    ['error', '20000', true],
    ['error', '9999', false],
    ['error', '20802', false],
    ['error', '20899', false],
    ['error', '0', false],
    ['error', undefined, false],
  ])('%s with code %s has failed: %s', (status, code, failed) => {
    expect(hasFailed({ status, code })).toBe(failed);
  });
});

describe('the errors of the platform', () => {
  it.each([
    [
      'with codes as text or numbers',
      '[{"code":3061,"message":"a"},{"code":"3062"}]',
      [{ code: '3061', message: 'a' }, { code: '3062' }],
    ],
    ['with a description for a message', '[{"code":1,"message":"","description":"b"}]', [{ code: '1', message: 'b' }]],
    ['with nothing in it', '[{}]', [{ code: undefined, message: undefined }]],
    ['none', '[]', []],
    ['text', '"x"', []],
  ])('%s', (_case, text, errors) => {
    expect(readPlatformErrors(parseJson(text))).toEqual(errors);
  });

  it('are empty without the field', () => {
    expect(readPlatformErrors(undefined)).toEqual([]);
  });
});

describe('a field is read as text', () => {
  it.each([
    ['"x"', 'x'],
    ['" x "', ' x '],
    ['0', '0'],
    ['95028800010128225', '95028800010128225'],
    ['""', undefined],
    ['null', undefined],
    ['true', undefined],
    ['[]', undefined],
    ['{}', undefined],
  ])('%s as %j', (text, value) => {
    expect(textAt({ field: parseJson(text) }, 'field')).toBe(value);
  });
});
