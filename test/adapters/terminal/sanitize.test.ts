import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainDocument, sanitizeText } from '#adapters/terminal/sanitize';
import { UNSAFE } from './streams.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 30 });

describe('sanitized text', () => {
  it.each<[what: string, text: string, shown: string]>([
    ['plain', 'Төлем 1 000,00 ₸ — “ok” 😀', 'Төлем 1 000,00 ₸ — “ok” 😀'],
    ['nothing', '', ''],
    ['a line end', 'a\nb', 'a b'],
    ['several line ends and tabs', 'a\r\n\t\nb', 'a b'],
    ['Unicode’s own line ends', 'a\u2028\u2029b', 'a b'],
    ['a screen that is cleared', '\u001b[2J', '\\u001b[2J'],
    ['an eight-bit command', '\u009b2J', '\\u009b2J'],
    ['a title', '\u001b]0;x\u0007', '\\u001b]0;x\\u0007'],
    ['a backspace', '9\b1', '9\\u00081'],
    ['a zero', 'a\u0000b', 'a\\u0000b'],
    ['a delete', 'a\u007fb', 'a\\u007fb'],
    ['a next line', 'a\u0085b', 'a\\u0085b'],
    ['letters that join with a mark', 'и\u0306', 'и\u0306'],
    ['a family', '👨\u200d👩\u200d👧', '👨\\u200d👩\\u200d👧'],
    ['an id with a character of no width', 'order\u200b-1', 'order\\u200b-1'],
    ['a tag character', 'a\u{e0041}b', 'a\\u{e0041}b'],
    ['a soft hyphen', 'a\u00adb', 'a\\u00adb'],
  ])('%s', (_what, text, shown) => {
    expect(sanitizeText(text)).toBe(shown);
  });

  it.each(
    [...'\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069'].map((mark) => [
      mark.charCodeAt(0).toString(16),
      mark,
    ]),
  )('has no character that changes the direction of text: U+%s', (_code, mark) => {
    expect(sanitizeText(`1${mark}00`)).toBe(`1\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}00`);
  });

  it('has no character that controls a terminal', () => {
    fc.assert(fc.property(anyText, (text) => !UNSAFE.test(sanitizeText(text)) && !sanitizeText(text).includes('\n')));
  });

  it('is not changed when it is sanitized again', () => {
    fc.assert(fc.property(anyText, (text) => sanitizeText(sanitizeText(text)) === sanitizeText(text)));
  });

  it('keeps all harmless characters', () => {
    const harmless = fc.string({ unit: fc.constantFrom(...'aZ09 .,;:-_/\\"\'{}[]жңӘ€😀'), maxLength: 30 });
    fc.assert(fc.property(harmless, (text) => sanitizeText(text) === text));
  });
});

describe('a sanitized document', () => {
  class Mask {
    readonly inside = 'a\u001bb';
  }

  it('is safe in every key and every value', () => {
    const document = {
      'k\n1': ['a\u001bb', { 'k\u202e2': 'c\td' }],
      n: 1,
      b: 2n ** 64n,
      t: true,
      z: null,
      u: undefined,
    };
    expect(plainDocument(document)).toEqual({
      'k 1': ['a\\u001bb', { 'k\\u202e2': 'c d' }],
      n: 1,
      b: 2n ** 64n,
      t: true,
      z: null,
      u: undefined,
    });
  });

  it('keeps values with their own view, and does not change the original document', () => {
    const mask = new Mask();
    const document = { mask, text: 'a\nb' };
    expect(plainDocument(document).mask).toBe(mask);
    expect(document.text).toBe('a\nb');
  });

  it('keeps a key that is named __proto__', () => {
    const document = JSON.parse('{"__proto__":"a\\nb"}');
    expect(JSON.stringify(plainDocument(document))).toBe('{"__proto__":"a b"}');
  });
});
