import { randomUUID } from 'node:crypto';
import type { CallbackEnvelope, Delivery } from '#domain/ledger/stored-callback';
import { hasDotSegment } from './dot-segments.ts';

/** Stored reason of a forward request in progress. It remains when the program ends before the answer. */
export const IN_PROGRESS = 'no answer yet, or the program that handed it on has ended';

/** Returns the attempts to forward a callback, without `in progress` records that have a result. */
export function finishedAttempts(deliveries: readonly Delivery[]): readonly Delivery[] {
  return deliveries.filter(
    ({ url, reason }, at) => reason !== IN_PROGRESS || deliveries.findLastIndex((other) => other.url === url) === at,
  );
}

/**
 * Returns the URL to which a callback is forwarded: the target with the rest of the received path and the query. Both are copied
 * without changes: dot segments are not resolved, and neither can name another host.
 *
 * @param own path at which the receiver listens
 */
export function forwardUrl(target: string, path: string, own = '/'): string {
  const { origin, pathname, search } = new URL(target);
  const [, came = '', query = ''] = PATH_AND_QUERY.exec(path) ?? [];
  const base = own.replace(/\/$/, '');
  const rest = came.startsWith(base) ? came.slice(base.length) : came;
  const below = rest.startsWith('/') ? rest : `/${rest}`;
  const place = below === '/' ? pathname : pathname.replace(/\/$/, '') + below;
  return origin + place + (search === '' ? query : search + query.replace('?', '&'));
}

/** Forwarded headers. The sender chooses all headers, and no signature covers them. */
const FORWARDED_HEADERS: readonly string[] = ['content-type', 'user-agent', 'accept', 'x-request-id', 'traceparent'];

/** Headers that are valid for one connection only (RFC 9110, 7.6.1). */
const CONNECTION_HEADERS =
  /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|expect|host|content-length|content-encoding)$/i;

/** Removes headers that are valid for one connection only. */
export const withoutConnectionHeaders = (headers: CallbackEnvelope['headers']): CallbackEnvelope['headers'] =>
  headers.filter(([name]) => !CONNECTION_HEADERS.test(name));

/** Header with the ids of the listeners that forwarded a callback, so that a loop is recognized. */
const FORWARDED_BY = 'rocketpay-forwarded-by';

/** Header with the id of a forwarded callback. Every attempt has the same one, so that a receiver recognizes a repeated attempt. */
const CALLBACK_ID = 'rocketpay-callback-id';

/** Creates the id with which a listener marks forwarded callbacks. Senders cannot guess it. */
export const newListenerId = (): string => randomUUID();

/** Maximum number of listeners that may forward a callback. More are a loop. */
const MAX_LISTENERS = 8;

/** Returns the ids of the listeners that forwarded a callback. */
const readListeners = (headers: CallbackEnvelope['headers']): readonly string[] =>
  headers
    .filter(([name]) => name.length === FORWARDED_BY.length && name.toLowerCase() === FORWARDED_BY)
    .flatMap(([, value]) => value.split(','))
    .map((id) => id.trim());

/** True for a callback that this listener forwarded itself, or that too many listeners forwarded. */
export function isLoop(headers: CallbackEnvelope['headers'], own: string): boolean {
  const listeners = readListeners(headers);
  return listeners.includes(own) || listeners.length > MAX_LISTENERS;
}

/**
 * Returns the headers of a forwarded callback.
 *
 * @param more names of additional headers, in lower case
 * @param marks id of the callback, and id of the listener: none for a callback that the user sends again
 */
export function forwardedHeaders(
  headers: CallbackEnvelope['headers'],
  more: readonly string[],
  { id, by }: { readonly id: string; readonly by?: string | undefined },
): CallbackEnvelope['headers'] {
  const dropped = headers
    .filter(([name]) => name.toLowerCase() === 'connection')
    .flatMap(([, value]) => value.toLowerCase().split(','))
    .map((name) => name.trim());
  const wanted = new Set([...FORWARDED_HEADERS, ...more].filter((name) => !dropped.includes(name)));
  wanted.delete(FORWARDED_BY);
  wanted.delete(CALLBACK_ID);
  const kept = withoutConnectionHeaders(headers).filter(([name]) => wanted.has(name.toLowerCase()));
  const marked: CallbackEnvelope['headers'] = [...kept, [CALLBACK_ID, id]];
  return by === undefined ? marked : [...marked, [FORWARDED_BY, [...readListeners(headers), by].join(', ')]];
}

/** True for a URL that {@link forwardUrl} can make of a target. */
export function isForwardOf(url: string, target: string): boolean {
  if (!URL.canParse(url) || hasDotSegment(url.slice(url.indexOf('://') + 3))) return false;
  const { origin, pathname } = new URL(target);
  const base = origin + pathname.replace(/\/$/, '');
  return url.startsWith(base) && /^($|[/?])/.test(url.slice(base.length));
}

const PATH_AND_QUERY = /^([^?]*)(.*)$/s;

/** Groups the values of headers that occur more than once. */
export function valuesByHeader(headers: CallbackEnvelope['headers']): Map<string, string[]> {
  const all = new Map<string, string[]>();
  for (const [name, value] of headers) all.set(name, [...(all.get(name) ?? []), value]);
  return all;
}
