import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '#domain/json/exact-json';
import { JsonSyntaxError } from '#domain/json/json-reader';
import { caseCount } from '../../support/suite/case-count.ts';

function parseError(text: string): JsonSyntaxError {
  try {
    parseJson(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return error;
    throw error;
  }
  throw new Error(`was parsed: ${text}`);
}

describe('an error of parseJson', () => {
  it.each<[text: string, line: number, column: number, problem: string]>([
    ['', 1, 1, 'expected a value, found the end'],
    ['  \n ', 2, 2, 'expected a value, found the end'],
    ['\ufeff{}', 1, 1, 'a byte order mark (BOM) before the JSON'],
    ['{', 1, 2, 'expected a key in double quotes, found the end'],
    ['{]', 1, 2, 'expected a key in double quotes, found "]"'],
    ["{'a':1}", 1, 2, 'expected a key in double quotes, found "\'"'],
    ['{a:1}', 1, 2, 'expected a key in double quotes, found "a"'],
    ['{"a":1,}', 1, 8, 'expected a key in double quotes, found "}"'],
    ['{"a" 1}', 1, 6, 'expected ":" after the key, found "1"'],
    ['{"a":}', 1, 6, 'expected a value, found "}"'],
    ['{"a":1 "b":2}', 1, 8, 'expected "," or "}", found """'],
    ['{"a":1', 1, 7, 'expected "," or "}", found the end'],
    ['[1 2]', 1, 4, 'expected "," or "]", found "2"'],
    ['[1,]', 1, 4, 'expected a value, found "]"'],
    ['[1', 1, 3, 'expected "," or "]", found the end'],
    ['{}{}', 1, 3, 'unexpected "{" after the end of the JSON'],
    ['{"a":1}\n\n  x', 3, 3, 'unexpected "x" after the end of the JSON'],
    ['1\u00a0', 1, 2, 'unexpected U+00A0 after the end of the JSON'],
    ['\u0000', 1, 1, 'expected a value, found U+0000'],
    ['\ud800', 1, 1, 'expected a value, found U+D800'],
    ['"abc', 1, 1, 'a string without its closing quote'],
    ['["a",\n "b', 2, 2, 'a string without its closing quote'],
    ['"a\nb"', 1, 3, 'a control character (U+000A) in a string'],
    ['"a\tb"', 1, 3, 'a control character (U+0009) in a string'],
    ['"\u001b[2J"', 1, 2, 'a control character (U+001B) in a string'],
    ['"\\x41"', 1, 2, 'an unknown escape after "\\"'],
    ['"\\', 1, 2, 'an unknown escape after "\\"'],
    ['"\\u12"', 1, 4, '\\u without four hexadecimal digits'],
    ['"\\ud83d"', 1, 1, 'half of a surrogate pair in a string'],
    ['"\\ude00\\ud83d"', 1, 1, 'half of a surrogate pair in a string'],
    ['{"a":"\ud83d"}', 1, 6, 'half of a surrogate pair in a string'],
    ['{"\\ud83d":1}', 1, 2, 'half of a surrogate pair in a string'],
    ['NaN', 1, 1, 'expected a value, found "N"'],
    ['Infinity', 1, 1, 'expected a value, found "I"'],
    ['undefined', 1, 1, 'expected a value, found "u"'],
    ['True', 1, 1, 'expected a value, found "T"'],
    ['nul', 1, 1, 'expected a value, found "n"'],
    ['nulll', 1, 5, 'unexpected "l" after the end of the JSON'],
    ['+1', 1, 1, 'expected a value, found "+"'],
    ['.5', 1, 1, 'expected a value, found "."'],
    ['01', 1, 2, 'a number that is not JSON'],
    ['-', 1, 1, 'a number that is not JSON'],
    ['-a', 1, 1, 'a number that is not JSON'],
    ['1.', 1, 2, 'a number that is not JSON'],
    ['1.2.3', 1, 4, 'a number that is not JSON'],
    ['1e', 1, 2, 'unexpected "e" after the end of the JSON'],
    ['0x10', 1, 2, 'unexpected "x" after the end of the JSON'],
    ['1_000', 1, 2, 'unexpected "_" after the end of the JSON'],
    ['[1,\r\n2,\r\nx]', 3, 1, 'expected a value, found "x"'],
    ['// x\n1', 1, 1, 'expected a value, found "/"'],
    ['payment=1', 1, 1, 'expected a value, found "p"'],
    ['<html>', 1, 1, 'expected a value, found "<"'],
    ['😀', 1, 1, 'expected a value, found "😀"'],
  ])('names the problem and its place in %j', (text, line, column, problem) => {
    expect(parseError(text).message).toBe(`${problem} at line ${line}, column ${column}`);
  });

  it('counts columns in characters, also for one of two UTF-16 units', () => {
    expect(parseError('{"😀" 1}').message).toMatch(/ at line 1, column 6$/);
  });

  it('contains no control character of the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 6 }), (text) => {
        fc.pre(!isJson(text));
        expect(parseError(text).message).not.toMatch(/\p{Cc}/u);
      }),
      { numRuns: caseCount(1000) },
    );
  });

  it('is thrown exactly for the texts that JSON.parse refuses and for half surrogate pairs', () => {
    const nearJson = fc.string({ unit: fc.constantFrom(...'{}[]:,"\\u0d8aetrufalsn-+.1e \n'), maxLength: 8 });
    fc.assert(
      fc.property(nearJson, (text) => {
        const wellFormed = isJson(text) && !/\\ud8/.test(text);
        if (wellFormed) expect(() => parseJson(text)).not.toThrow();
        else expect(() => parseJson(text)).toThrow(JsonSyntaxError);
      }),
      { numRuns: caseCount(5000) },
    );
  });

  it('names a place inside a text that was cut off', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (text, cut) => {
        const damaged = text.slice(0, cut % text.length);
        fc.pre(!isJson(damaged));
        const [, column] = /at line 1, column (\d+)$/.exec(parseError(damaged).message) ?? [];
        expect(Number(column)).toBeLessThanOrEqual(damaged.length + 1);
      }),
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
