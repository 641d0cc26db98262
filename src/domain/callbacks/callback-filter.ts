import { usageError } from '#domain/errors/failure';
import type { Json } from '#domain/json/exact-json';
import { getPath } from '#domain/json/json-path';
import { CALLBACK_EVENTS } from './callback-event.ts';

/** Condition on a field of the body, or on `event`. */
export interface CallbackFilter {
  readonly path: string;
  readonly value: string;
}

/**
 * Parses `path=value`: `event=refund.success`, `payment.status=decline`.
 *
 * @throws {Failure} (usage) without a `=`, and for an unknown event.
 */
export function parseFilter(text: string): CallbackFilter {
  const equals = text.indexOf('=');
  if (equals < 1) {
    throw usageError(
      `${JSON.stringify(text)} is not path=value.`,
      'For example: --filter event=purchase.success, or --filter operation.type=refund',
    );
  }
  const filter = { path: text.slice(0, equals), value: text.slice(equals + 1) };
  if (filter.path === 'event' && !(CALLBACK_EVENTS as readonly string[]).includes(filter.value)) {
    throw usageError(`There is no event ${JSON.stringify(filter.value)}.`, `Events: ${CALLBACK_EVENTS.join(', ')}.`);
  }
  return filter;
}

/** True when a callback matches all conditions. One of several conditions on the same field is enough. */
export function matchesFilters(filters: readonly CallbackFilter[], body: Json, event: string | undefined): boolean {
  if (filters.length === 0) return true;
  const paths = [...new Set(filters.map(({ path }) => path))];
  return paths.every((path) => {
    const value = path === 'event' ? (event ?? '') : toText(getPath(body, path));
    return filters.some((filter) => filter.path === path && filter.value === value);
  });
}

function toText(value: Json | undefined): string | undefined {
  return typeof value === 'object' && value !== null ? undefined : String(value ?? '');
}
