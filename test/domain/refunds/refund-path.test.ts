import { describe, expect, it } from 'vitest';
import { isRefundPath } from '#domain/refunds/refund-path';

describe('the path of an endpoint that may refund', () => {
  it.each([
    '/v2/payment/mobile/refund',
    '/V2/payment/mobile/REFUND',
    '/v2/payment/mobile/refund/',
    '/v2//payment/mobile//refund//',
    '/v2/payment/./mobile/refund',
    '/v2/payment/card/reversal',
    '/v2/payment/card/cancel',
    '/v2/payment/card/Cancellation',
    '/v2/payment/mobile/%72efund',
    '/v2/payment/mobile/%2572efund',
    '/v2/payment/card/refund/h2h',
  ])('is recognized in the spelling %s', (path) => {
    expect(isRefundPath(path)).toBe(true);
  });

  it.each([
    '/v2/payment/mobile/sale',
    '/v2/payment/status',
    '/v2/payment/refund/list',
    '/v2/customer/action/resend',
    '/%E0%A4%A',
  ])('is not %s', (path) => {
    expect(isRefundPath(path)).toBe(false);
  });
});
