import { isIP } from 'node:net';
import type { Json, JsonObject } from '#domain/json/exact-json';
import { getPath } from '#domain/json/json-path';
import { MAX_MINOR } from '#domain/payments/amount';
import { type FieldError, fieldRefusal } from './api-error.ts';

/** What one field of a request must be like. */
export interface FieldRule {
  /** Dotted, from the top of the body. */
  readonly path: string;
  readonly required: boolean;
  /** What is wrong with a value, in words; undefined when nothing is. */
  readonly flaw: (value: Json) => string | undefined;
  /** The platform's code for a wrong value. */
  readonly code: string;
}

type Problem = FieldRule['flaw'];

/** Kinds of fields, with the platform's limits (platform docs: field limits). */
export const fieldProblems = {
  text255: (value) => (isText(value, 1) ? undefined : 'must be a string of 1 to 255 characters'),
  optionalText255: (value) => (isText(value, 0) ? undefined : 'must be a string of at most 255 characters'),
  paymentId: (value) =>
    isText(value, 1) && value === value.trim()
      ? undefined
      : 'must be a string of 1 to 255 characters without white space at its ends',
  phone: (value) => (isMatch(value, /^[0-9]{4,24}$/) ? undefined : 'must be a string of 4 to 24 digits, without "+"'),
  currency: (value) => (isMatch(value, /^[A-Z]{3}$/) ? undefined : 'must be three capital letters'),
  amount: (value) =>
    isInteger(value, 1, MAX_MINOR) ? undefined : 'must be an integer from 1 to 10^13, in minor units',
  ip: (value) => (typeof value === 'string' && isIP(value) > 0 ? undefined : 'must be an IP address'),
  url: (value) => (isMatch(value, /^https?:\/\//) && URL.canParse(value) ? undefined : 'must be an http or https URL'),
  delay: (value) => (isInteger(value, 0, 600) ? undefined : 'must be an integer from 0 to 600, in seconds'),
  flag: (value) => (typeof value === 'boolean' ? undefined : 'must be true or false'),
} as const satisfies Record<string, Problem>;

export const required = (path: string, flaw: Problem, code = '2004'): FieldRule => ({
  path,
  required: true,
  flaw,
  code,
});
export const optional = (path: string, flaw: Problem, code = '2004'): FieldRule => ({
  path,
  required: false,
  flaw,
  code,
});

/**
 * Checks a body by rules. A field that is null counts as missing.
 *
 * @throws {Refusal} naming each field that is missing or wrong.
 */
export function checkFields(body: JsonObject, rules: readonly FieldRule[]): void {
  const errors: FieldError[] = [];
  for (const { path, required: isRequired, flaw, code } of rules) {
    const value = getPath(body, path) ?? null;
    if (value === null && !isRequired) continue;
    if (value === null) {
      errors.push({ code: '2004', message: 'is required', field: path, constraint: 'required' });
      continue;
    }
    const message = flaw(value);
    if (message !== undefined) errors.push({ code, message, field: path, constraint: 'format' });
  }
  if (errors.length > 0) throw fieldRefusal(errors);
}

/** A text field that has been checked; undefined when it is left out. */
export function textField(body: JsonObject, path: string): string | undefined {
  const value = getPath(body, path);
  return typeof value === 'string' ? value : undefined;
}

/** A whole number that has been checked; undefined when it is left out. */
export function numberField(body: JsonObject, path: string): number | undefined {
  const value = getPath(body, path);
  return typeof value === 'number' ? value : undefined;
}

function isText(value: Json, shortest: number): value is string {
  return typeof value === 'string' && value.length >= shortest && [...value].length <= 255;
}

const isMatch = (value: Json, pattern: RegExp): value is string => typeof value === 'string' && pattern.test(value);

const isInteger = (value: Json, least: number, most: number): boolean =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most;
