import { DOCUMENTED, type Leaf, type Step } from '#domain/diagnosis/model/signing-scheme';
import { formatNumberForSigning, parseExactNumber } from '#domain/json/exact-number';
import { PATHS } from './key-paths.ts';
import { goFloat, NUMBERS, phpFloat, pythonNumber } from './number-formats.ts';
import { type Change, type SchemeVariant, scheme } from './scheme-variant.ts';
import { SERIALIZATION_VARIANTS } from './separators.ts';
import { ORDERS, UNSORTED } from './sort-order.ts';
import { TEXTS } from './string-escaping.ts';

const words = (yes: string | undefined, no: string | undefined, none?: string): Change => ({
  values: { true: () => yes, false: () => no, ...(none === undefined ? {} : { null: () => none }) },
});

const ONE_AND_ZERO = 'Write true as 1, false as 0, and null as nothing.';

const wordScheme = (yes: string, no: string, none?: string): SchemeVariant =>
  scheme(
    'boolean_words',
    `true and false were signed as 1 and 0, and not as ${JSON.stringify(yes)} and ${JSON.stringify(no)}${
      none === undefined ? '' : `, and null as nothing, and not as ${JSON.stringify(none)}`
    }`,
    words(yes, no, none),
    ONE_AND_ZERO,
  );

const NULLS = [
  'null',
  'None',
  'NULL',
  'nil',
  '<nil>',
  'undefined',
  'Null',
  '(null)',
  '0',
  '""',
  'false',
  'NaN',
  'N/A',
  'Неопределено',
];

/** What a language makes of all values at once, where nobody thinks of it. */
const LANGUAGES: readonly SchemeVariant[] = (
  [
    ['JavaScript', 'true', 'false', 'null', (text: string) => String(Number(text))],
    ['Python', 'True', 'False', 'None', pythonNumber],
    ['Go', 'true', 'false', '<nil>', goFloat],
    ['Java', 'true', 'false', 'null', pythonNumber],
    ['PHP', '1', '', '', (text: string) => phpFloat(Number(text), 14)],
  ] as const
).map(([language, yes, no, none, number]) =>
  scheme(
    'language_values',
    `values were written as the platform does, and not as ${language} prints them (${yes}, ${no || 'nothing'}, ${none || 'nothing'}, ${number('12345678901234567')})`,
    { values: { true: () => yes, false: () => no, null: () => none, number } },
    `${ONE_AND_ZERO} Read numbers without floating point, and sign 100.0 as 100.`,
  ),
);

const WORDS: readonly SchemeVariant[] = [
  wordScheme('true', 'false'),
  wordScheme('True', 'False'),
  wordScheme('1', ''),
  wordScheme('true', 'false', 'null'),
  wordScheme('True', 'False', 'None'),
  wordScheme('true', 'false', '<nil>'),
  ...LANGUAGES,
  ...[
    ['TRUE', 'FALSE'],
    ['yes', 'no'],
    ['Yes', 'No'],
    ['Да', 'Нет'],
    ['да', 'нет'],
    ['Истина', 'Ложь'],
    ['on', 'off'],
    ['Y', 'N'],
    ['y', 'n'],
    ['t', 'f'],
    ['-1', '0'],
  ].map(([yes = '', no = '']) => wordScheme(yes, no)),
  ...NULLS.map((word) =>
    scheme(
      'null_words',
      `null were signed as nothing, and not as ${JSON.stringify(word)}`,
      { values: { null: () => word } },
      ONE_AND_ZERO,
    ),
  ),
];

const unlessEmpty = (text: string): string | undefined => (text === '' ? undefined : text);

const unlessZero = (text: string): string | undefined =>
  Number(text) === 0 ? undefined : formatNumberForSigning(parseExactNumber(text));

const EMPTY = 'A null or an empty text is a line too: its path, ":" and nothing after it.';

const EMPTIES: readonly SchemeVariant[] = [
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
        number: unlessZero,
      },
    },
    EMPTY,
  ),
  scheme(
    'empty_fields_dropped',
    'fields that are true or false had their line',
    { values: { true: () => undefined, false: () => undefined } },
    EMPTY,
  ),
  scheme('empty_fields_dropped', 'fields that are false had their line', { values: { false: () => undefined } }, EMPTY),
  scheme(
    'empty_fields_dropped',
    'false, 0, null and empty fields had their line',
    { values: { null: () => undefined, false: () => undefined, text: unlessEmpty, number: unlessZero } },
    EMPTY,
  ),
];

/** What empty lists and objects are signed as by mistake; undefined is right. */
const LISTS: readonly SchemeVariant[] = [
  ['', ''],
  ['[]', '{}'],
  ['[]', '[]'],
  ['', undefined],
  ['[]', undefined],
  [undefined, ''],
  [undefined, '{}'],
  ['Array', 'Array'],
  ['', '[object Object]'],
  ['[]', 'map[]'],
  ['null', 'null'],
  ['0', '0'],
].map(([list, object]) =>
  scheme(
    'empty_lists_signed',
    'empty lists and objects had no line',
    { values: { list: () => list, object: () => object } },
    'An empty list or object is no line at all.',
  ),
);

const INSIDE = 'Each value inside of an object or a list is a line of its own, with its whole path.';

/** Leaves of the body that some leave out. */
const PARTS: readonly SchemeVariant[] = [
  scheme('nested_fields', 'what is in lists were signed too', { signs: ownFields(({ inList }) => inList) }, INSIDE),
  scheme(
    'nested_fields',
    'what is in objects and lists were signed too, and not only the fields at the top',
    { signs: (leaf) => leaf.steps.length === 1 && DOCUMENTED.signs(leaf) },
    INSIDE,
  ),
];

function ownFields(leftOut: (step: Step) => boolean): (leaf: Leaf) => boolean {
  return (leaf) => DOCUMENTED.signs(leaf) && !leaf.steps.some(leftOut);
}

const isIn = (name: string, { steps }: Leaf): boolean => steps.some((step) => step.name === name && !step.inList);

/** Only the signature's own place is left out; one deeper down is signed. */
const NESTED_SIGNATURES = scheme(
  'signature_left_in',
  'every field named "signature" were left out, and not only the one at the top',
  { signs: (leaf: Leaf) => leaf.steps[0]?.name !== 'signature' && !isIn('frame_mode', leaf) },
  'Leave out every key named "signature", at any depth, and then sign.',
);

const FAMILIES: readonly (readonly SchemeVariant[])[] = [
  ORDERS,
  [UNSORTED, NESTED_SIGNATURES, ...PARTS],
  WORDS,
  EMPTIES,
  LISTS,
  NUMBERS,
  ...PATHS,
  ...SERIALIZATION_VARIANTS,
  TEXTS,
];

/** Each part of the scheme that people are known to do in another way: the likeliest of each kind first. */
export const MISTAKEN_SCHEMES: readonly SchemeVariant[] = Array.from(
  { length: Math.max(...FAMILIES.map(({ length }) => length)) },
  (_, rank) => FAMILIES.flatMap((family) => family[rank] ?? []),
).flat();
