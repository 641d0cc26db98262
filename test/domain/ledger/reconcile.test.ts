import { describe, expect, it } from 'vitest';
import type { Intent } from '#domain/ledger/intent';
import type { Finding, Reconciliation } from '#domain/ledger/reconcile';
import type { Operation } from '#domain/payments/payment-state';
import { among, CERTAIN, find } from './find-result.ts';
import { anIntent, anOperation, aPayment, HOUR, kzt, MINUTE, NOON, SECOND } from './intents.ts';

const resent = (parts: Partial<Operation> = {}): Operation =>
  anOperation({ type: 'customer action', amount: undefined, ...parts });
const RESEND = { kind: 'resend', amount: undefined } as const;
const RAW = { kind: 'raw', path: '/v2/payment/mobile/refund' } as const;
const theirs = (parts: Partial<Intent>): Intent => anIntent({ id: 'in-theirs', ...parts });

describe('an open refund is matched with an operation of its payment', () => {
  it('as done when no other match is possible', () => {
    expect(among([anOperation()])).toEqual({
      kind: 'found',
      change: {
        state: 'done',
        code: '0',
        requestId: 'req-2',
        operationId: '2',
        reason: 'matched by amount and time only',
      },
    });
  });

  it.each(['decline', 'expired', 'internal error', 'error', 'processing', 'something new'])(
    'but not as one that is %j: it may be another one, and then the same would be sent again',
    (status) => {
      const operation = anOperation({ status, code: '20000' });
      expect(among([operation])).toEqual({ kind: 'ambiguous', candidates: [operation] });
    },
  );

  it.each<[status: string, state: string]>([
    ['success', 'done'],
    ['decline', 'declined'],
    ['error', 'declined'],
    ['processing', 'accepted'],
  ])('immediately by its request id or its merchant_refund_id: status %j becomes %s', (status, state) => {
    const odd = anOperation({ status, code: '20000', createdAt: NOON - 9 * HOUR });
    const twin = anOperation({ id: '3', requestId: 'req-3' });
    const soon = { state: aPayment([twin, odd]), askedAt: NOON + 15 * SECOND };
    expect(find(soon, { requestId: 'req-2' })).toMatchObject({ kind: 'found', change: { state, operationId: '2' } });
    const named = { ...soon, state: aPayment([twin, { ...odd, merchantRefundId: 'in-mine' }]) };
    expect(find(named)).toMatchObject({ kind: 'found', change: { state, operationId: '2' } });
  });

  it.each<[what: string, Partial<Operation>]>([
    ['amount', { amount: kzt(1) }],
    ['kind', { type: 'sale' }],
  ])('but not by its request id when the %s differs', (_what, parts) => {
    const other = anOperation({ requestId: 'req-mine', ...parts });
    const state = aPayment([], { operations: [...aPayment().operations, other], left: undefined });
    expect(find({ state }, { requestId: 'req-mine' })).toEqual({ kind: 'ambiguous', candidates: [other] });
  });

  it('as done once when the platform has made it twice, with a reason', () => {
    const both = [anOperation({ status: 'decline' }), anOperation({ id: '3' }), anOperation({ id: '4' })];
    const change = { state: 'done', operationId: '3', reason: expect.stringMatching(/made twice.* 3, 4 /) };
    expect(among(both, [], { requestId: 'req-2' })).toMatchObject({ kind: 'found', change });
  });

  it.each<[what: string, Partial<Operation>, Partial<Intent>]>([
    ['its kind, amount and time', {}, {}],
    ['a reversal', { type: 'reversal' }, {}],
    ['a raw request', {}, RAW],
    ['no request id', { requestId: undefined }, {}],
  ])('by %s', (_what, operation, mine) => {
    expect(among([anOperation(operation)], [], mine)).toMatchObject({ kind: 'found', change: { operationId: '2' } });
  });

  it.each<[what: string, Partial<Operation>, Partial<Intent>]>([
    ['an amount that the platform does not name', { amount: undefined }, {}],
    ['an amount that the request did not name', { amount: kzt(1000) }, { ...RAW, amount: undefined }],
    ['no date', { createdAt: undefined, changedAt: undefined }, {}],
    ['no id', { id: '' }, {}],
  ])('but not by %s', (_what, operation, mine) => {
    expect(among([anOperation(operation)], [], mine).kind).toBe('ambiguous');
  });

  it.each<[what: string, kind: string, other: Partial<Intent>]>([
    ['but not beside another refund that was not seen', 'ambiguous', { key: 'ticket-2' }],
    [
      'but not beside an attempt under the same key at the same time',
      'ambiguous',
      { createdAt: NOON, endsBy: CERTAIN },
    ],
    ['beside an earlier attempt under the same key, which had ended: both are one refund', 'found', {}],
  ])('%s', (_what, kind, parts) => {
    const earlier = { id: 'in-earlier', createdAt: NOON - HOUR, endsBy: NOON - HOUR + 16 * SECOND, key: 'ticket-1' };
    const other = anIntent({ state: 'never_arrived', ...earlier, ...parts });
    expect(among([anOperation()], [other], { key: 'ticket-1' }).kind).toBe(kind);
  });

  it('by amount and time only after the settle time', () => {
    for (const status of ['success', 'decline', 'processing']) {
      const state = aPayment([anOperation({ status })]);
      expect(find({ state, askedAt: CERTAIN - 1 })).toEqual({ kind: 'not_yet', askAt: CERTAIN });
    }
  });

  it.each<[what: string, Partial<Reconciliation>, Partial<Intent>]>([
    ['that is not signed', { signed: false }, {}],
    [
      'whose sums do not balance',
      { state: aPayment([anOperation({ requestId: 'req-mine' })], { left: kzt(900) }) },
      {},
    ],
    ['that lacks an operation which was shown before', { history: [theirs({ operationId: '9' })] }, {}],
  ])('but not by a status %s, not even by its request id', (_what, given, mine) => {
    const state = aPayment([anOperation({ requestId: 'req-mine' })]);
    const finding = find({ state, ...given }, { requestId: 'req-mine', ...mine });
    expect(finding).toEqual({ kind: 'undecidable' });
  });
});

describe('an open resend', () => {
  it('is matched with a resend, not with a refund', () => {
    expect(among([anOperation(), resent({ id: '3' })], [], RESEND)).toMatchObject({ change: { operationId: '3' } });
    expect(among([anOperation()], [], RESEND)).toEqual({ kind: 'never_arrived' });
  });

  it('is ambiguous when there are two resends', () => {
    const two = [resent(), resent({ id: '3', requestId: 'req-3' })];
    expect(among(two, [], RESEND)).toEqual({ kind: 'ambiguous', candidates: two });
    expect(among(two, [], { ...RESEND, knownOperations: ['1', '2'] })).toMatchObject({ change: { operationId: '3' } });
  });

  it('is ambiguous when another resend is open', () => {
    expect(among([resent()], [theirs(RESEND)], RESEND).kind).toBe('ambiguous');
  });
});

describe('an operation is not matched with a refund', () => {
  it.each<[what: string, Partial<Operation>, Intent[]]>([
    ['it was there before', { id: '1' }, []],
    ['its amount is another', { amount: kzt(250.01) }, []],
    ['it is another kind', { type: 'customer action' }, []],
    ['it is another’s, by its request', {}, [theirs({ state: 'accepted', requestId: 'req-2' })]],
    ['it is another’s, by its id', { requestId: undefined }, [theirs({ state: 'done', operationId: '2' })]],
    ['it is one that was declined to another', {}, [theirs({ state: 'declined', requestId: 'req-2' })]],
  ])('because %s', (_what, operation, history) => {
    expect(among([anOperation(operation)], history)).toEqual({ kind: 'never_arrived' });
  });

  it('because its currency differs', () => {
    expect(among([anOperation({ amount: { minor: 25_000, currency: 'USD' } })]).kind).not.toBe('found');
  });

  it('of another intent, but another operation is', () => {
    const both = [anOperation(), anOperation({ id: '3', requestId: 'req-3' })];
    const history = [theirs({ state: 'accepted', requestId: 'req-2' })];
    expect(among(both, history)).toMatchObject({ kind: 'found', change: { operationId: '3' } });
  });

  it('unless the only other intent is the refund itself', () => {
    expect(among([anOperation()], [anIntent()]).kind).toBe('found');
  });
});

describe('an open refund is ambiguous with', () => {
  const two = [anOperation(), anOperation({ id: '3', requestId: 'req-3', status: 'decline' })];

  it('two matching operations', () => {
    expect(among(two)).toEqual({ kind: 'ambiguous', candidates: two });
  });

  it.each<[what: string, Partial<Intent>]>([
    ['whose outcome is not known', {}],
    ['that is being sent', { state: 'sending' }],
    ['sent with "request"', RAW],
    ['sent with "request" for all that is left', { ...RAW, amount: undefined }],
  ])('another refund %s', (_what, other) => {
    expect(among([anOperation()], [theirs(other)]).kind).toBe('ambiguous');
  });

  it.each<[what: string, Partial<Intent>]>([
    ['that was not seen before', { state: 'never_arrived' }],
    ['that a user has closed as done', { state: 'done' }],
  ])('another refund %s', (_what, other) => {
    expect(among([anOperation()], [theirs(other)]).kind).toBe('ambiguous');
  });

  it('another accepted refund when the operations have no request ids', () => {
    const history = [theirs({ state: 'accepted', requestId: 'req-9' })];
    expect(among([anOperation({ requestId: undefined })], history).kind).toBe('ambiguous');
  });

  it('no open refund of another amount and no open code', () => {
    const history = [theirs({ amount: kzt(100) }), theirs({ kind: 'otp', amount: undefined }), theirs(RESEND)];
    expect(among([anOperation()], history).kind).toBe('found');
  });

  it.each<[when: string, createdAt: number, clockOffset: number, kind: Finding['kind']]>([
    ['five seconds before', NOON - 5 * SECOND, 0, 'found'],
    ['more than five seconds before', NOON - 5 * SECOND - 1, 0, 'ambiguous'],
    ['a minute after', NOON + 16 * SECOND + MINUTE, 0, 'found'],
    ['more than a minute after', NOON + 16 * SECOND + MINUTE + 1, 0, 'ambiguous'],
    ['in time by a platform that is an hour ahead', NOON + HOUR, HOUR, 'found'],
    ['in time by a platform that is an hour behind', NOON - HOUR, -HOUR, 'found'],
    ['now, by a platform that is an hour ahead', NOON, HOUR, 'ambiguous'],
    ['now, by a platform that is an hour behind', NOON, -HOUR, 'ambiguous'],
  ])('an operation that started %s: %s', (_when, createdAt, clockOffset, kind) => {
    const state = aPayment([anOperation({ createdAt })]);
    expect(find({ state, clockOffset, askedAt: NOON + HOUR }).kind).toBe(kind);
  });
});
