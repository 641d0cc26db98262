import { usageError } from '#domain/errors/failure';
import { message, type Text } from '#domain/language/message';
import { type Amount, minorUnitDigits, toAmountStrings } from './format-amount.ts';

export {
  type Amount,
  formatAmount,
  formatMajor,
  minorUnitDigits,
  toAmountStrings,
} from './format-amount.ts';

/** Maximum amount of the platform, in minor units (platform docs: field limits). */
export const MAX_MINOR = 10 ** 13;

/**
 * Parses an amount in major units: `1000`, `1000.5` or `1000.00`.
 *
 * @throws {Failure} (usage) for an ambiguous amount, zero, more decimals than the currency has, and an unknown currency.
 */
export function parseAmount(text: string, currency: string): Amount {
  const digits = minorUnitDigits(currency);
  if (digits === undefined) {
    throw usageError(
      message('{currency} is not a known currency (ISO 4217), so its number of decimals is unknown.', {
        currency: quoted(currency),
      }),
      message('Check the code of the currency.'),
    );
  }
  const match = /^(0|[1-9]\d*)(?:\.(\d+))?$/.exec(text);
  if (match === null) {
    const values = { amount: quoted(text), problem: problem(text) };
    throw usageError(message('The amount {amount} is not valid: {problem}.', values), example(currency));
  }
  const [, whole = '', fraction = ''] = match;
  if (fraction.length > digits) {
    throw usageError(
      message('The amount {amount} has {count} decimals; {currency} has {digits}.', {
        ...{ amount: quoted(text), count: fraction.length, currency, digits },
      }),
      example(currency),
    );
  }
  return checked(whole + fraction.padEnd(digits, '0'), text, currency);
}

/**
 * Parses an amount in minor units, which has only digits.
 *
 * @throws {Failure} (usage) for any other text, and for zero.
 */
export function parseMinorAmount(text: string, currency: string): Amount {
  if (!/^(0|[1-9]\d*)$/.test(text)) {
    throw usageError(
      /\./.test(text)
        ? message('The amount {amount} is not a whole number of minor units (no decimals here).', {
            amount: quoted(text),
          })
        : message('The amount {amount} is not a whole number of minor units.', { amount: quoted(text) }),
      example(currency),
    );
  }
  return checked(text, text, currency);
}

function checked(minorText: string, text: string, currency: string): Amount {
  const minor = Number(minorText);
  if (minor === 0) throw usageError(message('The amount is zero.'), example(currency));
  if (minor > MAX_MINOR) {
    throw usageError(
      message("The amount {amount} is over the platform's limit of 10^13 minor units.", { amount: quoted(text) }),
      example(currency),
    );
  }
  return { minor, currency };
}

function problem(text: string): Text {
  if (text === '') return message('it is empty');
  if (/^-/.test(text)) return message('it is negative');
  if (/^\D*\d[\d\s.,]*\p{L}+\.?$/u.test(text) && !/^[\d.]+e$/i.test(text))
    return message('it has letters beside the number');
  if (/[,'\s_\u00a0]/.test(text)) return message('a thousands separator or a decimal comma could be misread');
  if (/^[\d.]+e/i.test(text)) return message('it has an exponent');
  if (/^0\d/.test(text)) return message('it begins with a zero');
  return message('write digits, with a point before the decimals');
}

/** Returns an example of an amount in major units: `1000.00`. */
export const exampleAmount = (currency: string): string =>
  toAmountStrings({ minor: 1000 * 10 ** (minorUnitDigits(currency) ?? 0), currency }).major;

/** Returns the hint for a prompt or an option, without the name of an option. */
const example = (currency: string): Text =>
  message('Write only the number, for example {amount}.', { amount: exampleAmount(currency) });

const quoted = (text: string): string => JSON.stringify(text);
