import { isIP } from 'node:net';
import type { Json, JsonObject } from '#domain/json/exact-json';
import { getPath } from '#domain/json/json-path';
import { MAX_MINOR } from '#domain/payments/amount';
import { createFieldError, type FieldError } from './api-error.ts';

/** A rule for a field of a request. */
export interface FieldRule {
  /** The path from the top of the body, for example `customer.id`. */
  readonly path: string;
  readonly required: boolean;
  /** Returns why a value is invalid; undefined when it is valid. */
  readonly check: (value: Json) => string | undefined;
  /** The platform's code for an invalid value. */
  readonly code: string;
}

type FieldCheck = FieldRule['check'];

/** Checks of values, with the platform's limits (platform docs: field limits). */
export const fieldChecks = {
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
} as const satisfies Record<string, FieldCheck>;

const rule =
  (required: boolean) =>
  (path: string, check: FieldCheck, code = '2004'): FieldRule => ({ path, required, check, code });
export const required = rule(true);
export const optional = rule(false);

/**
 * Checks the fields of a body. A field that is null counts as missing.
 *
 * @throws {ApiError} that names each missing or invalid field.
 */
export function checkFields(body: JsonObject, rules: readonly FieldRule[]): void {
  const errors: FieldError[] = [];
  for (const { path, required: isRequired, check, code } of rules) {
    const value = getPath(body, path) ?? null;
    if (value === null && !isRequired) continue;
    if (value === null) {
      errors.push({ code: '2004', message: 'is required', field: path, constraint: 'required' });
      continue;
    }
    const message = check(value);
    if (message !== undefined) errors.push({ code, message, field: path, constraint: 'format' });
  }
  if (errors.length > 0) throw createFieldError(errors);
}

/** Reads a checked text field; undefined when it is left out. */
export function textField(body: JsonObject, path: string): string | undefined {
  const value = getPath(body, path);
  return typeof value === 'string' ? value : undefined;
}

/** Reads a checked integer field; undefined when it is left out. */
export function numberField(body: JsonObject, path: string): number | undefined {
  const value = getPath(body, path);
  return typeof value === 'number' ? value : undefined;
}

function isText(value: Json, minLength: number): value is string {
  return typeof value === 'string' && value.length >= minLength && [...value].length <= 255;
}

const isMatch = (value: Json, pattern: RegExp): value is string => typeof value === 'string' && pattern.test(value);

const isInteger = (value: Json, min: number, max: number): boolean =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max;
