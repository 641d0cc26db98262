import { type MistakenScheme, scheme } from './mistaken-scheme.ts';
import { numberText } from './number-text.ts';
import type { MistakeName } from './signing-mistake.ts';

/** As PHP writes a float with `precision` digits: `5.0288000101282E+15`. */
function phpFloat(value: number, precision: number): string {
  const text = value
    .toPrecision(precision)
    .replace(/(\.\d*?)0+(e|$)/, '$1$2')
    .replace(/\.(e|$)/, '$1');
  const match = /^(-?[\d.]+)e([+-])(\d+)$/.exec(text);
  if (match === null) return text;
  const [, digits = '', sign = '', power = ''] = match;
  return `${digits.includes('.') ? digits : `${digits}.0`}E${sign}${power}`;
}

/** As Go prints a float64 and Python a float: an exponent has two digits. */
const twoDigits = (text: string): string => text.replace(/e([+-])(\d)$/, 'e$10$2');

const goFloat = (literal: string): string => {
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

const number = (
  name: MistakeName,
  clause: string,
  write: (literal: string) => string,
  advice: string,
): MistakenScheme => scheme(name, clause, { values: { number: write } }, advice);

const KEEP_DIGITS = 'Read integers without floating point: their digits are signed as they stand.';
const SHORTEST = 'Sign a fraction as its shortest decimal text: 1.50 as 1.5, 100.0 as 100.';

/** How numbers are signed by mistake. */
export const NUMBERS: readonly MistakenScheme[] = [
  number(
    'big_integer_lost',
    'big integers had kept their last digits: whoever signed read them as floating point',
    (text) => String(Number(text)),
    KEEP_DIGITS,
  ),
  number(
    'big_integer_lost',
    'big integers had kept their last digits: whoever signed read them as floating point',
    (text) => (isWhole(text) ? BigInt(Number(text)).toString() : numberText(Number(text))),
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
    'numbers were not written as Go prints a float64 (1e+06)',
    goFloat,
    `${KEEP_DIGITS} In Go: Decoder.UseNumber.`,
  ),
  number(
    'number_format',
    'fractions were signed as their shortest text, and not as they are spelt in the body',
    (text) => text,
    SHORTEST,
  ),
  number('number_format', 'whole numbers were not signed with ".0"', pythonFloat, SHORTEST),
  number('number_format', 'numbers were not signed with two decimals', (text) => Number(text).toFixed(2), SHORTEST),
  number(
    'number_format',
    'fractions were not signed with two decimals',
    (text) => (isWhole(text) ? text : Number(text).toFixed(2)),
    SHORTEST,
  ),
  number(
    'number_format',
    'fractions were not cut to whole numbers',
    (text) => (isWhole(text) ? text : String(Math.trunc(Number(text)))),
    SHORTEST,
  ),
];
