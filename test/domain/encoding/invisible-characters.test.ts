import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neutralJson, neutralLines, neutralText } from '#domain/encoding/invisible-characters';
import { quotedWord, shellWord } from '#domain/encoding/shell-word';
import { signingProgram } from '#domain/signature/code-samples';

const UNSEEN = [
  ...['\u0007', '\u001b', '\r', '\t', '\u007f', '\u009b', '\u00ad', '\u034f', '\u061c', '\u180e', '\u200b', '\u200d'],
  ...[
    '\u200f',
    '\u2028',
    '\u2029',
    '\u202e',
    '\u2060',
    '\u2066',
    '\u3164',
    '\ufe0f',
    '\ufeff',
    '\u{e0041}',
    '\u{e0100}',
  ],
];
const SEEN = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]*$/u;
const text = fc.string({
  unit: fc.constantFrom(...UNSEEN, 'a', '1', "'", '"', '$', '`', 'ж', '😀', ' '),
  maxLength: 12,
});

describe('text with visible characters only', () => {
  it.each(UNSEEN.map((character) => [character]))('shows the character %j', (character) => {
    expect(neutralText(`pay${character}1`)).toMatch(SEEN);
    expect(neutralText(`pay${character}1`)).not.toBe(neutralText('pay1'));
  });

  it('is different for two different texts', () => {
    fc.assert(fc.property(text, text, (one, other) => one === other || neutralText(one) !== neutralText(other)));
  });

  it('keeps its lines', () => {
    expect(neutralLines('a\r\nb\u001b\nc\rd\r\n')).toBe('a\r\nb\\u001b\nc\\u000dd\r\n');
  });

  it('is JSON with the same value', () => {
    fc.assert(fc.property(text, (value) => JSON.parse(neutralJson(JSON.stringify(value))) === value));
    fc.assert(fc.property(text, (value) => SEEN.test(neutralJson(JSON.stringify(value)))));
  });
});

describe('a shell word', () => {
  it('shows all characters, and has the original value in a shell', () => {
    const texts = [...fc.sample(text, 200), ...UNSEEN, "it's\\n", '\\', "\u001b'\\$x`y`"];
    for (const word of texts) expect(quotedWord(word)).toMatch(SEEN);
    const script = texts.map((word) => `printf '%s\\0' ${shellWord(word === '' ? ' ' : word)}`).join('\n');
    const printed = execFileSync('sh', ['-c', script], { encoding: 'utf8' });
    expect(printed.split('\0').slice(0, -1)).toEqual(texts.map((word) => (word === '' ? ' ' : word)));
  });
});

describe('a printed program', () => {
  it.each(['php', 'js', 'python', 'go'] as const)('in %s shows all characters of the body', (language) => {
    const body = JSON.stringify({ a: `x${UNSEEN.join('')}'"$y\\` });
    for (const line of signingProgram(language, body).split('\n')) expect(line.replaceAll('\t', '')).toMatch(SEEN);
  });
});
