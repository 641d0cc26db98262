import { describe, expect, it } from 'vitest';
import { listEnglishWords } from '../../support/language/english-words.ts';
import { movingClock } from '../../support/moving-clock.ts';
import { rocketpay } from '../../support/session.ts';
import { projectOf, signedCallback } from '../find/signed-callback.ts';
import { openFaultyShop } from '../payments/faulty-shop.ts';

/** Words that no language changes: statuses and names of the platform, the profile of the environment, and the login. */
const KNOWN = [
  'refund',
  'decline',
  'today',
  'yesterday',
  'refunded/success',
  'callback',
  'success/success',
  'success',
  'root',
  'vm',
  'environment',
  'test',
  'refunded',
  'partially',
  'Dashboard',
  'rocketpay',
];

const MINUTE = 60_000;

/** Opens a shop with a paid payment, and a function that runs a command in a language and refuses English words. */
async function openIn(language: string) {
  const shop = await openFaultyShop();
  await shop.paid();
  const say = async (...argv: readonly string[]) => {
    const { clock } = shop.platform;
    const env = { ...shop.env, ROCKETPAY_LANGUAGE: language };
    const { out, err, exit } = await rocketpay(argv, { env, ledger: shop.ledger, clock: movingClock(clock) });
    const lines = `${out}${err}`.split('\n');
    expect(listEnglishWords(lines.join('\n').replaceAll(/\bin-\w+/g, ''), KNOWN)).toEqual([]);
    const wide = lines.filter((line) => [...line].length > 80);
    // An id, a path or a command line is never broken.
    expect(wide.filter((line) => line.trim().includes(' ') && !/rocketpay|\/ledger\.db/.test(line))).toEqual([]);
    return { text: lines.join('\n'), exit };
  };
  const lose = (amount: string) => shop.lost('502', 'refund', 'order-1', '--amount', amount, '--confirm', amount);
  return { ...shop, say, lose };
}

describe.each(['ru', 'kk'])('what support staff see in %s', (language) => {
  it('has no English word in history, pending, resume, receipt and notes of refunds with every result', async () => {
    const { say, lose, done, platform } = await openIn(language);
    await say('pending');
    await done('refund', 'order-1', '--amount', '10', '--confirm', '10');
    await say('note', 'order-1');
    await say('note', 'order-1', '250 KZT?');
    const intent = await lose('13.13');
    await say('history');
    await say('history', '--payment', 'order-1', '--today');
    await say('pending');
    const { text, exit } = await say('resume', intent);
    expect({ exit, text }).toMatchObject({ exit: 8, text: expect.stringContaining(`resume ${intent} --wait`) });
    await platform.clock.advance(10 * MINUTE);
    expect((await say('resume', '--all')).exit).toBe(6);
    expect((await say('resume', intent, '--close-as', 'declined', '--reason', '25%')).exit).toBe(3);
    await say('resume', '--all');
    await say('receipt', intent);
    await say('pending');
  });

  it('has no English word when nothing is found, and in what a user has written wrongly', async () => {
    const { say } = await openIn(language);
    await say('history', '--payment', 'оrder-1');
    await say('history', '--phone', '77770001122');
    await say('history', '--user', 'zhanna-1');
    await say('history', '--since', '47');
    await say('history', '--today', '--since', '7d');
    await say('resume', 'in-00000');
    await say('resume');
    await say('resume', '--all', '--operation', '1');
    await say('receipt', 'order-1');
    await say('find', ' ');
    await say('find', '777000', '27.11.2020');
    await say('find', 'оrder-1');
    await say('timeline', 'order-2');
    await say('answer', 'order-2', '--offline', '--language', language);
    await say('answer', 'order-2', '--language', language);
    await say('note', 'order-1', 'алма '.repeat(600));
    await say('note', 'order-2', '47');
  });

  it('has no English word in find, timeline and answer of a payment with problems', async () => {
    const shop = await openIn(language);
    const { say, lose, ledger, platform } = shop;
    const seen = { phone: '77011234567', project: projectOf(shop) };
    await ledger.addCallback(signedCallback('order-1', { ...seen, minor: 100_000 }));
    await ledger.addCallback(
      signedCallback('order-1', { ...seen, type: 'refund', minor: 20_000, left: 80_000, operation: 'r-1' }),
    );
    await lose('13.13');
    await platform.clock.advance(MINUTE);
    await say('find', 'order-1');
    await say('timeline', 'order-1');
    await say('timeline', 'order-1', '--ask');
    await say('answer', 'order-1', '--language', language);
    await platform.clock.advance(10 * MINUTE);
    await say('resume', '--all');
    await say('timeline', 'order-1');
    await say('history');
  });

  it('leaves documents in English', async () => {
    const { ledger, env, platform } = await openIn(language);
    const inLanguage = { ...env, ROCKETPAY_LANGUAGE: language };
    for (const argv of [
      ['history', '--json'],
      ['timeline', 'order-1', '--json'],
      ['pending', '--json'],
    ]) {
      const options = { ledger, clock: movingClock(platform.clock) };
      const { out } = await rocketpay(argv, { ...options, env: inLanguage });
      expect(out).toBe((await rocketpay(argv, { ...options, env })).out);
    }
  });
});
