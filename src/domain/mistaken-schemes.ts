import { NUMBERS } from './mistaken-numbers.ts';
import { type Change, type MistakenScheme, scheme } from './mistaken-scheme.ts';
import { PATHS, TEXTS, WRITINGS } from './mistaken-texts.ts';
import { compareNatural } from './natural-order.ts';
import { numberText, parseExactNumber } from './number-text.ts';
import type { Leaf, Line } from './signing-scheme.ts';

const bytewise = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** Keys of one object sorted as text, and what is in them after that, as a sort in each object does. */
function byEachKey(a: Line, b: Line): number {
  for (const [at, { name }] of a.steps.entries()) {
    const other = b.steps[at]?.name;
    if (other === undefined) return 1;
    const order = bytewise(name, other);
    if (order !== 0) return order;
  }
  return -1;
}

const NATURAL =
  'Sort the whole key paths in natural order: 2 before 10, capitals before small letters. In PHP: SORT_NATURAL.';

const ORDERS: readonly MistakenScheme[] = [
  ...[
    (a: Line, b: Line) => bytewise(a.path, b.path),
    byEachKey,
    (a: Line, b: Line) => bytewise(`${a.path}:${a.value}`, `${b.path}:${b.value}`),
  ].map((order) =>
    scheme(
      'plain_order',
      'the keys were sorted in natural order, and not as plain text (10 before 2)',
      { order },
      NATURAL,
    ),
  ),
  ...[
    (a: Line, b: Line) => a.path.localeCompare(b.path, 'en'),
    (a: Line, b: Line) => compareNatural(a.path.toLowerCase(), b.path.toLowerCase()),
    (a: Line, b: Line) => bytewise(a.path.toLowerCase(), b.path.toLowerCase()),
  ].map((order) =>
    scheme(
      'plain_order',
      'the keys were sorted with regard to case, and not by a dictionary’s order',
      { order },
      NATURAL,
    ),
  ),
];

const UNSORTED = scheme(
  'unsorted',
  'the lines were sorted, and not signed in the order of the body',
  { order: (a, b) => a.place - b.place },
  NATURAL,
);

const words = (yes: string | undefined, no: string | undefined, none?: string): Change => ({
  values: { true: () => yes, false: () => no, ...(none === undefined ? {} : { null: () => none }) },
});

const ONE_AND_ZERO = 'Write true as 1, false as 0, and null as nothing.';

const wordScheme = (yes: string, no: string, none?: string): MistakenScheme =>
  scheme(
    'boolean_words',
    `true and false were signed as 1 and 0, and not as ${JSON.stringify(yes)} and ${JSON.stringify(no)}${
      none === undefined ? '' : `, and null as nothing, and not as ${JSON.stringify(none)}`
    }`,
    words(yes, no, none),
    ONE_AND_ZERO,
  );

const WORDS: readonly MistakenScheme[] = [
  wordScheme('true', 'false'),
  wordScheme('True', 'False'),
  wordScheme('1', ''),
  wordScheme('TRUE', 'FALSE'),
  wordScheme('yes', 'no'),
  wordScheme('Да', 'Нет'),
  wordScheme('Истина', 'Ложь'),
  ...['null', 'None', 'NULL', 'nil', '<nil>', 'undefined', '(null)', '0', '""'].map((word) =>
    scheme(
      'null_words',
      `null were signed as nothing, and not as ${JSON.stringify(word)}`,
      { values: { null: () => word } },
      ONE_AND_ZERO,
    ),
  ),
  wordScheme('true', 'false', 'null'),
  wordScheme('True', 'False', 'None'),
  wordScheme('true', 'false', '<nil>'),
];

const unlessEmpty = (text: string): string | undefined => (text === '' ? undefined : text);

const EMPTY = 'A null or an empty text is a line too: its path, ":" and nothing after it.';

const EMPTIES: readonly MistakenScheme[] = [
  scheme('empty_fields_dropped', 'fields that are null had their line', { values: { null: () => undefined } }, EMPTY),
  scheme('empty_fields_dropped', 'fields with an empty text had their line', { values: { text: unlessEmpty } }, EMPTY),
  scheme(
    'empty_fields_dropped',
    'fields that are null or empty had their line',
    { values: { null: () => undefined, text: unlessEmpty } },
    EMPTY,
  ),
  scheme(
    'empty_fields_dropped',
    'false, 0, null and empty fields had their line',
    {
      values: {
        null: () => undefined,
        false: () => undefined,
        text: (text) => (text === '0' ? undefined : unlessEmpty(text)),
        number: (text) => (Number(text) === 0 ? undefined : numberText(parseExactNumber(text))),
      },
    },
    EMPTY,
  ),
  ...[
    ['', ''],
    ['[]', '{}'],
    ['Array', 'Array'],
  ].map(([list, object]) =>
    scheme(
      'empty_lists_signed',
      'empty lists and objects had no line',
      { values: { list: () => list, object: () => object } },
      'An empty list or object is no line at all.',
    ),
  ),
];

/** Only the signature's own place is left out; one deeper down is signed. */
const NESTED_SIGNATURES = scheme(
  'signature_left_in',
  'every field named "signature" were left out, and not only the one at the top',
  { signs: ({ steps }: Leaf) => steps[0]?.name !== 'signature' },
  'Leave out every key named "signature", at any depth, and then sign.',
);

/** Each part of the scheme that people are known to do in another way, the likeliest first. */
export const MISTAKEN_SCHEMES: readonly MistakenScheme[] = [
  ...ORDERS,
  UNSORTED,
  ...WORDS,
  ...EMPTIES,
  ...NUMBERS,
  ...PATHS,
  NESTED_SIGNATURES,
  ...WRITINGS,
  ...TEXTS,
];
