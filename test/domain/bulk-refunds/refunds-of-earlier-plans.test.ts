import { describe, expect, it } from 'vitest';
import { checkNotApplied } from '#domain/bulk-refunds/refunds-of-earlier-plans';
import type { IntentState } from '#domain/ledger/intent';
import { failureOf } from '../../support/failures.ts';
import { anIntent, kzt } from '../ledger/intents.ts';

const row = { paymentId: 'payment_47', amount: kzt(250) };
const earlier = (state: IntentState) => [anIntent({ state, key: 'plan-0123456789abcdef/1' })];

describe('a row that an earlier plan has sent', () => {
  it.each<[IntentState, text: string]>([
    ['done', 'was already refunded by a plan: '],
    ['accepted', 'was already sent by a plan and may have been refunded or may still be refunded: '],
    ['sending', 'was already sent by a plan and may have been refunded or may still be refunded: '],
    ['unknown', 'was already sent by a plan and may have been refunded or may still be refunded: '],
    ['never_arrived', 'was already sent by a plan and may have been refunded or may still be refunded: '],
  ])('in state %s is blocked, and the message claims no more than the state proves', (state, text) => {
    expect(failureOf(() => checkNotApplied(row, earlier(state)))).toMatchObject({
      code: 'already_refunded',
      message: expect.stringContaining(text),
    });
  });

  it.each<IntentState>(['declined', 'refused', 'denied', 'not_sent', 'held'])('in state %s is not blocked', (state) => {
    expect(() => checkNotApplied(row, earlier(state))).not.toThrow();
  });
});
