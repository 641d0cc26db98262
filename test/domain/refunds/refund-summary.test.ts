import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INTENT_KINDS, INTENT_STATES } from '#domain/ledger/intent';
import { formatRefundSummary, summarizeRefunds } from '#domain/refunds/refund-summary';

const write = fc.record({
  kind: fc.constantFrom(...INTENT_KINDS),
  state: fc.constantFrom(...INTENT_STATES),
  path: fc.constantFrom('/v2/payment/mobile/refund', '/v2/payment/mobile/sale'),
  amountMinor: fc.option(fc.integer({ min: 1, max: 10 ** 9 })),
  currency: fc.constantFrom('KZT', 'USD'),
});

const isRefund = ({ kind, path }: { readonly kind: string; readonly path: string }) =>
  kind === 'refund' || (kind === 'raw' && path.endsWith('/refund'));

describe('the summary of refunds', () => {
  it('counts each refund once, and counts only done ones as refunded', () => {
    fc.assert(
      fc.property(fc.array(write, { maxLength: 40 }), (writes) => {
        const summaries = summarizeRefunds(writes);
        for (const currency of ['KZT', 'USD']) {
          const refunds = writes.filter((one) => isRefund(one) && one.currency === currency);
          const found = summaries.find((one) => one.currency === currency);
          if (refunds.length === 0) {
            expect(found).toBeUndefined();
            continue;
          }
          const shares = Object.values(found?.shares ?? {});
          const sum = (of: typeof refunds) => of.reduce((total, { amountMinor }) => total + (amountMinor ?? 0), 0);
          expect(shares.reduce((count, share) => count + share.refunds, 0)).toBe(refunds.length);
          expect(shares.reduce((total, share) => total + share.minor, 0)).toBe(sum(refunds));
          const done = refunds.filter(({ state }) => state === 'done');
          expect(found?.shares.refunded).toEqual({ refunds: done.length, minor: sum(done) });
          const open = refunds.filter(({ state }) => ['sending', 'unknown', 'accepted'].includes(state));
          expect(found?.shares.open).toEqual({ refunds: open.length, minor: sum(open) });
        }
      }),
    );
  });

  it('begins with what is not refunded', () => {
    const one = (state: (typeof INTENT_STATES)[number], amountMinor: number) =>
      ({ kind: 'refund', state, path: '', amountMinor, currency: 'KZT' }) as const;
    const [summary] = summarizeRefunds([
      one('done', 100),
      one('accepted', 200),
      one('held', 300),
      one('declined', 400),
    ]);
    expect(summary && String(formatRefundSummary(summary))).toBe(
      'Refunds: 1 NOT refunded, declined or refused (4.00 KZT), 1 NOT refunded, not processed (3.00 KZT), ' +
        '1 without a final result (2.00 KZT), 1 refunded (1.00 KZT).',
    );
  });

  it('of two parts is the same as of all writes', () => {
    const one = (state: (typeof INTENT_STATES)[number], amountMinor: number, currency: string) =>
      ({ kind: 'refund', state, path: '', amountMinor, currency }) as const;
    const writes = [one('done', 100, 'KZT'), one('held', 200, 'USD'), one('done', 300, 'KZT'), one('done', 1, 'EUR')];
    const inParts = summarizeRefunds(writes.slice(2), summarizeRefunds(writes.slice(0, 2)));
    expect(inParts).toEqual(summarizeRefunds(writes));
  });
});
