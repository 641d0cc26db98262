import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import type { Amount } from '#domain/payments/amount';
import type { PaymentState } from '#domain/payments/payment-state';
import { anIntent, anOperation, aPayment, kzt } from '../ledger/intents.ts';
import { blockedBy, check, type RefundCase } from './refund-cases.ts';

describe('a status answer that cannot be relied on', () => {
  const refunded600 = anOperation({ amount: kzt(600) });
  it.each<[what: string, code: string, RefundCase]>([
    ['it is not signed', 'status_unsigned', { signed: false }],
    [
      'it lacks an operation that an earlier answer had',
      'status_outdated',
      { history: [anIntent({ state: 'declined', knownOperations: ['1', '7'] })] },
    ],
    [
      'it lacks the operation of a refund',
      'status_outdated',
      { history: [anIntent({ state: 'done', operationId: '9' })] },
    ],
    [
      'more is left than its operations allow',
      'status_unbalanced',
      { state: aPayment([refunded600], { left: kzt(1000) }) },
    ],
    ['less is left than its operations explain', 'status_unbalanced', { state: aPayment([], { left: kzt(400) }) }],
    [
      'it is refunded, and shows no refund',
      'status_unbalanced',
      { state: aPayment([], { status: 'partially refunded' }) },
    ],
    [
      'more is left although a refund does not say how much',
      'status_unbalanced',
      {
        state: aPayment([refunded600, anOperation({ id: '3', requestId: 'req-3', amount: undefined })], {
          left: kzt(401),
        }),
      },
    ],
  ])('blocks a refund because %s', (_what, code, refund) => {
    expect(blockedBy({ ...refund, request: { amount: kzt(1), again: true } })).toMatchObject({
      exit: EXIT.blocked,
      code,
    });
  });

  it.each<[what: string, PaymentState]>([
    ['money in progress is in what is left', aPayment([anOperation({ status: 'processing' })])],
    ['money in progress is not in what is left', aPayment([anOperation({ status: 'processing' })], { left: kzt(750) })],
    ['a declined refund took nothing', aPayment([anOperation({ status: 'decline' })])],
    [
      'a refund was taken back',
      aPayment([anOperation(), anOperation({ id: '3', type: 'refund reverse' })], {
        left: kzt(1000),
        status: 'success',
      }),
    ],
    [
      'the sale does not say how much',
      aPayment([], { operations: [anOperation({ id: '1', type: 'sale', amount: undefined })] }),
    ],
    ['an operation of an unknown kind is there', aPayment([anOperation({ type: 'fee' })], { left: kzt(10) })],
  ])('is relied on where %s', (_what, state) => {
    expect(() => check({ state, request: { amount: kzt(1) } })).not.toThrow();
  });
});

describe('a status with contradictory amounts', () => {
  const surplus = aPayment([anOperation({ amount: kzt(600) })], { left: kzt(1000) });
  const missing = aPayment([], { left: kzt(970), status: 'success' });
  const noList = aPayment([], { operations: [], status: 'partially refunded', left: kzt(750) });
  const without = { withoutBalance: true };

  it.each<[what: string, PaymentState, Amount, again: boolean]>([
    ['more is left than its operations allow', surplus, kzt(400), false],
    ['less is left than they explain', missing, kzt(970), true],
    ['it reports a refund, and lists no operations', noList, kzt(750), true],
  ])('blocks no refund with --without-balance, where %s', (_what, state, amount, again) => {
    expect(blockedBy({ state, request: { amount } })).toMatchObject({ code: 'status_unbalanced' });
    expect(blockedBy({ state, request: { amount, again: true } })).toMatchObject({ code: 'status_unbalanced' });
    expect(() => check({ state, request: { ...without, amount, again } })).not.toThrow();
    expect(() => check({ state, request: { ...without, amount: kzt(1), again: true } })).not.toThrow();
  });

  it.each<[what: string, PaymentState]>([
    ['less is left than its operations explain', missing],
    ['it lists no operations', noList],
  ])('may hide the same refund where %s, so that --without-balance also needs --again', (_what, state) => {
    const failure = blockedBy({ state, request: without });
    expect(failure).toMatchObject({ code: 'status_unbalanced' });
    expect(failure.hint).toContain('--without-balance --again --reason');
  });

  it('limits a refund to the smaller of what is left and what its operations allow', () => {
    expect(blockedBy({ state: surplus, request: { ...without, amount: kzt(400.01) } }).code).toBe('more_than_left');
    expect(blockedBy({ state: missing, request: { ...without, again: true, amount: kzt(970.01) } }).code).toBe(
      'more_than_left',
    );
  });

  it('does not allow to repeat a refund that it shows', () => {
    expect(blockedBy({ state: surplus, request: { ...without, amount: kzt(600) } }).code).toBe('already_refunded');
  });

  it('is not relied on when it is unsigned or out of date', () => {
    const request = { ...without, again: true, amount: kzt(1) };
    expect(blockedBy({ state: surplus, signed: false, request }).code).toBe('status_unsigned');
    const history = [anIntent({ state: 'done', operationId: '9' })];
    expect(blockedBy({ state: surplus, history, request }).code).toBe('status_outdated');
  });
});
