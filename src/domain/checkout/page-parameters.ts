import { usageError } from '#domain/errors/failure';
import { formatJson, type Json, type JsonObject } from '#domain/json/exact-json';
import { type FieldOverride, parseOverride, withOverrides } from '#domain/json/json-path';
import { MAX_MINOR } from '#domain/payments/amount';
import { MAX_PROJECT_ID } from '#domain/profiles/profile';

/** Parameters of the Payment Page as they are signed and sent, without null, booleans and objects. */
export type PageParameters = Readonly<Record<string, string | number>>;

/** Parameter with the operator: its JSON text is signed, and not its parts (platform docs: Payment Page). */
export const METHOD_OPTIONS = 'payment_methods_options';

/** Required parameters for this method, without the signature (platform docs: Payment Page). */
const REQUIRED = [
  ...['project_id', 'payment_id', 'customer_id', 'customer_first_name', 'customer_last_name', 'customer_email'],
  ...['payment_currency', 'payment_amount'],
];

const NUMBERS: readonly string[] = ['project_id', 'payment_amount'];

/**
 * Parses `name=value` for the Payment Page. A number or a JSON text stays text, because the values of the page are texts.
 * `true`, `false` and `null` are parsed as JSON. A part of a JSON text has a dotted name. White space is removed from the
 * options of the method.
 *
 * @throws {Failure} (usage) as {@link parseOverride}.
 */
export function parsePageOverride(text: string): FieldOverride {
  const { path, value } = parseOverride(text);
  if (/[[\]]/.test(path)) {
    throw usageError(
      `The name ${JSON.stringify(path)} is ambiguous: a server in PHP reads it as a part of a list.`,
      'Write a dotted name for a part of a JSON text: --set payment_methods_options.selected_operator=TELE2',
    );
  }
  const isPart = path.includes('.') || path === METHOD_OPTIONS;
  const isWord = typeof value === 'boolean' || value === null || typeof value === 'string';
  return { path, value: isPart || isWord || NUMBERS.includes(path) ? value : text.slice(text.indexOf('=') + 1) };
}

/**
 * Returns the parameters with overrides, with booleans as 1 and 0, without nulls, and with objects as compact JSON text
 * (platform docs: Payment Page).
 *
 * @throws {Failure} (usage) with the names of all missing and invalid parameters.
 */
export function pageParameters(values: JsonObject, overrides: readonly FieldOverride[] = []): PageParameters {
  const entries = Object.entries(withOverrides(values, overrides));
  const parameters = Object.fromEntries(
    entries.flatMap(([name, value]) => (value === null ? [] : [[name, toScalar(value)] as const])),
  );
  const missing = missingParameters(parameters);
  if (missing.length > 0) {
    throw usageError(
      `A Payment Page link needs ${missing.join(', ')}.`,
      'Give each as an option (see --help); the customer can also come from the profile.',
    );
  }
  const problems = parameterProblems(parameters);
  if (problems.length > 0) throw usageError(`The Payment Page would refuse this: ${problems.join('; ')}.`);
  return parameters;
}

function toScalar(value: Exclude<Json, null>): string | number {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string' || typeof value === 'number') return value;
  return formatJson(value);
}

/** Returns the names of required parameters that are missing or empty. */
export const missingParameters = (parameters: PageParameters): string[] =>
  REQUIRED.filter((name) => String(parameters[name] ?? '') === '');

/** Returns the problems of parameters that the page would refuse (platform docs: field limits, Payment Page). */
export function parameterProblems(parameters: PageParameters): string[] {
  return Object.entries(parameters).flatMap(([name, value]) => {
    const text = String(value);
    const problem = text.includes(';') ? 'contains a ";", which is not allowed' : findRule(name)?.(text);
    return problem === undefined || (text === '' && REQUIRED.includes(name)) ? [] : [`${name} ${problem}`];
  });
}

type Rule = (text: string) => string | undefined;

const matches =
  (pattern: RegExp, problem: string): Rule =>
  (text) =>
    pattern.test(text) ? undefined : problem;

const short: Rule = (text) => ([...text].length <= 255 ? undefined : 'is longer than 255 characters');

const integer =
  (max: number, problem: string): Rule =>
  (text) =>
    /^[1-9]\d*$/.test(text) && Number(text) <= max ? undefined : problem;

const url: Rule = (text) =>
  /^https?:\/\//i.test(text) && URL.canParse(text) ? undefined : 'is not an http or https URL';

const findRule = (name: string): Rule | undefined => (Object.hasOwn(RULES, name) ? RULES[name] : undefined);

const RULES: Readonly<Record<string, Rule>> = {
  project_id: integer(MAX_PROJECT_ID, 'is not a whole number from 1 to 4294967295'),
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
