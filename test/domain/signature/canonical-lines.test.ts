import { describe, expect, it } from 'vitest';
import { parseJson } from '#domain/json/exact-json';
import { escapeKey, signedLines } from '#domain/signature/canonical-lines';

const linesOf = (text: string): string[] => signedLines(parseJson(text)).map(({ path, value }) => `${path}:${value}`);

describe('signed lines of a body', () => {
  it.each<[rule: string, text: string, lines: string[]]>([
    ['a path through objects', '{"a":{"b":{"c":"x"}}}', ['a:b:c:x']],
    ['a path through lists, from 0', '{"a":["x",["y","z"]]}', ['a:0:x', 'a:1:0:y', 'a:1:1:z']],
    ['a colon in a key is doubled', '{"a:b":{"c::d":"x"}}', ['a::b:c::::d:x']],
    ['a colon in a value is not', '{"a":"b:c"}', ['a:b:c']],
    ['true and false are 1 and 0', '{"f":false,"t":true}', ['f:0', 't:1']],
    ['null and an empty text are empty', '{"e":"","n":null}', ['e:', 'n:']],
    ['empty lists and objects are no line', '{"a":[],"b":{},"c":[[],{}],"d":1}', ['d:1']],
    ['text is not trimmed', '{"a":" x\\n"}', ['a: x\n']],
    ['text is not normalised', '{"a":"e\u0301"}', ['a:e\u0301']],
    ['numbers keep their digits', '{"a":95028800010128225}', ['a:95028800010128225']],
    ['fractions are as short as can be', '{"a":1.50,"b":100.0,"c":0.1}', ['a:1.5', 'b:100', 'c:0.1']],
    ['an empty key adds no separator before its children', '{"":{"a":"1"}}', ['a:1']],
    ['nor does a chain of them', '{"":{"":{"":["x"]}}}', ['0:x']],
    ['but it does below another key', '{"a":{"":{"b":1}}}', ['a::b:1']],
    ['a negative zero is 0', '{"a":-0,"b":-0.0}', ['a:0', 'b:0']],
    ['an empty key is a key', '{"":"x","a":{"":"y"}}', [':x', 'a::y']],
    ['a key named __proto__ is a key', '{"__proto__":{"a":1}}', ['__proto__:a:1']],
    ['signature is left out at any depth', '{"signature":"x","a":[{"signature":{"b":1},"c":2}]}', ['a:0:c:2']],
    ['frame_mode is left out at any depth', '{"frame_mode":"x","a":{"frame_mode":1,"b":2}}', ['a:b:2']],
    ['a key that only looks like signature stays', '{"Signature":1,"signatures":2}', ['Signature:1', 'signatures:2']],
    ['a value named signature stays', '{"a":"signature"}', ['a:signature']],
    [
      'lines are sorted by their whole paths',
      '{"a":{"b":1},"a1":2,"a-b":3,"aB":4}',
      ['a-b:3', 'a1:2', 'a:b:1', 'aB:4'],
    ],
    [
      'lists keep their order beyond ten',
      '{"a":[0,1,2,3,4,5,6,7,8,9,10]}',
      [...Array(11).keys()].map((n) => `a:${n}:${n}`),
    ],
    ['values do not take part in the order', '{"b":"1","a":"2"}', ['a:2', 'b:1']],
    ['a body that is a list', '["x",{"a":1}]', ['0:x', '1:a:1']],
    ['a body that is no object has none', '"x"', []],
    ['an empty body has none', '{}', []],
  ])('lists a line for each value: %s: %s', (_rule, text, lines) => {
    expect(linesOf(text)).toEqual(lines);
  });

  it.each<[string, string[]]>([
    ['{"a b":"first","ab":"second"}', ['a b:first', 'ab:second']],
    ['{"ab":"first","a b":"second"}', ['ab:first', 'a b:second']],
    ['{"01x":"first","1x":"second"}', ['01x:first', '1x:second']],
    ['{"1x":"first","01x":"second"}', ['1x:first', '01x:second']],
    ['{"1":"first","01":"second"}', ['1:first', '01:second']],
    // JavaScript's objects move a key that looks like an index to the front.
    ['{"01":"second","1":"first"}', ['1:first', '01:second']],
  ])('keeps the order of keys that compare as equal: %s', (text, lines) => {
    expect(linesOf(text)).toEqual(lines);
  });

  it('doubles the colon of a key in its path', () => {
    expect(escapeKey('a')).toBe('a');
    expect(escapeKey(':a:')).toBe('::a::');
  });
});
