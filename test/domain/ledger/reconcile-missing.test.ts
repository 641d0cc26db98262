import { describe, expect, it } from 'vitest';
import type { Intent } from '#domain/ledger/intent';
import type { Finding, Reconciliation } from '#domain/ledger/reconcile';
import { among, CERTAIN, find, SETTLE_TIME } from './find-result.ts';
import { anOperation, aPayment, HOUR, kzt, NOON, noPayment, SECOND } from './intents.ts';

describe('a refund that the platform does not show', () => {
  const asked = (askedAt: number, mine: Partial<Intent> = {}): Finding => find({ askedAt }, mine);

  it('is never_arrived after the settle time and not_yet before', () => {
    expect(asked(CERTAIN - 1)).toEqual({ kind: 'not_yet', askAt: CERTAIN });
    expect(asked(CERTAIN)).toEqual({ kind: 'never_arrived' });
  });

  it('of a killed program has its settle time after the end of its request', () => {
    const cut = { state: 'sending', changedAt: NOON } as const;
    const ended = NOON + 16 * SECOND + SETTLE_TIME;
    expect(asked(ended - 1, cut)).toEqual({ kind: 'not_yet', askAt: ended });
    expect(asked(ended, cut)).toEqual({ kind: 'never_arrived' });
  });

  it('is never_arrived beside a known operation and one of another amount', () => {
    const others = [anOperation({ id: '7' }), anOperation({ id: '8', amount: kzt(1) })];
    expect(among(others, [], { knownOperations: ['1', '7'] })).toEqual({ kind: 'never_arrived' });
  });

  it.each<[what: string, state: Reconciliation['state'], mine: Partial<Intent>]>([
    ['the answer shows nothing of the payment', { ...aPayment(), operations: [] }, {}],
    ['the answer is about nothing at all', { ...noPayment(undefined), status: 'unknown', error: undefined }, {}],
    ['the answer lacks an operation that was there before', aPayment(), { knownOperations: ['1', '7'] }],
    ['the platform does not know the payment, which it knew before', noPayment('3061'), {}],
    ['more was refunded than the operations say', aPayment([], { status: 'refunded', left: kzt(0) }), {}],
    ['the status speaks of refunds that are not there', aPayment([], { status: 'refunded', left: undefined }), {}],
    [
      'the operations have no ids to tell old from new',
      aPayment([anOperation({ id: '' })], {
        operations: [anOperation({ type: 'sale', id: '' }), anOperation({ id: '' })],
      }),
      { knownOperations: [''] },
    ],
  ])('is not never_arrived when %s', (_what, state, mine) => {
    expect(find({ state, askedAt: NOON + HOUR }, mine).kind).not.toBe('never_arrived');
  });
});

describe('a payment that the platform does not know', () => {
  it('proves after the settle time that a sale never arrived (3061)', () => {
    const mine = { kind: 'sale', known: [] } as const;
    const given = { state: noPayment('3061'), seenBefore: false };
    expect(find({ ...given, askedAt: CERTAIN - 1 }, mine)).toEqual({ kind: 'not_yet', askAt: CERTAIN });
    expect(find(given, mine)).toEqual({ kind: 'never_arrived' });
    expect(find({ ...given, seenBefore: true }, mine)).toEqual({ kind: 'undecidable' });
    expect(find({ ...given, signed: false }, mine)).toEqual({ kind: 'undecidable' });
  });

  it.each(['otp', 'resend', 'refund', 'raw'] as const)('proves nothing about a %s (3061)', (kind) => {
    expect(find({ state: noPayment('3061'), seenBefore: false }, { kind })).toEqual({ kind: 'undecidable' });
  });

  it.each(['3062', '2147', '100', undefined])('proves nothing with the code %s', (code) => {
    for (const kind of ['sale', 'otp', 'resend', 'refund', 'raw'] as const) {
      const askedAt = NOON + 9 * HOUR;
      const finding = find({ state: noPayment(code), askedAt }, { kind });
      expect(finding).toEqual(
        code === '3062' ? { kind: 'not_yet', askAt: askedAt + SETTLE_TIME } : { kind: 'undecidable' },
      );
    }
  });
});

describe('any other raw request', () => {
  const raw = { kind: 'raw', path: '/v2/payment/mobile/anything', amount: undefined } as const;

  it('is undecidable without its request id', () => {
    expect(among([anOperation()], [], raw)).toEqual({ kind: 'undecidable' });
    expect(find({ askedAt: NOON + 9 * HOUR }, raw)).toEqual({ kind: 'undecidable' });
    expect(among([anOperation()], [], { ...raw, requestId: 'req-2' })).toMatchObject({ change: { state: 'done' } });
  });
});
