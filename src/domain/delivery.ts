import type { CallbackEnvelope, Delivery } from './ledger.ts';

/** What is on disk of a callback that is being handed on: whoever ends this program meanwhile leaves it behind. */
export const UNDER_WAY = 'no answer yet, or the program that handed it on has ended';

/** What came of handing a callback on: what only says that it was under way is left out once something has come of that. */
export function triesOf(deliveries: readonly Delivery[]): readonly Delivery[] {
  return deliveries.filter(
    ({ url, reason }, at) => reason !== UNDER_WAY || deliveries.findLastIndex((other) => other.url === url) === at,
  );
}

/**
 * The URL that a callback goes on to: what stood after the receiver's own path follows the target's path, and the query is
 * kept. Both go on as they came: nothing in them is resolved, and none of them names another host.
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

const PATH_AND_QUERY = /^([^?]*)(.*)$/s;

/** The values of each header: one may stand more than once. */
export function valuesByHeader(headers: CallbackEnvelope['headers']): Map<string, string[]> {
  const all = new Map<string, string[]>();
  for (const [name, value] of headers) all.set(name, [...(all.get(name) ?? []), value]);
  return all;
}
