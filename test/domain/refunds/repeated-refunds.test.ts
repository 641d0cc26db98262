import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import type { Intent } from '#domain/ledger/intent';
import type { PaymentState } from '#domain/payments/payment-state';
import { DAY_MS } from '#domain/time/duration';
import { anIntent, anOperation, aPayment, kzt, MINUTE, NOON, SECOND } from '../ledger/intents.ts';
import { blockedBy, check, inProgress, NOW, type RefundCase, repeated } from './refund-cases.ts';

describe('the same amount within 24 hours', () => {
  it('is blocked until the last millisecond', () => {
    const at = NOON + 2 * SECOND;
    expect(blockedBy({ ...repeated, now: at + DAY_MS - 1 }).code).toBe('already_refunded');
    expect(() => check({ ...repeated, now: at + DAY_MS })).not.toThrow();
  });

  it('is blocked when the time of the earlier refund is unknown', () => {
    const undated = anOperation({ createdAt: undefined, changedAt: undefined });
    expect(blockedBy({ state: aPayment([undated]), now: NOON + 9 * DAY_MS }).code).toBe('already_refunded');
  });

  it('is blocked after a reversal', () => {
    expect(blockedBy({ state: aPayment([anOperation({ type: 'reversal' })]) }).code).toBe('already_refunded');
  });

  it.each<[what: string, PaymentState, Intent]>([
    [
      'shows it without an amount',
      aPayment([anOperation({ amount: undefined })], { left: kzt(750) }),
      anIntent({ state: 'accepted', requestId: 'req-2' }),
    ],
    ['does not show it', aPayment(), anIntent({ state: 'done' })],
  ])('is blocked when the earlier refund is in the ledger and the platform %s', (_what, state, mine) => {
    expect(blockedBy({ state, history: [mine] }).code).toBe('already_refunded');
  });

  it('is blocked with --again when another refund started after the summary was shown', () => {
    // Two users repeat the same earlier refund with --again, and one of them was first.
    const first = repeated.history?.[0] as Intent;
    const second = anIntent({ id: 'in-theirs', state: 'accepted', requestId: 'req-9', createdAt: NOW - MINUTE });
    const refund = { ...repeated, history: [first, second], shown: [first.id, '2'], request: { again: true } };
    expect(blockedBy(refund)).toMatchObject({ exit: EXIT.blocked, intentId: 'in-theirs' });
  });
});

describe('the message about an earlier refund', () => {
  const REFUNDED = '250.00 KZT (25000 minor units) of payment_47 was already refunded: ';
  const IN_PROGRESS = 'A refund of 250.00 KZT (25000 minor units) of payment_47 was sent already and is in progress: ';
  it.each<[what: string, text: string, RefundCase]>([
    ['says refunded when the platform shows success', REFUNDED, repeated],
    ['says refunded when the ledger has the result', REFUNDED, { history: [anIntent({ state: 'done' })] }],
    ['says in progress while the refund is accepted', IN_PROGRESS, { history: [inProgress(250)] }],
    [
      'says in progress while the platform processes the refund',
      IN_PROGRESS,
      {
        state: aPayment([anOperation({ status: 'processing' })]),
        history: [anIntent({ state: 'done', requestId: 'req-2' })],
      },
    ],
    [
      'does not state the requested amount when the amount of the earlier refund is unknown',
      'A refund of payment_47 was sent already and is in progress: ',
      { state: aPayment([anOperation({ status: 'processing', amount: undefined })]) },
    ],
    [
      'states the currency of the earlier refund',
      '0.01 USD (1 minor units) of payment_47 was already refunded: ',
      { state: aPayment([anOperation({ amount: { minor: 1, currency: 'USD' } })], { left: kzt(1000) }) },
    ],
  ])('%s', (_what, text, refund) => {
    expect(blockedBy(refund).message).toContain(text);
  });
});

describe('a refund that the platform has not shown', () => {
  const unseen = anIntent({ state: 'never_arrived' });
  it('is repeated only with --again, and the message states the risk', () => {
    const failure = blockedBy({ history: [unseen] });
    expect(failure).toMatchObject({
      code: 'already_refunded',
      intentId: 'in-mine',
      hint: expect.stringContaining('--again --reason'),
    });
    expect(failure.message).toContain('may still process it: the customer may receive 250.00 KZT twice');
  });

  it('is not covered by --again when the user has not seen it', () => {
    expect(blockedBy({ history: [unseen], shown: [], request: { again: true } }).code).toBe('already_refunded');
  });
});

describe('--again repeats only refunds that were shown', () => {
  it('including refunds that were made elsewhere', () => {
    const refund: RefundCase = { state: aPayment([anOperation()]), request: { again: true } };
    expect(() => check(refund)).not.toThrow();
    expect(blockedBy({ ...refund, shown: [] }).code).toBe('already_refunded');
  });
});

describe('a refund of the same project id and payment id under another host', () => {
  const there = (parts: Partial<Intent> = {}) =>
    anIntent({ id: 'in-there', profile: 'alias', project: '127.0.0.1:4010/1234', ...parts });
  it.each<[state: Intent['state'], code: string]>([
    ['sending', 'unresolved'],
    ['unknown', 'unresolved'],
    ['accepted', 'already_refunded'],
    ['done', 'already_refunded'],
    ['never_arrived', 'already_refunded'],
  ])('blocks a refund of any amount while it is %s', (state, code) => {
    const failure = blockedBy({ elsewhere: [there({ state, amount: kzt(1) })] });
    expect(failure).toMatchObject({ exit: EXIT.blocked, code, intentId: 'in-there' });
    expect(failure.message).toContain('profile alias under 127.0.0.1:4010');
  });

  it.each<[what: string, RefundCase]>([
    ['it was declined', { elsewhere: [there({ state: 'declined' })] }],
    ['it was a day ago', { elsewhere: [there({ state: 'done' })], now: NOON + DAY_MS }],
    [
      'the user confirms with --again that it is another platform',
      { elsewhere: [there({ state: 'done' })], request: { again: true } },
    ],
    ['it was not a refund', { elsewhere: [there({ kind: 'sale', path: '/v2/payment/mobile/sale' })] }],
  ])('does not block a refund where %s', (_what, refund) => {
    expect(() => check(refund)).not.toThrow();
  });
});
