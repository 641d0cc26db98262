import { usageError } from '#domain/errors/failure';
import { formatJson, type Json, type JsonObject } from '#domain/json/exact-json';
import { type FieldOverride, parseOverride, withOverrides } from '#domain/json/json-path';
import { MAX_MINOR } from '#domain/payments/amount';

/** Parameters of the Payment Page as they are signed and sent: no null, no boolean, no object is among them. */
export type PageParameters = Readonly<Record<string, string | number>>;

/** The operator and other options of the method: its JSON text is signed, and not its parts (platform docs: Payment Page). */
export const METHOD_OPTIONS = 'payment_methods_options';

/** What the Payment Page needs for this method, beside the signature (platform docs: Payment Page). */
const REQUIRED = [
  ...['project_id', 'payment_id', 'customer_id', 'customer_first_name', 'customer_last_name', 'customer_email'],
  ...['payment_currency', 'payment_amount'],
];

const NUMBERS: readonly string[] = ['project_id', 'payment_amount'];

/**
 * Reads `name=value` for the Payment Page. Its values are texts, so a number or a JSON text stays as it is written; `true`,
 * `false` and `null` are what they are in JSON, a part of a JSON text has a dotted name, and the options of the method are
 * written again without white space.
 *
 * @throws {Failure} (usage) as {@link parseOverride}.
 */
export function parsePageOverride(text: string): FieldOverride {
  const { path, value } = parseOverride(text);
  if (/[[\]]/.test(path)) {
    throw usageError(
      `The name ${JSON.stringify(path)} can be read in two ways: a server in PHP takes it for a part of a list.`,
      'Write a dotted name for a part of a JSON text: --set payment_methods_options.selected_operator=TELE2',
    );
  }
  const isPart = path.includes('.') || path === METHOD_OPTIONS;
  const isWord = typeof value === 'boolean' || value === null || typeof value === 'string';
  return { path, value: isPart || isWord || NUMBERS.includes(path) ? value : text.slice(text.indexOf('=') + 1) };
}

/**
 * The final parameters: overrides applied, booleans as 1 and 0, nulls dropped, objects as compact JSON text (platform docs:
 * Payment Page).
 *
 * @throws {Failure} (usage) naming each that is missing or that the page would not take.
 */
export function pageParameters(wanted: JsonObject, overrides: readonly FieldOverride[] = []): PageParameters {
  const entries = Object.entries(withOverrides(wanted, overrides));
  const parameters = Object.fromEntries(
    entries.flatMap(([name, value]) => (value === null ? [] : [[name, plain(value)] as const])),
  );
  const missing = missingParameters(parameters);
  if (missing.length > 0) {
    throw usageError(
      `A Payment Page link needs ${missing.join(', ')}.`,
      'Give each as an option (see --help); the customer can also come from the profile.',
    );
  }
  const problems = parameterProblems(parameters);
  if (problems.length > 0) throw usageError(`The Payment Page would not take this: ${problems.join('; ')}.`);
  return parameters;
}

function plain(value: Exclude<Json, null>): string | number {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string' || typeof value === 'number') return value;
  return formatJson(value);
}

/** Names of required parameters that are not there, or empty. */
export const missingParameters = (parameters: PageParameters): string[] =>
  REQUIRED.filter((name) => String(parameters[name] ?? '') === '');

/** What the page would not take, in words, each with its name (platform docs: field limits, Payment Page). */
export function parameterProblems(parameters: PageParameters): string[] {
  return Object.entries(parameters).flatMap(([name, value]) => {
    const text = String(value);
    const problem = text.includes(';') ? 'holds a ";", which no value may hold' : ruleOf(name)?.(text);
    return problem === undefined || (text === '' && REQUIRED.includes(name)) ? [] : [`${name} ${problem}`];
  });
}

type Rule = (text: string) => string | undefined;

const matches =
  (pattern: RegExp, flaw: string): Rule =>
  (text) =>
    pattern.test(text) ? undefined : flaw;

const short: Rule = (text) => ([...text].length <= 255 ? undefined : 'is longer than 255 characters');

const integer =
  (most: number, flaw: string): Rule =>
  (text) =>
    /^[1-9]\d*$/.test(text) && Number(text) <= most ? undefined : flaw;

const url: Rule = (text) => (/^https?:\/\//i.test(text) && URL.canParse(text) ? undefined : 'is no http or https URL');

const ruleOf = (name: string): Rule | undefined => (Object.hasOwn(RULES, name) ? RULES[name] : undefined);

const RULES: Readonly<Record<string, Rule>> = {
  project_id: integer(4_294_967_295, 'is not a whole number from 1 to 4294967295'),
  payment_id: (text) => (text === text.trim() ? short(text) : 'has white space at an end'),
  payment_amount: integer(MAX_MINOR, 'is not a whole number of minor units from 1 to 10^13'),
  payment_currency: matches(/^[A-Z]{3}$/, 'is not three capital letters'),
  payment_description: short,
  customer_id: short,
  customer_first_name: short,
  customer_last_name: short,
  customer_email: short,
  customer_phone: matches(/^\d{4,24}$/, 'is not 4 to 24 digits with the country code, without "+"'),
  language_code: matches(/^[a-z]{2}$/i, 'is not two letters'),
  merchant_callback_url: url,
  merchant_success_url: url,
  merchant_fail_url: url,
  merchant_return_url: url,
};
