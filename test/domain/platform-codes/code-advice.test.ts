import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '#domain/language/languages';
import { explainCode, listCodes } from '#domain/platform-codes/code-advice';
import { CUSTOMER_SENTENCES } from '#domain/platform-codes/customer-messages';

/** An explanation as its document has it. */
const explained = (...args: Parameters<typeof explainCode>) => JSON.parse(JSON.stringify(explainCode(...args)));

/** The codes that the platform's documents name for mobile commerce. */
const DOCUMENTED = [
  ...[0, 100, 9999, 2003, 2004, 2147, 2442, 3024, 3028, 3041, 3060, 3061, 3062, 3191, 3230, 3261, 3262, 3283, 3284],
  ...[3285, 3286, 3287, 3288, 3610, 3613, 1405, 1407, 1409, 1422, 1433, 1434, 20000, 20100, 20101, 20102, 20104],
  ...[20105, 20106, 20201, 20202, 20206, 20301, 20302, 20602, 20603, 20706, 20802, 20899],
].map(String);

describe('the advice about a code', () => {
  it('exists for each documented code, and for no other', () => {
    expect(
      listCodes()
        .map(({ code }) => code)
        .sort(),
    ).toEqual([...DOCUMENTED].sort());
    for (const code of DOCUMENTED) expect(explained(code)).toMatchObject({ code, known: true });
  });

  it.each(DOCUMENTED)('names the family of %s', (code) => {
    expect(explained(code).family).toMatch(/^[a-z]/);
  });

  it.each(['3061', '3062', '3191', '9999', '20802', '20899'])('says that %s is not final', (code) => {
    expect(explained(code).retry).toMatch(/not final/);
    expect(['processing', 'code-awaited', null]).toContain(explained(code).tell);
  });

  it.each(['3041', '3230', '3285', '3613', '1434'])(
    'says for %s to check the status first, because it may have been processed',
    (code) => {
      expect(explained(code).retry).toMatch(/^not before you have checked the status/);
    },
  );

  it.each([
    ['20199', 'the operator declined'],
    ['1499', 'stopped by a risk rule'],
    ['2999', 'the platform could not process the request'],
    ['3299', 'refused by a rule for refunds and repeats'],
    ['20850', 'not confirmed yet: still open'],
  ])('names for the unknown code %s its family: %s', (code, family) => {
    expect(explained(code)).toMatchObject({ code, known: false, where: 'not known', family });
  });

  it.each(['7', '77777', '500', '03061', '4294967296'])('has no family for the invalid code %s', (code) => {
    expect(explained(code)).toMatchObject({ known: false, family: null, who: 'you, the merchant' });
    expect(explained(code).retry).toMatch(/checked the status/);
  });
});

describe('a sentence for the customer', () => {
  const sentences = Object.entries(CUSTOMER_SENTENCES);

  it.each(sentences)('exists in each language with its own letters: %s', (_, sentence) => {
    expect(Object.keys(sentence)).toEqual(LANGUAGES);
    expect(sentence.en).toMatch(/^[A-Z][\w ,;:!.]+[.!]$/);
    expect(sentence.ru).toMatch(/^[А-Я][а-яёА-Я ,:!.SM]+[.!]$/);
    expect(sentence.kk).toMatch(/^[А-ЯӘҒҚҢӨҰҮҺІ][а-яёәғқңөұүһі ,:!.SM-]+[.!]$/i);
    expect(sentence.kk).toMatch(/[әғқңөұүһі]/i);
  });

  it('is used by some code, and contains no number and no technical word', () => {
    const told = new Set(DOCUMENTED.flatMap((code) => [explained(code).tell, explained(code, 'refund').tell]));
    expect([...told].filter((name) => name !== null).sort()).toEqual(sentences.map(([name]) => name).sort());
    const texts = sentences.flatMap(([, sentence]) => Object.values(sentence)).join(' ');
    expect(texts).not.toMatch(/\d|callback|Gate|OTP|error|operation|ошибк|операци/i);
  });
});

describe('a sentence for the customer of a refund', () => {
  it.each(DOCUMENTED)('for code %s says nothing about a failed payment', (code) => {
    const { tell, next } = explained(code, 'refund');
    expect([null, 'refunded', 'refund-processing', 'refund-declined', 'refund-checked']).toContain(tell);
    expect(next ?? '').not.toMatch(/new payment|tops it up/);
  });

  it.each([
    ['20100', 'refund-declined'],
    ['20105', 'refund-declined'],
    ['100', 'refund-declined'],
    ['1422', 'refund-declined'],
    ['9999', 'refund-processing'],
    ['20802', 'refund-processing'],
    ['0', 'refunded'],
    ['3028', 'refund-checked'],
    ['3610', 'refund-checked'],
  ])('is told by %s: %s', (code, sentence) => {
    expect(explained(code, 'refund').tell).toBe(sentence);
  });

  it.each(['3061', '3062', '99999', '20199', '1499', '7'])('is told nothing by %s, nor is a payer', (code) => {
    for (const of of ['payment', 'refund'] as const) expect(explained(code, of).tell).toBeNull();
  });
});
