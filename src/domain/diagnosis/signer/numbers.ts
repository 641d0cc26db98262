import type { MistakeName } from '#domain/diagnosis/mistake';
import { formatNumber, type SignerMistake, signs } from '#domain/diagnosis/signing-scheme';

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

const ROUNDED = 'as floating-point numbers without the last digits of big integers';
const GO = 'as Go or Python prints floating-point numbers (1e+06 in Go, 1e+16 in both)';
const PHP = 'as PHP writes floats (5.0288E+15)';

/** [mistake, completes "numbers were signed as the platform does, and not …", what signers write]. The most likely first. */
const ROWS: readonly (readonly [name: MistakeName, how: string, number: FormatNumber])[] = [
  ['big_integer_lost', ROUNDED, (text) => String(Number(text))], // JavaScript JSON.parse, as in the official SDK
  // Python int(float(x)), C# and Java casts.
  [
    'big_integer_lost',
    ROUNDED,
    (text) => (isWhole(text) && text.length < 300 ? BigInt(Number(text)).toString() : formatNumber(text)),
  ],
  ...[14, 15, 17].map((precision) => ['big_integer_lost', PHP, formatPhp(precision)] as const),
  ['number_format', GO, formatGo], // Go json.Unmarshal into any
  ['number_format', 'as they are spelled in the body', (text) => text], // Python Decimal, Go json.Number
  ['number_format', 'with ".0" after whole numbers', formatPython], // Python float(x), pandas
  ['number_format', 'with ".0" after fractions', onlyFractions(formatPython)], // Python, Java and Ruby: 100.0
  // number_format and %.2f, %f, SQL DECIMAL(…, 4).
  ...[2, 6, 4, 1].flatMap((digits) => {
    const format: FormatNumber = (text) => Number(text).toFixed(digits);
    return [
      ['number_format', `with ${digits} decimals`, format],
      ['number_format', `with ${digits} decimals of fractions`, onlyFractions(format)],
    ] as const;
  }),
  ['number_format', 'cut to whole numbers', onlyFractions((text) => String(Math.trunc(Number(text))))], // (int)
  ['number_format', 'rounded to whole numbers', onlyFractions((text) => String(Math.round(Number(text))))],
  // PHP number_format, toLocaleString, C# ToString("N"), 1C; by, point.
  ...[', .', '_ .', '\u00a0 ,', '\u00a0 .', '_ ,', ' ,', '. ,', "' ."].map((marks) => {
    const [by = '', point = ''] = marks.split(' ').map((mark) => mark.replace('_', ' '));
    return [
      'number_format',
      `with ${JSON.stringify(by)} in thousands and "${point}" in fractions`,
      grouped(by, point),
    ] as const;
  }),
  ['number_format', 'as Java prints a double (1.0E7)', formatJava], // Gson
  // stripTrailingZeros().
  [
    'number_format',
    'as Java prints a BigDecimal (1E+5)',
    ofAmounts((number) => number.replace(/^(-?\d*?[1-9])(0+)$/, (_, digits, zeros) => `${digits}E+${zeros.length}`)),
  ],
  ['number_format', 'in quotes', (text) => `"${formatNumber(text)}"`],
  ['number_format', 'with an exponent', (text) => Number(text).toExponential()],
  ['number_format', 'with an exponent', (text) => Number(text).toExponential(6)], // %e
  // PHP on 32 bits, (int) of Java and C#.
  [
    'big_integer_lost',
    'cut to 32 bits',
    (text) => (isWhole(text) ? String(BigInt.asIntN(32, BigInt(text))) : formatNumber(text)),
  ],
];

/** How signers write numbers by mistake. */
export const NUMBERS: readonly SignerMistake[] = ROWS.map(([name, how, number]) =>
  signs(name, `numbers were signed as the platform does, and not ${how}`, { values: { number } }),
);
