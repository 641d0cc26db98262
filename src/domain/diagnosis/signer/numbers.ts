import type { MistakeName } from '#domain/diagnosis/mistake';
import { type Difference, difference, formatNumber } from '#domain/diagnosis/signing-scheme';

type FormatNumber = (literal: string) => string;

const isWhole = (literal: string): boolean => /^-?\d+$/.test(literal);

/** Formats fractions alone. */
export const onlyFractions =
  (format: FormatNumber): FormatNumber =>
  (literal) =>
    isWhole(literal) ? literal : format(literal);

/**
 * Formats a floating-point number.
 *
 * @param from the size from which an exponent is written
 * @param text the text with an exponent as JavaScript writes it → as the language writes it
 */
const float =
  (from: number, rewrite: (text: string) => string, whole = ''): FormatNumber =>
  (literal) => {
    const value = Number(literal);
    if (Math.abs(value) >= from) return rewrite(value.toExponential());
    return Number.isInteger(value) ? `${value}${whole}` : rewrite(String(value));
  };

/** `1e+6` → `1e+06` */
const withTwoDigits = (text: string): string => text.replace(/e([+-])(\d)$/, 'e$10$2');
/** `1e+7` → `1.0E+7` */
const withCapital = (text: string): string =>
  text.replace(/^(-?\d+)(\.\d+)?e/, (_, whole, fraction = '.0') => `${whole}${fraction}E`);

export const formatPython = float(1e16, withTwoDigits, '.0');
export const formatGo = float(1e6, withTwoDigits);
const formatJava = float(1e7, (text) => withCapital(text).replace('E+', 'E'), '.0');

/** @param precision of php.ini */
export const formatPhp =
  (precision: number): FormatNumber =>
  (literal) => {
    const text = Number(literal).toPrecision(precision);
    return withCapital(text.replace(/(\.\d*?)0+(e|$)/, '$1$2').replace(/\.(e|$)/, '$1'));
  };

/** Length in characters. Longer numbers are not amounts. */
const MAX_DIGITS = 40;
const ofAmounts =
  (format: FormatNumber): FormatNumber =>
  (literal) =>
    literal.length > MAX_DIGITS ? formatNumber(literal) : format(formatNumber(literal));

const grouped = (by: string, point: string): FormatNumber =>
  ofAmounts((number) => {
    const [whole = '', fraction] = number.split('.');
    return whole.replace(/\B(?=(?:\d{3})+$)/g, by) + (fraction === undefined ? '' : point + fraction);
  });

const isInt = (literal: string): boolean => isWhole(literal) && literal.length < MAX_DIGITS;
const toDouble: FormatNumber = (text) => (isInt(text) ? BigInt(Number(text)).toString() : formatNumber(text));
const toInt32: FormatNumber = (text) => (isInt(text) ? String(BigInt.asIntN(32, BigInt(text))) : formatNumber(text));
const formatBigDecimal = ofAmounts((number) =>
  number.replace(/^(-?\d*?[1-9])(0+)$/, (_, digits, zeros) => `${digits}E+${zeros.length}`),
);

const ROUNDED = 'as floating-point numbers without the last digits of big integers';
const GO = 'as Go or Python prints floating-point numbers (1e+06 in Go, 1e+16 in both)';
const PHP = 'as PHP writes floats (5.0288E+15)';

type Row = readonly [how: string, number: FormatNumber];

/** How signers write big integers by mistake, the most likely first. */
const INTEGER_ROWS: readonly Row[] = [
  [ROUNDED, (text) => String(Number(text))], // JavaScript JSON.parse, as in the official SDK
  [ROUNDED, toDouble], // Python int(float(x)), casts of C# and Java
  ...[14, 15, 17].map((precision): Row => [PHP, formatPhp(precision)]),
  ['cut to 32 bits', toInt32], // PHP on 32 bits, (int) of Java and C#
];

/** How signers write any number by mistake. */
const NUMBER_ROWS: readonly Row[] = [
  [GO, formatGo], // Go json.Unmarshal into any
  ['as they are spelled in the body', (text) => text], // Python Decimal, Go json.Number
  ['with ".0" after whole numbers', formatPython], // Python float(x), pandas
  ['with ".0" after fractions', onlyFractions(formatPython)], // Python, Java and Ruby: 100.0
  // number_format and %.2f, %f, SQL DECIMAL(…, 4).
  ...[2, 6, 4, 1].flatMap((digits): Row[] => [
    [`with ${digits} decimals`, (text) => Number(text).toFixed(digits)],
    [`with ${digits} decimals of fractions`, onlyFractions((text) => Number(text).toFixed(digits))],
  ]),
  ['cut to whole numbers', onlyFractions((text) => String(Math.trunc(Number(text))))], // (int)
  ['rounded to whole numbers', onlyFractions((text) => String(Math.round(Number(text))))],
  // PHP number_format, toLocaleString, C# ToString("N"), 1C: the separator of thousands, and the point.
  ...[',.', ' .', '\u00a0,', '\u00a0.', ' ,', '.,', "'."].map(([by = '', point = '']): Row => {
    return [`with ${JSON.stringify(by)} in thousands and "${point}" in fractions`, grouped(by, point)];
  }),
  ['with a comma in fractions', grouped('', ',')], // Russian locales
  ['as Java prints a double (1.0E7)', formatJava], // Gson
  ['as Java prints a BigDecimal (1E+5)', formatBigDecimal], // stripTrailingZeros()
  ['in quotes', (text) => `"${formatNumber(text)}"`],
  ['with an exponent', (text) => Number(text).toExponential()],
  ['with an exponent', (text) => Number(text).toExponential(6)], // %e
];

const table = (name: MistakeName, rows: readonly Row[]): Difference[] =>
  rows.map(([how, number]) =>
    difference(name, `numbers were signed as the platform does, and not ${how}`, { values: { number } }),
  );

export const NUMBERS: readonly Difference[] = [
  ...table('big_integer_lost', INTEGER_ROWS),
  ...table('number_format', NUMBER_ROWS),
];
