/** Parses a JSON number literal: an integer beyond 2^53 as a `bigint`, everything else as a `number`. */
export function parseExactNumber(literal: string): number | bigint {
  const value = Number(literal);
  if (Number.isSafeInteger(value) || !/^-?\d+$/.test(literal)) return value;
  return BigInt(literal);
}

/**
 * Formats a number for signing: an integer unchanged, a fraction as its shortest decimal text (`1.50` as `1.5`,
 * `100.0` as `100`), and a negative zero as `0` (platform docs: "Signature"). The platform does not document
 * exponents, so they are written out.
 */
export function formatNumberForSigning(value: number | bigint): string {
  const text = String(value);
  return text.includes('e') ? withoutExponent(text) : text;
}

/** `1.5e-7` → `0.00000015`, `1e+21` → `1000000000000000000000`. */
function withoutExponent(text: string): string {
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (match === null) return text;
  const [, sign = '', whole = '', fraction = '', exponent = ''] = match;
  const digits = whole + fraction;
  const point = 1 + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return sign + digits.padEnd(point, '0');
}
