/** The character before the decimals in the amounts of a file. */
export const DECIMAL_MARKS = ['comma', 'point'] as const;
export type DecimalMark = (typeof DECIMAL_MARKS)[number];

/** An amount as text with its possible values: digits, and a point before the decimals. */
export type AmountText =
  | { readonly kind: 'plain'; readonly value: string }
  | { readonly kind: 'ambiguous'; readonly values: Readonly<Record<DecimalMark, string>> }
  | { readonly kind: 'none' };

/** Signs and words for a currency that spreadsheets and users write beside an amount. */
const SIGNS: Readonly<Record<string, string>> = {
  KZT: '₸|тг\\.?|тенге|теңге',
  RUB: '₽|руб\\.?',
  USD: '\\$',
  EUR: '€',
};

/** Characters between groups of three digits, besides the comma or the point that is not the decimal mark. */
const SPACES = "\u0020\u00a0\u2009\u202f'’";

const createPattern = (mark: string, other: string): RegExp =>
  new RegExp(`^(\\d+|\\d{1,3}(?:([${SPACES}${other}])\\d{3})(?:\\2\\d{3})*)(?:[${mark}](\\d+))?$`);

const PATTERNS: Readonly<Record<DecimalMark, RegExp>> = {
  comma: createPattern(',', '.'),
  point: createPattern('.', ','),
};

/**
 * Reads an amount as spreadsheets write it: `537,25`, `1 019 300,00`, `1,019,300.00`, `1000 ₸`.
 *
 * @param currency ISO 4217 code, whose sign may stand beside the number
 * @param mark decimal mark of the file; undefined: an amount with two possible values is ambiguous
 */
export function readAmountText(text: string, currency: string, mark?: DecimalMark): AmountText {
  const sign = [currency, SIGNS[currency]].filter((part) => part !== undefined).join('|');
  const number = text
    .replace(new RegExp(`[${SPACES}]*(?:${sign})$`, 'iu'), '')
    .replace(new RegExp(`^(?:${sign})[${SPACES}]*`, 'iu'), '');
  const [comma, point] = DECIMAL_MARKS.map((one) =>
    mark === undefined || mark === one ? readBy(one, number) : undefined,
  );
  const value = comma ?? point;
  if (value === undefined) return { kind: 'none' };
  if (comma === undefined || point === undefined || comma === point) return { kind: 'plain', value };
  return { kind: 'ambiguous', values: { comma, point } };
}

/** Returns the value of a text with this decimal mark; undefined where it is not a number. */
function readBy(mark: DecimalMark, text: string): string | undefined {
  const [, whole, , decimals] = PATTERNS[mark].exec(text) ?? [];
  if (whole === undefined) return undefined;
  return [whole.replace(/\D/g, ''), decimals].filter((part) => part !== undefined).join('.');
}
