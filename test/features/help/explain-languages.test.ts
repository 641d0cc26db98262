import { describe, expect, it } from 'vitest';
import { listCodes } from '#domain/platform-codes/code-advice';
import { listEnglishWords } from '../../support/language/english-words.ts';
import { runProgram } from '../../support/run-program.ts';

/** Undocumented codes, one of each family, and one of none. */
const UNKNOWN = ['1499', '2999', '3299', '3999', '20199', '20299', '20399', '20699', '20799', '20898', '20999', '77'];

const codes = [...listCodes().map(({ code }) => code), ...UNKNOWN];

describe.each(['ru', 'kk'])('explain in %s', (language) => {
  it.each(codes)('has no English word and fits in 80 columns for code %s', async (code) => {
    for (const refund of [[], ['--refund']]) {
      const { out, err, exit } = await runProgram(['explain', code, '--language', language, ...refund]);
      expect({ exit, err }).toEqual({ exit: 0, err: '' });
      expect(listEnglishWords(out, ['merchant_refund_id', 'kk', 'ru'])).toEqual([]);
      expect(out.split('\n').filter((line) => [...line].length > 80)).toEqual([]);
    }
  });

  it('refuses what is not a code in the same language', async () => {
    const { err, exit } = await runProgram(['explain', 'oops', '--language', language]);
    expect(exit).toBe(2);
    expect(listEnglishWords(err)).toEqual([]);
  });

  it('keeps the document in English, with the sentence for the customer in that language alone', async () => {
    const { out } = await runProgram(['explain', '20105', '--language', language, '--json']);
    const document = JSON.parse(out);
    expect(document).toMatchObject({ meaning: 'not enough money on the phone account', who: 'the customer' });
    expect(Object.keys(document.customer)).toEqual([language]);
  });

  it('is chosen by the environment too, and then shows the sentences of every language', async () => {
    const { out } = await runProgram(['explain', '20105'], { env: { ROCKETPAY_LANGUAGE: language } });
    expect(out).toMatch(/\p{Script=Cyrillic}/u);
    expect(out.match(/^ {2}(en|ru|kk) /gm)).toHaveLength(3);
  });
});
