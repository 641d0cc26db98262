import { expect, test } from 'vitest';
import { readOperators } from '#adapters/gate/operators';
import type { Json } from '#domain/json/exact-json';

const TWO = [
  { id: 'ACTIV', name: 'Activ' },
  { id: 'TELE2', name: 'Tele2' },
];
const BARE = [
  { id: 'ACTIV', name: 'ACTIV' },
  { id: 'TELE2', name: 'TELE2' },
];
const LIST = [
  { code: 'ACTIV', name: 'Activ' },
  { code: 'TELE2', name: 'Tele2' },
];
const KEYED = { ACTIV: { name: 'Activ' }, TELE2: { name: 'Tele2' } };

const known: [string, Json, readonly unknown[]][] = [
  ['an array of strings', ['ACTIV', 'TELE2'], BARE],
  ['objects with code and name', LIST, TWO],
  [
    'objects with code and title',
    [
      { code: 'ACTIV', title: 'Activ' },
      { code: 'TELE2', title: 'Tele2' },
    ],
    TWO,
  ],
  [
    'objects with id and name',
    [
      { id: 'ACTIV', name: 'Activ' },
      { id: 'TELE2', name: 'Tele2' },
    ],
    TWO,
  ],
  [
    'objects with id and title',
    [
      { id: 'ACTIV', title: 'Activ' },
      { id: 'TELE2', title: 'Tele2' },
    ],
    TWO,
  ],
  ['objects with a code alone', [{ code: 'ACTIV' }, { code: 'TELE2' }], BARE],
  ['objects with an id alone', [{ id: 'ACTIV' }, { id: 'TELE2' }], BARE],
  ['objects with a name alone', [{ name: 'ACTIV' }, { name: 'TELE2' }], BARE],
  ['objects with a title alone', [{ title: 'ACTIV' }, { title: 'TELE2' }], BARE],
  [
    'objects with more fields',
    [{ code: 'ACTIV', name: 'Activ', country: 'KZ', logo: null }],
    [{ ...TWO[0], country: 'KZ' }],
  ],
  ['ids that are numbers', [{ id: 7, name: 'Activ' }], [{ id: '7', name: 'Activ' }]],
  ['an object of objects by code', KEYED, TWO],
  ['an object of objects by code, with titles', { ACTIV: { title: 'Activ' }, TELE2: { title: 'Tele2' } }, TWO],
  ['an object of names by code', { ACTIV: 'Activ', TELE2: 'Tele2' }, TWO],
  ['an object of empty objects by code', { ACTIV: {}, TELE2: {} }, BARE],
  ['a list inside one property', { operators: LIST }, TWO],
  ['a list of strings inside one property', { operators: ['ACTIV', 'TELE2'] }, BARE],
  ['an object by code inside one property', { data: KEYED }, TWO],
  ['names by code inside one property', { data: { ACTIV: 'Activ', TELE2: 'Tele2' } }, TWO],
  ['a list inside two properties', { data: { operators: LIST } }, TWO],
  ['a list beside a status', { status: 'success', operators: LIST, signature: 'x' }, TWO],
  ['a list with rubbish in it', [null, 1, LIST[0] ?? null, {}, [], true, LIST[1] ?? null], TWO],
  ['objects of an operator each', LIST.map((one) => ({ service_provider: one })), TWO],
  [
    'objects of an operator and its country',
    [{ service_provider: { code: 'TELE2', country: 'KZ' } }, { country: 'KZ', operator: { code: 'KCELL' } }],
    [
      { id: 'TELE2', name: 'TELE2', country: 'KZ' },
      { id: 'KCELL', name: 'KCELL', country: 'KZ' },
    ],
  ],
  [
    'a list for each country',
    [
      { country: 'KZ', service_providers: ['TELE2'] },
      { country: 'KG', operators: [{ code: 'O', name: 'O!' }] },
    ],
    [
      { id: 'TELE2', name: 'TELE2', country: 'KZ' },
      { id: 'O', name: 'O!', country: 'KG' },
    ],
  ],
  [
    'objects with operator and country',
    [{ country: 'KZ', operator: 'TELE2' }],
    [{ id: 'TELE2', name: 'TELE2', country: 'KZ' }],
  ],
  [
    'objects with a number, an abbreviation and a name',
    [{ id: 17, abbr: 'TELE2', name: 'Tele2' }],
    [{ id: 'TELE2', name: 'Tele2', aliases: ['17'] }],
  ],
  ['one operator alone in a list', [{ code: 'ACTIV', name: 'Activ' }], TWO.slice(0, 1)],
];

test.each(known)('the list of operators is read from %s', (_form, answer, operators) => {
  expect(readOperators(answer)).toEqual(operators);
});

const nonsense: [string, Json][] = [
  ['nothing', null],
  ['text', 'operators'],
  ['a number', 47],
  ['a large number', 2n ** 64n],
  ['a yes', true],
  ['an empty list', []],
  ['an empty object', {}],
  ['a list of rubbish', [null, 1, true, {}, [[]]]],
  ['an empty list inside one property', { operators: [] }],
  ['an object of numbers', { a: 1, b: null }],
];

test.each(nonsense)('the list of operators is empty for %s', (_form, answer) => {
  expect(readOperators(answer)).toEqual([]);
});
