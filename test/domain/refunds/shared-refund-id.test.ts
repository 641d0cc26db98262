import { describe, expect, it } from 'vitest';
import type { Intent } from '#domain/ledger/intent';
import { changeFromStatus } from '#domain/ledger/intent-transitions';
import { reconcile } from '#domain/ledger/reconcile';
import type { Operation } from '#domain/payments/payment-state';
import { anIntent, anOperation, aPayment, MINUTE, NOON, SECOND } from '../ledger/intents.ts';

/** The first attempt was not seen; the second was sent 10 minutes later with the same `merchant_refund_id`. */
const first = anIntent({ id: 'in-a', state: 'never_arrived', createdAt: NOON, refundId: 'rf-1' });
const second = anIntent({
  id: 'in-b',
  state: 'unknown',
  createdAt: NOON + 10 * MINUTE,
  refundId: 'rf-1',
  knownOperations: ['1'],
});
const late = NOON + 9 * MINUTE;
const soon = NOON + 10 * MINUTE + SECOND;

type Parts<Of> = Partial<Of>;

/** What a status that shows one operation with the shared id makes of each attempt. */
function statesAfter(operation: Parts<Operation>, b: Parts<Intent>, a: Parts<Intent> = {}) {
  const shown = anOperation({ id: '2', type: 'refund', merchantRefundId: 'rf-1', ...operation });
  const state = aPayment([shown]);
  const history = [
    { ...first, ...a },
    { ...second, ...b },
  ];
  const context = {
    ...{ state, signed: true, history, seenBefore: true, askedAt: NOON + 30 * MINUTE },
    ...{ settleMilliseconds: 5 * MINUTE, clockOffset: 0, speed: 1 },
  };
  return history.map((intent) => {
    const news = changeFromStatus(intent, state, history)?.state ?? intent.state;
    if (news !== 'unknown') return news;
    const finding = reconcile(intent, context);
    return finding.kind === 'found' ? finding.change.state : finding.kind;
  });
}

describe('an operation whose merchant_refund_id two attempts share belongs to one of them:', () => {
  it.each<[what: string, operation: Parts<Operation>, b: Parts<Intent>, a: Parts<Intent>, states: [string, string]]>([
    [
      'the one with its request id',
      { requestId: 'r-b' },
      { state: 'accepted', requestId: 'r-b' },
      {},
      ['never_arrived', 'done'],
    ],
    [
      'the one that the platform has accepted',
      { createdAt: late, requestId: undefined },
      { state: 'accepted', requestId: 'r-b' },
      {},
      ['never_arrived', 'done'],
    ],
    ['the first, when the second was refused for it', { createdAt: late }, { code: '3230' }, {}, ['done', 'refused']],
    [
      'the first, also where the platform tells a request id',
      { requestId: 'r-x' },
      { code: '3230' },
      {},
      ['done', 'refused'],
    ],
    ['the first, when it was made before the second', { createdAt: late }, {}, {}, ['done', 'never_arrived']],
    ['the second, when it was made after it was begun', { createdAt: soon }, {}, {}, ['never_arrived', 'done']],
    [
      'the one of its amount',
      { createdAt: soon },
      { amount: { minor: 1, currency: 'KZT' } },
      {},
      ['done', 'never_arrived'],
    ],
    [
      'the first, that was declined',
      { createdAt: late, status: 'decline' },
      { code: '3230' },
      {},
      ['declined', 'refused'],
    ],
    [
      'the first, that is accepted',
      { requestId: 'r-a' },
      { code: '3230' },
      { state: 'accepted', requestId: 'r-a' },
      ['done', 'refused'],
    ],
  ])('%s', (_what, operation, b, a, states) => {
    expect(statesAfter(operation, b, a)).toEqual(states);
  });

  it('the only attempt in this ledger, although it was refused, because it may have been repeated', () => {
    const only = { ...second, code: '3230' };
    const state = aPayment([anOperation({ id: '2', type: 'refund', merchantRefundId: 'rf-1', createdAt: soon })]);
    expect(changeFromStatus(only, state, [only])).toMatchObject({ state: 'done', operationId: '2' });
  });
});
