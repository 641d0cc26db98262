import { describe, expect, it } from 'vitest';
import { INTENT_KINDS, INTENT_STATES, type IntentState } from '#domain/ledger/intent';
import { chargeSentence, openWritesSentences, resultSentence } from '#domain/ledger/result-sentences';
import { describeCharges, isProcessed } from '#domain/smoke/smoke-report';
import { anIntent } from './intents.ts';

describe('the sentence about a refund', () => {
  it.each<[IntentState, string]>([
    ['done', 'Refunded: 250.00 KZT.'],
    ['declined', 'NOT refunded: 250.00 KZT (declined).'],
    ['refused', 'NOT refunded: 250.00 KZT (refused).'],
    ['denied', 'NOT refunded: 250.00 KZT (not processed).'],
    ['not_sent', 'NOT refunded: 250.00 KZT (not processed).'],
    ['held', 'NOT refunded: 250.00 KZT (not processed).'],
    ['accepted', 'Accepted: the result of the refund of 250.00 KZT is not known yet.'],
    ['unknown', 'It is not known whether the refund of 250.00 KZT was processed.'],
    ['sending', 'It is not known whether the refund of 250.00 KZT was processed.'],
    ['never_arrived', 'The platform has not shown the refund of 250.00 KZT. It may still process it.'],
  ])('that is %s: %s', (state, sentence) => {
    expect(String(resultSentence(anIntent({ state })))).toBe(sentence);
    expect(String(resultSentence(anIntent({ state, amount: undefined })))).not.toMatch(/KZT|undefined/);
  });

  it('is also used for a raw request to the path of a refund', () => {
    const raw = anIntent({ kind: 'raw', path: '/v2/payment/mobile/refund', state: 'done' });
    expect(String(resultSentence(raw))).toBe('Refunded: 250.00 KZT.');
  });
});

describe('the sentence about a write', () => {
  it.each(INTENT_KINDS.flatMap((kind) => INTENT_STATES.map((state) => [kind, state] as const)))(
    'of a %s that is %s says paid or refunded only of what is done',
    (kind, state) => {
      const said = String(resultSentence(anIntent({ kind, state })));
      expect(/ is paid|^Refunded/.test(said)).toBe(state === 'done' && ['sale', 'otp', 'refund'].includes(kind));
    },
  );
});

describe('the sentences about writes without a final result', () => {
  const none = { open: 0, accepted: 0, inFlight: 0, notSeen: 0 };

  it('say that every write has one only if none lacks it', () => {
    expect(openWritesSentences(none).map(String)).toEqual(['Every write in this ledger has a final result.']);
    for (const name of ['open', 'accepted', 'inFlight', 'notSeen'] as const) {
      const said = openWritesSentences({ ...none, [name]: 2 }).join(' ');
      expect(said).toContain('2');
      expect(said).not.toContain('Every');
    }
  });
});

describe('the sentence about a charge', () => {
  it.each([
    ['decline', /not charged/],
    ['success', /was charged/],
    ['refunded', /was charged/],
    ['partially paid', /was charged/],
    ['processing', /does not show/],
    ['error', /does not show/],
    ['a status of tomorrow', /does not show/],
  ])('by the status %s', (status, said) => {
    expect(String(chargeSentence(status))).toMatch(said);
  });

  it.each<[charged: boolean | null, refunded: boolean | null, said: string]>([
    [true, true, 'Charged and refunded: 100.00 KZT.'],
    [true, false, 'NOT refunded: the payer was charged 100.00 KZT.'],
    [true, null, 'The payer was charged 100.00 KZT. It is not known whether that was refunded.'],
    [false, false, 'The payer was not charged.'],
    [null, false, 'It is not known whether the payer was charged 100.00 KZT.'],
    [null, null, 'It is not known whether the payer was charged 100.00 KZT.'],
  ])('by a smoke test: charged %s, refunded %s', (charged, refunded, said) => {
    expect(describeCharges({ charged, refunded, amountMinor: 10_000, currency: 'KZT' })).toBe(said);
  });

  it.each<[IntentState[], boolean | null]>([
    [[], false],
    [['declined', 'refused'], false],
    [['refused', 'done'], true],
    [['accepted'], null],
    [['declined', 'never_arrived'], null],
    [['unknown'], null],
  ])('by its writes %j: %s', (states, processed) => {
    expect(isProcessed(states.map((state) => ({ state })))).toBe(processed);
  });
});
