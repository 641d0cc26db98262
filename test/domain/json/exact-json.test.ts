import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatJson, isJsonObject, type Json, parseJson } from '#domain/json/exact-json';
import { MAX_JSON_DEPTH } from '#domain/json/json-reader';
import { caseCount } from '../../support/suite/case-count.ts';
import { spell, spelling, tidyBody, wildBody } from './arbitraries.ts';

/** What `JSON.parse` would have made of it: its numbers have no more than 53 bits. */
function withPlainNumbers(value: Json): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withPlainNumbers);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withPlainNumbers(item)]));
}

describe('parseJson', () => {
  it('returns what JSON.parse returns for any text without large numbers', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        expect(withPlainNumbers(parseJson(text))).toEqual(JSON.parse(text));
      }),
      { numRuns: caseCount(1000) },
    );
  });

  it('returns the same value for every spelling', () => {
    fc.assert(
      fc.property(tidyBody, spelling, (body, choices) => {
        expect(parseJson(spell(body, choices))).toEqual(body);
      }),
    );
  });

  it.each<[text: string, value: Json]>([
    ['0', 0],
    ['-0', -0],
    ['-1', -1],
    ['1.50', 1.5],
    ['1e3', 1000],
    ['1E-2', 0.01],
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', 9007199254740992n],
    ['-9007199254740993', -9007199254740993n],
    ['5028800010128225', 5028800010128225],
    ['95028800010128225', 95028800010128225n],
    [`1${'0'.repeat(400)}`, 10n ** 400n],
    ['true', true],
    ['false', false],
    ['null', null],
    ['""', ''],
    ['"\\"\\\\\\/\\b\\f\\n\\r\\t"', '"\\/\b\f\n\r\t'],
    ['"\\u0441\\u043E"', 'со'],
    ['"\\ud83d\\ude00😀"', '😀😀'],
    ['"\u007f\u2028"', '\u007f\u2028'],
    ['[]', []],
    [' [ 1 , [ ] ] ', [1, []]],
    ['\r\n\t{ "a" : { } }\n', { a: {} }],
    ['{"":1," ":2}', { '': 1, ' ': 2 }],
    ['{"a":1,"b":2,"a":3}', { a: 3, b: 2 }],
    ['{"a":1,"\\u0061":2}', { a: 2 }],
  ])('%j', (text, value) => {
    expect(parseJson(text)).toEqual(value);
  });

  it('keeps a key named __proto__ a key, and touches no prototype', () => {
    const value = parseJson('{"__proto__":{"polluted":true},"constructor":{"prototype":1}}');
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(formatJson(value)).toBe('{"__proto__":{"polluted":true},"constructor":{"prototype":1}}');
  });

  it('keeps the first place and the last value of a repeated key', () => {
    expect(formatJson(parseJson('{"b":1,"a":2,"b":{"c":3}}'))).toBe('{"b":{"c":3},"a":2}');
  });

  it('parses up to 512 nested levels', () => {
    const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
    expect(formatJson(parseJson(nested(MAX_JSON_DEPTH)))).toBe(nested(MAX_JSON_DEPTH));
    expect(() => parseJson(nested(MAX_JSON_DEPTH + 1))).toThrow('nested deeper than 512 levels at line 1, column 513');
    expect(() => parseJson('{"a":'.repeat(100_000))).toThrow('nested deeper than 512 levels');
  });

  it('limits the depth and not the number of lists', () => {
    expect(parseJson(`[${Array(2000).fill('[{}]').join(',')}]`)).toHaveLength(2000);
  });
});

describe('formatJson', () => {
  it('writes text that parses to the same value', () => {
    fc.assert(
      fc.property(wildBody, (body) => {
        expect(parseJson(formatJson(body))).toEqual(body);
        expect(parseJson(formatJson(body, 2))).toEqual(body);
      }),
      { numRuns: caseCount(1000) },
    );
  });

  it('writes text that parses to the same value as the original text', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value = parseJson(text);
        expect(parseJson(formatJson(value))).toEqual(value);
      }),
    );
  });

  it('writes what JSON.stringify writes, compact and on several lines', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(4), (text, indent) => {
        fc.pre(!/[\u007f-\u009f]/.test(text));
        const value = JSON.parse(text) as Json;
        expect(formatJson(value, indent)).toBe(JSON.stringify(value, null, indent));
      }),
    );
  });

  it('indents on several lines', () => {
    expect(formatJson({ a: [1, { b: 95028800010128225n }], c: {}, d: [] }, 2)).toBe(
      [
        '{',
        '  "a": [',
        '    1,',
        '    {',
        '      "b": 95028800010128225',
        '    }',
        '  ],',
        '  "c": {},',
        '  "d": []',
        '}',
      ].join('\n'),
    );
  });

  it.each<[string, Json, string]>([
    ['large whole numbers', 95028800010128225n, '95028800010128225'],
    ['minus zero', -0, '-0'],
    ['control characters', '\u0000\u001b', '"\\u0000\\u001b"'],
    ['DEL and the C1 set, which some terminals obey', '\u007f\u009b31m', '"\\u007f\\u009b31m"'],
    ['such characters in keys', { '\u009b': 1 }, '{"\\u009b":1}'],
    ['letters of any script as they are', 'Төлем 😀', '"Төлем 😀"'],
    ['half of a surrogate pair', '\ud83d', '"\\ud83d"'],
  ])('%s', (_what, value, text) => {
    expect(formatJson(value)).toBe(text);
  });

  it('leaves out undefined fields', () => {
    expect(formatJson({ a: undefined, b: 1 } as unknown as Json)).toBe('{"b":1}');
  });

  it.each(['1e400', '{"amount":-1e999}'])('never writes another value for %s', (text) => {
    let written: string | undefined;
    try {
      written = formatJson(parseJson(text));
    } catch {
      // Refused: as good as kept.
    }
    expect(written ?? 'refused').not.toContain('null');
  });
});

describe('isJsonObject', () => {
  it.each<[Json | undefined, boolean]>([
    [{}, true],
    [{ a: 1 }, true],
    [[], false],
    [null, false],
    ['{}', false],
    [1n, false],
    [undefined, false],
  ])('%s: %s', (value, answer) => {
    expect(isJsonObject(value)).toBe(answer);
  });
});
