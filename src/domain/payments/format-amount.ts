/** An amount of money in minor units of its currency: 1000.00 KZT is `{ minor: 100000, currency: 'KZT' }`. */
export interface Amount {
  /** A safe integer, in minor units. */
  readonly minor: number;
  /** ISO 4217, three capital letters. */
  readonly currency: string;
}

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

const listDecimals = (): ReadonlyMap<string, number> =>
  new Map(
    Object.entries(CURRENCIES).flatMap(([digits, codes]) =>
      codes.split(' ').map((code) => [code, Number(digits)] as const),
    ),
  );

/** Made at the first amount: many commands show none. */
let decimals: ReadonlyMap<string, number> | undefined;

/** Returns the number of decimals of a currency (ISO 4217); undefined for an unknown currency. */
export function minorUnitDigits(currency: string): number | undefined {
  decimals ??= listDecimals();
  return decimals.get(currency);
}

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
