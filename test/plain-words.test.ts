import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/**
 * Words with a plainer one that says the same, as patterns, and the plain words in their place. A word that has a plain use too,
 * or that is part of a public name (`held`, `verdict`, `--storm`), is not listed.
 */
const PLAIN_WORDS: readonly (readonly [word: string, plain: string])[] = [
  ['agendas?', 'scheduler'],
  ['anew', 'again'],
  ['at once', 'immediately, concurrently'],
  ['became of', 'result, outcome'],
  ['books (of|have|show|say)', 'store'],
  ['by turns', 'interleave'],
  ['came of it', 'result, outcome'],
  ['clock lead', 'clock offset'],
  ['desks?', 'handler, worker, engine'],
  ['facts?', 'context'],
  ['(give|gives|gave|given) (the )?money back', 'refund'],
  ['go(es)? on|gone on|went on|going on', 'continue, resume'],
  ['goes away|went away', 'is removed, closes'],
  ['hand(s|ed|ing)? in', 'submit'],
  ['hand(s|ed|ing)? on', 'forward'],
  ['hears? of|heard of', 'receive'],
  ['in the house', 'in the project'],
  ['in vain', 'without a result'],
  ['judges?|judging', 'check, decide'],
  ['keepers?', 'writer'],
  ['lanes?', 'queue'],
  ['learns?|learnt|learned|learning', 'record, read'],
  ['lessons?', 'recorded step'],
  ['lets? go', 'release'],
  ['made good', 'corrected'],
  ['mends?|mended|mending', 'fix, unwrap, normalize'],
  ['moments?', 'timestamp, time'],
  ['nobody', 'no one, no process'],
  ['once more', 'again'],
  ['pace|paces', 'rate limiter'],
  ['parcels?', 'forward request'],
  ['patience|patient|patiently', 'settle time'],
  ['persons?(?! type)', 'user, customer'],
  ['put down|puts down', 'append'],
  ['quick', 'fast'],
  ['rooms?', 'folder, adapter'],
  ['so long', '<duration>'],
  ['so many', '<n>'],
  ['somebody', 'the user, another process'],
  ['standings?', 'status'],
  ['stands? at', 'is, has status'],
  ['strikes?', 'fault injector'],
  ['tally|tallies', 'counts'],
  ['tells? of|told of', 'report'],
  ['troubles?', 'problem, warning'],
  ['under way', 'in progress'],
  ['walks?|walked', 'wizard, session'],
  ['whoever', 'any caller, the user'],
  ['wish|wishes|wished', 'request'],
];

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PLACES = ['src', 'test', 'docs', 'scripts', 'benchmarks', 'completions', 'README.md', 'CONTRIBUTING.md'];
const files = existsSync(`${ROOT}/.git`)
  ? execFileSync('git', ['ls-files', ...PLACES], { cwd: ROOT, encoding: 'utf8' })
      .trim()
      .split('\n')
      .filter((file) => !file.endsWith('plain-words.test.ts') && existsSync(`${ROOT}/${file}`))
      .map((file) => ({ file, text: separateWords(readFileSync(`${ROOT}/${file}`, 'utf8')) }))
  : [];

/** Separates the words of identifiers and of comments over several lines by single spaces, in small letters. */
function separateWords(text: string): string {
  return text
    .replace(/'(?:\d{3}-[a-z-]+|judge-code)'/g, '') // Names of migrations and of a task that earlier versions stored.
    .replace(/--quick\b/g, '') // The option of the benchmarks.
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/\n\s*(?:\*|\/\/)\s/g, ' ')
    .replace(/[\s_-]+/g, ' ')
    .toLowerCase();
}

const everyWord = new RegExp(`\\b(?:${PLAIN_WORDS.map(([word]) => word).join('|')})\\b`, 'g');
const found = files.flatMap(({ file, text }) =>
  [...text.matchAll(everyWord)].map(({ 0: words, index }) => ({
    words,
    place: `${file}: ${text.slice(Math.max(0, index - 40), index + 40)}`,
  })),
);

describe.skipIf(files.length === 0)('the files of the project', () => {
  it.each(PLAIN_WORDS)('have no "%s", but "%s"', (word) => {
    const pattern = new RegExp(`^(?:${word})$`);
    expect(found.filter(({ words }) => pattern.test(words)).map(({ place }) => place)).toEqual([]);
  });
});
