import type { Difference } from '#domain/diagnosis/candidate';
import { type Row, tableOf, type Variant } from '#domain/diagnosis/mistake';
import {
  type FormatNumber,
  formatBigDecimal,
  formatGo,
  formatJava,
  formatJavaScript,
  formatNumber,
  formatPhp,
  formatPython,
  grouped,
  onlyFractions,
  onlyInts,
} from '#domain/foreign-formats/numbers';
import { PROGRAMMING_LANGUAGES } from '#domain/foreign-formats/printed-data';
import { WRITTEN_FORMS } from '#domain/foreign-formats/text-forms';
import { noLine, type SchemeChange } from '#domain/signature/signing-scheme';

type Values = NonNullable<SchemeChange['values']>;
const values = tableOf((changed: Values): SchemeChange => ({ values: changed }));
const nulls = tableOf((word: string): SchemeChange => ({ values: { null: () => word } }));
const texts = tableOf((text: (text: string) => string): SchemeChange => ({ values: { text } }));

const quote = (word: string | undefined): string => (word ? JSON.stringify(word) : 'nothing');

/** Reads the words for true, false and null: `True False None`. */
function readWords(row: string): Values {
  const [yes = '', no = '', none] = row.split(' ');
  return { true: () => yes, false: () => no, ...(none === undefined ? {} : { null: () => none }) };
}

function words(row: string): Row<SchemeChange>[] {
  const [yes, no, none] = row.split(' ');
  const how = none === undefined ? '' : `, and null as nothing, and not as ${quote(none)}`;
  const clause = `true and false were signed as 1 and 0, and not as ${quote(yes)} and ${quote(no)}${how}`;
  return values('boolean_words', clause, [['', readWords(row)]]);
}

/** How signers write true, false and null by mistake, the most likely first. */
export const WORDS: readonly Difference[] = [
  // JavaScript, Go, Java and json_encode; Python str() and C#; PHP (string). Then null: JavaScript and Java, Python, Go.
  ...['true false', 'True False', '1 ', 'true false null', 'True False None', 'true false <nil>'].flatMap(words),
  ...PROGRAMMING_LANGUAGES.flatMap(([name, row, number]) => {
    const printed = [...row.split(' ').map(quote), number('12345678901234567')].join(', ');
    const clause = `values were written as the platform does, and not as ${name} prints them (${printed})`;
    return values('language_values', clause, [['', { ...readWords(row), number }]]);
  }),
  // SQL, YAML, 1C, HTML forms, Bitrix and Oracle, PostgreSQL, Visual Basic.
  ...'TRUE FALSE,yes no,Yes No,Да Нет,да нет,Истина Ложь,on off,Y N,y n,t f,-1 0'.split(',').flatMap(words),
  // JavaScript and Java, Python, PHP and SQL, Ruby, Go, JavaScript, C#, C, typed fields, json_encode, pandas.
  ...['null', 'None', 'NULL', 'nil', '<nil>', 'undefined', 'Null', '(null)', '0', '""', 'false', 'NaN'].flatMap(
    (word) => nulls('null_words', 'null were signed as nothing, and not as …', [[quote(word), word]]),
  ),
];

const unlessEmpty = (text: string): string | undefined => (text === '' ? undefined : text);
const unlessFalsy = (text: string): string | undefined => (text === '0' ? undefined : unlessEmpty(text));
const unlessZero = (literal: string): string | undefined => (Number(literal) === 0 ? undefined : formatNumber(literal));

/** Which values signers leave out by mistake. */
export const DROPPED_VALUES: readonly Difference[] = values('empty_fields_dropped', '… had their line', [
  ['fields that are null', { null: noLine }], // PHP isset, Jackson NON_NULL, C# NullValueHandling.Ignore
  ['fields with an empty text', { text: unlessEmpty }], // JavaScript: value !== ''
  ['fields that are null or empty', { null: noLine, text: unlessEmpty }], // Jackson NON_EMPTY
  // PHP empty() and array_filter.
  ['false, 0, "0", null and empty fields', { null: noLine, false: noLine, text: unlessFalsy, number: unlessZero }],
  ['fields that are true or false', { true: noLine, false: noLine }], // is_string || is_numeric
  ['fields that are false', { false: noLine }], // Go omitempty
  // JavaScript and Python: if (value).
  ['false, 0, null and empty fields', { null: noLine, false: noLine, text: unlessEmpty, number: unlessZero }],
]);

/** What signers write for an empty list and an empty object by mistake; "-" is no line, which is right. */
const EMPTY = [
  ...[' ', '[] {}', '[] []', ' -', '[] -', '- ', '- {}'], // JSON, PHP json_encode
  ...['Array Array', ' [object_Object]', '[] map[]', 'null null'], // PHP (string), JavaScript String(), Go fmt.Sprint
];
export const EMPTY_LISTS: readonly Difference[] = EMPTY.flatMap((row) => {
  const write = (text: string) => (text === '-' ? noLine : () => text.replace('_', ' '));
  const [list = noLine, object = noLine] = row.split(' ').map(write);
  return values('empty_lists_signed', 'empty lists and objects had no line', [['', { list, object }]]);
});

/** How signers write texts by mistake, the most likely first. */
export const TEXTS: readonly Difference[] = texts(
  'values_changed',
  'texts were signed unchanged, and not …',
  WRITTEN_FORMS,
);

const PHP = 'as PHP writes floats (5.0288E+15)';
const ROUNDED = 'as floating-point numbers without the last digits of big integers';

const numbers = tableOf((number: FormatNumber): SchemeChange => ({ values: { number } }));

/** How signers write numbers by mistake, the most likely first. */
export const NUMBERS: readonly Difference[] = [
  ...numbers('big_integer_lost', 'numbers were signed as the platform does, and not …', [
    [ROUNDED, formatJavaScript], // JavaScript JSON.parse, as in the official SDK
    [ROUNDED, onlyInts((integer) => BigInt(Number(integer)))], // Python int(float(x)), casts of C# and Java
    ...[14, 15, 17].map((precision): Variant<FormatNumber> => [PHP, formatPhp(precision)]),
    ['cut to 32 bits', onlyInts((integer) => BigInt.asIntN(32, integer))], // PHP on 32 bits, (int) of Java and C#
  ]),
  ...numbers('number_format', 'numbers were signed as the platform does, and not …', [
    ['as Go or Python prints floating-point numbers (1e+06 in Go, 1e+16 in both)', formatGo], // json.Unmarshal into any
    ['as they are spelled in the body', (text) => text], // Python Decimal, Go json.Number
    ['with ".0" after whole numbers', formatPython], // Python float(x), pandas
    ['with ".0" after fractions', onlyFractions(formatPython)], // Python, Java and Ruby: 100.0
    // number_format and %.2f, %f, SQL DECIMAL(…, 4).
    ...[2, 6, 4, 1].flatMap((digits): Variant<FormatNumber>[] => [
      [`with ${digits} decimals`, (text) => Number(text).toFixed(digits)],
      [`with ${digits} decimals of fractions`, onlyFractions((text) => Number(text).toFixed(digits))],
    ]),
    ['cut to whole numbers', onlyFractions((text) => String(Math.trunc(Number(text))))], // (int)
    ['rounded to whole numbers', onlyFractions((text) => String(Math.round(Number(text))))], // round()
    // PHP number_format, toLocaleString, C# ToString("N"), 1C, Russian locales.
    ...[',.', ' .', '\u00a0,', '\u00a0.', ' ,', '.,', "'.", ','].map((marks): Variant<FormatNumber> => {
      return [`with "${marks.slice(0, -1)}" in thousands and "${marks.slice(-1)}" in fractions`, grouped(marks)];
    }),
    ['as Java prints a double (1.0E7)', formatJava], // Gson
    ['as Java prints a BigDecimal (1E+5)', formatBigDecimal], // stripTrailingZeros()
    ['in quotes', (text) => `"${formatNumber(text)}"`], // hand-made JSON
    ['with an exponent', (text) => Number(text).toExponential()], // spreadsheets
    ['with an exponent', (text) => Number(text).toExponential(6)], // %e
  ]),
];
