import { describe, expect, it } from 'vitest';
import { INTENT_KINDS, type Intent } from '#domain/ledger/intent';
import { isResultOf } from '#domain/ledger/operation-proof';
import { isRefundOperation, type Operation } from '#domain/payments/payment-state';
import { type EarlierRefund, isRefundIntent, listEarlierRefunds, sumAmounts } from '#domain/refunds/refund-history';
import { DAY_MS } from '#domain/time/duration';
import { anIntent, anOperation, aPayment, HOUR, kzt, MINUTE, NOON } from '../ledger/intents.ts';

const READ_AT = NOON + HOUR;
const earlier = (
  operations: readonly Operation[],
  history: readonly Intent[] = [],
  readAt = READ_AT,
): EarlierRefund[] => listEarlierRefunds({ state: aPayment(operations), history, elsewhere: [], readAt });

describe('a refund is recognized:', () => {
  it.each<[type: string, gives: boolean]>([
    ['refund', true],
    ['reversal', true],
    ['sale', false],
    ['customer action', false],
    ['', false],
  ])('an operation of type %j: %s', (type, gives) => {
    expect(isRefundOperation({ type })).toBe(gives);
  });

  it.each(INTENT_KINDS)('an intent of kind %s only when the kind is refund', (kind) => {
    expect(isRefundIntent({ kind, path: '/v2/payment/x' })).toBe(kind === 'refund');
  });

  it.each<[path: string, gives: boolean]>([
    ['/v2/payment/mobile/refund', true],
    ['/v2/payment/card/refund', true],
    ['/base/v2/payment/mobile/refund', true],
    // The same endpoint to most servers.
    ['/v2/payment/mobile/refund/', true],
    ['/v2/payment/mobile/sale', false],
    ['/v2/payment/refund/list', false],
  ])('a raw request to %s: %s', (path, gives) => {
    expect(isRefundIntent({ kind: 'raw', path })).toBe(gives);
  });
});

describe('an operation is the result of an intent by', () => {
  it.each<[what: string, Partial<Intent>, Partial<Operation>, boolean]>([
    ['the same request', { requestId: 'r' }, { requestId: 'r' }, true],
    ['the same operation', { operationId: '7' }, { id: '7', requestId: undefined }, true],
    ['the same operation, another request', { operationId: '7', requestId: 'r' }, { id: '7', requestId: 's' }, true],
    ['another request', { requestId: 'r' }, { requestId: 's' }, false],
    ['another operation', { operationId: '7' }, { id: '8' }, false],
    ['nothing known of either', {}, { requestId: undefined }, false],
    ['no id of either', {}, { id: '', requestId: undefined }, false],
    ['an operation without a request', { requestId: 'r' }, { requestId: undefined }, false],
  ])('%s', (_what, intent, operation, answer) => {
    expect(isResultOf(anIntent(intent), anOperation(operation))).toBe(answer);
  });
});

describe('the earlier refunds of a payment', () => {
  it('are empty without a refund', () => {
    expect(earlier([anOperation({ type: 'customer action' })])).toEqual([]);
  });

  it.each<[status: string, outcome: EarlierRefund['outcome']]>([
    ['success', 'done'],
    ['processing', 'in progress'],
    ['external processing', 'in progress'],
    ['awaiting something new', 'in progress'],
    ['', 'in progress'],
    ['decline', 'failed'],
    ['expired', 'failed'],
    ['canceled', 'failed'],
    ['internal error', 'failed'],
    ['external error', 'failed'],
  ])('with the status %j have the outcome %s', (status, outcome) => {
    expect(earlier([anOperation({ status })])).toMatchObject([{ outcome, status, amount: kzt(250) }]);
  });

  it('include refunds that were made elsewhere, with amount and time', () => {
    expect(earlier([anOperation()])).toEqual([
      {
        amount: kzt(250),
        at: NOON + 2000,
        outcome: 'done',
        status: 'success',
        intent: undefined,
        key: '2',
      },
    ]);
  });

  it('include a refund of this ledger once', () => {
    const mine = anIntent({ state: 'accepted', requestId: 'req-2' });
    expect(earlier([anOperation()], [mine])).toMatchObject([{ key: '2', intent: { id: 'in-mine' } }]);
  });

  it('have the status of the platform rather than of the ledger', () => {
    const said = (state: Intent['state'], status: string) =>
      earlier([anOperation({ status })], [anIntent({ state, requestId: 'req-2' })]);
    expect(said('accepted', 'decline')).toMatchObject([{ outcome: 'failed' }]);
    expect(said('declined', 'success')).toMatchObject([{ outcome: 'done' }]);
    expect(said('never_arrived', 'success')).toMatchObject([{ outcome: 'done' }]);
    expect(said('done', 'processing')).toMatchObject([{ outcome: 'in progress' }]);
  });

  it('have the time of the last change when the time of creation is unknown', () => {
    expect(earlier([anOperation({ createdAt: undefined })])).toMatchObject([{ at: NOON + 4000 }]);
    expect(earlier([anOperation({ createdAt: undefined, changedAt: undefined })])).toMatchObject([{ at: undefined }]);
  });

  it('have the amount and the time of the ledger when the platform reports none', () => {
    const mine = anIntent({ state: 'accepted', requestId: 'req-2' });
    const bare = anOperation({ amount: undefined, createdAt: undefined, changedAt: undefined });
    expect(earlier([bare], [mine])).toMatchObject([{ amount: kzt(250), at: NOON }]);
  });
});

describe('a refund that the platform does not show', () => {
  it.each<[state: Intent['state'], counts: boolean]>([
    ['sending', true],
    ['unknown', true],
    ['accepted', true],
    ['declined', false],
    ['refused', false],
    ['denied', false],
    ['not_sent', false],
  ])('counts as in progress unless it certainly did not happen: %s, %s', (state, counts) => {
    const found = earlier([], [anIntent({ state })]);
    expect(found.map(({ outcome, status }) => [outcome, status])).toEqual(counts ? [['in progress', state]] : []);
  });

  it('is not a sale or an OTP', () => {
    const others = (['sale', 'otp', 'resend'] as const).map((kind) => anIntent({ kind, state: 'accepted' }));
    expect(earlier([], others)).toEqual([]);
  });

  it('counts as in progress for one day after it was accepted, and as done later', () => {
    const accepted = anIntent({ state: 'accepted' });
    expect(earlier([], [accepted], NOON + DAY_MS - 1)).toMatchObject([{ outcome: 'in progress' }]);
    expect(earlier([], [accepted], NOON + DAY_MS)).toMatchObject([{ outcome: 'done' }]);
  });

  it('counts as in progress while its outcome is unknown', () => {
    expect(earlier([], [anIntent({ state: 'unknown' })], NOON + 400 * DAY_MS)).toHaveLength(1);
  });

  it('counts as in progress when it was done after the status request', () => {
    const doneAt = (changedAt: number) => anIntent({ state: 'done', changedAt, operationId: '9' });
    const reserved = (changedAt: number) =>
      earlier([], [doneAt(changedAt)]).filter(({ outcome }) => outcome === 'in progress').length;
    expect(reserved(READ_AT)).toBe(1);
    expect(reserved(READ_AT + MINUTE)).toBe(1);
    expect(reserved(READ_AT - DAY_MS + 1)).toBe(1);
    expect(reserved(READ_AT - DAY_MS)).toBe(0);
  });

  it('is not counted twice when the platform shows it', () => {
    const done = anIntent({ state: 'done', changedAt: READ_AT + 1, operationId: '2' });
    expect(earlier([anOperation()], [done])).toHaveLength(1);
  });
});

describe('the sum of amounts', () => {
  it('contains the amounts of one currency', () => {
    expect(sumAmounts([kzt(1), undefined, { minor: 5, currency: 'USD' }, kzt(2)], 'KZT')).toBe(300);
    expect(sumAmounts([], 'KZT')).toBe(0);
  });
});
