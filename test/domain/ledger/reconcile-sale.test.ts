import { describe, expect, it } from 'vitest';
import type { Intent } from '#domain/ledger/intent';
import { changeFromStatus } from '#domain/ledger/intent-transitions';
import { type Finding, type Reconciliation, reconcile } from '#domain/ledger/reconcile';
import type { Operation, PaymentState } from '#domain/payments/payment-state';
import {
  ANSWERED,
  anIntent,
  anOperation,
  aPayment,
  aSale,
  HOUR,
  kzt,
  MINUTE,
  NOON,
  noPayment,
  SECOND,
} from './intents.ts';

const CERTAIN = NOON + 15 * SECOND + MINUTE;
const SALE = { kind: 'sale', amount: kzt(1000), known: [] } as const;
const OTP = { kind: 'otp', amount: undefined, known: [] } as const;

function find(mine: Partial<Intent>, state: PaymentState, given: Partial<Reconciliation> = {}): Finding {
  const context = {
    ...ANSWERED,
    seenBefore: false,
    state,
    history: [],
    askedAt: CERTAIN,
    settleMilliseconds: MINUTE,
    clockOffset: 0,
  };
  return reconcile(anIntent(mine), { ...context, ...given });
}

/** A payment whose sale was begun a second after noon, or as the parts say. */
const sold = (status: string, parts: Partial<Operation> = {}): PaymentState => {
  const sale = aSale({ status, createdAt: NOON + SECOND, changedAt: NOON + 3 * SECOND, ...parts });
  return aPayment([], { status, operations: [sale] });
};

describe('an open sale', () => {
  it.each<[status: string, state: string]>([
    ['success', 'done'],
    ['refunded', 'done'],
    ['partially refunded', 'done'],
    ['decline', 'declined'],
    ['expired', 'declined'],
    ['processing', 'accepted'],
    ['awaiting clarification', 'accepted'],
  ])('has the result of its payment: %j becomes %s', (status, state) => {
    expect(find(SALE, sold(status))).toMatchObject({ kind: 'found', change: { state, requestId: 'req-1' } });
  });

  it('is found immediately', () => {
    expect(find(SALE, sold('processing'), { askedAt: NOON + 15 * SECOND }).kind).toBe('found');
  });

  it('is never_arrived when the platform does not know the payment after the settle time', () => {
    expect(find(SALE, noPayment('3061'), { askedAt: CERTAIN - 1 }).kind).toBe('not_yet');
    expect(find(SALE, noPayment('3061')).kind).toBe('never_arrived');
  });

  it.each<[what: string, createdAt: number, clockOffset: number, kind: Finding['kind']]>([
    ['an hour before', NOON - HOUR, 0, 'ambiguous'],
    ['an hour after', NOON + HOUR, 0, 'ambiguous'],
    ['at the same time, by a clock that is an hour ahead', NOON + HOUR, HOUR, 'found'],
    ['at the same time, by a clock that is an hour behind', NOON - HOUR, -HOUR, 'found'],
    ['in that very second, cut to it', NOON - 999, 0, 'found'],
  ])('is ambiguous when the payment started at another time: %s', (_what, createdAt, clockOffset, kind) => {
    expect(find(SALE, sold('success', { createdAt }), { clockOffset }).kind).toBe(kind);
  });

  it('is not found in the payment of another sale', () => {
    // The second one was refused as a duplicate (3041), and that answer was lost.
    const first = anIntent({ ...SALE, id: 'in-first', state: 'done', requestId: 'req-1' });
    expect(find({ ...SALE, createdAt: NOON + 5 * SECOND }, sold('success'), { history: [first] }).kind).not.toBe(
      'found',
    );
  });

  it('is not found in a payment of another amount', () => {
    expect(find({ ...SALE, amount: kzt(5000) }, sold('success')).kind).not.toBe('found');
  });

  it('is not found in an answer without a payment', () => {
    const nothing = { ...aPayment(), status: 'unknown', left: undefined, operations: [] };
    expect(find(SALE, nothing).kind).not.toBe('found');
  });
});

describe('an open OTP', () => {
  const asks = (changedAt: number | undefined): PaymentState => sold('awaiting clarification', { changedAt });

  it.each<[status: string, state: string]>([
    ['success', 'done'],
    ['decline', 'declined'],
  ])('has the result of its payment: %s', (status, state) => {
    expect(find(OTP, sold(status))).toMatchObject({ kind: 'found', change: { state } });
  });

  it('has arrived when the sale has changed more than a second later', () => {
    expect(find(OTP, asks(NOON + 2 * SECOND))).toEqual({ kind: 'found', change: { state: 'accepted' } });
    const within = { ...OTP, createdAt: NOON + 999, changedAt: NOON + 15_999 };
    expect(find(within, asks(NOON), { askedAt: NOON + HOUR }).kind).toBe('undecidable');
  });

  it('is never_arrived when the sale has not changed after the settle time', () => {
    expect(find(OTP, asks(NOON - MINUTE), { askedAt: CERTAIN - 1 })).toEqual({ kind: 'not_yet', askAt: CERTAIN });
    expect(find(OTP, asks(NOON - MINUTE))).toEqual({ kind: 'never_arrived' });
  });

  it.each<[what: string, clockOffset: number]>([
    ['ahead', HOUR],
    ['behind', -HOUR],
  ])('is decided by the platform’s clock, which is an hour %s', (_what, clockOffset) => {
    expect(find(OTP, asks(NOON + 2 * SECOND + clockOffset), { clockOffset }).kind).toBe('found');
    expect(find(OTP, asks(NOON - MINUTE + clockOffset), { clockOffset }).kind).toBe('never_arrived');
  });

  describe('with the known request id of the sale', () => {
    const own = anIntent({ ...SALE, id: 'in-sale', state: 'accepted', requestId: 'req-sale' });
    const moved = (changedAt: number): PaymentState => sold('success', { changedAt, requestId: 'req-code' });

    it('has arrived and gets the new request id of the sale', () => {
      const change = { state: 'done', requestId: 'req-code' };
      expect(find(OTP, moved(NOON + SECOND), { history: [own] })).toEqual({ kind: 'found', change });
    });

    it('is not matched with an earlier code or one with this request id', () => {
      expect(find(OTP, moved(NOON - MINUTE), { history: [own] }).kind).not.toBe('found');
      const first = anIntent({
        ...OTP,
        id: 'in-first',
        state: 'done',
        requestId: 'req-code',
        createdAt: NOON - MINUTE,
      });
      expect(find(OTP, moved(NOON + SECOND), { history: [own, first] }).kind).not.toBe('found');
    });
  });

  it('is not never_arrived when no time of the sale is known', () => {
    expect(find(OTP, asks(undefined), { askedAt: NOON + HOUR }).kind).not.toBe('never_arrived');
  });
});

describe('the change of an accepted write by a status', () => {
  const refund = anIntent({ state: 'accepted', requestId: 'req-2' });

  it.each<[what: string, Intent, PaymentState, string | undefined]>([
    ['a refund that is through', refund, aPayment([anOperation()]), 'done'],
    ['a refund that was declined', refund, aPayment([anOperation({ status: 'decline' })]), 'declined'],
    ['a refund in progress', refund, aPayment([anOperation({ status: 'processing' })]), 'accepted'],
    ['a refund that does not show yet', refund, aPayment(), undefined],
    ['a refund, beside an equal one', refund, aPayment([anOperation({ requestId: 'req-9' })]), undefined],
    ['a sale that is paid', anIntent({ ...SALE, requestId: 'req-1' }), sold('success'), 'done'],
    ['a sale that was declined', anIntent({ ...SALE, requestId: 'req-0' }), sold('decline'), 'declined'],
    ['a sale that is not over', anIntent({ ...SALE, requestId: 'req-1' }), sold('awaiting clarification'), undefined],
    ['a code that led to the money', anIntent({ ...OTP, requestId: 'req-5' }), sold('success'), 'done'],
    ['a code that was wrong', anIntent({ ...OTP, requestId: 'req-5' }), sold('awaiting clarification'), undefined],
    ['a resend that does not show', anIntent({ kind: 'resend', requestId: 'req-5' }), sold('success'), undefined],
  ])('%s: %s', (_what, intent, state, becomes) => {
    expect(changeFromStatus({ ...intent, state: 'accepted' }, state, [])?.state).toBe(becomes);
  });
});
