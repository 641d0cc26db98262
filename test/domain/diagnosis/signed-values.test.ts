import { expect, it } from 'vitest';
import type { MistakeName } from '#domain/diagnosis/mistake';
import { body, LINES, named, RIGHT, sign, signedOver, swap } from '../callbacks/signed-callback.ts';

const float = 'operation:id:95028800010128225';

const sortedAtTop = (value: object): object =>
  Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));

it.each<[string, string, readonly MistakeName[]]>([
  [
    'words for booleans',
    signedOver(swap(['operation:test:0', 'operation:test:false'], ['payment:is_new:1', 'payment:is_new:true'])),
    ['boolean_words'],
  ],
  [
    'Python words',
    signedOver(swap(['operation:test:0', 'operation:test:False'], ['payment:is_new:1', 'payment:is_new:True'])),
    ['boolean_words'],
  ],
  [
    'words of 1C for booleans',
    signedOver(swap(['operation:test:0', 'operation:test:Нет'], ['payment:is_new:1', 'payment:is_new:Да'])),
    ['boolean_words'],
  ],
  ['false as nothing', signedOver(swap(['operation:test:0', 'operation:test:'])), ['boolean_words']],
  [
    'Python words, None too',
    signedOver(
      swap(
        ['operation:test:0', 'operation:test:False'],
        ['payment:is_new:1', 'payment:is_new:True'],
        ['operation:provider:id:', 'operation:provider:id:None'],
      ),
    ),
    ['boolean_words'],
  ],
  ['null as a word', signedOver(swap(['operation:provider:id:', 'operation:provider:id:null'])), ['null_words']],
  ['nulls dropped', signedOver(swap(['operation:provider:id:', undefined])), ['empty_fields_dropped']],
  ['empty texts dropped', signedOver(swap(['operation:provider:auth_code:', undefined])), ['empty_fields_dropped']],
  [
    'both dropped',
    signedOver(swap(['operation:provider:id:', undefined], ['operation:provider:auth_code:', undefined])),
    ['empty_fields_dropped'],
  ],
  [
    'big integers through floating point',
    signedOver(swap([float, 'operation:id:95028800010128220'])),
    ['big_integer_lost'],
  ],
  [
    'big integers as PHP floats',
    signedOver(swap([float, 'operation:id:9.5028800010128E+16'], ['operation:rate:1.5', 'operation:rate:1.5'])),
    ['big_integer_lost'],
  ],
  ['nothing at all', signedOver(''), ['nothing_signed']],
  [
    'a thousands separator',
    signedOver(
      swap(
        ['operation:sum_initial:amount:100000', 'operation:sum_initial:amount:100,000'],
        ['payment:sum:amount:100000', 'payment:sum:amount:100,000'],
        ['operation:id:95028800010128225', 'operation:id:95,028,800,010,128,225'],
        ['project_id:1234', 'project_id:1,234'],
      ),
    ),
    ['number_format'],
  ],
  [
    'amounts in major units',
    signedOver(
      swap(
        ['operation:sum_initial:amount:100000', 'operation:sum_initial:amount:1000'],
        ['payment:sum:amount:100000', 'payment:sum:amount:1000'],
      ),
    ),
    ['amount_units'],
  ],
  [
    'dates in another form',
    signedOver(swap(['operation:date:2024-12-07T19:08:45+0000', 'operation:date:2024-12-07T19:08:45Z'])),
    ['values_changed'],
  ],
  [
    'the body as Python writes it',
    signedOver(
      JSON.stringify(JSON.parse(body(undefined)), null, 1)
        .replaceAll('95028800010128220', '95028800010128225')
        .replace(/\n */g, ' ')
        .replace(/([{[]) | ([}\]])/g, '$1$2')
        .replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
    ),
    ['raw_body_signed'],
  ],
  ['its own empty signature', signedOver([...LINES, 'signature:']), ['signature_left_in']],
  ['its own signature of before', signedOver([...LINES, `signature:${RIGHT}`]), ['signature_left_in']],
  [
    'general.signature',
    signedOver([...LINES.slice(0, 2), 'general:signature:', ...LINES.slice(2)]),
    ['signature_left_in'],
  ],
  ['the raw body', signedOver(body(undefined)), ['raw_body_signed']],
  [
    'escaped letters',
    signedOver(swap(['payment:description:Кітап', `payment:description:${'\\u041a\\u0456\\u0442\\u0430\\u043f'}`])),
    ['values_changed'],
  ],
  [
    'the body as PHP writes it, sorted at its top',
    signedOver(
      JSON.stringify(sortedAtTop(JSON.parse(body(undefined)))).replace('95028800010128220', '95028800010128225'),
    ),
    ['raw_body_signed'],
  ],
  [
    'the body as .NET on Windows writes it',
    signedOver(
      body(undefined)
        .replace(/^.*$/s, (text) => JSON.stringify(JSON.parse(text), null, 2))
        .replace('95028800010128220', '95028800010128225')
        .replaceAll('\n', '\r\n'),
    ),
    ['raw_body_signed'],
  ],
])('names what the signer signed instead of the string to sign: %s', (_case, text, names) => {
  expect(named(text)).toEqual(names);
});

it('names general.signature when it was in the body and was signed too', () => {
  const lines = [...LINES.slice(0, 2), 'general:signature:old', ...LINES.slice(2)];
  const text = body(sign(lines)).replace('{"project_id"', '{"general":{"signature":"old"},"project_id"');
  expect(named(text)).toEqual(['signature_left_in']);
});
