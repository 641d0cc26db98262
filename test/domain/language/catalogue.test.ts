import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '#domain/language/catalogue/catalogue';
import type { Catalogue } from '#domain/language/translator';

const catalogue: Catalogue = CATALOGUE;
const keys = Object.keys(catalogue);
const translations = keys.flatMap((key) => [
  { key, language: 'ru', text: catalogue[key]?.ru ?? '' },
  { key, language: 'kk', text: catalogue[key]?.kk ?? '' },
]);

const source = listFiles('src')
  .filter((file) => file.endsWith('.ts') && !file.includes(join('language', 'catalogue')))
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? listFiles(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

/** Names of the values of a text, sorted. */
const namesOf = (text: string) => [...text.matchAll(/\{(\w+)/g)].map(([, name]) => name).sort();

/** Parts that no language changes: command lines, options, variables, words in quotation marks. */
const fixedParts = (text: string) =>
  (text.match(/rocketpay(?: [a-z-]+)+|--[a-z][a-z-]*|ROCKETPAY_[A-Z_]+/g) ?? []).map(String).sort();

describe('the catalogue of messages', () => {
  it('has no message that no code uses', () => {
    const quoted = (key: string) => [`'${key.replaceAll("'", "\\'")}'`, JSON.stringify(key)];
    expect(keys.filter((key) => !quoted(key).some((text) => source.includes(text)))).toEqual([]);
  });

  it('has each message in one file only', async () => {
    const files = listFiles(join('src', 'domain', 'language', 'catalogue')).filter(
      (file) => !file.endsWith('catalogue.ts'),
    );
    const parts: object[] = await Promise.all(files.map((file) => import(join(process.cwd(), file))));
    const all = parts.flatMap((part) => Object.values(part)).flatMap((part) => Object.keys(part));
    expect(all.filter((key, at) => all.indexOf(key) !== at)).toEqual([]);
  });

  /** Checks every translation: a failure lists those that are wrong. */
  const expectEach = (isRight: (translation: (typeof translations)[number]) => boolean) =>
    expect(translations.filter((translation) => !isRight(translation))).toEqual([]);

  it('has the values of the English text in each translation', () => {
    const names = (text: string) => [...new Set(namesOf(text))].join();
    expectEach(({ key, text }) => names(text) === names(key));
  });

  it('keeps command lines, options and variables in each translation', () => {
    expectEach(({ key, text }) => fixedParts(text).join() === fixedParts(key).join());
  });

  it('ends each translation as the English text ends', () => {
    const end = (some: string) => /[.:?!]$/.exec(some)?.[0];
    expectEach(({ key, text }) => end(text) === end(key));
  });

  it('has no word with letters of two alphabets', () => {
    expectEach(({ text }) => !/\p{Script=Cyrillic}[a-z]|[a-z]\p{Script=Cyrillic}/iu.test(text));
  });

  it('has three forms of each Russian plural, and at most two of each Kazakh one', () => {
    const forms = (text: string) => [...text.matchAll(/\{\w+:([^}]*)\}/g)].map(([, all = '']) => all.split('|').length);
    expect(keys.filter((key) => forms(catalogue[key]?.ru ?? '').some((count) => count !== 3))).toEqual([]);
    expect(keys.filter((key) => forms(catalogue[key]?.kk ?? '').some((count) => count > 2))).toEqual([]);
  });
});
