import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Json, parseJson } from '#domain/json/exact-json';
import { explainSigning } from '#domain/signature/explain-signing';
import { stringToSign } from '#domain/signature/signature';
import { tidyBody, wildBody } from '../json/arbitraries.ts';

const explained = (text: string): ReturnType<typeof explainSigning> => explainSigning(parseJson(text));

describe('explanation of a signature', () => {
  it('lists each signed line with the place of its value in the body', () => {
    expect(explained('{"b":{"c":["x",{"d":null}]},"a:b":true,"signature":"s"}').lines).toEqual([
      { line: 'a::b:1', origin: '/a:b' },
      { line: 'b:c:0:x', origin: '/b/c/0' },
      { line: 'b:c:1:d:', origin: '/b/c/1/d' },
    ]);
  });

  it('writes the place of a signed value as a JSON pointer', () => {
    expect(explained('{"a/b~c":{"":1}}').lines).toEqual([{ line: 'a/b~c::1', origin: '/a~1b~0c/' }]);
  });

  it('lists no lines for a body without signed values', () => {
    expect(explained('{"signature":"s","frame_mode":{}}')).toEqual({ lines: [], warnings: [] });
  });

  it('lists exactly the signed lines of any body', () => {
    fc.assert(
      fc.property(wildBody, (body) => {
        expect(
          explainSigning(body)
            .lines.map(({ line }) => line)
            .join(';'),
        ).toBe(stringToSign(body));
      }),
    );
  });

  it('lists places that lead to the signed values', () => {
    fc.assert(
      fc.property(tidyBody, (body) => {
        for (const { line, origin } of explainSigning(body).lines) {
          expect(line).toBe(`${origin.slice(1).replaceAll('/', ':')}:${textOf(valueAt(body, origin))}`);
        }
      }),
    );
  });

  it('lists two places for two values with the same path', () => {
    const { lines } = explained('{"a":{"":{"b":1}},"a:b":2}');
    expect(lines).toContainEqual({ line: 'a::b:1', origin: '/a//b' });
    expect(lines).toContainEqual({ line: 'a::b:2', origin: '/a:b' });
  });
});

describe('warnings about a body that other signers sign differently', () => {
  it.each<[string, string, RegExp]>([
    ['ten items and more', '{"a":[0,1,2,3,4,5,6,7,8,9,10]}', /natural and plain order/],
    ['keys with numbers', '{"a10":1,"a2":2}', /natural and plain order/],
    ['true', '{"a":[true]}', /true and false/],
    ['false', '{"a":false}', /true and false/],
    ['large whole numbers', '{"a":{"b":95028800010128225}}', /beyond 2\^53/],
    ['fractions', '{"a":1.50}', /fractions/],
    ['a colon in a key', '{"a:b":1}', /a key has a ":"/],
    ['a semicolon in a value', '{"a":"x;y"}', /a value has a ";"/],
    ['null', '{"a":{"b":null}}', /null and empty texts .*\(\/a\/b\)$/],
    ['an empty text', '{"a":""}', /null and empty texts/],
    ['an empty list', '{"a":{"b":[]}}', /empty lists and objects .*\(\/a\/b\)$/],
    ['an exponent', '{"a":1e25}', /exponent/],
    ['a text with zeros at its end', '{"a":"1.50"}', /keeps its zeros/],
    ['letters', '{"a":"Кітап"}', /beyond ASCII/],
    ['white space', '{"a":" x"}', /white space at an end/],
    ['a line end', '{"a":"x\\ny"}', /line end/],
    ['keys that natural order takes for the same', '{"a b":1,"ab":2}', /cannot tell .*\(\/a b, \/ab\)$/],
  ])('warns when other signers sign a body differently: %s', (_case, text, warning) => {
    expect(explained(text).warnings).toEqual([expect.stringMatching(warning)]);
  });

  it('warns about all differences of other signers together', () => {
    expect(explained('{"a10":true,"a2":1.5,"b":95028800010128225,"c:d":";"}').warnings).toHaveLength(6);
    expect(explained('{"a":[true,true,false,true,false]}').warnings[0]).toMatch(
      /\(\/a\/0, \/a\/1, \/a\/2 and 2 more\)$/,
    );
    expect(explained('{"a":"e\u0301"}').warnings).toEqual([
      expect.stringContaining('beyond ASCII'),
      expect.stringContaining('NFC'),
    ]);
  });

  it.each([
    '{"general":{"project_id":1234,"payment_id":"payment_47"},"payment":{"amount":100000,"currency":"KZT"}}',
    '{"a":[0,1,2,3,4,5,6,7,8,9]}',
    '{"d":100.0,"e":"1:2","f":"true"}',
    '{"a":{"":{"b":1}}}',
    '{"frame_mode":true,"signature":{"a":1.5}}',
  ])('does not warn when other signers sign a body in the same way: %s', (text) => {
    expect(explained(text).warnings).toEqual([]);
  });
});

function valueAt(body: Json, pointer: string): Json {
  let value = body;
  for (const part of pointer.split('/').slice(1)) value = (value as Record<string, Json>)[part] ?? null;
  return value;
}

function textOf(value: Json): string {
  if (value === null) return '';
  return typeof value === 'boolean' ? String(Number(value)) : String(value);
}
