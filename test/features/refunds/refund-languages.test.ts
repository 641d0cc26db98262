import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openProfileStore } from '#adapters/profiles/profile-store';
import { fromTypedAmount } from '#domain/payments/prompted-amount';
import { listEnglishWords } from '../../support/language/english-words.ts';
import { runProgram } from '../../support/run-program.ts';
import { openShop, type Shop } from '../../support/shop.ts';
import { turnOf } from '../../support/suite/case-count.ts';

/** Words of the platform and of the operating system that no language changes. */
const KNOWN = [
  'success',
  'partially',
  'refunded',
  'decline',
  'sale',
  'refund',
  'mobile',
  'Gate',
  'Beeline',
  'test',
  'kk',
  'ru',
  'Dashboard',
  'environment',
  'secret',
  'missing',
  'https',
];

const REFUND = ['refund', 'order-1'] as const;

/** Runs a command in a language, and checks that every line is in it and fits in 80 columns. */
async function shown(shop: Shop, language: string, ...argv: readonly string[]): Promise<string> {
  const { out, err } = await shop.run(...argv, '--language', language);
  const text = out + err;
  expect(listEnglishWords(text, KNOWN)).toEqual([]);
  const wide = text
    .split('\n')
    .filter((line) => [...line].length > 80 && !line.includes('rocketpay ') && !/\S{70}/.test(line));
  expect(wide).toEqual([]);
  return text;
}

describe.each([
  ['ru', 0],
  ['kk', 1],
])('refund in %s', (language, turn) => {
  it('shows its summary, its result and its next step', async () => {
    const shop = await openShop();
    await shop.paid();
    await shown(shop, language, ...REFUND, '--amount', '250.00', '--confirm', '250.00', '--wait');
    const text = await shown(shop, language, ...REFUND, '--full', '--confirm', '750.00');
    expect(text.replaceAll('\u00a0', ' ')).toContain('750,00 KZT');
  });

  it.each(
    turnOf<readonly [what: string, words: readonly string[], code: string | undefined]>(
      [
        ['a repeated refund', ['--amount', '250', '--confirm', '250'], 'already_refunded'],
        ['a wrong confirmation', ['--amount', '100', '--confirm', '99'], 'not_confirmed'],
        ['no confirmation', ['--amount', '100'], 'not_confirmed'],
        ['more than what is left', ['--amount', '751', '--confirm', '751'], 'more_than_left'],
        ['no amount', [], 'usage'],
        ['a comma on the command line', ['--amount', '537,25'], 'usage'],
        ['too many decimals', ['--amount', '5.123'], 'usage'],
        ['an unknown option', ['--amout', '5'], 'usage'],
        ['an option without a value', ['--amount'], 'usage'],
        ['an option given twice', ['--amount', '5', '--amount', '6'], 'usage'],
        ['a second payment', ['order-2'], 'usage'],
        ['a repetition without a reason', ['--amount', '250', '--again'], 'usage'],
        ['another project', ['--amount', '5', '--set', 'general.project_id=7'], 'usage'],
        ['a dry run', ['--amount', '100', '--dry-run'], undefined],
      ],
      turn,
      2,
    ),
  )('says %s', async (_, words, code) => {
    const shop = await openShop();
    await shop.paid();
    await shop.done(...REFUND, '--amount', '250', '--confirm', '250', '--wait');
    const english = await shop.run(...REFUND, ...words, '--json');
    expect(code === undefined ? english.exit : english.err).toEqual(
      code === undefined ? 0 : expect.stringContaining(code),
    );
    await shown(shop, language, ...REFUND, ...words);
  });

  it('says that a payment is not known, and which letters are Cyrillic', async () => {
    const shop = await openShop();
    await shown(shop, language, 'refund', 'оrder-1', '--amount', '5', '--confirm', '5');
  });

  it.each(turnOf(['reset-after', 'reset-before', '500', '502', 'half', 'bad-json', 'bad-signature'] as const, turn, 2))(
    'says the outcome of a refund whose requests have the fault %s',
    async (kind) => {
      let isFaulty = false;
      const shop = await openShop({ faults: [{ kind, rate: 0.5 }], random: () => (isFaulty ? 0 : 0.9) });
      await shop.paid();
      isFaulty = true;
      await shown(shop, language, ...REFUND, '--amount', '250', '--confirm', '250');
    },
  );

  it('says the outcome of a refund whose answer was lost, and blocks the next one', async () => {
    let requests = 0;
    let isFaulty = false;
    const random = () => (isFaulty && requests++ > 0 ? 0 : 0.9);
    const shop = await openShop({ faults: [{ kind: 'reset-after', rate: 0.5 }], random });
    await shop.paid();
    isFaulty = true;
    const text = await shown(shop, language, ...REFUND, '--amount', '250', '--confirm', '250');
    expect(text).toMatch(/неизвестен|белгісіз/);
    await shown(shop, language, ...REFUND, '--amount', '250', '--confirm', '250');
  });

  it('says that nothing was sent when nothing listens at the Gate', async () => {
    const shop = await openShop();
    const { out, err, exit } = await runProgram(
      [...REFUND, '--amount', '5', '--confirm', '5', '--language', language],
      {
        env: { ...shop.env, ROCKETPAY_GATE_URL: 'http://127.0.0.1:9' },
      },
    );
    expect(exit).toBe(5);
    expect(listEnglishWords(out + err, KNOWN)).toEqual([]);
  });

  it.each(
    turnOf<readonly [what: string, env: Readonly<Record<string, string>>]>(
      [
        ['no profile', {}],
        ['no secret', { ROCKETPAY_PROJECT_ID: '7' }],
        ['an invalid project id', { ROCKETPAY_PROJECT_ID: 'seven', ROCKETPAY_SECRET_KEY: 'x' }],
        ['an invalid URL', { ROCKETPAY_PROJECT_ID: '7', ROCKETPAY_SECRET_KEY: 'x', ROCKETPAY_GATE_URL: 'ftp://a' }],
        ['a value in quotation marks', { ROCKETPAY_PROJECT_ID: '7', ROCKETPAY_GATE_URL: '"http://a"' }],
        ['a blank value', { ROCKETPAY_PROJECT_ID: '7', ROCKETPAY_GATE_URL: ' ' }],
        ['an invalid time-out', { ROCKETPAY_PROJECT_ID: '7', ROCKETPAY_TIMEOUT: 'soon' }],
        ['a secret file that is missing', { ROCKETPAY_PROJECT_ID: '7', ROCKETPAY_SECRET_KEY_FILE: '/missing' }],
        ['a profile that is missing', { ROCKETPAY_PROFILE: 'shop' }],
      ],
      turn,
      2,
    ),
  )('says that there is %s', async (_, env) => {
    const folder = await mkdtemp(join(tmpdir(), 'rocketpay-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const { out, err, exit } = await runProgram([...REFUND, '--amount', '5', '--confirm', '5'], {
      store: openProfileStore(folder),
      env: { ...env, ROCKETPAY_LANGUAGE: language },
    });
    expect([2, 4]).toContain(exit);
    expect(listEnglishWords(out + err, KNOWN)).toEqual([]);
  });
});

describe('an amount at the prompt', () => {
  it.each([
    ['537,25', '537.25'],
    ['1 019 300,00', '1019300.00'],
    ['1\u00a0019\u00a0300,00\u00a0KZT', '1019300.00'],
    ['537.25', '537.25'],
    ['1000', '1000'],
    ['1,234', '1,234'],
    ['1.234', '1.234'],
    ['1.019,30', '1.019,30'],
    ['10 19,30', '10 19,30'],
    ['5,', '5,'],
  ])('that is typed as %s in Russian is read as %s', (typed, read) => {
    expect(fromTypedAmount(typed, 'KZT', 'ru')).toBe(read);
  });

  it('has no comma in English', () => {
    expect(fromTypedAmount('537,25', 'KZT', 'en')).toBe('537,25');
  });
});
