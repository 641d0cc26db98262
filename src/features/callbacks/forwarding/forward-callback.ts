import type { Context } from '#context';
import { type CallbackFilter, matchesFilters } from '#domain/callbacks/callback-filter';
import { forwardedHeaders, forwardUrl } from '#domain/callbacks/forwarding';
import type { Json } from '#domain/json/exact-json';
import type { CallbackForward, Delivery, StoredCallback } from '#domain/ledger/stored-callback';
import { deliveryDocument } from '#features/callbacks/callback-document';
import type { DeliveryDocument } from '#schemas/document-types';

/** A target URL for forwarded callbacks, with its filters. */
export interface ForwardTarget {
  readonly url: string;
  readonly filters: readonly CallbackFilter[];
}

/** Headers of a callback that was not received by HTTP. */
const USUAL_HEADERS = [['content-type', 'application/json']] as const;

type SendContext = Pick<Context, 'clock' | 'deliverCallback' | 'signal'>;

/** Forwards a stored callback and records the result. */
export async function forwardStored(
  callback: StoredCallback,
  url: string,
  timeoutMilliseconds: number,
  context: SendContext & Pick<Context, 'ledger'>,
): Promise<DeliveryDocument & { readonly answer: string }> {
  if (callback.sealed === true) {
    // There is no body to send, and an empty body would be wrong.
    const none = { callbackId: callback.id, url, at: context.clock.now(), status: undefined, milliseconds: 0 };
    return { ...deliveryDocument({ ...none, reason: SEALED }), answer: '' };
  }
  const { answer, ...delivery } = await forwardCallback(callback, url, { timeoutMilliseconds, headers: [] }, context);
  await (await context.ledger()).addDelivery(delivery);
  return { ...deliveryDocument(delivery), answer };
}

/** Why a callback that another key encrypted is not forwarded. */
export const SEALED = 'not sent: its body was encrypted with another key, and the current ledger.key cannot decrypt it';

/** Options for sending callbacks. */
export interface Sending {
  readonly timeoutMilliseconds: number;
  /** Names of additional headers to forward, in lower case. */
  readonly headers: readonly string[];
  /** Id of the listener that sends the callbacks. */
  readonly by?: string;
}

/** Sends a callback once. A network error is part of the result. */
export async function forwardCallback(
  { id, text, envelope, repeat }: StoredCallback,
  url: string,
  { timeoutMilliseconds, headers: more, by }: Sending,
  { clock, deliverCallback, signal }: SendContext,
): Promise<Delivery & { readonly answer: string }> {
  const at = clock.now();
  const headers = forwardedHeaders(envelope?.headers ?? USUAL_HEADERS, repeat ? [] : more, { id, by });
  const delivered = await deliverCallback({ url, text, headers, timeoutMilliseconds, signal });
  return { callbackId: id, url, at, ...delivered };
}

/**
 * Selects the targets whose filters match a callback.
 *
 * @param path path of the received request, with the query
 * @param own path at which the listener receives callbacks
 */
export const matchTargets = (
  targets: readonly ForwardTarget[],
  own: string,
  body: Json | undefined,
  event: string | undefined,
  path: string,
): readonly CallbackForward[] =>
  targets
    .filter(({ filters }) => matchesFilters(filters, body ?? null, event))
    .map(({ url }) => ({ first: forwardUrl(url, path, own), again: forwardUrl(url, '/') }));
