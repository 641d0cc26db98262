import { describe, expect, it } from 'vitest';
import { isAwaitingOtp, isFailed, isFinal, isPaid, isRefundable, isRefunded } from '#domain/payments/payment-status';

describe('the meaning of a payment status', () => {
  it.each<[status: string, means: { paid?: true; failed?: true; refunded?: true; refundable?: true; otp?: true }]>([
    ['success', { paid: true, refundable: true }],
    ['partially refunded', { paid: true, refundable: true }],
    ['partially reversed', { paid: true, refundable: true }],
    ['refunded', { paid: true, refunded: true }],
    ['reversed', { paid: true, refunded: true }],
    ['decline', { failed: true }],
    ['decline renewal', { failed: true }],
    ['expired', { failed: true }],
    ['canceled', { failed: true }],
    ['cancelled', { failed: true }],
    ['internal error', { failed: true }],
    ['external error', { failed: true }],
    ['processing', {}],
    ['external processing', {}],
    ['awaiting clarification', { otp: true }],
    ['awaiting customer', {}],
    ['awaiting 3ds result', {}],
    ['awaiting redirect result', {}],
    ['scheduled recurring processing', {}],
    ['invoice sent', {}],
    ['clearing processing', {}],
    ['error', {}],
    ['unknown', {}],
    ['a status of tomorrow', {}],
    ['Success', {}],
    ['success ', {}],
    ['constructor', {}],
    ['', {}],
  ])('%j: %o', (status, { paid = false, failed = false, refunded = false, refundable = false, otp = false }) => {
    expect(isPaid(status)).toBe(paid);
    expect(isFailed(status)).toBe(failed);
    expect(isFinal(status)).toBe(paid || failed);
    expect(isRefunded(status)).toBe(refunded);
    expect(isRefundable(status)).toBe(refundable);
    expect(isAwaitingOtp(status)).toBe(otp);
  });
});
