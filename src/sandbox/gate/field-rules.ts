import { isIP } from 'node:net';
import type { Json, JsonObject } from '#domain/json/exact-json';
import { getPath } from '#domain/json/json-path';
import { MAX_MINOR } from '#domain/payments/amount';
import { createFieldError, type FieldError } from './api-error.ts';

/** A kind of value. */
interface FieldKind<T extends Json> {
  readonly test: (value: Json) => value is T;
  /** Follows the name of an invalid field. */
  readonly message: string;
}

const text = (test: (value: string) => boolean, message: string): FieldKind<string> => ({
  test: (value): value is string => typeof value === 'string' && test(value),
  message,
});

const integer = (min: number, max: number, message: string): FieldKind<number> => ({
  test: (value): value is number => Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max,
  message,
});

const isLength = (value: string, min: number): boolean => value.length >= min && [...value].length <= 255;

/** Kinds of values, with the platform's limits (platform docs: field limits). */
export const must = {
  text255: text((value) => isLength(value, 1), 'must be a string of 1 to 255 characters'),
  optionalText255: text((value) => isLength(value, 0), 'must be a string of at most 255 characters'),
  paymentId: text(
    (value) => isLength(value, 1) && value === value.trim(),
    'must be a string of 1 to 255 characters without white space at its ends',
  ),
  phone: text((value) => /^[0-9]{4,24}$/.test(value), 'must be a string of 4 to 24 digits, without "+"'),
  currency: text((value) => /^[A-Z]{3}$/.test(value), 'must be three capital letters'),
  amount: integer(1, MAX_MINOR, 'must be an integer from 1 to 10^13, in minor units'),
  ip: text((value) => isIP(value) > 0, 'must be an IP address'),
  url: text((value) => /^https?:\/\//.test(value) && URL.canParse(value), 'must be an http or https URL'),
  delay: integer(0, 600, 'must be an integer from 0 to 600, in seconds'),
  flag: { test: (value: Json): value is boolean => typeof value === 'boolean', message: 'must be true or false' },
};

/** A rule for a field of a request. `R` is true when the field is required. */
interface FieldRule<T extends Json = Json, R extends boolean = boolean> {
  /** The path from the top of the body, for example `customer.id`. */
  readonly path: string;
  readonly required: R;
  readonly kind: FieldKind<T>;
  /** The platform's code for an invalid value. */
  readonly code: string;
}

const rule =
  <R extends boolean>(isRequired: R) =>
  <T extends Json>(path: string, kind: FieldKind<T>, code = '2004'): FieldRule<T, R> => ({
    path,
    required: isRequired,
    kind,
    code,
  });
export const required = rule(true);
export const optional = rule(false);

export type FieldRules = Readonly<Record<string, FieldRule>>;

/** The checked values of fields, by the names of their rules. */
export type Fields<Rules extends FieldRules> = {
  readonly [Name in keyof Rules]: Rules[Name] extends FieldRule<infer T, infer R>
    ? R extends true
      ? T
      : T | undefined
    : never;
};

/**
 * Reads the fields of a body. A field that is null counts as missing.
 *
 * @throws {ApiError} that names each missing or invalid field.
 */
export function readFields<Rules extends FieldRules>(body: JsonObject, rules: Rules): Fields<Rules> {
  const errors: FieldError[] = [];
  const fields = Object.entries(rules).map(([name, { path, required: isRequired, kind, code }]) => {
    const value = getPath(body, path) ?? null;
    if (value === null) {
      if (isRequired) errors.push({ code: '2004', message: 'is required', field: path, constraint: 'required' });
      return [name, undefined];
    }
    if (!kind.test(value)) errors.push({ code, message: kind.message, field: path, constraint: 'format' });
    return [name, value];
  });
  if (errors.length > 0) throw createFieldError(errors);
  return Object.fromEntries(fields);
}
