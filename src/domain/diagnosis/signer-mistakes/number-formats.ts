import type { MistakeName } from '#domain/diagnosis/model/mistake';
import { formatNumberForSigning, parseExactNumber } from '#domain/json/exact-number';
import { type SchemeVariant, scheme } from './scheme-variant.ts';

/** As PHP writes a float with `precision` digits: `5.0288000101282E+15`. */
export function phpFloat(value: number, precision: number): string {
  const text = value
    .toPrecision(precision)
    .replace(/(\.\d*?)0+(e|$)/, '$1$2')
    .replace(/\.(e|$)/, '$1');
  const match = /^(-?[\d.]+)e([+-])(\d+)$/.exec(text);
  if (match === null) return text;
  const [, digits = '', sign = '', power = ''] = match;
  return `${digits.includes('.') ? digits : `${digits}.0`}E${sign}${power}`;
}

/** Go and Python write an exponent with two digits. */
const twoDigits = (text: string): string => text.replace(/e([+-])(\d)$/, 'e$10$2');

/** As Go prints a float64. */
export const goFloat = (literal: string): string => {
  const value = Number(literal);
  return twoDigits(
    Math.abs(value) >= 1e21 || (Math.abs(value) < 1e-4 && value !== 0) || String(Math.trunc(Math.abs(value))).length > 6
      ? shortestExponent(value)
      : String(value),
  );
};

const shortestExponent = (value: number): string => value.toExponential();

const pythonFloat = (literal: string): string => {
  const value = Number(literal);
  if (Math.abs(value) >= 1e16) return twoDigits(shortestExponent(value));
  return Number.isInteger(value) ? `${value}.0` : twoDigits(String(value));
};

const isWhole = (literal: string): boolean => /^-?\d+$/.test(literal);

const number = (name: MistakeName, clause: string, write: (literal: string) => string, advice: string): SchemeVariant =>
  scheme(name, clause, { values: { number: write } }, advice);

const KEEP_DIGITS = 'Read integers without floating point: their digits are signed as they stand.';
const SHORTEST = 'Sign a fraction as its shortest decimal text: 1.50 as 1.5, 100.0 as 100.';

/** Longer numbers are no amounts, and are left as they are. */
const MAX_DIGITS = 40;

/** As Java prints a double: `1.0`, and from ten million on `1.0E7`. */
const javaDouble = (literal: string): string => {
  const value = Number(literal);
  const [digits = '', power = ''] = value.toExponential().split('e+');
  if (Math.abs(value) >= 1e7) return `${digits.includes('.') ? digits : `${digits}.0`}E${power}`;
  return Number.isInteger(value) ? `${value}.0` : String(value);
};

/** As Java prints a BigDecimal without zeros at its end: `1E+5`. */
const bigDecimal = (literal: string): string => {
  if (literal.length > MAX_DIGITS) return exactText(literal);
  const [, digits = '', zeros = ''] = /^(-?\d*?[1-9])(0+)(?:\.0*)?$/.exec(literal) ?? [];
  return zeros === '' ? formatNumberForSigning(parseExactNumber(literal)) : `${digits}E+${zeros.length}`;
};

const exactText = (literal: string): string => formatNumberForSigning(parseExactNumber(literal));

/** `100 000` and `1,5`, as people and 1C write them. */
const grouped = (by: string, point: string) => (literal: string) => {
  if (literal.length > MAX_DIGITS) return exactText(literal);
  const [whole = '', fraction] = exactText(literal).split('.');
  const groups = whole.replace(/\B(?=(?:\d{3})+$)/g, by);
  return fraction === undefined ? groups : `${groups}${point}${fraction}`;
};

const decimals = (digits: number) => (literal: string) => Number(literal).toFixed(digits);
const ofFractions = (write: (literal: string) => string) => (literal: string) =>
  isWhole(literal) ? literal : write(literal);

/** As Python and Java print what they read: whole numbers as they are, and fractions with a point. */
export const pythonNumber = ofFractions(pythonFloat);

/** How numbers are signed by mistake. */
export const NUMBERS: readonly SchemeVariant[] = [
  number(
    'big_integer_lost',
    'big integers had kept their last digits: the signer read them as floating point',
    (text) => String(Number(text)),
    KEEP_DIGITS,
  ),
  number(
    'big_integer_lost',
    'big integers had kept their last digits: the signer read them as floating point',
    (text) =>
      isWhole(text) && Number.isFinite(Number(text))
        ? BigInt(Number(text)).toString()
        : formatNumberForSigning(Number(text)),
    KEEP_DIGITS,
  ),
  ...[14, 15, 17].map((precision) =>
    number(
      'big_integer_lost',
      'numbers were not written as PHP writes floats (5.0288E+15)',
      (text) => phpFloat(Number(text), precision),
      KEEP_DIGITS,
    ),
  ),
  number(
    'number_format',
    'numbers were not written as Go or Python prints floating-point numbers (1e+06 in Go, 1e+16 in both)',
    goFloat,
    `${KEEP_DIGITS} In Go: Decoder.UseNumber. In Python: do not convert integers to float.`,
  ),
  number(
    'number_format',
    'fractions were signed as their shortest text, and not as they are spelt in the body',
    (text) => text,
    SHORTEST,
  ),
  number('number_format', 'whole numbers were not signed with ".0"', pythonFloat, SHORTEST),
  number('number_format', 'fractions were not signed with ".0"', ofFractions(pythonFloat), SHORTEST),
  ...[2, 6, 4, 1].flatMap((digits) => [
    number('number_format', `numbers were not signed with ${digits} decimals`, decimals(digits), SHORTEST),
    number(
      'number_format',
      `fractions were not signed with ${digits} decimals`,
      ofFractions(decimals(digits)),
      SHORTEST,
    ),
  ]),
  number(
    'number_format',
    'fractions were not cut to whole numbers',
    ofFractions((text) => String(Math.trunc(Number(text)))),
    SHORTEST,
  ),
  number(
    'number_format',
    'fractions were not rounded',
    ofFractions((text) => String(Math.round(Number(text)))),
    SHORTEST,
  ),
  ...[
    [',', '.'],
    [' ', '.'],
    ['\u00a0', ','],
    ['\u00a0', '.'],
    [' ', ','],
    ['', ','],
    ['.', ','],
    ["'", '.'],
    ['_', '.'],
  ].map(([by = '', point = '']) =>
    number(
      'number_format',
      `thousands were not parted by ${JSON.stringify(by)}, and decimals not by ${JSON.stringify(point)}`,
      grouped(by, point),
      'Write numbers as JSON does, without regard to a language: 100000 and 1.5.',
    ),
  ),
  number('number_format', 'numbers were not written as Java prints a double (1.0E7)', javaDouble, SHORTEST),
  number('number_format', 'numbers were not written as Java prints a BigDecimal (1E+5)', bigDecimal, SHORTEST),
  number('number_format', 'numbers stood without quotes', (text) => `"${exactText(text)}"`, SHORTEST),
  number('number_format', 'numbers were written without an exponent', (text) => Number(text).toExponential(), SHORTEST),
  number(
    'number_format',
    'numbers were written without an exponent',
    (text) => Number(text).toExponential(6),
    SHORTEST,
  ),
  number(
    'big_integer_lost',
    'big integers were not cut to 32 bits',
    (text) => (isWhole(text) ? String(BigInt.asIntN(32, BigInt(text))) : exactText(text)),
    KEEP_DIGITS,
  ),
];
