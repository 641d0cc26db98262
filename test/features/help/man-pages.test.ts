import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { runnable } from '#domain/help/command-manifest';
import { manPages } from '#features/help/man-pages';
import manifest from '../../../package.json' with { type: 'json' };
import { loadCommandTree } from '../../../src/load-command-manifest.ts';

const tree = await loadCommandTree();
const pages = manPages(tree, '1.2.3');

const groff = (args: readonly string[], input: string) => spawnSync('groff', args, { input, encoding: 'utf8' });

/** In CI nothing is left out because a program is missing. */
const skip = process.env.ROCKETPAY_TEST_EVERYTHING !== '1' && groff(['--version'], '').status !== 0;

describe('the manual', () => {
  it('has every page up to date (else: npm run documents)', () => {
    expect(manifest.man).toEqual(pages.map(({ file }) => `./dist/man/${file}`));
  });

  it('has a page for each command, and one for the program that lists them', () => {
    const [program] = pages;
    for (const { name } of tree.commands) {
      expect(pages.map(({ file }) => file)).toContain(`rocketpay-${name}.1`);
      expect(program?.text).toContain(`rocketpay\\-${name.replaceAll('-', '\\-')}\\fR(1)`);
    }
  });

  it.skipIf(skip)('renders without warnings, with each option, example and exit code as it is typed', () => {
    const { stderr, stdout } = groff(
      ['-man', '-ww', '-Tutf8', '-P-cbou', '-rLL=80n'],
      pages.map(({ text }) => text).join(''),
    );
    expect(stderr).toBe('');
    const text = stdout.replace(/\s+/g, ' ');
    for (const { options, examples } of runnable(tree.commands)) {
      for (const { names, value } of options)
        expect(text).toContain(value === undefined ? names[0] : `${names.join(', ')} `);
      for (const example of examples) expect(text).toContain(example.replace(/\s+/g, ' '));
    }
  });
});
