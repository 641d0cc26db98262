import { formatNumberForSigning, parseExactNumber } from '#domain/json/exact-number';

/** Formats the literal of a number. */
export type FormatNumber = (literal: string) => string;

const isWhole = (literal: string): boolean => /^-?\d+$/.test(literal);
/** Formats fractions alone. */
export const onlyFractions = (format: FormatNumber) => (literal: string) =>
  isWhole(literal) ? literal : format(literal);

/** Length in characters. Longer numbers are not amounts, and are formatted as the platform does. */
const MAX_DIGITS = 40;
const onlyShort = (format: FormatNumber) => (literal: string) =>
  literal.length > MAX_DIGITS ? formatNumber(literal) : format(formatNumber(literal));
/** Formats integers alone. */
export const onlyInts = (format: (integer: bigint) => bigint): FormatNumber =>
  onlyShort((number) => (isWhole(number) ? String(format(BigInt(number))) : number));

/**
 * Formats a floating-point number.
 *
 * @param from the size from which an exponent is written
 * @param rewrite the text with an exponent as JavaScript writes it → as the language writes it
 */
const float =
  (from: number, rewrite: (text: string) => string, whole = '') =>
  (literal: string) => {
    const value = Number(literal);
    if (Math.abs(value) >= from) return rewrite(value.toExponential());
    return Number.isInteger(value) ? `${value}${whole}` : rewrite(String(value));
  };
/** `1e+6` → `1e+06` */
const withTwoDigits = (text: string): string => text.replace(/e([+-])(\d)$/, 'e$10$2');
/** `1e+7` → `1.0E+7` */
const withCapital = (text: string): string =>
  text.replace(/^(-?\d+)(\.\d+)?e/, (_, whole, fraction = '.0') => `${whole}${fraction}E`);

/** Formats a number as JavaScript does. */
export const formatJavaScript: FormatNumber = (literal) => String(Number(literal));
/** Formats a floating-point number as Python does. */
export const formatPython = float(1e16, withTwoDigits, '.0');
/** Formats a float64 as Go does. */
export const formatGo = float(1e6, withTwoDigits);
/** Formats a double as Java does. */
export const formatJava = float(1e7, (text) => withCapital(text).replace('E+', 'E'), '.0');
const trimZeros = (text: string): string => text.replace(/\.0*(?=e|$)|(?<=\.\d*[1-9])0+(?=e|$)/, '');
/** Formats a float as PHP does. @param precision of php.ini */
export const formatPhp = (precision: number) => (literal: string) =>
  withCapital(trimZeros(Number(literal).toPrecision(precision)));
/** Formats a BigDecimal of Java after stripTrailingZeros(). */
export const formatBigDecimal = onlyShort((number) =>
  number.replace(/^(-?\d*?[1-9])(0+)$/, (_, digits, zeros) => `${digits}E+${zeros.length}`),
);

/** Formats a number for people. @param marks of thousands, if any, and of fractions */
export const grouped = (marks: string): FormatNumber =>
  onlyShort((number) => {
    const [whole = '', fraction] = number.split('.');
    const groups = whole.replace(/\B(?=(?:\d{3})+$)/g, marks.slice(0, -1));
    return fraction === undefined ? groups : groups + marks.slice(-1) + fraction;
  });

/** Formats a number as the platform signs it: its shortest decimal text. */
export const formatNumber = (literal: string): string => formatNumberForSigning(parseExactNumber(literal));
