import { describe, expect, it } from 'vitest';
import type { Operation, PaymentState } from '#domain/payments/payment-state';
import { contradictionOf, missingOperations, sumsOf } from '#domain/payments/status-consistency';
import { anIntent, anOperation, aPayment, aSale, kzt, noPayment } from '../ledger/intents.ts';

const refund = (parts: Partial<Operation> = {}) => anOperation(parts);
const left = (major: number, status = 'partially refunded'): Partial<PaymentState> => ({ left: kzt(major), status });

describe('what is left of a payment', () => {
  it.each<[string, 'balanced' | 'unbalanced' | 'unknown', PaymentState]>([
    ['a paid payment', 'balanced', aPayment()],
    ['a refund that is done', 'balanced', aPayment([refund()])],
    ['a refund that is done and not subtracted', 'unbalanced', aPayment([refund()], left(1000))],
    ['money that went back and no operation shows', 'unbalanced', aPayment([], left(750))],
    ['a declined refund', 'balanced', aPayment([refund({ status: 'decline' })], left(1000, 'success'))],
    [
      'a refund that ended with an error',
      'balanced',
      aPayment([refund({ status: 'error', code: '3283' })], left(1000)),
    ],
    [
      'a refund that ended with an error, subtracted',
      'unbalanced',
      aPayment([refund({ status: 'error', code: '3283' })], left(750)),
    ],
    ['a refund in progress, reserved', 'balanced', aPayment([refund({ status: 'processing' })], left(750))],
    ['a refund in progress, not reserved', 'balanced', aPayment([refund({ status: 'processing' })], left(1000))],
    [
      'a refund that was taken back',
      'balanced',
      aPayment([refund(), refund({ id: '3', type: 'refund reverse' })], left(1000)),
    ],
    [
      'a refund that was taken back, still subtracted',
      'unbalanced',
      aPayment([refund(), refund({ id: '3', type: 'refund reverse' })], left(750)),
    ],
    [
      'a refund that is being taken back',
      'balanced',
      aPayment([refund(), refund({ id: '3', type: 'refund reverse', status: 'processing' })], left(750)),
    ],
    ['a refunded payment without a refund', 'unbalanced', aPayment([], left(1000, 'refunded'))],
    ['an amount that is not told', 'unknown', aPayment([refund({ amount: undefined })], left(750))],
    [
      'an amount in another currency',
      'unknown',
      aPayment([refund({ amount: { minor: 25_000, currency: 'USD' } })], left(1000)),
    ],
    ['no word on what is left', 'unknown', aPayment([refund()], { left: undefined })],
    ['a payment that waits for its code', 'unknown', aPayment([], left(1000, 'awaiting clarification'))],
    ['a partially paid payment', 'unknown', aPayment([], left(400, 'partially paid'))],
    ['a payment without a sale', 'unknown', aPayment([], { operations: [], left: kzt(1000) })],
    ['an operation of another type', 'unknown', aPayment([refund({ type: 'capture' })], left(1000))],
    [
      'a resent code',
      'balanced',
      aPayment([refund({ type: 'customer action', amount: undefined })], left(1000, 'success')),
    ],
  ])('%s: %s', (_, expected, state) => {
    expect(sumsOf(state)).toBe(expected);
  });
});

describe('a status', () => {
  it('that lacks an operation which was shown before is an old one', () => {
    const past = [
      anIntent({ knownOperations: ['1', '2'] }),
      anIntent({ id: 'in-b', knownOperations: [], operationId: '3' }),
    ];
    expect(missingOperations(aPayment([refund({ id: '2' })]), past)).toEqual(['3']);
    expect(contradictionOf(aPayment([refund({ id: '2' })]), past)).toContain('lacks operation 3');
    expect(contradictionOf(aPayment([refund({ id: '2' }), refund({ id: '3' })]), past)).toBeUndefined();
  });

  it('is not an old one for an operation that never had an id', () => {
    expect(missingOperations(aPayment(), [anIntent({ knownOperations: ['["refund",null,25000,null]'] })])).toEqual([]);
  });

  it('that contradicts itself says so', () => {
    expect(contradictionOf(aPayment([refund()], left(1000)), [])).toContain('do not explain what is left');
  });

  it('of a payment that is not known contradicts nothing', () => {
    expect(contradictionOf(noPayment('3061'), [anIntent({ knownOperations: ['1', '2'] })])).toBeUndefined();
  });

  it('without amounts contradicts nothing', () => {
    expect(contradictionOf(aPayment([refund({ amount: undefined })], { operations: [aSale()] }), [])).toBeUndefined();
  });
});
