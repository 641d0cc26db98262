import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ANSWER_SENTENCES, type Situation } from '#domain/answers/answer-sentences';
import { formatAnswer } from '#domain/answers/format-answer';
import { type AnswerContext, describePayment } from '#domain/answers/payment-situations';
import { LANGUAGES } from '#domain/language/languages';
import { INTENT_STATES, type Intent, type IntentState } from '#domain/ledger/intent';
import type { Operation, PaymentState } from '#domain/payments/payment-state';
import { caseCount } from '../../support/suite/case-count.ts';
import { anIntent, anOperation, aPayment, HOUR, kzt, MINUTE, NOON, noPayment } from '../ledger/intents.ts';

const NOW = NOON + HOUR;

const toContext = (parts: Partial<AnswerContext>): AnswerContext => ({
  state: undefined,
  intents: [],
  elsewhere: [],
  readAt: NOW,
  ...parts,
});

const situations = (parts: Partial<AnswerContext>): Situation[] =>
  describePayment(toContext(parts)).map(({ situation }) => situation);

const say = (parts: Partial<AnswerContext>, language: 'en' | 'ru' | 'kk' = 'en'): string =>
  formatAnswer(describePayment(toContext(parts)), language).replace(/[\u00a0\u202f]/g, ' ');

describe('the answer about a payment', () => {
  it('names what was paid and returned, with the times, in three languages', () => {
    const state = aPayment([anOperation()]);
    const time = (language: string, at: number) =>
      new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', hourCycle: 'h23' })
        .format(at)
        .replace(/[\u00a0\u202f]/g, ' ');
    const [paid, returned] = [NOON - HOUR + 30_000, NOON + 4000];
    expect(say({ state })).toBe(
      `We received your payment of ₸1,000 on ${time('en', paid)}. We returned ₸250 to you on ${time('en', returned)}. ` +
        'Your mobile operator shows it on your phone account.',
    );
    expect(say({ state }, 'ru')).toBe(
      `Ваш платёж на 1 000 ₸ прошёл ${time('ru', paid)}. Возврат на 250 ₸ выполнен ${time('ru', returned)}. ` +
        'Деньги вернутся на счёт вашего телефона.',
    );
    expect(say({ state }, 'kk')).toBe(
      `1 000 ₸ сомасындағы төлеміңіз өтті (${time('kk', paid)}). Сізге 250 ₸ қайтарылды (${time('kk', returned)}). ` +
        'Ақша телефон шотыңызға түседі.',
    );
  });

  it.each([
    [2, 'возврата', '2 refunds'],
    [5, 'возвратов', '5 refunds'],
    [21, 'возврат', '21 refunds'],
  ])('adds up %i refunds and uses the plural of the language', (count, noun, english) => {
    const operations = Array.from({ length: count }, (_, at) => anOperation({ id: `r${at}`, amount: kzt(10.5) }));
    const state = aPayment(operations);
    expect(say({ state }, 'ru')).toContain(`: ${count} ${noun}, последний — `);
    expect(say({ state })).toContain(`in ${english}, the last one on `);
    expect(say({ state })).toContain(`₸${count * 10.5}`.replace(/\.5$/, '.50'));
  });

  it('calls an accepted refund in progress, even a day later, and one without an answer checked', () => {
    const state = aPayment();
    for (const readAt of [NOW, NOON + 48 * HOUR]) {
      const intents = [anIntent({ state: 'accepted', requestId: 'req-9' })];
      expect(situations({ state, intents, readAt })).toEqual(['payment-paid', 'refund-processing']);
    }
    for (const state of ['sending', 'unknown', 'never_arrived'] as const) {
      expect(situations({ state: aPayment(), intents: [anIntent({ state })] })).toEqual([
        'payment-paid',
        'refund-checking',
      ]);
      expect(situations({ intents: [anIntent({ kind: 'sale', state: 'done' }), anIntent({ state })] })).toEqual([
        'payment-paid',
        'refund-checking',
      ]);
    }
  });

  it('names a declined refund unless it was tried again, and never asks to pay again', () => {
    const declined = anOperation({ id: '2', status: 'decline', code: '20100' });
    const later = anOperation({ id: '3', changedAt: NOON + MINUTE });
    expect(situations({ state: aPayment([declined]) })).toEqual(['payment-paid', 'refund-declined']);
    expect(situations({ state: aPayment([declined, later]) })).toEqual(['payment-paid', 'refund-done']);
    expect(situations({ state: aPayment(), intents: [anIntent({ state: 'refused', code: '3028' })] })).toEqual([
      'payment-paid',
      'refund-declined',
    ]);
    expect(situations({ state: aPayment(), intents: [anIntent({ state: 'held' })] })).toEqual(['payment-paid']);
    expect(say({ state: aPayment([declined]) })).toContain('Please do not pay again.');
  });

  it('gives the reason of a declined payment if it helps the customer', () => {
    const declined = (code: string) => {
      const state = aPayment([], { status: 'decline' });
      return { ...state, operations: state.operations.map((one) => ({ ...one, status: 'decline', code })) };
    };
    expect(say({ state: declined('20105') })).toBe(
      'Your payment of ₸1,000 did not go through. There is not enough money on the phone account. Please top it up and pay again.',
    );
    expect(say({ state: declined('20802') }, 'ru')).toBe(
      'Ваш платёж на 1 000 ₸ не прошёл. Пожалуйста, попробуйте другой способ оплаты или обратитесь к своему мобильному оператору.',
    );
  });

  it('is uncertain without a payment, with an unknown status, or with amounts that no refund explains', () => {
    const sale = anIntent({ kind: 'sale', state: 'accepted' });
    expect(situations({ state: noPayment('3061'), intents: [sale] })).toEqual(['payment-checking']);
    expect(situations({ state: noPayment('3061'), intents: [{ ...sale, state: 'done' }] })).toEqual([
      'payment-checking',
    ]);
    expect(situations({ state: noPayment('3061'), intents: [{ ...sale, state: 'refused' }] })).toEqual([
      'payment-declined',
    ]);
    const again = { ...sale, state: 'refused', code: '3041' } as const;
    expect(situations({ state: noPayment('3061'), intents: [again] })).toEqual(['payment-checking']);
    expect(situations({ state: aPayment([], { status: 'quarantine' }) })).toEqual(['payment-checking']);
    expect(situations({ state: aPayment([], { left: kzt(500) }) })).toEqual(['payment-paid', 'refund-checking']);
    expect(situations({ state: aPayment([], { status: 'refunded', left: undefined }) })).toEqual([
      'payment-paid',
      'refund-checking',
    ]);
    const reverse = anOperation({ id: '9', type: 'refund reverse' });
    expect(situations({ state: aPayment([anOperation(), reverse], { left: kzt(1000) }) })).toEqual([
      'payment-paid',
      'refund-checking',
    ]);
  });

  it('never says that money was returned unless the platform has shown a successful operation of a refund', () => {
    const operation = fc.record({
      id: fc.constantFrom('2', '3', '4', ''),
      type: fc.constantFrom(
        'refund',
        'reversal',
        'partial refund',
        'refund reverse',
        'sale',
        'chargeback',
        'customer action',
      ),
      status: fc.constantFrom('success', 'decline', 'processing', 'error', 'awaiting clarification', 'odd'),
      amount: fc.constantFrom(kzt(250), kzt(1000), undefined, { minor: 5, currency: 'ABC' }),
      requestId: fc.constantFrom('req-2', 'req-9', undefined),
    });
    const intent = fc.record({
      kind: fc.constantFrom('refund' as const, 'sale' as const),
      state: fc.constantFrom<IntentState>(...INTENT_STATES),
      amount: fc.constantFrom(kzt(250), kzt(1000), undefined),
      requestId: fc.constantFrom('req-2', 'req-9', undefined),
      operationId: fc.constantFrom('2', '3', undefined),
    });
    const status = fc.constantFrom(
      ...['success', 'refunded', 'partially refunded', 'reversed', 'decline', 'processing', 'error', 'odd'],
    );
    fc.assert(
      fc.property(
        fc.array(operation, { maxLength: 4 }),
        fc.array(intent, { maxLength: 4 }),
        fc.option(status, { nil: undefined }),
        fc.constantFrom(NOW, NOON + 100 * HOUR),
        (operations, intents, shown, readAt) => {
          const state = toState(
            operations.map((one) => anOperation(one)),
            shown,
          );
          const own = intents.map((one, at) => anIntent({ id: `in-${at}`, ...one }));
          const statements = describePayment(toContext({ state, storedStatus: 'refunded', intents: own, readAt }));
          const known = hasDoneRefund(state, own);
          for (const language of LANGUAGES) {
            const text = formatAnswer(statements, language);
            if (!known) expect(text).not.toMatch(RETURNED[language]);
            expect(text).not.toMatch(/undefined|null|NaN|\bABC\b/);
          }
        },
      ),
      { numRuns: caseCount(2000) },
    );
  });

  it('has no technical word in any language, and no sentence about a refund asks to pay again', () => {
    const values = { amount: 'AMOUNT', time: 'TIME', advice: 'ADVICE.', refunds: '3 X' };
    for (const [situation, texts] of Object.entries(ANSWER_SENTENCES)) {
      for (const text of [...Object.values(texts)].flatMap((sentence) => [sentence(values), sentence({})])) {
        expect(text).not.toMatch(TECHNICAL);
        expect(text).toMatch(/^\p{Lu}.*\.$/u);
        if (situation.startsWith('refund')) expect(text).not.toMatch(/оплатите|төлеңіз|and pay again|try another way/);
      }
    }
  });
});

const toState = (operations: readonly Operation[], status: string | undefined): PaymentState | undefined => {
  if (status === undefined) return undefined;
  return status === 'error' ? noPayment('3061') : aPayment(operations, { status });
};

/** True when the platform shows a successful refund now or, where it shows no payment, has shown one before. */
const hasDoneRefund = (state: PaymentState | undefined, intents: readonly Intent[]): boolean =>
  state === undefined || state.error !== undefined
    ? intents.some((one) => one.kind === 'refund' && one.state === 'done' && one.operationId !== undefined)
    : state.operations.some(({ type, status }) => /refund|revers/.test(type) && status === 'success');

/** Words that claim that money was returned. */
const RETURNED = { en: /returned|refund was made/i, ru: /верн|возврат\S* выполнен|: \d+ возврат/i, kk: /қайтарылды/i };

const TECHNICAL =
  /intent|ledger|gate|platform|status|callback|operation\b|api|timeout|request|статус|операци|запрос|платформ|шлюз|журнал|мәртебе|сұрау|шлюз/i;
