import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import { checkProject, findMisplacedRefundFields, getPaymentId } from '#domain/gate/body-identity';
import type { Json, JsonObject } from '#domain/json/exact-json';
import { failureOf } from '../../support/failures.ts';

describe('a body for another project is refused', () => {
  it.each<[JsonObject, field: string]>([
    [{ general: { project_id: 9999 } }, 'general.project_id'],
    [{ project_id: 9999 }, 'project_id'],
    [{ general: { project_id: 4242 }, project_id: '9999' }, 'project_id'],
    [{ General: { 'Project-ID': 9999 } }, 'General.Project-ID'],
    [{ general: { projectId: 9999 } }, 'general.projectId'],
    [{ items: [{ project_id: 1 }] }, 'items.0.project_id'],
    [{ general: { project_id: [4242, 9999] } }, 'general.project_id'],
    [{ general: { project_id: null } }, 'general.project_id'],
  ])('%j', (body, field) => {
    const failure = failureOf(() => checkProject(body, 4242));
    expect(failure).toMatchObject({ exit: EXIT.usage, hint: expect.stringContaining('--profile') });
    expect(failure.message).toContain(field);
  });

  it.each<[JsonObject]>([[{ general: { project_id: 4242 } }], [{ project_id: '4242' }], [{}]])(
    'and %j is not',
    (body) => {
      expect(() => checkProject(body, 4242)).not.toThrow();
    },
  );
});

describe('the payment of a body', () => {
  it.each<[JsonObject, string | undefined]>([
    [{ general: { payment_id: 'a' } }, 'a'],
    [{ payment_id: 'a' }, 'a'],
    [{ general: { Payment_ID: 'a' } }, 'a'],
    [{ general: { payment_id: 47 } }, '47'],
    [{ general: { payment_id: 'a' }, payment_id: 'A' }, 'a'],
    [{ request_id: 'r' }, undefined],
  ])('%j is %s', (body, id) => {
    expect(getPaymentId(body)).toBe(id);
  });

  it('is never ambiguous', () => {
    const body = { general: { payment_id: 'a' }, payment: { payment_id: 'b' } };
    expect(failureOf(() => getPaymentId(body))).toMatchObject({ exit: EXIT.usage });
  });
});

describe('a field that would change a refund past its rules', () => {
  it.each<[JsonObject, path: string]>([
    [{ amount: 1 }, 'amount'],
    [{ payment: { Amount: 1 } }, 'payment.Amount'],
    [{ Payment: { amount: 1 } }, 'Payment.amount'],
    [{ payment: { sum: { amount: 1 } } }, 'payment.sum'],
    [{ payment: { amount: 1, currency_: 'USD' } }, 'payment.currency_'],
    [{ payment: { id: 'other' } }, 'payment.id'],
    [{ general: { amount: 1 } }, 'general.amount'],
    [{ payment_id: 'other' }, 'payment_id'],
    [{ customer: { payment_id: 'other' } }, 'customer.payment_id'],
  ])('is found in %j', (body, path) => {
    expect(findMisplacedRefundFields(body)).toContain(path);
  });

  it('is neither an amount of goods nor a documented field', () => {
    const body = {
      general: { project_id: 1, payment_id: 'a', terminal_id: 3 },
      payment: { amount: 1, currency: 'KZT', merchant_refund_id: 'x', description: 'y' },
      receipt_data: { positions: [{ amount: 1, quantity: 1 }] },
      customer: { id: '1' },
    };
    expect(findMisplacedRefundFields(body)).toEqual([]);
  });
});

it.each<[Json]>([[{ toString: 1, valueOf: 1 }], [[1234]], [{}]])(
  'a project id that is %j is another project',
  (value) => {
    expect(() => checkProject({ general: { project_id: value } }, 1234)).toThrow(
      /names another project in general\.project_id/,
    );
  },
);
