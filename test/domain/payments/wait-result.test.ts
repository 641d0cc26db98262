import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import type { JsonObject } from '#domain/json/exact-json';
import { type PaymentState, readPaymentState } from '#domain/payments/payment-state';
import {
  createOtpCheck,
  evaluateRefund,
  evaluateWait,
  WAIT_TARGETS,
  type WaitResult,
  type WaitTarget,
} from '#domain/payments/wait-result';

const sale = (status: string, code = '0'): JsonObject => ({ id: 1, type: 'sale', status, code, request_id: 'r-sale' });
const refund = (status: string, code = '0', request_id = 'r-refund'): JsonObject => ({
  id: 2,
  type: 'refund',
  status,
  code,
  request_id,
});

const stateOf = (status: string, operations: JsonObject[] = [], more: JsonObject = {}): PaymentState =>
  readPaymentState({ payment: { id: 'payment_47', status }, operations, ...more });

const failure = (verdict: WaitResult): object => (verdict.kind === 'failed' ? verdict.failure : verdict);

const processing = stateOf('processing', [sale('processing')]);
const asking = stateOf('awaiting clarification', [sale('awaiting clarification')]);
const paid = stateOf('success', [sale('success')]);
const declined = stateOf('decline', [sale('decline', '20105')]);
const refunded = stateOf('refunded', [sale('success'), refund('success')]);
const refundDeclined = stateOf('success', [sale('success'), refund('decline', '20000')]);
const notFound = stateOf('error', [], { errors: [{ code: '3061', message: 'Not found' }] });
const notYet = stateOf('error', [], { errors: [{ code: 3062 }] });
const newStatus = stateOf('a status of tomorrow');

describe('the result of waiting for a payment', () => {
  const verdicts: [string, PaymentState, Record<WaitTarget, WaitResult['kind']>][] = [
    ['is processed', processing, { otp: 'open', final: 'open', success: 'open', refunded: 'open' }],
    ['asks for the OTP', asking, { otp: 'reached', final: 'open', success: 'open', refunded: 'open' }],
    ['is paid', paid, { otp: 'reached', final: 'reached', success: 'reached', refunded: 'open' }],
    ['is declined', declined, { otp: 'failed', final: 'failed', success: 'failed', refunded: 'failed' }],
    ['is refunded', refunded, { otp: 'reached', final: 'reached', success: 'reached', refunded: 'reached' }],
    [
      'stays paid: a refund failed',
      refundDeclined,
      { otp: 'reached', final: 'reached', success: 'reached', refunded: 'failed' },
    ],
    ['is not found yet', notFound, { otp: 'open', final: 'open', success: 'open', refunded: 'open' }],
    ['has no details yet', notYet, { otp: 'open', final: 'open', success: 'open', refunded: 'open' }],
    ['has a status of tomorrow', newStatus, { otp: 'open', final: 'open', success: 'open', refunded: 'open' }],
  ];

  it.each(verdicts)('that %s', (_case, state, expected) => {
    const results = Object.fromEntries(WAIT_TARGETS.map((target) => [target, evaluateWait(state, target).kind]));
    expect(results).toEqual(expected);
  });

  it('that is declined explains the code, and says what to do', () => {
    expect(failure(evaluateWait(declined, 'final'))).toMatchObject({
      exit: EXIT.refused,
      code: 'declined',
      message: 'The payment ended as "decline": 20105 not enough money on the phone account.',
      hint: 'The customer tops it up, then a new payment.',
      platformCode: '20105',
      requestId: 'r-sale',
      paymentId: 'payment_47',
    });
  });

  it('that is declined with an unknown code has the message of the platform', () => {
    const state = stateOf('decline', [{ ...sale('decline', '77777'), message: 'Moon phase' }]);
    expect(failure(evaluateWait(state, 'final'))).toMatchObject({
      message: 'The payment ended as "decline": 77777 Moon phase.',
      hint: undefined,
    });
  });

  it('that is declined without a code names only the status', () => {
    expect(failure(evaluateWait(stateOf('expired'), 'final'))).toMatchObject({
      message: 'The payment ended as "expired".',
      platformCode: undefined,
    });
  });

  it('that has ended ignores additional errors in the answer', () => {
    const errors = [{ code: '3041', message: 'Payment exists' }];
    expect(evaluateWait(stateOf('decline', [], { errors }), 'final').kind).toBe('failed');
    expect(evaluateWait(stateOf('success', [], { errors }), 'final').kind).toBe('reached');
  });
});

describe('the result of waiting after an OTP was submitted', () => {
  it('is open while the platform has not checked the code', () => {
    const check = createOtpCheck();
    expect([asking, processing, asking, processing, paid].map((state) => check(state).kind)).toEqual([
      'open',
      'open',
      'open',
      'open',
      'reached',
    ]);
  });

  it('is a failure with a hint to retype when two consecutive statuses ask for the OTP', () => {
    const check = createOtpCheck();
    expect(check(asking)).toMatchObject({ kind: 'open' });
    expect(failure(check(asking))).toMatchObject({
      exit: EXIT.refused,
      code: 'otp_asked_again',
      paymentId: 'payment_47',
      hint: 'Retype it: rocketpay otp payment_47. Or request a new one: rocketpay resend payment_47',
    });
  });

  it('is a failure when the payment is declined', () => {
    expect(createOtpCheck()(declined)).toMatchObject({ kind: 'failed', failure: { code: 'declined' } });
  });

  it('is separate for each wait', () => {
    createOtpCheck()(asking);
    expect(createOtpCheck()(asking).kind).toBe('open');
  });
});

describe('the result of waiting for a refund', () => {
  it.each<[string, PaymentState, string | undefined, WaitResult['kind']]>([
    ['that succeeded', refunded, 'r-refund', 'reached'],
    ['that was declined, while the payment stays paid', refundDeclined, 'r-refund', 'failed'],
    ['that is open', stateOf('success', [refund('processing')]), 'r-refund', 'open'],
    ['that has not begun', paid, 'r-refund', 'open'],
    ['without its request id', refunded, undefined, 'open'],
    [
      'beside another one',
      stateOf('success', [refund('success', '0', 'other'), refund('decline')]),
      'r-refund',
      'failed',
    ],
    [
      'before another one',
      stateOf('success', [refund('decline'), refund('success', '0', 'other')]),
      'r-refund',
      'failed',
    ],
  ])('%s', (_case, state, requestId, kind) => {
    expect(evaluateRefund(state, requestId).kind).toBe(kind);
  });

  it('that was declined names the refund, not the payment', () => {
    expect(failure(evaluateRefund(refundDeclined, 'r-refund'))).toMatchObject({
      exit: EXIT.refused,
      message: 'The refund was declined: 20000 declined, no reason given.',
      platformCode: '20000',
    });
  });

  it('of the same day includes what the platform calls a reversal', () => {
    const reversal = { ...refund('decline'), type: 'reversal' };
    expect(evaluateWait(stateOf('success', [sale('success'), reversal]), 'refunded').kind).toBe('failed');
    expect(evaluateWait(stateOf('reversed', [sale('success')]), 'refunded').kind).toBe('reached');
  });
});
