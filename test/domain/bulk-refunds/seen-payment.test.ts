import { describe, expect, it } from 'vitest';
import { describeChange, toSeenPayment } from '#domain/bulk-refunds/seen-payment';
import { createRefundPreview } from '#domain/refunds/refund-preview';
import { anOperation, aPayment, kzt, NOON } from '../ledger/intents.ts';
import { SEEN } from './plan-rows.ts';

describe('a payment in a plan', () => {
  const toSeen = (state: ReturnType<typeof aPayment>) =>
    toSeenPayment(
      createRefundPreview('payment_47', { state, history: [], elsewhere: [], readAt: NOON, now: NOON }),
      state,
    );
  const earlier = anOperation({ amount: kzt(200) });
  const before = aPayment([earlier]);

  it('is stored with its amounts and its refunds, as far as the platform reports them', () => {
    expect(toSeen(before)).toEqual({ ...SEEN, status: 'partially refunded', refunds: ['2'] });
    const unknown = { status: 'success', paidMinor: null, refundedMinor: null, leftMinor: null, refunds: [] };
    expect(toSeen(aPayment([], { left: undefined }))).toEqual(unknown);
  });

  it.each<[what: string, now: ReturnType<typeof aPayment>, change: RegExp | undefined]>([
    ['has not changed', before, undefined],
    ['has another operation than a refund', aPayment([earlier, anOperation({ id: '3', type: 'void' })]), undefined],
    ['has a new refund', aPayment([earlier, anOperation({ id: '3' })]), /^it has a new refund$/],
    [
      'has a new refund that failed',
      aPayment([earlier, anOperation({ id: '3', status: 'decline' })]),
      /^it has a new refund$/,
    ],
    ['has a new reversal', aPayment([earlier, anOperation({ id: '3', type: 'reversal' })]), /^it has a new refund$/],
    [
      'has two new refunds',
      aPayment([earlier, anOperation({ id: '3' }), anOperation({ id: '4' })]),
      /^it has 2 new refunds$/,
    ],
    ['has another status', { ...before, status: 'x' }, /^its status was "partially refunded" and is "x"$/],
    ['has less left', { ...before, left: kzt(1) }, /^800.00 KZT was left and 1.00 KZT is left now$/],
    [
      'no longer reports what is left',
      { ...before, left: undefined },
      /^800.00 KZT was left and an unknown amount is left now$/,
    ],
  ])('that %s is described by what has changed', (_, now, change) => {
    const found = describeChange(toSeen(before), now, 'KZT')?.toString();
    if (change === undefined) expect(found).toBeUndefined();
    else expect(found).toMatch(change);
  });
});
