import { usageError } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import { isJsonObject, type Json, type JsonObject, tryParseJson } from './exact-json.ts';

/** Returns the value at a dotted path (`payment.sum.amount`, `operations.0.id`), or undefined. */
export function getPath(value: Json, path: string): Json | undefined {
  let found: Json | undefined = value;
  for (const part of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, part)) return undefined;
    found = (found as Record<string, Json>)[part];
  }
  return found;
}

/** A field to add or to override: `--set callback.delay=10`. */
export interface FieldOverride {
  readonly path: string;
  readonly value: Json;
}

/**
 * Parses `path=value`. The value is JSON if it parses as JSON, else it is text.
 *
 * @throws {Failure} (usage) without a `=`, for an empty part in the path, and for a signature.
 */
export function parseOverride(text: string): FieldOverride {
  const equals = text.indexOf('=');
  const path = text.slice(0, equals);
  const parts = path.split('.');
  if (equals < 1 || parts.includes('')) {
    throw usageError(
      message('--set {text} is not path=value.', { text: JSON.stringify(text) }),
      message('For example: {example}', { example: '--set callback.delay=10' }),
    );
  }
  const value = text.slice(equals + 1);
  if (parts.includes('signature'))
    throw usageError(message('--set cannot change "signature": it is computed from the final body.'));
  const parsed = tryParseJson(value);
  return { path, value: parsed === undefined ? value : parsed };
}

/**
 * Returns the body with added and overridden fields. Missing objects on a path are created.
 *
 * @throws {Failure} (usage) for a position that a list does not have.
 */
export function withOverrides(body: JsonObject, overrides: readonly FieldOverride[]): JsonObject {
  return overrides.reduce<Json>(
    (changed, { path, value }) => setPath(changed, path.split('.'), value),
    body,
  ) as JsonObject;
}

/** Returns a value with another value at a path; missing objects are created. */
export function setPath(target: Json | undefined, [part = '', ...rest]: readonly string[], value: Json): Json {
  if (Array.isArray(target)) return setItem(target, part, rest, value);
  const object = isJsonObject(target) ? target : {};
  const inner = Object.hasOwn(object, part) ? object[part] : undefined;
  return { ...object, [part]: rest.length === 0 ? value : setPath(inner, rest, value) };
}

function setItem(items: readonly Json[], part: string, rest: readonly string[], value: Json): Json {
  const index = /^\d+$/.test(part) ? Number(part) : Number.NaN;
  if (!(index <= items.length)) {
    throw usageError(
      `--set: a list of ${items.length} has no position ${JSON.stringify(part)}.`,
      'Positions count from 0.',
    );
  }
  const changed = [...items];
  changed[index] = rest.length === 0 ? value : setPath(items[index], rest, value);
  return changed;
}
