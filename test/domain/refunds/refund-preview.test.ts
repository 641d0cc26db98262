import { describe, expect, it } from 'vitest';
import type { Intent } from '#domain/ledger/intent';
import type { PaymentState } from '#domain/payments/payment-state';
import { createRefundPreview, type RefundPreview } from '#domain/refunds/refund-preview';
import { anIntent, anOperation, aPayment, HOUR, kzt, NOON } from '../ledger/intents.ts';

const preview = (state: PaymentState, history: readonly Intent[] = []): RefundPreview =>
  createRefundPreview('payment_47', { state, history, elsewhere: [], readAt: NOON + HOUR, now: NOON + HOUR });

describe('the summary before a refund', () => {
  it('has what was paid, what is left, and the age of the payment', () => {
    expect(preview(aPayment())).toEqual({
      paymentId: 'payment_47',
      status: 'success',
      paid: kzt(1000),
      refunded: kzt(0),
      inProgress: kzt(0),
      left: kzt(1000),
      refundable: kzt(1000),
      unpaid: false,
      age: 2 * HOUR,
      earlier: [],
    });
  });

  it('has what was refunded, what is in progress, and the users', () => {
    const operations = [
      anOperation(),
      anOperation({ id: '3', status: 'decline', requestId: 'req-3' }),
      anOperation({ id: '4', type: 'reversal', amount: kzt(50), requestId: 'req-4' }),
      anOperation({ id: '5', status: 'processing', amount: kzt(100), requestId: 'req-5' }),
    ];
    const history = [
      anIntent({ state: 'accepted', requestId: 'req-2' }),
      anIntent({ id: 'in-new', state: 'unknown', amount: kzt(10) }),
    ];
    const shown = preview(aPayment(operations), history);
    expect(shown).toMatchObject({ paid: kzt(1000), refunded: kzt(300), inProgress: kzt(110), left: kzt(700) });
    expect(shown.earlier.map(({ outcome, intent }) => [outcome, intent?.id])).toEqual([
      ['done', 'in-mine'],
      ['failed', undefined],
      ['done', undefined],
      ['in progress', undefined],
      ['in progress', 'in-new'],
    ]);
  });

  it('has no sums when the platform does not report what is left', () => {
    expect(preview(aPayment([anOperation()], { left: undefined }))).toMatchObject({
      paid: undefined,
      refunded: undefined,
      inProgress: undefined,
      left: undefined,
    });
  });

  it('has no paid amount when the amount of a refund is unknown', () => {
    const state = aPayment([anOperation({ amount: undefined })], { left: kzt(750), status: 'partially refunded' });
    expect([undefined, kzt(1000)]).toContainEqual(preview(state).paid);
  });

  it('has no age without a timestamp, and never a negative one', () => {
    const dated = (createdAt: number | undefined): RefundPreview =>
      preview(aPayment([], { operations: [anOperation({ type: 'sale', createdAt })] }));
    expect(dated(undefined).age).toBeUndefined();
    expect(dated(NOON + 2 * HOUR).age).toBe(0);
  });
});
