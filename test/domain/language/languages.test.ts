import { describe, expect, it } from 'vitest';
import { localeLanguage } from '#domain/language/languages';

describe('the language of the system', () => {
  it.each([
    [{ LANG: 'ru_RU.UTF-8' }, 'ru'],
    [{ LANG: 'kk_KZ.UTF-8' }, 'kk'],
    [{ LANG: 'ru' }, 'ru'],
    [{ LANG: 'ru-KZ' }, 'ru'],
    [{ LANG: 'kk_KZ.UTF-8', LC_ALL: 'C' }, 'en'],
    [{ LANG: 'en_US.UTF-8', LC_MESSAGES: 'kk_KZ' }, 'kk'],
    [{ LANG: 'ru_RU', LC_MESSAGES: '', LC_ALL: '' }, 'ru'],
    [{ LANG: 'rub_XX' }, 'en'],
    [{ LANG: 'C.UTF-8' }, 'en'],
    [{}, 'en'],
  ])('of %o is %s', (environment, expected) => {
    expect(localeLanguage(environment)).toBe(expected);
  });
});
