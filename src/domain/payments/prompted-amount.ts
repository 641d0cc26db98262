import type { Language } from '#domain/language/languages';
import { Message } from '#domain/language/message';
import { exampleAmount } from './amount.ts';
import { minorUnitDigits } from './format-amount.ts';

/** White space between groups of three digits, as languages and keyboards write it. */
const SPACE = '[\u0020\u00a0\u202f]';

/** `537,25`, `1 019 300,00` and `1 019 300`: groups of three digits or none, and a decimal comma. */
const LOCAL = new RegExp(`^(\\d+|\\d{1,3}(?:${SPACE}\\d{3})+)(?:,(\\d+))?$`);

/**
 * Returns an amount that was typed at a prompt in the form of the command line: `537,25 KZT` becomes `537.25`. Only the
 * notation of the screen is read, in a language that has a decimal comma. Any other text stays as it is, for the parser to refuse.
 *
 * @param currency ISO 4217, which may stand after the number
 */
export function fromTypedAmount(text: string, currency: string, language: Language): string {
  if (language === 'en') return text;
  const number = text.trim().replace(new RegExp(`${SPACE}*${currency}$`), '');
  const [, whole, decimals] = LOCAL.exec(number) ?? [];
  if (whole === undefined) return number;
  // A comma before three digits could also separate thousands: 1,234.
  if (decimals !== undefined && decimals.length > Math.min(2, minorUnitDigits(currency) ?? 0)) return number;
  const digits = whole.replace(/\D/g, '');
  return decimals === undefined ? digits : `${digits}.${decimals}`;
}

/** Returns an example for a prompt, as the language writes it: `1000.00` or `1000,00`. */
export const typedAmountExample = (currency: string): Message =>
  new Message(({ language }) => {
    const example = exampleAmount(currency);
    return language === 'en' ? example : example.replace('.', ',');
  });
