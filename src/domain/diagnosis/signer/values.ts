import {
  type Difference,
  difference,
  type FormatValue,
  formatNumber,
  noLine,
  type SchemeChange,
} from '#domain/diagnosis/signing-scheme';
import { TEXT_FORMS } from '#domain/diagnosis/text-forms';
import { formatGo, formatPhp, formatPython, onlyFractions } from './numbers.ts';

const quote = (word: string): string => (word === '' ? 'nothing' : JSON.stringify(word));

function words(yes: string, no: string, none?: string): Difference {
  const nulls = none === undefined ? '' : `, and null as nothing, and not as ${quote(none)}`;
  const clause = `true and false were signed as 1 and 0, and not as ${quote(yes)} and ${quote(no)}${nulls}`;
  return difference('boolean_words', clause, {
    values: { true: () => yes, false: () => no, ...(none === undefined ? {} : { null: () => none }) },
  });
}

/** All that a language prints of true, false, null and numbers. */
function language(name: string, yes: string, no: string, none: string, number: FormatValue): Difference {
  const printed = `${yes}, ${quote(no)}, ${quote(none)}, ${number('12345678901234567')}`;
  return difference(
    'language_values',
    `values were written as the platform does, and not as ${name} prints them (${printed})`,
    {
      values: { true: () => yes, false: () => no, null: () => none, number },
    },
  );
}

/** How signers write true, false and null by mistake, the most likely first. */
export const WORDS: readonly Difference[] = [
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
  // SQL, YAML, 1C, HTML forms, Bitrix and Oracle, PostgreSQL, Visual Basic.
  ...'TRUE FALSE,yes no,Yes No,Да Нет,да нет,Истина Ложь,on off,Y N,y n,t f,-1 0'
    .split(',')
    .map((pair) => words(...(pair.split(' ') as [yes: string, no: string]))),
  // JavaScript and Java, Python, PHP and SQL, Ruby, Go, JavaScript, C#, C, typed fields, json_encode, pandas.
  ...['null', 'None', 'NULL', 'nil', '<nil>', 'undefined', 'Null', '(null)', '0', '""', 'false', 'NaN'].map((word) =>
    difference('null_words', `null were signed as nothing, and not as ${quote(word)}`, {
      values: { null: () => word },
    }),
  ),
];

const unlessEmpty: FormatValue = (text) => (text === '' ? undefined : text);
const unlessFalsy: FormatValue = (text) => (text === '0' ? undefined : unlessEmpty(text));
const unlessZero: FormatValue = (literal) => (Number(literal) === 0 ? undefined : formatNumber(literal));

type DroppedRow = readonly [which: string, values: SchemeChange['values']];

const DROPPED_ROWS: readonly DroppedRow[] = [
  ['fields that are null', { null: noLine }], // PHP isset, Jackson NON_NULL, C# NullValueHandling.Ignore
  ['fields with an empty text', { text: unlessEmpty }], // JavaScript: value !== ''
  ['fields that are null or empty', { null: noLine, text: unlessEmpty }], // Jackson NON_EMPTY
  // PHP empty() and array_filter.
  ['false, 0, "0", null and empty fields', { null: noLine, false: noLine, text: unlessFalsy, number: unlessZero }],
  ['fields that are true or false', { true: noLine, false: noLine }], // is_string || is_numeric
  ['fields that are false', { false: noLine }], // Go omitempty
  // JavaScript and Python: if (value).
  ['false, 0, null and empty fields', { null: noLine, false: noLine, text: unlessEmpty, number: unlessZero }],
];

/** Which values signers leave out by mistake. */
export const DROPPED_VALUES: readonly Difference[] = DROPPED_ROWS.map(([which, values]) =>
  difference('empty_fields_dropped', `${which} had their line`, values === undefined ? {} : { values }),
);

/** What signers write for an empty list and an empty object by mistake; "-" is no line, which is right. */
const EMPTY_ROWS = [
  ...[' ', '[] {}', '[] []', ' -', '[] -', '- ', '- {}'], // JSON, PHP json_encode
  ...['Array Array', ' [object_Object]', '[] map[]', 'null null'], // PHP (string), JavaScript String(), Go fmt.Sprint
];

export const EMPTY_LISTS: readonly Difference[] = EMPTY_ROWS.map((row) => {
  const [list, object] = row.split(' ').map((text) => (text === '-' ? noLine : () => text.replace('_', ' ')));
  return difference('empty_lists_signed', 'empty lists and objects had no line', {
    values: { list: list ?? noLine, object: object ?? noLine },
  });
});

/** How signers write texts by mistake, the most likely first. */
export const TEXTS: readonly Difference[] = TEXT_FORMS.flatMap(([how, write]) =>
  write === undefined
    ? []
    : [difference('values_changed', `texts were signed unchanged, and not ${how}`, { values: { text: write } })],
);
