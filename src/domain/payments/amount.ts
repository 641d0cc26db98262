import { usageError } from '#domain/errors/failure';

/** An amount of money in minor units of its currency: 1000.00 KZT is `{ minor: 100000, currency: 'KZT' }`. */
export interface Amount {
  /** A safe integer, in minor units. */
  readonly minor: number;
  /** ISO 4217, three capital letters. */
  readonly currency: string;
}

/** Maximum amount of the platform, in minor units (platform docs: field limits). */
export const MAX_MINOR = 10 ** 13;

/** Currencies by their number of decimals. */
const CURRENCIES = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2:
    'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW ' +
    'CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK HTG HUF ' +
    'IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV ' +
    'MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD ' +
    'SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG ZWL',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
} as const;

const DECIMALS = new Map(
  Object.entries(CURRENCIES).flatMap(([digits, codes]) =>
    codes.split(' ').map((code) => [code, Number(digits)] as const),
  ),
);

/** Returns the number of decimals of a currency (ISO 4217); undefined for an unknown currency. */
export const minorUnitDigits = (currency: string): number | undefined => DECIMALS.get(currency);

/**
 * Parses an amount in major units: `1000`, `1000.5` or `1000.00`.
 *
 * @throws {Failure} (usage) for an ambiguous amount, zero, more decimals than the currency has, and an unknown currency.
 */
export function parseAmount(text: string, currency: string): Amount {
  const digits = minorUnitDigits(currency);
  if (digits === undefined) {
    throw usageError(
      `${quoted(currency)} is not a known currency (ISO 4217), so its number of decimals is unknown.`,
      'Check the code of the currency.',
    );
  }
  const match = /^(0|[1-9]\d*)(?:\.(\d+))?$/.exec(text);
  if (match === null) throw usageError(`The amount ${quoted(text)} is not valid: ${problem(text)}.`, example(currency));
  const [, whole = '', fraction = ''] = match;
  if (fraction.length > digits) {
    throw usageError(
      `The amount ${quoted(text)} has ${fraction.length} decimals; ${currency} has ${digits}.`,
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
      `The amount ${quoted(text)} is not a whole number of minor units${/\./.test(text) ? ' (no decimals here)' : ''}.`,
      example(currency),
    );
  }
  return checked(text, text, currency);
}

function checked(minorText: string, text: string, currency: string): Amount {
  const minor = Number(minorText);
  if (minor === 0) throw usageError('The amount is zero.', example(currency));
  if (minor > MAX_MINOR) {
    throw usageError(
      `The amount ${quoted(text)} is over the platform's limit of 10^13 minor units.`,
      example(currency),
    );
  }
  return { minor, currency };
}

function problem(text: string): string {
  if (text === '') return 'it is empty';
  if (/^-/.test(text)) return 'it is negative';
  if (/^\D*\d[\d\s.,]*\p{L}+\.?$/u.test(text) && !/^[\d.]+e$/i.test(text)) return 'it has letters beside the number';
  if (/[,'\s_\u00a0]/.test(text)) return 'a thousands separator or a decimal comma could be misread';
  if (/^[\d.]+e/i.test(text)) return 'it has an exponent';
  if (/^0\d/.test(text)) return 'it begins with a zero';
  return 'write digits, with a point before the decimals';
}

/** Returns an example of an amount in major units: `1000.00`. */
export const exampleAmount = (currency: string): string =>
  toAmountStrings({ minor: 1000 * 10 ** (minorUnitDigits(currency) ?? 0), currency }).major;

/** Returns the hint for a prompt or an option, without the name of an option. */
const example = (currency: string): string => `Write only the number, for example ${exampleAmount(currency)}.`;

const quoted = (text: string): string => JSON.stringify(text);

/**
 * Formats an amount for `--amount` and for `--amount-minor`. For an unknown currency both are in minor units.
 */
export function toAmountStrings(amount: Amount): { readonly major: string; readonly minor: string } {
  const digits = minorUnitDigits(amount.currency);
  const minor = String(amount.minor);
  if (digits === undefined || digits === 0) return { major: minor, minor };
  const padded = minor.padStart(digits + 1, '0');
  return { major: `${padded.slice(0, -digits)}.${padded.slice(-digits)}`, minor };
}

/** Formats an amount in both units: `1000.00 KZT (100000 minor units)`. */
export function formatAmount(amount: Amount): string {
  if (minorUnitDigits(amount.currency) === undefined) return formatMajor(amount);
  const { major, minor } = toAmountStrings(amount);
  return `${major} ${amount.currency} (${minor} minor units)`;
}

/** Formats an amount in major units: `1000.00 KZT`, or `100000 minor units of ABC` for an unknown currency. */
export function formatMajor(amount: Amount): string {
  if (minorUnitDigits(amount.currency) === undefined) return `${amount.minor} minor units of ${amount.currency}`;
  return `${toAmountStrings(amount).major} ${amount.currency}`;
}

/** Formats an amount in major units with groups of three digits: `12 345 678.90 KZT`. */
export const formatGrouped = (amount: Amount): string =>
  formatMajor(amount).replace(/\d(?=(?:\d{3})+\b)(?<!\.\d*)/g, '$& ');
