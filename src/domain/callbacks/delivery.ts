import { randomUUID } from 'node:crypto';
import type { CallbackEnvelope, Delivery } from '#domain/ledger/stored-callback';

/** The stored reason of a callback while it is being forwarded. It remains when this program is killed meanwhile. */
export const IN_PROGRESS = 'no answer yet, or the program that handed it on has ended';

/** Returns the deliveries of a callback, without those that were in progress and have a later result. */
export function finishedAttempts(deliveries: readonly Delivery[]): readonly Delivery[] {
  return deliveries.filter(
    ({ url, reason }, at) => reason !== IN_PROGRESS || deliveries.findLastIndex((other) => other.url === url) === at,
  );
}

/**
 * Returns the URL that a callback is forwarded to: what stood after the receiver's own path follows the target's path, and the query is
 * kept. Both stay unchanged: nothing in them is resolved, and none of them names another host.
 *
 * @param own the path that the receiver listens at
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

/** What of a callback's headers is forwarded: its sender can choose all of them, and nothing signs them. */
const FORWARDED_HEADERS: readonly string[] = ['content-type', 'user-agent', 'accept', 'x-request-id', 'traceparent'];

/** Headers of one connection, which the next one has its own of (RFC 9110, 7.6.1). */
const OF_CONNECTION =
  /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|expect|host|content-length|content-encoding)$/i;

/** Headers without those of one connection. */
export const forwardable = (headers: CallbackEnvelope['headers']): CallbackEnvelope['headers'] =>
  headers.filter(([name]) => !OF_CONNECTION.test(name));

/** Names the listeners that a callback came through, so that one that comes back is recognized. */
const FORWARDED_BY = 'rocketpay-forwarded-by';

/** The mark of a listener on forwarded callbacks: no other program can guess it. */
export const newListenerId = (): string => randomUUID();

/** A callback that came through more listeners than these is in a loop. */
const MAX_LISTENERS = 8;

/** The listeners that a callback came through. */
const listenersOf = (headers: CallbackEnvelope['headers']): readonly string[] =>
  headers
    .filter(([name]) => name.toLowerCase() === FORWARDED_BY)
    .flatMap(([, value]) => value.split(','))
    .map((id) => id.trim());

/** True of a callback that this listener has forwarded itself, or that has come through too many others. */
export function isLoop(headers: CallbackEnvelope['headers'], own: string): boolean {
  const listeners = listenersOf(headers);
  return listeners.includes(own) || listeners.length > MAX_LISTENERS;
}

/**
 * The headers that a callback is forwarded with.
 *
 * @param more names of others that the user wants forwarded, in lower case
 * @param own the listener that forwards it; undefined for one that is sent again by hand
 */
export function forwardedHeaders(
  headers: CallbackEnvelope['headers'],
  more: readonly string[],
  own?: string,
): CallbackEnvelope['headers'] {
  const dropped = headers
    .filter(([name]) => name.toLowerCase() === 'connection')
    .flatMap(([, value]) => value.toLowerCase().split(','))
    .map((name) => name.trim());
  const wanted = new Set([...FORWARDED_HEADERS, ...more].filter((name) => !dropped.includes(name)));
  wanted.delete(FORWARDED_BY);
  const kept = forwardable(headers).filter(([name]) => wanted.has(name.toLowerCase()));
  return own === undefined ? kept : [...kept, [FORWARDED_BY, [...listenersOf(headers), own].join(', ')]];
}

/**
 * True of a path with a `.` or `..` segment in any spelling: programs read such paths in different ways. Some decode more than once,
 * some take overlong UTF-8 or `%u002e`, and some end a segment at `;`, `#`, white space or a control character.
 */
export function hasDotSegment(path: string): boolean {
  const [raw = ''] = path.split('?');
  if (!/[.%]/.test(raw)) return false;
  const decoded = raw
    .replace(/%(25)+/g, '%')
    .replace(OTHER_SPELLINGS, (_, dot?: string) => (dot === undefined ? '/' : '.'))
    .replace(/%([0-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return DOT_SEGMENT.test(decoded);
}

/** Dots (the first group) and slashes as overlong UTF-8, in the form of IIS, and in full width. */
const OTHER_SPELLINGS =
  /(%c0%ae|%e0%80%ae|%u002e|%uff0e|%ef%bc%8e)|%c0%af|%e0%80%af|%c1%9c|%u002f|%u005c|%u2215|%uff0f|%ef%bc%8f/gi;

const DOT_SEGMENT = /(^|[/\\])\.{1,2}($|[/\\;#?\u0000-\u0020])/;

const PATH_AND_QUERY = /^([^?]*)(.*)$/s;

/** The values of each header: one may stand more than once. */
export function valuesByHeader(headers: CallbackEnvelope['headers']): Map<string, string[]> {
  const all = new Map<string, string[]>();
  for (const [name, value] of headers) all.set(name, [...(all.get(name) ?? []), value]);
  return all;
}
