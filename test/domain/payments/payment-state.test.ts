import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isJsonObject, type JsonObject, parseJson } from '#domain/json/exact-json';
import { readPaymentState } from '#domain/payments/payment-state';
import { caseCount } from '../../support/suite/case-count.ts';
import { objectsOf, wildScalar } from '../json/arbitraries.ts';
import { callbackVectors } from '../signature/vectors.ts';

function published(name: string): JsonObject {
  const body = parseJson(callbackVectors.find((vector) => vector.name === name)?.body ?? '');
  if (!isJsonObject(body)) throw new Error(`no vector ${name}`);
  return body;
}

const KZT_1000 = { minor: 100000, currency: 'KZT' };

describe('the state in a callback says', () => {
  it('that a purchase is paid', () => {
    expect(readPaymentState(published('seed-callback-gate-sale-success'))).toEqual({
      paymentId: 'payment_47',
      status: 'success',
      method: 'mobile',
      phone: '71234567890',
      operator: 'TELE2',
      left: KZT_1000,
      error: undefined,
      asksForOtp: false,
      operations: [
        {
          id: '47',
          type: 'sale',
          status: 'success',
          createdAt: Date.UTC(2024, 11, 7, 19, 8, 5),
          changedAt: Date.UTC(2024, 11, 7, 19, 8, 45),
          requestId: '1a23456bc7890de',
          amount: KZT_1000,
          code: '0',
          message: 'Success',
        },
      ],
    });
  });

  it('that a purchase is declined, with the code', () => {
    expect(readPaymentState(published('seed-callback-gate-sale-decline'))).toMatchObject({
      status: 'decline',
      operations: [{ type: 'sale', status: 'decline', code: '20000', message: 'General decline' }],
    });
  });

  it('that everything is refunded, with nothing left and the amount of the operation', () => {
    expect(readPaymentState(published('seed-callback-refund-success'))).toMatchObject({
      status: 'refunded',
      left: { minor: 0, currency: 'KZT' },
      operations: [{ type: 'refund', status: 'success', amount: KZT_1000 }],
    });
  });

  it('that a refund is declined while the payment stays paid', () => {
    expect(readPaymentState(published('seed-callback-refund-decline'))).toMatchObject({
      status: 'success',
      operations: [{ type: 'refund', status: 'decline' }],
    });
  });

  it('that the platform waits for the OTP', () => {
    expect(readPaymentState(published('callback-awaiting-clarification'))).toMatchObject({ asksForOtp: true });
  });

  it.each<[string, JsonObject, boolean]>([
    ['by the status of the payment', { payment: { status: 'awaiting clarification' } }, true],
    ['by the status of the operation', { operation: { status: 'awaiting clarification' } }, true],
    ['by a list of names', { clarification_fields: { additional_data: ['approval_code'] } }, true],
    [
      'by a schema',
      { clarification_fields: { additional_data: { type: 'object', properties: { approval_code: {} } } } },
      true,
    ],
    ['not by a field with nothing in it', { payment: { status: 'processing' }, clarification_fields: {} }, false],
    ['not by null', { payment: { status: 'processing' }, clarification_fields: null }, false],
    [
      'not after the payment has ended',
      { payment: { status: 'decline' }, clarification_fields: ['approval_code'] },
      false,
    ],
    [
      'not by an earlier operation',
      { operations: [{ status: 'awaiting clarification' }], payment: { status: 'success' } },
      false,
    ],
    [
      'not by code 9999 alone',
      { payment: { status: 'processing' }, operation: { code: '9999', status: 'processing' } },
      false,
    ],
  ])('whether the platform waits for the OTP, %s', (_how, body, asks) => {
    expect(readPaymentState(body).asksForOtp).toBe(asks);
  });
});

describe('the state in a status answer says', () => {
  it('each of the operations, also more than ten', () => {
    const operations = Array.from({ length: 12 }, (_, id) => ({ id, type: 'refund', status: 'success' }));
    const state = readPaymentState({ payment: { id: 'p', status: 'partially refunded' }, operations });
    expect(state.operations.map(({ id }) => id)).toEqual(operations.map(({ id }) => String(id)));
  });

  it('every digit of an operation id', () => {
    const body = parseJson('{"operations":[{"id":95028800010128225}]}') as JsonObject;
    expect(readPaymentState(body).operations[0]?.id).toBe('95028800010128225');
  });

  it.each(['"3061"', '3061'])('that the payment is not found yet, whether the code is text or a number: %s', (code) => {
    const body = parseJson(`{"payment":{"id":"p","status":"error"},"errors":[{"code":${code},"message":"Not found"}]}`);
    expect(readPaymentState(body as JsonObject)).toMatchObject({
      status: 'error',
      error: { code: '3061', message: 'Not found' },
      operations: [],
    });
  });

  it.each<[string, string | null, number | undefined]>([
    ['as the platform writes them', '2024-12-07T19:08:45+0000', Date.UTC(2024, 11, 7, 19, 8, 45)],
    ['of another zone', '2024-12-08T00:08:45+0500', Date.UTC(2024, 11, 7, 19, 8, 45)],
    ['west of Greenwich', '2024-12-07T14:08:45-0500', Date.UTC(2024, 11, 7, 19, 8, 45)],
    ['as ISO 8601 writes them', '2024-12-07T19:08:45+00:00', Date.UTC(2024, 11, 7, 19, 8, 45)],
    ['in UTC', '2024-12-07T19:08:45Z', Date.UTC(2024, 11, 7, 19, 8, 45)],
    ['that are none', 'yesterday', undefined],
    ['that do not exist', '2024-13-45T19:08:45+0000', undefined],
    ['that are empty', '', undefined],
    ['that are null', null, undefined],
  ])('the time of dates %s', (_case, created_date, time) => {
    expect(readPaymentState({ operation: { created_date } }).operations[0]?.createdAt).toBe(time);
  });
});

describe('the state in an answer of a customized shape', () => {
  it.each<[string, JsonObject, object]>([
    [
      'nothing',
      {},
      { paymentId: undefined, status: 'unknown', left: undefined, operations: [], error: undefined, asksForOtp: false },
    ],
    ['a payment that is null', { payment: null }, { status: 'unknown' }],
    ['a payment that is a list', { payment: ['success'] }, { status: 'unknown' }],
    ['a payment that is text', { payment: 'success' }, { status: 'unknown' }],
    ['a status that is an object', { payment: { status: {} } }, { status: 'unknown' }],
    ['an id that is a number', { payment: { id: 47 } }, { paymentId: '47' }],
    [
      'an amount that is text',
      { payment: { sum: { amount: '100', currency: 'KZT' } } },
      { left: { minor: 100, currency: 'KZT' } },
    ],
    ['an amount without a currency', { payment: { sum: { amount: 100 } } }, { left: undefined }],
    ['an amount that is no whole number', { payment: { sum: { amount: 1.5, currency: 'KZT' } } }, { left: undefined }],
    ['an amount beyond all sense', { payment: { sum: { amount: 10n ** 20n, currency: 'KZT' } } }, { left: undefined }],
    ['an empty amount', { payment: { sum: { amount: '', currency: 'KZT' } } }, { left: undefined }],
    ['an amount that is null', { payment: { sum: { amount: null, currency: 'KZT' } } }, { left: undefined }],
    ['operations that are an object', { operations: { a: 1 } }, { operations: [] }],
    ['operations among other things', { operations: [null, 'x', { id: 1 }, []] }, { operations: [{ id: '1' }] }],
    ['an operation that is text', { operation: 'sale' }, { operations: [] }],
    ['an empty operation', { operation: {} }, { operations: [] }],
    ['errors that are an object', { errors: { code: 1 } }, { error: undefined }],
    ['errors that are null', { errors: null }, { error: undefined }],
    ['errors beside a good payment', { payment: { status: 'success' }, errors: [{ code: 2 }] }, { error: undefined }],
    [
      'an error that is text',
      { payment: { status: 'error' }, errors: ['x', { code: 2 }] },
      { error: { code: '2', message: undefined } },
    ],
    ['more than it asked for', { payment: { status: 'success', x: 1 }, y: [2] }, { status: 'success' }],
  ])('%s', (_case, body, state) => {
    expect(readPaymentState(body)).toMatchObject(state);
  });

  it('is read without an error from any JSON', () => {
    const keys = fc.constantFrom(
      ...'payment operation operations status id sum sum_initial amount currency errors code message'.split(' '),
      ...'date created_date request_id type clarification_fields __proto__ constructor'.split(' '),
    );
    const words = fc.constantFrom('success', 'awaiting clarification', '2024-12-07T19:08:45+0000', '0', 'KZT', '');
    fc.assert(
      fc.property(objectsOf(keys, fc.oneof(wildScalar, words)), (body) => {
        const state = readPaymentState(body);
        expect(typeof state.status).toBe('string');
        for (const { id, type, status, createdAt, amount } of state.operations) {
          expect([id, type, status].every((text) => typeof text === 'string')).toBe(true);
          expect(createdAt ?? 0).not.toBeNaN();
          expect(amount === undefined || Number.isSafeInteger(amount.minor)).toBe(true);
        }
      }),
      { numRuns: caseCount(3000) },
    );
  });
});
