import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import { DAY_MS } from '#domain/time/duration';
import { anIntent, anOperation, aPayment, kzt, NOON, noPayment, SECOND } from '../ledger/intents.ts';
import { blockedBy, check, inProgress, type RefundCase, repeated } from './refund-cases.ts';

describe('a refund is blocked before sending', () => {
  it.each<[what: string, code: string, text: string, RefundCase]>([
    [
      'the platform does not know the payment',
      'not_refundable',
      'does not know this payment (3061)',
      { state: noPayment('3061') },
    ],
    ['it is not paid yet', 'not_refundable', '"processing"', { state: aPayment([], { status: 'processing' }) }],
    [
      'it waits for the code',
      'not_refundable',
      'awaiting',
      { state: aPayment([], { status: 'awaiting clarification' }) },
    ],
    [
      'it was declined',
      'not_refundable',
      'this payment was declined; the customer was not charged.',
      { state: aPayment([], { status: 'decline' }) },
    ],
    ['all was refunded', 'not_refundable', '"refunded"', { state: aPayment([anOperation({ amount: kzt(1000) })]) }],
    ['nothing is left', 'not_refundable', '0.00 KZT', { state: aPayment([anOperation({ amount: kzt(1000) })]) }],
    ['a refund of it is unknown', 'unresolved', 'is not known', { history: [anIntent()] }],
    ['a refund of it is being sent', 'unresolved', 'is being sent', { history: [anIntent({ state: 'sending' })] }],
    [
      'a raw refund of it is unknown',
      'unresolved',
      'is not known',
      { history: [anIntent({ kind: 'raw', path: '/v2/payment/mobile/refund', amount: undefined })] },
    ],
    [
      'it is more than what is left',
      'more_than_left',
      'left of payment_47: 1000.00 KZT',
      { request: { amount: kzt(1000.01) } },
    ],
    [
      'some of it is already in progress',
      'more_than_left',
      '800.00 KZT of it is already in progress',
      { history: [inProgress(800)] },
    ],
    [
      'it is in another currency',
      'other_currency',
      'in KZT, the refund in USD',
      { request: { amount: { minor: 1, currency: 'USD' } } },
    ],
    ['the same was refunded', 'already_refunded', 'by aigul@till-1, intent in-mine (success)', repeated],
    [
      'the same was refunded elsewhere',
      'already_refunded',
      'elsewhere (success)',
      { state: aPayment([anOperation()]) },
    ],
    ['the same is in progress', 'already_refunded', 'intent in-mine (accepted)', { history: [inProgress(250)] }],
    [
      'the limit of a refund',
      'over_limit',
      'limit of one refund, 249.99 KZT',
      { limits: { maxRefund: 24_999, currency: 'KZT' } },
    ],
    [
      'the limit of a day',
      'over_limit',
      'refunds that were made, may have been made or are planned add up to 750.01 KZT (75001 minor units) already',
      { limits: { maxRefundPerDay: 100_000, currency: 'KZT' }, refundedToday: 75_001 },
    ],
    [
      'a limit in another currency',
      'over_limit',
      'in USD, the refund is in KZT',
      { limits: { maxRefund: 1_000_000, currency: 'USD' } },
    ],
  ])('because %s', (_what, code, text, refund) => {
    const failure = blockedBy(refund);
    expect(failure).toMatchObject({ exit: EXIT.blocked, code, paymentId: 'payment_47' });
    expect(failure.message).toContain(text);
    expect(failure.message).toContain('Nothing was sent.');
  });
});

describe('a refund may be sent', () => {
  it.each<[what: string, RefundCase]>([
    ['the first one', {}],
    ['all that is left', { request: { amount: kzt(1000) } }],
    ['all that is left and is not in progress', { history: [inProgress(800)], request: { amount: kzt(200) } }],
    ['another amount after one', { ...repeated, request: { amount: kzt(251) } }],
    ['the rest of what was refunded in part', { ...repeated, request: { amount: kzt(750) } }],
    [
      'after one that was reversed in part',
      { state: aPayment([anOperation({ type: 'reversal', amount: kzt(100) })], { status: 'partially reversed' }) },
    ],
    ['the same as one that was declined', { state: aPayment([anOperation({ status: 'decline' })]) }],
    ['the same as one that the ledger knows to be declined', { history: [anIntent({ state: 'declined' })] }],
    ['the same as one that was refused', { history: [anIntent({ state: 'refused' })] }],
    [
      'another amount than one that was not seen',
      { history: [anIntent({ state: 'never_arrived', amount: kzt(249) })] },
    ],
    [
      'the same as one that was not seen, with --again',
      { history: [anIntent({ state: 'never_arrived' })], request: { again: true } },
    ],
    [
      'the same as one that was not seen a day before',
      { history: [anIntent({ state: 'never_arrived' })], now: NOON + DAY_MS + 15 * SECOND },
    ],
    ['the same as one of the day before', { ...repeated, now: NOON + DAY_MS + 2 * SECOND }],
    ['the same again, with --again', { ...repeated, request: { again: true } }],
    [
      'beside a code whose outcome is not known',
      { history: [anIntent({ kind: 'otp' }), anIntent({ kind: 'resend' })] },
    ],
    [
      'just what the limits allow',
      { limits: { maxRefund: 25_000, maxRefundPerDay: 100_000, currency: 'KZT' }, refundedToday: 75_000 },
    ],
    [
      'with --without-balance where the platform does not report what is left',
      { state: aPayment([], { left: undefined }), request: { withoutBalance: true } },
    ],
  ])('%s', (_what, refund) => {
    expect(() => check(refund)).not.toThrow();
  });
});

describe('a blocked refund has a hint', () => {
  it('to resume the open intent first', () => {
    expect(blockedBy({ history: [anIntent()] })).toMatchObject({
      hint: 'First: rocketpay resume in-mine',
      intentId: 'in-mine',
      message: expect.stringContaining('(250.00 KZT) by aigul@till-1'),
    });
  });

  it('with the receipt of the earlier refund and the command that repeats it', () => {
    expect(blockedBy(repeated)).toMatchObject({
      hint: expect.stringMatching(
        /^Receipt of the earlier refund: rocketpay receipt in-mine\. To refund it a second time: rocketpay refund \S+ --amount \S+ --again --reason "…"$/,
      ),
      intentId: 'in-mine',
      requestId: 'req-2',
    });
    expect(blockedBy({ state: aPayment([anOperation()]) }).hint).not.toContain('receipt');
  });

  it('with the receipt of the earlier refund when too little is left to repeat it', () => {
    const whole = { amount: kzt(600) };
    const refund: RefundCase = {
      state: aPayment([anOperation(whole)]),
      history: [anIntent({ ...whole, state: 'done', requestId: 'req-2' })],
      request: whole,
    };
    expect(blockedBy(refund)).toMatchObject({
      intentId: 'in-mine',
      hint: expect.stringContaining('rocketpay receipt in-mine'),
    });
  });

  it('with the command that shows the limits', () => {
    expect(blockedBy({ limits: { maxRefund: 1, currency: 'KZT' } }).hint).toContain('rocketpay whoami');
  });
});

describe('of several reasons that block a refund', () => {
  const open = anIntent({ id: 'in-open' });
  const order: readonly [code: string, RefundCase][] = [
    ['unresolved', { history: [open] }],
    ['status_unsigned', { signed: false }],
    ['not_refundable', { state: aPayment([], { status: 'decline' }) }],
    ['over_limit', { limits: { maxRefund: 1, currency: 'KZT' } }],
  ];
  it.each(order.map(([code], index) => [code, index] as const))('%s is reported before the others', (code, index) => {
    const all = Object.assign({}, ...order.slice(index).map(([, refund]) => refund));
    expect(blockedBy(all).code).toBe(code);
  });

  it('the limits are reported last, because they can be changed', () => {
    const limits = { maxRefund: 1, currency: 'KZT' };
    expect(blockedBy({ limits, request: { amount: kzt(1001) } }).code).toBe('more_than_left');
    expect(blockedBy({ ...repeated, limits }).code).toBe('already_refunded');
  });

  it('--again removes only the repetition', () => {
    for (const [code, refund] of order) expect(blockedBy({ ...refund, request: { again: true } }).code).toBe(code);
    expect(blockedBy({ request: { again: true, amount: kzt(1001) } }).code).toBe('more_than_left');
  });
});
