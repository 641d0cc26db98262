import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../src/command-list.ts';
import { linkedFiles, userDocuments } from './support/documents/user-documents.ts';

const ROOT = new URL('../', import.meta.url);

/** The documents for developers of this repository: CONTRIBUTING.md and each README.md below src. */
const developerDocuments = [
  'CONTRIBUTING.md',
  ...readdirSync(new URL('src/', ROOT), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('README.md'))
    .map((name) => `src/${name}`),
]
  .filter((name) => existsSync(new URL(name, ROOT)))
  .map((name) => ({ name, text: readFileSync(new URL(name, ROOT), 'utf8') }));

/** Returns the files and folders that a document names in backquotes, as URLs; those with a placeholder are left out. */
function namedPaths(name: string, text: string): URL[] {
  const words = [...text.matchAll(/`([\w./#-]+)`/g)].map(([, word = '']) => word);
  const fromRoot = words.filter((word) => /^(src|test|scripts|bin|docs)\//.test(word));
  const beside = words.filter((word) => /^[\w-]+(\/[\w-]+)*\.(ts|js|css|md)$/.test(word) && !fromRoot.includes(word));
  const folder = new URL(name.includes('/') ? `${dirname(name)}/` : './', ROOT);
  return [...fromRoot.map((word) => new URL(word, ROOT)), ...beside.map((word) => new URL(word, folder))];
}

describe.each(developerDocuments)('$name', ({ name, text }) => {
  it('names only files and folders that exist', () => {
    for (const path of namedPaths(name, text)) expect(existsSync(path), path.pathname).toBe(true);
  });
});

describe.each([...userDocuments(), ...developerDocuments])('the links of $name', (document) => {
  it('lead to files that exist', () => {
    for (const file of linkedFiles(document)) expect(existsSync(file), file).toBe(true);
  });
});

describe('the first documents to read', () => {
  it.each([
    ['README.md', 150],
    ['CONTRIBUTING.md', 120],
  ])('%s is short', (name, lines) => {
    const document = [...userDocuments(), ...developerDocuments].find((one) => one.name === name);
    // A benchmark writes this table.
    const text = document?.text.replace(/<!-- benchmarks -->.*<!-- \/benchmarks -->/s, '');
    expect(text?.trimEnd().split('\n').length ?? 0).toBeLessThanOrEqual(lines);
  });
});

describe('the command table of README.md', () => {
  const readme = userDocuments().find(({ name }) => name === 'README.md');

  it.skipIf(readme === undefined)('lists every command', () => {
    const names = commands.filter(({ hidden }) => hidden !== true).map(({ name }) => `\`${name}\``);
    const rows = readme?.text.split('\n').filter((line) => line.startsWith('| `')) ?? [];
    for (const name of names)
      expect(
        rows.some((row) => row.includes(name)),
        name,
      ).toBe(true);
  });
});
