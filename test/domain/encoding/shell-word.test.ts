import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileWord, shellWord } from '#domain/encoding/shell-word';
import { toCommand } from '#features/interactive/recorded-step';

/** The words that sh makes of a command line. */
function wordsOf(lines: readonly string[]): string[][] {
  const script = lines.map((line) => `rocketpay() { printf '%s\\0' "$@"; }; ${line}; printf '\\n\\0'`).join('\n');
  const words = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
  const commands: string[][] = [[]];
  for (const word of words) {
    if (word === '\n') commands.push([]);
    else commands.at(-1)?.push(word);
  }
  return commands.slice(0, -1);
}

const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .map((given) => given.replaceAll('\0', ' '))
  .filter((given) => given.isWellFormed() && !given.endsWith('\n') && given !== '\n');

const HOSTILE = [
  "it's",
  '$(id)',
  '`id`',
  'a b',
  '*',
  '~',
  '=ls',
  '"',
  '\\',
  'a;b',
  '&',
  '|x',
  '#',
  '!',
  '\u202e',
  'é',
  '[::1]',
];

describe('a printed command line', () => {
  it('has the same words in sh for any id and file name', () => {
    const texts = [...HOSTILE, ...fc.sample(text, 300)];
    const lines = texts.map((given) => `rocketpay resume --plan ${fileWord(given)} --operation ${shellWord(given)}`);
    const expected = texts.map((given) => [
      'resume',
      '--plan',
      given.startsWith('-') ? `./${given}` : given,
      '--operation',
      given,
    ]);
    expect(wordsOf(lines)).toEqual(expected);
  });

  it('that repeats a step names the same payment', () => {
    const ids = [...HOSTILE, ...fc.sample(text, 100)];
    const lines = ids.map((paymentId) => toCommand({ step: 'resend', paymentId }, { name: 'shop' }));
    expect(wordsOf(lines)).toEqual(ids.map((id) => ['resend', id, '--profile', 'shop']));
  });
});
