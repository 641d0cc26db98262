import { describe, expect, it } from 'vitest';
import { type Intent, toIntentId } from '#domain/ledger/intent';
import { chooseMerchantRefundId } from '#domain/refunds/merchant-refund-id';
import { anIntent, kzt } from '../ledger/intents.ts';

const one = (id: string, state: Intent['state'], parts: Partial<Intent> = {}) => anIntent({ id, state, ...parts });
const unseen = (id: string, parts: Partial<Intent> = {}) => one(id, 'never_arrived', parts);

describe('the merchant_refund_id', () => {
  it.each<[what: string, history: Intent[], expected: string]>([
    ['is its own for a first refund', [], 'in-new'],
    ['is that of the refund that was not seen', [unseen('in-a')], 'in-a'],
    ['stays that of the first of several that were not seen', [unseen('in-a'), unseen('in-b')], 'in-a'],
    ['is that of the caller’s key of the first', [unseen('in-a', { key: 'ticket-1' })], toIntentId('ticket-1')],
    ['is new after one of them was taken', [unseen('in-a'), one('in-b', 'done')], 'in-new'],
    ['is new after one was declined: the platform has used it', [unseen('in-a'), one('in-b', 'declined')], 'in-new'],
    [
      'is kept over one that was refused or not sent',
      [unseen('in-a'), one('in-b', 'refused'), one('in-c', 'not_sent')],
      'in-a',
    ],
    ['is that of the last that was not seen', [unseen('in-a'), one('in-b', 'done'), unseen('in-c')], 'in-c'],
    ['is its own beside one of another amount', [unseen('in-a', { amount: kzt(249) })], 'in-new'],
    ['is its own beside a sale', [unseen('in-a', { kind: 'sale' })], 'in-new'],
  ])('%s', (_what, history, expected) => {
    expect(chooseMerchantRefundId({ id: 'in-new', key: undefined, amount: kzt(250) }, history)).toBe(expected);
  });

  it('is the same for each attempt with one key', () => {
    const id = (own: string) => chooseMerchantRefundId({ id: own, key: 'ticket-1', amount: kzt(250) }, []);
    expect(id('in-a')).toBe(id('in-b'));
  });
});
