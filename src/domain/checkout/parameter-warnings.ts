import { pageLimitWarnings } from '#domain/gate/field-limits';
import { tryParseJson } from '#domain/json/exact-json';
import { formatAmount, minorUnitDigits } from '#domain/payments/amount';
import { parseBestBefore } from './link-expiry.ts';
import { METHOD_OPTIONS, type PageParameters } from './page-parameters.ts';

/** Amount in major units above which the unit was probably converted twice. */
const LARGE = 1_000_000;

/** Text forms of an object or a list in JavaScript, PHP, Python and Go. */
const PROGRAM_TEXT = /^\[object \w+\]|^Array$|^\{'|^\['|^map\[|^\[?map\[/;

/**
 * Returns warnings about values that the page accepts and that look like mistakes: an amount in major units, booleans as
 * words, an expired link.
 *
 * @param now epoch milliseconds
 */
export const pageWarnings = (parameters: PageParameters, now: number): string[] => [
  ...amountWarnings(parameters),
  ...optionsWarnings(parameters),
  ...expiryWarnings(parameters, now),
  ...pageLimitWarnings(parameters),
  ...languageWarnings(parameters),
  ...findValues(parameters, /^(true|false)$/i).map(
    ([name, value]) => `${name} is the word "${value}": booleans are written 1 and 0`,
  ),
  ...findValues(parameters, PROGRAM_TEXT).map(
    ([name]) =>
      `${name} looks like an object that a program wrote in its own way: write it as JSON text, and sign that text`,
  ),
];

const findValues = (parameters: PageParameters, pattern: RegExp) =>
  Object.entries(parameters).filter(([, value]) => pattern.test(String(value)));

/** The platform documents English, Russian and more, but not Kazakh (platform docs: Payment Page). */
const languageWarnings = ({ language_code: language }: PageParameters): string[] =>
  String(language).toLowerCase() === 'kk'
    ? ['Kazakh is not a documented language of the page, which may open in another language']
    : [];

function amountWarnings({ payment_amount: text, payment_currency: currency }: PageParameters): string[] {
  const minor = Number(text);
  if (!Number.isSafeInteger(minor) || minor < 1 || typeof currency !== 'string') return [];
  const digits = minorUnitDigits(currency);
  if (digits === undefined) return [`${JSON.stringify(currency)} is not a known currency (ISO 4217)`];
  const unit = 10 ** digits;
  const amount = formatAmount({ minor, currency });
  if (unit > 1 && minor < unit)
    return [`the amount is ${amount}, less than 1 ${currency}: was it meant in major units?`];
  return minor >= LARGE * unit ? [`the amount is ${amount}: was it multiplied by ${unit} twice?`] : [];
}

function optionsWarnings({ [METHOD_OPTIONS]: text }: PageParameters): string[] {
  if (text === undefined) return [];
  const options = tryParseJson(String(text));
  if (options === undefined) return [`${METHOD_OPTIONS} is not JSON text, so no operator is chosen`];
  return typeof options === 'object' && options !== null ? [] : [`${METHOD_OPTIONS} is not a JSON object`];
}

function expiryWarnings(parameters: PageParameters, now: number): string[] {
  const { best_before: text } = parameters;
  if (text === undefined) return [];
  const end = parseBestBefore(parameters);
  if (Number.isNaN(end)) return [`best_before is not a time: ${JSON.stringify(text)}`];
  return end <= now ? [`the link has expired at ${text}`] : [];
}
