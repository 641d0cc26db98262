import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import type { Intent } from '#domain/ledger/intent';
import type { Operation, PaymentState } from '#domain/payments/payment-state';
import { anIntent, anOperation, aPayment, kzt } from '../ledger/intents.ts';
import { blockedBy, check, inProgress, NOW, type RefundCase } from './refund-cases.ts';

describe('a refund in progress reduces what is left:', () => {
  it.each<[what: string, Operation[], Intent[]]>([
    ['a refund that the platform shows', [anOperation({ status: 'processing', amount: kzt(800) })], []],
    ['a refund that it does not show yet', [], [inProgress(800)]],
    [
      'a refund that was done after the status request',
      [],
      [anIntent({ state: 'done', amount: kzt(800), changedAt: NOW })],
    ],
    ['two refunds with their sum', [anOperation({ status: 'processing', amount: kzt(400) })], [inProgress(400)]],
  ])('%s', (_what, operations, history) => {
    expect(blockedBy({ state: aPayment(operations), history, request: { amount: kzt(200.01) } }).code).toBe(
      'more_than_left',
    );
    expect(() => check({ state: aPayment(operations), history, request: { amount: kzt(200) } })).not.toThrow();
  });

  it('once when the platform and the ledger have it', () => {
    const state = aPayment([anOperation({ status: 'processing', amount: kzt(800), requestId: 'req-9' })]);
    expect(() => check({ state, history: [inProgress(800)], request: { amount: kzt(200) } })).not.toThrow();
  });

  it.each<[what: string, Operation[], Intent[]]>([
    ['the ledger', [], [anIntent({ state: 'accepted', amount: undefined, requestId: 'req-9' })]],
    ['the platform', [anOperation({ status: 'processing', amount: undefined })], []],
  ])('by everything that is left when %s has no amount', (_what, operations, history) => {
    expect(blockedBy({ state: aPayment(operations), history }).exit).toBe(EXIT.blocked);
  });
});

describe('an amount in another currency', () => {
  const usd = { minor: 1, currency: 'USD' };
  it('of an earlier refund may be the same amount', () => {
    const failure = blockedBy({ state: aPayment([anOperation({ amount: usd })], { left: kzt(1000) }) });
    expect(failure.code).toBe('already_refunded');
  });

  it('that is in progress may be everything that is left', () => {
    const state = aPayment([anOperation({ amount: usd, status: 'processing' })]);
    expect(blockedBy({ state, request: { again: true } }).code).toBe('more_than_left');
  });
});

describe('without a reported amount', () => {
  const bare = (parts: Partial<PaymentState> = {}) => aPayment([], { left: undefined, ...parts });
  it.each<[what: string, code: string, RefundCase]>([
    [
      'a refund of an unknown amount counts as the same',
      'already_refunded',
      { state: aPayment([anOperation({ amount: undefined })], { left: kzt(750) }) },
    ],
    ['a refund needs --without-balance', 'no_balance', { state: bare() }],
    [
      'what is left is at most what was paid',
      'more_than_left',
      { state: bare(), request: { withoutBalance: true, amount: kzt(1000.01) } },
    ],
    [
      'what is left is at most what was paid and not refunded',
      'more_than_left',
      { state: aPayment([anOperation()], { left: undefined }), request: { withoutBalance: true, amount: kzt(750.01) } },
    ],
    [
      'the currency is that of the sale',
      'other_currency',
      { state: bare(), request: { withoutBalance: true, amount: { minor: 1, currency: 'USD' } } },
    ],
    [
      'the currency is that of the profile where no operation has one',
      'other_currency',
      { state: bare({ operations: [] }), request: { withoutBalance: true, amount: { minor: 1, currency: 'USD' } } },
    ],
  ])('%s', (_what, code, refund) => {
    expect(blockedBy(refund)).toMatchObject({ exit: EXIT.blocked, code });
  });
});
