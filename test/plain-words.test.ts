import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** Phrases with a plainer one that says the same, and that have no other use here. */
const PLAINER: Readonly<Record<string, string>> = {
  anew: 'again',
  'once more': 'again',
  whoever: 'anyone who',
  'under way': 'in progress',
  agenda: 'scheduler',
  'callback desk': 'callback handler',
  'refund desk': 'bulk refunds',
  'in the house': 'in the project',
};

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const files = existsSync(`${ROOT}/.git`)
  ? execFileSync('git', ['ls-files', 'src', 'test', 'docs', 'README.md', 'CONTRIBUTING.md'], {
      cwd: ROOT,
      encoding: 'utf8',
    })
      .trim()
      .split('\n')
      .filter((file) => !file.endsWith('plain-words.test.ts') && existsSync(`${ROOT}/${file}`))
  : [];

describe.skipIf(files.length === 0)('the words of the project', () => {
  it.each(Object.entries(PLAINER))('do not include "%s": write "%s"', (phrase) => {
    const pattern = new RegExp(`\\b${phrase.replaceAll(' ', '\\s+(?:\\*\\s+)?')}\\b`, 'i');
    expect(files.filter((file) => pattern.test(readFileSync(`${ROOT}/${file}`, 'utf8')))).toEqual([]);
  });
});
