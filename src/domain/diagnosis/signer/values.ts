import { type FormatValue, formatNumber, noLine, type SignerMistake, signs } from '#domain/diagnosis/signing-scheme';
import { TEXT_FORMS } from '#domain/diagnosis/text-forms';
import { formatGo, formatPhp, formatPython, onlyFractions } from './numbers.ts';

const quote = (word: string): string => (word === '' ? 'nothing' : JSON.stringify(word));

function words(yes: string, no: string, none?: string): SignerMistake {
  const nulls = none === undefined ? '' : `, and null as nothing, and not as ${quote(none)}`;
  const clause = `true and false were signed as 1 and 0, and not as ${quote(yes)} and ${quote(no)}${nulls}`;
  return signs('boolean_words', clause, {
    values: { true: () => yes, false: () => no, ...(none === undefined ? {} : { null: () => none }) },
  });
}

/** All that a language prints of true, false, null and numbers. */
function language(name: string, yes: string, no: string, none: string, number: FormatValue): SignerMistake {
  const printed = `${yes}, ${quote(no)}, ${quote(none)}, ${number('12345678901234567')}`;
  return signs(
    'language_values',
    `values were written as the platform does, and not as ${name} prints them (${printed})`,
    {
      values: { true: () => yes, false: () => no, null: () => none, number },
    },
  );
}

/** How signers write true, false and null by mistake, the most likely first. */
export const WORDS: readonly SignerMistake[] = [
  words('true', 'false'), // JavaScript, Go, Java, json_encode
  words('True', 'False'), // Python str(), C# ToString()
  words('1', ''), // PHP (string) false
  words('true', 'false', 'null'), // JavaScript String(), Java String.valueOf, json_encode
  words('True', 'False', 'None'), // Python str()
  words('true', 'false', '<nil>'), // Go fmt.Sprint
  language('JavaScript', 'true', 'false', 'null', (literal) => String(Number(literal))),
  language('Python', 'True', 'False', 'None', onlyFractions(formatPython)),
  language('Go', 'true', 'false', '<nil>', formatGo),
  language('Java', 'true', 'false', 'null', onlyFractions(formatPython)),
  language('PHP', '1', '', '', formatPhp(14)),
  words('TRUE', 'FALSE'), // SQL
  words('yes', 'no'), // YAML
  words('Yes', 'No'),
  words('Да', 'Нет'), // 1C
  words('да', 'нет'),
  words('Истина', 'Ложь'), // 1C
  words('on', 'off'), // HTML forms
  words('Y', 'N'), // Bitrix, Oracle
  words('y', 'n'),
  words('t', 'f'), // PostgreSQL
  words('-1', '0'), // Visual Basic
  // JavaScript and Java, Python, PHP and SQL, Ruby, Go, JavaScript, C#, C, typed fields, json_encode, pandas.
  ...['null', 'None', 'NULL', 'nil', '<nil>', 'undefined', 'Null', '(null)', '0', '""', 'false', 'NaN'].map((word) =>
    signs('null_words', `null were signed as nothing, and not as ${quote(word)}`, { values: { null: () => word } }),
  ),
];

const unlessEmpty: FormatValue = (text) => (text === '' ? undefined : text);
const unlessZero: FormatValue = (literal) => (Number(literal) === 0 ? undefined : formatNumber(literal));
const unlessFalsy: FormatValue = (text) => (text === '0' ? undefined : unlessEmpty(text));

/** Which values signers leave out by mistake. */
export const DROPPED_VALUES: readonly SignerMistake[] = (
  [
    ['fields that are null', { null: noLine }], // PHP isset, Jackson NON_NULL, C# NullValueHandling.Ignore
    ['fields with an empty text', { text: unlessEmpty }], // JavaScript: value !== ''
    ['fields that are null or empty', { null: noLine, text: unlessEmpty }], // Jackson NON_EMPTY
    // PHP empty() and array_filter.
    ['false, 0, "0", null and empty fields', { null: noLine, false: noLine, text: unlessFalsy, number: unlessZero }],
    ['fields that are true or false', { true: noLine, false: noLine }], // is_string || is_numeric
    ['fields that are false', { false: noLine }], // Go omitempty
    // JavaScript and Python: if (value).
    ['false, 0, null and empty fields', { null: noLine, false: noLine, text: unlessEmpty, number: unlessZero }],
  ] as const
).map(([which, values]) => signs('empty_fields_dropped', `${which} had their line`, { values }));

/** What signers write for an empty list and an empty object by mistake. Undefined is right. */
export const EMPTY_LISTS: readonly SignerMistake[] = [
  ['', ''],
  ['[]', '{}'], // JSON, Python str()
  ['[]', '[]'], // PHP json_encode
  ['', undefined],
  ['[]', undefined],
  [undefined, ''],
  [undefined, '{}'],
  ['Array', 'Array'], // PHP (string)
  ['', '[object Object]'], // JavaScript String()
  ['[]', 'map[]'], // Go fmt.Sprint
  ['null', 'null'],
].map(([list, object]) =>
  signs('empty_lists_signed', 'empty lists and objects had no line', {
    values: { list: () => list, object: () => object },
  }),
);

/** How signers write texts by mistake, the most likely first. */
export const TEXTS: readonly SignerMistake[] = TEXT_FORMS.flatMap(({ how, write }) =>
  write === undefined
    ? []
    : [signs('values_changed', `texts were signed unchanged, and not ${how}`, { values: { text: write } })],
);
