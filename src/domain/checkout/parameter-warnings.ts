import { pageLimitWarnings } from '#domain/gate/field-limits';
import { type Json, parseJson } from '#domain/json/exact-json';
import { formatAmount, minorUnitDigits } from '#domain/payments/amount';
import { parseBestBefore } from './link-expiry.ts';
import { METHOD_OPTIONS, type PageParameters } from './page-parameters.ts';

/** Beyond this, in major units, an amount looks as if it had been multiplied twice. */
const LARGE = 1_000_000;

/**
 * What the page would take, and looks like a mistake: an amount in major units, booleans as words, a link that is over.
 *
 * @param now epoch milliseconds
 */
export function pageWarnings(parameters: PageParameters, now: number): string[] {
  return [
    ...amountWarnings(parameters),
    ...optionsWarnings(parameters),
    ...expiryWarnings(parameters, now),
    ...pageLimitWarnings(parameters),
    ...languageWarnings(parameters),
    ...Object.entries(parameters).flatMap(([name, value]) =>
      /^(true|false)$/i.test(String(value)) ? [`${name} is the word "${value}": booleans are written 1 and 0`] : [],
    ),
    ...Object.entries(parameters).flatMap(([name, value]) => (isNotJson(String(value)) ? [`${name} ${NOT_JSON}`] : [])),
  ];
}

/** English, Russian and more are documented; Kazakh is not (platform docs: Payment Page). */
const languageWarnings = ({ language_code: language }: PageParameters): string[] =>
  String(language).toLowerCase() === 'kk'
    ? ['Kazakh is not among the languages that the platform names: its page may open in another one']
    : [];

const NOT_JSON = 'looks like an object that a program wrote in its own way: write it as JSON text, and sign that text';

/** What JavaScript, PHP, Python and Go make of an object or a list that is used as a text. */
function isNotJson(text: string): boolean {
  return /^\[object \w+\]|^Array$|^\{'|^\['|^map\[|^\[?map\[/.test(text);
}

function amountWarnings({ payment_amount: text, payment_currency: currency }: PageParameters): string[] {
  const minor = Number(text);
  if (!Number.isSafeInteger(minor) || minor < 1 || typeof currency !== 'string') return [];
  const digits = minorUnitDigits(currency);
  if (digits === undefined) return [`${JSON.stringify(currency)} is not a known currency (ISO 4217)`];
  const unit = 10 ** digits;
  const amount = formatAmount({ minor, currency });
  if (unit > 1 && minor < unit)
    return [`the amount is ${amount}, less than 1 ${currency}: was it meant in major units?`];
  if (minor >= LARGE * unit) return [`the amount is ${amount}: was it multiplied by ${unit} twice?`];
  return [];
}

function optionsWarnings(parameters: PageParameters): string[] {
  const text = parameters[METHOD_OPTIONS];
  if (text === undefined) return [];
  let options: Json;
  try {
    options = parseJson(String(text));
  } catch {
    return [`${METHOD_OPTIONS} is no JSON text, so no operator is chosen`];
  }
  return typeof options === 'object' && options !== null ? [] : [`${METHOD_OPTIONS} is no JSON object`];
}

function expiryWarnings(parameters: PageParameters, now: number): string[] {
  const { best_before: text } = parameters;
  if (text === undefined) return [];
  const end = parseBestBefore(parameters);
  if (Number.isNaN(end)) return [`best_before is no time: ${JSON.stringify(text)}`];
  return end <= now ? [`the link is over since ${text}`] : [];
}
