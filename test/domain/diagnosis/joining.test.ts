import { expect, it } from 'vitest';
import type { MistakeName } from '#domain/diagnosis/mistake';
import { LINES, named, sign, signedOver, swap } from '../callbacks/signed-callback.ts';

/** `a[b][c]=value`, as PHP writes it. */
const asQuery = (line: string): string => {
  const [, path = '', value = ''] = /^(.*?):((?:2024.*)|[^:]*)$/.exec(line) ?? [];
  const [first = '', ...rest] = path.split(':');
  return `${first}${rest.map((key) => `%5B${key}%5D`).join('')}=${encodeURIComponent(value)}`;
};

it.each<[string, string, readonly MistakeName[]]>([
  ['plain order', signedOver([...LINES].sort()), ['plain_order']],
  [
    'a query string',
    signedOver(LINES.map((line) => line.replace(/:(2024.*|[^:]*)$/, '=$1')).join('&')),
    ['separators'],
  ],
  ['a ";" at the beginning', signedOver(`;${LINES.join(';')}`), ['separators']],
  ['a line end at the end', signedOver(`${LINES.join(';')}\n`), ['separators']],
  ['"root" before each path', signedOver(LINES.map((line) => `root:${line}`)), ['separators']],
  ['a comma between lines', signedOver(LINES.join(',')), ['separators']],
  ['single quotes of PHP around a line end', signedOver(LINES.join('\\n')), ['separators']],
  ['a ";" at the end', signedOver(`${LINES.join(';')};`), ['separators']],
  [
    'values alone',
    signedOver(
      swap(['operation:date:2024-12-07T19:08:45+0000', 'operation:date:x'])
        .map((line) =>
          line === 'operation:date:x' ? '2024-12-07T19:08:45+0000' : line.slice(line.lastIndexOf(':') + 1),
        )
        .join(''),
    ),
    ['separators'],
  ],
  [
    'plain order and words for booleans',
    signedOver(swap(['operation:test:0', 'operation:test:false'], ['payment:is_new:1', 'payment:is_new:true']).sort()),
    ['plain_order', 'boolean_words'],
  ],
  ['sorted downwards', signedOver([...LINES].reverse()), ['wrong_order']],
  [
    'Python: False, None, and the rest',
    signedOver(
      swap(
        ['operation:test:0', 'operation:test:False'],
        ['payment:is_new:1', 'payment:is_new:True'],
        ['operation:provider:id:', 'operation:provider:id:None'],
      ).sort(),
    ),
    ['plain_order', 'boolean_words'],
  ],
  [
    'what http_build_query makes',
    signedOver(swap(['operation:provider:id:', undefined]).map(asQuery).join('&')),
    ['separators'],
  ],
  [
    'a query string of dotted paths',
    signedOver(
      LINES.map((line) => line.replace(/:(2024.*|[^:]*)$/, '=$1'))
        .map((line) => line.replace(/^[^=]*/, (path) => path.replaceAll(':', '.')))
        .join('&'),
    ),
    ['separators'],
  ],
])('names how the signer sorted and joined the lines: %s', (_case, text, names) => {
  expect(named(text)).toEqual(names);
});

it('names a colon in a key that the signer did not double', () => {
  const text = `{"a:b":1,"c":2,"signature":"${sign('a:b:1;c:2')}"}`;
  expect(named(text)).toEqual(['colon_in_key']);
});
