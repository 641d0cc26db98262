import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import type { Intent } from '#domain/ledger/intent';
import { checkRefund } from '#domain/refunds/refund-rules';
import { caseCount } from '../../support/suite/case-count.ts';
import { anIntent, aPayment, NOON, SECOND } from '../ledger/intents.ts';
import { amountOf, here, LIMITS, PAID, Shop, step } from './refund-simulation.ts';

describe('with concurrent users and late answers', () => {
  it('the refunds that pass never exceed what was paid, even with --again', () => {
    const seen = { passed: 0, held: 0, emptied: 0 };
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 40, size: 'max' }), (steps) => {
        const shop = new Shop();
        shop.take({ do: 'look', who: 0 });
        for (const next of steps) {
          shop.take(next);
          expect(shop.given).toBeLessThanOrEqual(PAID);
        }
        seen.passed += shop.passed;
        seen.held += shop.held;
        seen.emptied += shop.given === PAID ? 1 : 0;
      }),
      { numRuns: caseCount(2000) },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(caseCount(100));
  });

  it('one of two equal refunds after the same summary is blocked', () => {
    const states: readonly Intent['state'][] = ['sending', 'unknown', 'accepted', 'done'];
    fc.assert(
      fc.property(here, fc.constantFrom(...states), fc.nat(600), (minor, state, seconds) => {
        const readAt = NOON - SECOND;
        const now = NOON + seconds * SECOND;
        const first = anIntent({ state, amount: amountOf(minor), requestId: 'req-2', changedAt: now });
        const request = { paymentId: 'payment_47', amount: amountOf(minor), again: false };
        const context = {
          state: aPayment(),
          readAt,
          history: [first],
          signed: true,
          elsewhere: [],
          shown: [],
          refundedToday: 0,
          limits: LIMITS,
          now,
        };
        expect(() => checkRefund(request, context)).toThrow(expect.objectContaining({ exit: EXIT.blocked }));
      }),
    );
  });

  it('a refund within the limits passes, and a larger one is blocked', () => {
    const limit = fc.integer({ min: 1, max: PAID });
    fc.assert(
      fc.property(
        limit,
        limit,
        fc.nat(PAID),
        fc.integer({ min: 1, max: PAID }),
        (maxRefund, maxRefundPerDay, refundedToday, minor) => {
          const limits = { maxRefund, maxRefundPerDay, currency: 'KZT' };
          const request = { paymentId: 'payment_47', amount: amountOf(minor), again: false };
          const context = {
            state: aPayment(),
            readAt: NOON,
            history: [],
            signed: true,
            elsewhere: [],
            shown: [],
            refundedToday,
            limits,
            now: NOON,
          };
          const within = minor <= maxRefund && refundedToday + minor <= maxRefundPerDay;
          const sent = expect(() => checkRefund(request, context));
          if (within) sent.not.toThrow();
          else sent.toThrow(expect.objectContaining({ exit: EXIT.blocked, code: 'over_limit' }));
        },
      ),
    );
  });
});
