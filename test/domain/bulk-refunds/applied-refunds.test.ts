import { describe, expect, it } from 'vitest';
import { checkNotApplied } from '#domain/bulk-refunds/applied-refunds';
import type { IntentState } from '#domain/ledger/intent';
import { failureOf } from '../../support/failures.ts';
import { anIntent, kzt } from '../ledger/intents.ts';

const row = { paymentId: 'payment_47', amount: kzt(250) };
const earlier = (state: IntentState) => [anIntent({ state, key: 'plan-0123456789abcdef/1' })];

describe('a row that an earlier plan has sent is blocked', () => {
  it.each<[IntentState, said: string]>([
    ['done', 'was refunded by a plan already: '],
    ['accepted', 'was sent by a plan already and may have been refunded: '],
    ['sending', 'was sent by a plan already and may have been refunded: '],
    ['unknown', 'was sent by a plan already and may have been refunded: '],
    ['never_arrived', 'was sent by a plan already and may have been refunded: '],
  ])('%s: and it is said what is certain', (state, said) => {
    expect(failureOf(() => checkNotApplied(row, earlier(state)))).toMatchObject({
      code: 'already_refunded',
      message: expect.stringContaining(said),
    });
  });

  it.each<IntentState>(['declined', 'refused', 'denied', 'not_sent', 'held'])('but not when it was %s', (state) => {
    expect(() => checkNotApplied(row, earlier(state))).not.toThrow();
  });
});
