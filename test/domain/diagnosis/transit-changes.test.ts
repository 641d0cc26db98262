import { expect, it } from 'vitest';
import { diagnose } from '#domain/diagnosis/diagnose';
import type { MistakeName } from '#domain/diagnosis/mistake';
import { parseReceived } from '#domain/diagnosis/received-body';
import { body, LINES, named, RIGHT, secret, sign, swap } from '../callbacks/signed-callback.ts';

const good = body(RIGHT);

it.each<[string, string, readonly MistakeName[]]>([
  ['a field that was added', good.replace('"customer":{', '"customer":{"vip":"yes",'), ['added_field']],
  [
    'an object that was added',
    good.replace('{"project_id"', '{"meta":{"at":1,"by":"x"},"project_id"'),
    ['added_field'],
  ],
  ['a null that was dropped', good.replace('"id":null,', ''), ['empty_fields_dropped']],
  [
    'empty fields that were dropped',
    good.replace(',"provider":{"id":null,"auth_code":""}', ''),
    ['empty_fields_dropped'],
  ],
  ['a big integer that was rounded', good.replace('95028800010128225', '95028800010128220'), ['big_integer_lost']],
  [
    'a big integer that became a float',
    good.replace('95028800010128225', '9.502880001012822e16'),
    ['big_integer_lost'],
  ],
  [
    'a fraction of single precision',
    body(sign(swap(['operation:rate:1.5', 'operation:rate:0.1']))).replace('"rate":1.5', '"rate":0.10000000149011612'),
    ['float_changed'],
  ],
  [
    'a fraction with noise',
    body(sign(swap(['operation:rate:1.5', 'operation:rate:19.99']))).replace('"rate":1.5', '"rate":19.990000000000002'),
    ['float_changed'],
  ],
  [
    'a text with decimals that became a number',
    body(sign(swap(['operation:rate:1.5', 'operation:rate:1.50']))),
    ['number_format'],
  ],
  [
    'leading zeros that were lost',
    body(sign(swap(['operation:code:0', 'operation:code:007']))).replace('"code":"0"', '"code":7'),
    ['float_changed'],
  ],
  ['booleans that became words', good.replace('"is_new":true', '"is_new":"true"'), ['text_changed']],
  [
    'HTML entities',
    body(sign(swap(['payment:description:Кітап', 'payment:description:A & B']))).replace('Кітап', 'A &amp; B'),
    ['text_changed'],
  ],
  ['letters read as Latin-1', good.replace('Кітап', Buffer.from('Кітап').toString('latin1')), ['text_changed']],
  ['letters read as windows-1252', good.replace('Кітап', 'ÐšÑ–Ñ‚Ð°Ð¿'), ['text_changed']],
  ['dates that were written again', good.replace('45+0000', '45+00:00'), ['text_changed']],
  ['another status', good.replaceAll('"success"', '"decline"'), ['field_changed']],
  ['one of two equal amounts', good.replace('"amount":100000', '"amount":9100000'), ['field_changed']],
  ['two fields that were added', good.replace('"customer":{', '"customer":{"vip":1,"level":2,'), ['added_field']],
  [
    'names of fields',
    good.replace('"project_id"', '"projectId"').replace('"request_id"', '"requestId"'),
    ['field_names_changed'],
  ],
  [
    'a key that stands twice',
    good.replace('"customer":{"id":"customer_123"}', '"customer":{"id":"customer_123","id":"x"}'),
    ['duplicate_key'],
  ],
  [
    'an object that was a text',
    body(sign([...LINES.slice(0, 2), 'extra:{"a":1}', ...LINES.slice(2)])).replace(
      '{"project_id"',
      '{"extra":{"a":1},"project_id"',
    ),
    ['text_changed'],
  ],
  [
    'a text that was trimmed',
    body(sign(swap(['payment:description:Кітап', 'payment:description:Кітап ']))),
    ['text_changed'],
  ],
  [
    'numeric HTML entities',
    body(sign(swap(['payment:description:Кітап', "payment:description:O'R"]))).replace('Кітап', 'O&#x27;R'),
    ['text_changed'],
  ],
  ['a date that was counted from 1970', good.replace('"2024-12-07T19:08:45+0000"', '1733598525000'), ['float_changed']],
  ['a boolean that was edited', good.replace('"test":false', '"test":true'), ['field_changed']],
  [
    'objects that were added in two places',
    good.replace('{"project_id"', '{"meta":1,"project_id"').replace(',"account"', ',"zone":2,"account"'),
    ['added_field'],
  ],
  [
    'a big integer that was rounded, and a field that was added',
    good.replace('95028800010128225', '95028800010128220').replace('"customer":{', '"customer":{"vip":1,'),
    ['big_integer_lost', 'added_field'],
  ],
  [
    'a big integer that was rounded, and an empty field that was dropped',
    good.replace('95028800010128225', '95028800010128220').replace(',"auth_code":""', ''),
    ['big_integer_lost', 'empty_fields_dropped'],
  ],
])('names what changed the body after it was signed: %s', (_case, text, names) => {
  expect(named(text)).toEqual(names);
});

it.each<[string, (lines: readonly string[]) => readonly string[], (text: string) => string, readonly MistakeName[]]>([
  ['plain order', (lines) => [...lines].sort(), (text) => text, ['plain_order']],
  ['a field that was added', (lines) => lines, (text) => text.replace('{', '{"at":1,'), ['added_field']],
])('names a mistake in a body of nearly a megabyte: %s', (_case, order, change, names) => {
  const blob = 'x'.repeat(900_000);
  const signature = sign(order([...LINES.slice(0, 1), `blob:${blob}`, ...LINES.slice(1)]));
  expect(named(change(body(signature).replace('{', `{"blob":"${blob}",`)))).toEqual(names);
});

it('names the changed field and its earlier value', () => {
  const { mistakes } = diagnose(parseReceived(good.replace('"customer":{', '"customer":{"vip":"yes",')), secret);
  expect(mistakes[0]?.if).toContain('customer.vip');
  expect(
    diagnose(parseReceived(good.replace('95028800010128225', '95028800010128220')), secret).mistakes[0]?.if,
  ).toContain('95028800010128225');
});
