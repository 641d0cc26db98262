import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import type { Intent } from '#domain/ledger/intent';
import type { Operation, PaymentState } from '#domain/payments/payment-state';
import { shownIn } from '#domain/refunds/refund-changes';
import { checkRefund, type RefundFacts, type RefundWish } from '#domain/refunds/refund-rules';
import { DAY_MS } from '#domain/time/duration';
import { failureOf } from '../../support/failures.ts';
import { anIntent, anOperation, aPayment, HOUR, kzt, MINUTE, NOON, noPayment, SECOND } from '../ledger/intents.ts';

/** An hour after the refunds that are made at noon. */
const NOW = NOON + HOUR;

type Given = Partial<RefundFacts> & { readonly wish?: Partial<RefundWish> };

function check({ wish, ...facts }: Given): void {
  const limits = { currency: 'KZT' };
  const { state = aPayment(), history = [], elsewhere = [] } = facts;
  const shown = shownIn({ state, intents: [...history, ...elsewhere] });
  const seen = { state, signed: true, readAt: NOW - SECOND, history, elsewhere, shown };
  const usual = { ...seen, refundedToday: 0, limits, now: NOW };
  const given = { ...usual, ...facts };
  checkRefund({ paymentId: 'payment_47', amount: kzt(250), again: false, ...wish }, given);
}

const heldBy = (given: Given) => failureOf(() => check(given));
const under = (amount: number): Intent => anIntent({ state: 'accepted', amount: kzt(amount), requestId: 'req-9' });
const repeated: Given = {
  state: aPayment([anOperation()]),
  history: [anIntent({ state: 'done', requestId: 'req-2' })],
};

describe('a refund that must not be sent is refused before anything is sent', () => {
  it.each<[what: string, code: string, said: string, Given]>([
    [
      'the platform does not know the payment',
      'not_refundable',
      'does not know this payment (3061)',
      { state: noPayment('3061') },
    ],
    ['it is not paid yet', 'not_refundable', '"processing"', { state: aPayment([], { status: 'processing' }) }],
    [
      'it waits for the code',
      'not_refundable',
      'awaiting',
      { state: aPayment([], { status: 'awaiting clarification' }) },
    ],
    [
      'it was declined',
      'not_refundable',
      'this payment was declined; the customer was not charged.',
      { state: aPayment([], { status: 'decline' }) },
    ],
    ['all was given back', 'not_refundable', '"refunded"', { state: aPayment([anOperation({ amount: kzt(1000) })]) }],
    ['nothing is left', 'not_refundable', '0.00 KZT', { state: aPayment([anOperation({ amount: kzt(1000) })]) }],
    ['a refund of it is unknown', 'unresolved', 'is not known', { history: [anIntent()] }],
    ['a refund of it is being sent', 'unresolved', 'is being sent', { history: [anIntent({ state: 'sending' })] }],
    [
      'a raw refund of it is unknown',
      'unresolved',
      'is not known',
      { history: [anIntent({ kind: 'raw', path: '/v2/payment/mobile/refund', amount: undefined })] },
    ],
    [
      'it is more than what is left',
      'more_than_left',
      'left of payment_47: 1000.00 KZT',
      { wish: { amount: kzt(1000.01) } },
    ],
    [
      'some of it is already in progress',
      'more_than_left',
      '800.00 KZT of it is already in progress',
      { history: [under(800)] },
    ],
    [
      'it is of another currency',
      'other_currency',
      'in KZT, the refund in USD',
      { wish: { amount: { minor: 1, currency: 'USD' } } },
    ],
    ['the same was refunded', 'already_refunded', 'by aigul@till-1, intent in-mine (success)', repeated],
    [
      'the same was refunded elsewhere',
      'already_refunded',
      'elsewhere (success)',
      { state: aPayment([anOperation()]) },
    ],
    ['the same is in progress', 'already_refunded', 'intent in-mine (accepted)', { history: [under(250)] }],
    [
      'the limit of a refund',
      'over_limit',
      'limit of one refund, 249.99 KZT',
      { limits: { maxRefund: 24_999, currency: 'KZT' } },
    ],
    [
      'the limit of a day',
      'over_limit',
      'refunds that were made, may have been made or are planned come to 750.01 KZT (75001 minor units) already',
      { limits: { maxRefundPerDay: 100_000, currency: 'KZT' }, refundedToday: 75_001 },
    ],
    [
      'a limit in another currency',
      'over_limit',
      'in USD, the refund is in KZT',
      { limits: { maxRefund: 1_000_000, currency: 'USD' } },
    ],
  ])('because %s', (_what, code, said, given) => {
    const failure = heldBy(given);
    expect(failure).toMatchObject({ exit: EXIT.blocked, code, paymentId: 'payment_47' });
    expect(failure.message).toContain(said);
    expect(failure.message).toContain('Nothing was sent.');
  });
});

describe('a refund that may be sent passes', () => {
  it.each<[what: string, Given]>([
    ['the first one', {}],
    ['all that is left', { wish: { amount: kzt(1000) } }],
    ['all that is left and is not in progress', { history: [under(800)], wish: { amount: kzt(200) } }],
    ['another amount after one', { ...repeated, wish: { amount: kzt(251) } }],
    ['the rest of what was refunded in part', { ...repeated, wish: { amount: kzt(750) } }],
    [
      'after one that was reversed in part',
      { state: aPayment([anOperation({ type: 'reversal', amount: kzt(100) })], { status: 'partially reversed' }) },
    ],
    ['the same as one that was declined', { state: aPayment([anOperation({ status: 'decline' })]) }],
    ['the same as one that the ledger knows to be declined', { history: [anIntent({ state: 'declined' })] }],
    ['the same as one that was refused', { history: [anIntent({ state: 'refused' })] }],
    [
      'another amount than one that was not seen',
      { history: [anIntent({ state: 'never_arrived', amount: kzt(249) })] },
    ],
    [
      'the same as one that was not seen, when it is meant',
      { history: [anIntent({ state: 'never_arrived' })], wish: { again: true } },
    ],
    [
      'the same as one that was not seen a day before',
      { history: [anIntent({ state: 'never_arrived' })], now: NOON + DAY_MS + 15 * SECOND },
    ],
    ['the same as one of the day before', { ...repeated, now: NOON + DAY_MS + 2 * SECOND }],
    ['the same again, when it is meant', { ...repeated, wish: { again: true } }],
    [
      'beside a code whose outcome is not known',
      { history: [anIntent({ kind: 'otp' }), anIntent({ kind: 'resend' })] },
    ],
    [
      'just what the limits allow',
      { limits: { maxRefund: 25_000, maxRefundPerDay: 100_000, currency: 'KZT' }, refundedToday: 75_000 },
    ],
    [
      'where the platform does not say what is left, with its own word',
      { state: aPayment([], { left: undefined }), wish: { withoutBalance: true } },
    ],
  ])('%s', (_what, given) => {
    expect(() => check(given)).not.toThrow();
  });
});

describe('a person who is refused is told what to do', () => {
  it('to resume first, and which intent', () => {
    expect(heldBy({ history: [anIntent()] })).toMatchObject({
      hint: 'First: rocketpay resume in-mine',
      intentId: 'in-mine',
      message: expect.stringContaining('(250.00 KZT) by aigul@till-1'),
    });
  });

  it('where the receipt of the earlier one is, and how to say that it is meant', () => {
    expect(heldBy(repeated)).toMatchObject({
      hint: expect.stringMatching(
        /^Receipt of the earlier refund: rocketpay receipt in-mine\. To refund it a second time: rocketpay refund \S+ --amount \S+ --again --reason "…"$/,
      ),
      intentId: 'in-mine',
      requestId: 'req-2',
    });
    expect(heldBy({ state: aPayment([anOperation()]) }).hint).not.toContain('receipt');
  });

  it('about the earlier one too when not enough is left for it a second time', () => {
    const whole = { amount: kzt(600) };
    const given: Given = {
      state: aPayment([anOperation(whole)]),
      history: [anIntent({ ...whole, state: 'done', requestId: 'req-2' })],
      wish: whole,
    };
    expect(heldBy(given)).toMatchObject({
      intentId: 'in-mine',
      hint: expect.stringContaining('rocketpay receipt in-mine'),
    });
  });

  it('where the limits stand', () => {
    expect(heldBy({ limits: { maxRefund: 1, currency: 'KZT' } }).hint).toContain('rocketpay whoami');
  });
});

describe('the gravest reason is told first', () => {
  const open = anIntent({ id: 'in-open' });
  const order: readonly [code: string, Given][] = [
    ['unresolved', { history: [open] }],
    ['status_unsigned', { signed: false }],
    ['not_refundable', { state: aPayment([], { status: 'decline' }) }],
    ['over_limit', { limits: { maxRefund: 1, currency: 'KZT' } }],
  ];
  it.each(order.map(([code], index) => [code, index] as const))('%s before those after it', (code, index) => {
    const all = Object.assign({}, ...order.slice(index).map(([, given]) => given));
    expect(heldBy(all).code).toBe(code);
  });

  it('the limits last: they can be changed, and money that is gone cannot', () => {
    const limits = { maxRefund: 1, currency: 'KZT' };
    expect(heldBy({ limits, wish: { amount: kzt(1001) } }).code).toBe('more_than_left');
    expect(heldBy({ ...repeated, limits }).code).toBe('already_refunded');
  });

  it('and --again takes nothing away but the repetition', () => {
    for (const [code, given] of order) expect(heldBy({ ...given, wish: { again: true } }).code).toBe(code);
    expect(heldBy({ wish: { again: true, amount: kzt(1001) } }).code).toBe('more_than_left');
  });
});

describe('the same amount within a day', () => {
  it('counts to the last millisecond', () => {
    const at = NOON + 2 * SECOND;
    expect(heldBy({ ...repeated, now: at + DAY_MS - 1 }).code).toBe('already_refunded');
    expect(() => check({ ...repeated, now: at + DAY_MS })).not.toThrow();
  });

  it('counts when nothing says when it was', () => {
    const undated = anOperation({ createdAt: undefined, changedAt: undefined });
    expect(heldBy({ state: aPayment([undated]), now: NOON + 9 * DAY_MS }).code).toBe('already_refunded');
  });

  it('counts as a reversal too', () => {
    expect(heldBy({ state: aPayment([anOperation({ type: 'reversal' })]) }).code).toBe('already_refunded');
  });

  it.each<[what: string, PaymentState, Intent]>([
    [
      'shows without an amount',
      aPayment([anOperation({ amount: undefined })], { left: kzt(750) }),
      anIntent({ state: 'accepted', requestId: 'req-2' }),
    ],
    ['does not show', aPayment(), anIntent({ state: 'done' })],
  ])('counts when the ledger knows of it and the platform %s', (_what, state, mine) => {
    expect(heldBy({ state, history: [mine] }).code).toBe('already_refunded');
  });

  it('is not meant again by who had not seen the other: it was begun after the card was shown', () => {
    // Two people answer for one customer, each with --again for an earlier refund; one of them was first.
    const first = repeated.history?.[0] as Intent;
    const second = anIntent({ id: 'in-theirs', state: 'accepted', requestId: 'req-9', createdAt: NOW - MINUTE });
    const given = { ...repeated, history: [first, second], shown: [first.id, '2'], wish: { again: true } };
    expect(heldBy(given)).toMatchObject({ exit: EXIT.blocked, intentId: 'in-theirs' });
  });
});

describe('what is in progress is not left', () => {
  it.each<[what: string, Operation[], Intent[]]>([
    ['a refund that the platform shows', [anOperation({ status: 'processing', amount: kzt(800) })], []],
    ['one that it does not show yet', [], [under(800)]],
    ['one that was done since it was asked', [], [anIntent({ state: 'done', amount: kzt(800), changedAt: NOW })]],
    ['two that sum up', [anOperation({ status: 'processing', amount: kzt(400) })], [under(400)]],
  ])('%s', (_what, operations, history) => {
    expect(heldBy({ state: aPayment(operations), history, wish: { amount: kzt(200.01) } }).code).toBe('more_than_left');
    expect(() => check({ state: aPayment(operations), history, wish: { amount: kzt(200) } })).not.toThrow();
  });

  it('is counted once when both know of it', () => {
    const state = aPayment([anOperation({ status: 'processing', amount: kzt(800), requestId: 'req-9' })]);
    expect(() => check({ state, history: [under(800)], wish: { amount: kzt(200) } })).not.toThrow();
  });

  it.each<[what: string, Operation[], Intent[]]>([
    ['the ledger', [], [anIntent({ state: 'accepted', amount: undefined, requestId: 'req-9' })]],
    ['the platform', [anOperation({ status: 'processing', amount: undefined })], []],
  ])('may be all of it, where %s does not say how much', (_what, operations, history) => {
    expect(heldBy({ state: aPayment(operations), history }).exit).toBe(EXIT.blocked);
  });
});

describe('a refund on a status that proves nothing is blocked', () => {
  const refunded600 = anOperation({ amount: kzt(600) });
  it.each<[what: string, code: string, Given]>([
    ['it is not signed', 'status_unsigned', { signed: false }],
    [
      'it lacks an operation that a refund had seen',
      'status_outdated',
      { history: [anIntent({ state: 'declined', knownOperations: ['1', '7'] })] },
    ],
    [
      'it lacks the operation of a refund',
      'status_outdated',
      { history: [anIntent({ state: 'done', operationId: '9' })] },
    ],
    [
      'more is left than its operations allow',
      'status_unbalanced',
      { state: aPayment([refunded600], { left: kzt(1000) }) },
    ],
    ['less is left than its operations explain', 'status_unbalanced', { state: aPayment([], { left: kzt(400) }) }],
    [
      'it is refunded, and shows no refund',
      'status_unbalanced',
      { state: aPayment([], { status: 'partially refunded' }) },
    ],
    [
      'more is left although a refund does not say how much',
      'status_unbalanced',
      {
        state: aPayment([refunded600, anOperation({ id: '3', requestId: 'req-3', amount: undefined })], {
          left: kzt(401),
        }),
      },
    ],
  ])('because %s', (_what, code, given) => {
    expect(heldBy({ ...given, wish: { amount: kzt(1), again: true } })).toMatchObject({ exit: EXIT.blocked, code });
  });

  it.each<[what: string, PaymentState]>([
    ['money in progress is in what is left', aPayment([anOperation({ status: 'processing' })])],
    ['money in progress is not in what is left', aPayment([anOperation({ status: 'processing' })], { left: kzt(750) })],
    ['a declined refund took nothing', aPayment([anOperation({ status: 'decline' })])],
    [
      'a refund was taken back',
      aPayment([anOperation(), anOperation({ id: '3', type: 'refund reverse' })], {
        left: kzt(1000),
        status: 'success',
      }),
    ],
    [
      'the sale does not say how much',
      aPayment([], { operations: [anOperation({ id: '1', type: 'sale', amount: undefined })] }),
    ],
    ['an operation of an unknown kind is there', aPayment([anOperation({ type: 'fee' })], { left: kzt(10) })],
  ])('and passes where %s', (_what, state) => {
    expect(() => check({ state, wish: { amount: kzt(1) } })).not.toThrow();
  });
});

describe('a status whose sums never agree', () => {
  const surplus = aPayment([anOperation({ amount: kzt(600) })], { left: kzt(1000) });
  const missing = aPayment([], { left: kzt(970), status: 'success' });
  const noList = aPayment([], { operations: [], status: 'partially refunded', left: kzt(750) });
  const without = { withoutBalance: true };

  it.each<[what: string, PaymentState, RefundWish['amount'], again: boolean]>([
    ['more is left than its operations allow', surplus, kzt(400), false],
    ['less is left than they explain', missing, kzt(970), true],
    ['it says that money went back, and lists no operations', noList, kzt(750), true],
  ])('blocks no refund that a person means, where %s', (_what, state, amount, again) => {
    expect(heldBy({ state, wish: { amount } })).toMatchObject({ code: 'status_unbalanced' });
    expect(heldBy({ state, wish: { amount, again: true } })).toMatchObject({ code: 'status_unbalanced' });
    expect(() => check({ state, wish: { ...without, amount, again } })).not.toThrow();
    expect(() => check({ state, wish: { ...without, amount: kzt(1), again: true } })).not.toThrow();
  });

  it.each<[what: string, PaymentState]>([
    ['less is left than its operations explain', missing],
    ['it lists no operations', noList],
  ])('may hide the same refund where %s: --without-balance alone is not enough', (_what, state) => {
    const failure = heldBy({ state, wish: without });
    expect(failure).toMatchObject({ code: 'status_unbalanced' });
    expect(failure.hint).toContain('--without-balance --again --reason');
  });

  it('gives back no more than the less of what is left and what its operations allow', () => {
    expect(heldBy({ state: surplus, wish: { ...without, amount: kzt(400.01) } }).code).toBe('more_than_left');
    expect(heldBy({ state: missing, wish: { ...without, again: true, amount: kzt(970.01) } }).code).toBe(
      'more_than_left',
    );
  });

  it('is no reason to repeat a refund that it shows', () => {
    expect(heldBy({ state: surplus, wish: { ...without, amount: kzt(600) } }).code).toBe('already_refunded');
  });

  it('is still not believed unsigned or outdated', () => {
    const wish = { ...without, again: true, amount: kzt(1) };
    expect(heldBy({ state: surplus, signed: false, wish }).code).toBe('status_unsigned');
    const history = [anIntent({ state: 'done', operationId: '9' })];
    expect(heldBy({ state: surplus, history, wish }).code).toBe('status_outdated');
  });
});

describe('an amount in another currency', () => {
  const usd = { minor: 1, currency: 'USD' };
  it('of an earlier refund can be the same amount', () => {
    const failure = heldBy({ state: aPayment([anOperation({ amount: usd })], { left: kzt(1000) }) });
    expect(failure.code).toBe('already_refunded');
  });

  it('that is in progress can be all that is left', () => {
    const state = aPayment([anOperation({ amount: usd, status: 'processing' })]);
    expect(heldBy({ state, wish: { again: true } }).code).toBe('more_than_left');
  });
});

describe('what the platform does not tell', () => {
  const bare = (parts: Partial<PaymentState> = {}) => aPayment([], { left: undefined, ...parts });
  it.each<[what: string, code: string, Given]>([
    [
      'a refund of an unknown amount counts as the same',
      'already_refunded',
      { state: aPayment([anOperation({ amount: undefined })], { left: kzt(750) }) },
    ],
    ['what is left needs a word of its own', 'no_balance', { state: bare() }],
    [
      'what is left is at most what was paid',
      'more_than_left',
      { state: bare(), wish: { withoutBalance: true, amount: kzt(1000.01) } },
    ],
    [
      'what is left is at most what was paid and not refunded',
      'more_than_left',
      { state: aPayment([anOperation()], { left: undefined }), wish: { withoutBalance: true, amount: kzt(750.01) } },
    ],
    [
      'the currency is that of the sale',
      'other_currency',
      { state: bare(), wish: { withoutBalance: true, amount: { minor: 1, currency: 'USD' } } },
    ],
    [
      'the currency is that of the profile where no operation has one',
      'other_currency',
      { state: bare({ operations: [] }), wish: { withoutBalance: true, amount: { minor: 1, currency: 'USD' } } },
    ],
  ])('%s', (_what, code, given) => {
    expect(heldBy(given)).toMatchObject({ exit: EXIT.blocked, code });
  });
});

describe('a refund is called refunded only where that is certain', () => {
  const REFUNDED = '250.00 KZT (25000 minor units) of payment_47 was already refunded: ';
  const IN_PROGRESS = 'A refund of 250.00 KZT (25000 minor units) of payment_47 was sent already and is in progress: ';
  it.each<[what: string, said: string, Given]>([
    ['the platform shows its success', REFUNDED, repeated],
    ['the ledger has its result', REFUNDED, { history: [anIntent({ state: 'done' })] }],
    ['not while it is accepted', IN_PROGRESS, { history: [under(250)] }],
    [
      'not while the platform processes it',
      IN_PROGRESS,
      {
        state: aPayment([anOperation({ status: 'processing' })]),
        history: [anIntent({ state: 'done', requestId: 'req-2' })],
      },
    ],
    [
      'not with the amount that is asked for, when its own is not known',
      'A refund of payment_47 was sent already and is in progress: ',
      { state: aPayment([anOperation({ status: 'processing', amount: undefined })]) },
    ],
    [
      'in its own currency',
      '0.01 USD (1 minor units) of payment_47 was already refunded: ',
      { state: aPayment([anOperation({ amount: { minor: 1, currency: 'USD' } })], { left: kzt(1000) }) },
    ],
  ])('%s', (_what, said, given) => {
    expect(heldBy(given).message).toContain(said);
  });
});

describe('a refund that the platform has not shown', () => {
  const unseen = anIntent({ state: 'never_arrived' });
  it('needs a word to be sent again, and it is said what that may cost', () => {
    const failure = heldBy({ history: [unseen] });
    expect(failure).toMatchObject({
      code: 'already_refunded',
      intentId: 'in-mine',
      hint: expect.stringContaining('--again --reason'),
    });
    expect(failure.message).toContain('may still process it: the customer may receive 250.00 KZT twice');
  });

  it('is not covered by --again when the user has not seen it', () => {
    expect(heldBy({ history: [unseen], shown: [], wish: { again: true } }).code).toBe('already_refunded');
  });
});

describe('--again covers only what was shown', () => {
  it('of a refund that was made elsewhere too', () => {
    const given: Given = { state: aPayment([anOperation()]), wish: { again: true } };
    expect(() => check(given)).not.toThrow();
    expect(heldBy({ ...given, shown: [] }).code).toBe('already_refunded');
  });
});

describe('the same project id and payment id at another place', () => {
  const there = (parts: Partial<Intent> = {}) =>
    anIntent({ id: 'in-there', profile: 'alias', project: '127.0.0.1:4010/1234', ...parts });
  it.each<[state: Intent['state'], code: string]>([
    ['sending', 'unresolved'],
    ['unknown', 'unresolved'],
    ['accepted', 'already_refunded'],
    ['done', 'already_refunded'],
    ['never_arrived', 'already_refunded'],
  ])('blocks a refund of any amount while its refund is %s', (state, code) => {
    const failure = heldBy({ elsewhere: [there({ state, amount: kzt(1) })] });
    expect(failure).toMatchObject({ exit: EXIT.blocked, code, intentId: 'in-there' });
    expect(failure.message).toContain('profile alias under 127.0.0.1:4010');
  });

  it.each<[what: string, Given]>([
    ['it was declined', { elsewhere: [there({ state: 'declined' })] }],
    ['it was a day ago', { elsewhere: [there({ state: 'done' })], now: NOON + DAY_MS }],
    ['it is another platform, and meant', { elsewhere: [there({ state: 'done' })], wish: { again: true } }],
    ['it was no refund', { elsewhere: [there({ kind: 'sale', path: '/v2/payment/mobile/sale' })] }],
  ])('lets it pass where %s', (_what, given) => {
    expect(() => check(given)).not.toThrow();
  });
});
