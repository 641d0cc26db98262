import { describe, expect, it } from 'vitest';
import type { Operation, PaymentState } from '#domain/payments/payment-state';
import { findContradiction, findGap, findMissingOperations } from '#domain/payments/status-consistency';
import { anIntent, anOperation, aPayment, aSale, kzt, noPayment } from '../ledger/intents.ts';

const refund = (parts: Partial<Operation> = {}) => anOperation(parts);
const left = (major: number, status = 'partially refunded'): Partial<PaymentState> => ({ left: kzt(major), status });

describe('the gap between the remaining amount and the operations', () => {
  it.each<[string, ReturnType<typeof findGap>, PaymentState]>([
    ['a paid payment', 'none', aPayment()],
    ['a refund that is done', 'none', aPayment([refund()])],
    ['a refund that is done and not subtracted', 'surplus', aPayment([refund()], left(1000))],
    ['a refunded amount that no operation shows', 'missing', aPayment([], left(750))],
    ['a declined refund', 'none', aPayment([refund({ status: 'decline' })], left(1000, 'success'))],
    ['a refund that ended with an error', 'none', aPayment([refund({ status: 'error', code: '3283' })], left(1000))],
    [
      'a refund that ended with an error, subtracted',
      'missing',
      aPayment([refund({ status: 'error', code: '3283' })], left(750)),
    ],
    ['a refund in progress, reserved', 'none', aPayment([refund({ status: 'processing' })], left(750))],
    ['a refund in progress, not reserved', 'none', aPayment([refund({ status: 'processing' })], left(1000))],
    ['a reversed refund', 'none', aPayment([refund(), refund({ id: '3', type: 'refund reverse' })], left(1000))],
    [
      'a reversed refund that is still subtracted',
      'missing',
      aPayment([refund(), refund({ id: '3', type: 'refund reverse' })], left(750)),
    ],
    [
      'a refund that is being reversed',
      'none',
      aPayment([refund(), refund({ id: '3', type: 'refund reverse', status: 'processing' })], left(750)),
    ],
    ['a refunded payment without a refund', 'missing', aPayment([], left(1000, 'refunded'))],
    ['a missing amount', undefined, aPayment([refund({ amount: undefined })], left(750))],
    [
      'an amount in another currency',
      undefined,
      aPayment([refund({ amount: { minor: 25_000, currency: 'USD' } })], left(1000)),
    ],
    ['a missing remaining amount', undefined, aPayment([refund()], { left: undefined })],
    ['a payment that waits for the OTP', undefined, aPayment([], left(1000, 'awaiting clarification'))],
    ['a partially paid payment', undefined, aPayment([], left(400, 'partially paid'))],
    ['a payment without a sale', undefined, aPayment([], { operations: [], left: kzt(1000) })],
    ['an operation of another type', undefined, aPayment([refund({ type: 'capture' })], left(1000))],
    ['a resend', 'none', aPayment([refund({ type: 'customer action', amount: undefined })], left(1000, 'success'))],
  ])('for %s is %s', (_, expected, state) => {
    expect(findGap(state)).toBe(expected);
  });
});

describe('a status', () => {
  it('is older than an earlier one when it lacks an operation', () => {
    const past = [
      anIntent({ knownOperations: ['1', '2'] }),
      anIntent({ id: 'in-b', knownOperations: [], operationId: '3' }),
    ];
    expect(findMissingOperations(aPayment([refund({ id: '2' })]), past)).toEqual(['3']);
    expect(String(findContradiction(aPayment([refund({ id: '2' })]), past))).toContain('lacks operation 3');
    expect(findContradiction(aPayment([refund({ id: '2' }), refund({ id: '3' })]), past)).toBeUndefined();
  });

  it('may lack an operation without an id', () => {
    expect(findMissingOperations(aPayment(), [anIntent({ knownOperations: ['["refund",null,25000,null]'] })])).toEqual(
      [],
    );
  });

  it('contradicts itself when its operations do not explain what is left', () => {
    expect(String(findContradiction(aPayment([refund()], left(1000)), []))).toContain('do not explain what is left');
  });

  it('is consistent when the platform does not know the payment', () => {
    expect(findContradiction(noPayment('3061'), [anIntent({ knownOperations: ['1', '2'] })])).toBeUndefined();
  });

  it('is consistent when amounts are missing', () => {
    expect(findContradiction(aPayment([refund({ amount: undefined })], { operations: [aSale()] }), [])).toBeUndefined();
  });
});
