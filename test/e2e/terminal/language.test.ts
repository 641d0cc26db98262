import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../adapters/profiles/folders.ts';
import { runCli } from '../../support/cli.ts';

const LETTERS = { ru: 'счёте', kk: 'шотында', en: 'account' } as const;

/** Shows a code, without the sentences for the customer, which are in every language. */
async function explain(env: Readonly<Record<string, string>>, ...words: readonly string[]) {
  const { out, err, exit } = await runCli(['explain', '20105', ...words], { env });
  return { exit, text: out.split('\n').slice(0, 4).join('\n'), err };
}

describe('the language of messages', () => {
  it.each([
    [{ LANG: 'ru_RU.UTF-8' }, 'ru'],
    [{ LANG: 'kk_KZ.UTF-8' }, 'kk'],
    [{ LANG: 'ru_RU.UTF-8', LC_ALL: 'C' }, 'en'],
    [{ LANG: 'ru_RU.UTF-8', ROCKETPAY_LANGUAGE: 'kk' }, 'kk'],
    [{}, 'en'],
  ] as const)('with %o is %s', async (env, language) => {
    expect((await explain(env)).text).toContain(LETTERS[language]);
  });

  it('is the one of --language before that of the environment', async () => {
    expect((await explain({ ROCKETPAY_LANGUAGE: 'kk' }, '--language', 'ru')).text).toContain(LETTERS.ru);
  });

  it('is the one of the profile before that of the system', async () => {
    const env = { ROCKETPAY_CONFIG_DIR: await temporaryFolder(), LANG: 'ru_RU.UTF-8' };
    const added = ['profiles', 'add', 'shop', '--project-id', '7', '--secret-env', 'KEY', '--language', 'kk'];
    expect((await runCli(added, { env })).exit).toBe(0);
    expect((await explain(env)).text).toContain(LETTERS.kk);
    expect((await explain(env, '--profile', 'shop')).text).toContain(LETTERS.kk);
    const { out } = await runCli(['whoami', '--field', 'language'], {
      env: { ...env, KEY: 'the secret key of a shop' },
    });
    expect(JSON.parse(out)).toEqual({ value: 'kk', origin: 'profile shop' });
  });

  it('that is not known is refused: in the environment with exit code 4, as an option with 2', async () => {
    const given = await explain({ ROCKETPAY_LANGUAGE: 'de' });
    expect(given).toMatchObject({ exit: 4, text: '' });
    expect(given.err).toContain('ROCKETPAY_LANGUAGE');
    expect((await explain({}, '--language', 'de')).exit).toBe(2);
  });

  it('is English in a document, whatever the system has', async () => {
    const { out } = await runCli(['explain', '20105', '--json'], { env: { LANG: 'ru_RU.UTF-8' } });
    expect(JSON.parse(out).meaning).toContain(LETTERS.en);
    const { err } = await runCli(['explain', 'oops', '--json'], { env: { LANG: 'ru_RU.UTF-8' } });
    expect(JSON.parse(err).error.message).toContain('is not a code of the platform');
  });
});
