import type { Context } from '../context.ts';
import { type CallbackFilter, fits } from '../domain/callback-filter.ts';
import type { DeliveryDocument } from '../domain/documents.ts';
import type { Json } from '../domain/json.ts';
import type { StoredCallback } from '../domain/ledger.ts';
import { deliveryDocument } from './keep-callback.ts';

/** Where callbacks are handed on to, and which of them. */
export interface ForwardTarget {
  readonly url: string;
  readonly filters: readonly CallbackFilter[];
}

/** Headers of a callback that came in another way than by HTTP. */
const USUAL_HEADERS = [['content-type', 'application/json']] as const;

/** What is waiting to be handed on may be this many at once: the rest is for `callbacks replay --failed`. */
const MOST_WAITING = 1000;

type ForwardContext = Pick<Context, 'clock' | 'deliverCallback' | 'ledger' | 'signal'>;

/**
 * The URL that a callback goes on to: what stood after the receiver's own path follows the target's path, and the query is
 * kept.
 *
 * @param own the path that the receiver listens at
 */
export function forwardUrl(target: string, path: string, own = '/'): string {
  const url = new URL(target);
  const came = new URL(path, 'http://localhost');
  const base = own.replace(/\/$/, '');
  const rest = came.pathname.startsWith(base) ? came.pathname.slice(base.length) : came.pathname;
  if (rest !== '' && rest !== '/')
    url.pathname = url.pathname.replace(/\/$/, '') + (rest.startsWith('/') ? rest : `/${rest}`);
  if (came.search !== '') url.search = url.search === '' ? came.search : `${url.search}&${came.search.slice(1)}`;
  return url.href;
}

/** Hands a stored callback on, and keeps what came of it. */
export async function deliverStored(
  { id, text, envelope }: Pick<StoredCallback, 'id' | 'text' | 'envelope'>,
  url: string,
  timeoutMilliseconds: number,
  { clock, deliverCallback, ledger, signal }: ForwardContext,
): Promise<DeliveryDocument & { readonly answer: string }> {
  const at = clock.now();
  const headers = envelope?.headers ?? USUAL_HEADERS;
  const delivered = await deliverCallback({ url, text, headers, timeoutMilliseconds, signal });
  const { status, reason, milliseconds, answer } = delivered;
  const delivery = { callbackId: id, url, at, status, reason, milliseconds };
  await (await ledger()).addDelivery(delivery);
  return { ...deliveryDocument(delivery), answer };
}

/** Hands callbacks on as they come: those of one payment one after the other, as the platform does. */
export class Forwarder {
  readonly #targets: readonly ForwardTarget[];
  readonly #own: string;
  readonly #timeout: number;
  readonly #context: ForwardContext;
  /** For each payment and target, what has to be over before its next callback sets off. */
  readonly #lanes = new Map<string, Promise<unknown>>();
  #waiting = 0;

  constructor(targets: readonly ForwardTarget[], own: string, timeoutMilliseconds: number, context: ForwardContext) {
    this.#targets = targets;
    this.#own = own;
    this.#timeout = timeoutMilliseconds;
    this.#context = context;
  }

  /** Sends a callback to each target that wants it. */
  send(callback: StoredCallback, body: Json | undefined): readonly Promise<DeliveryDocument>[] {
    return this.#targets
      .filter(({ filters }) => fits(filters, body ?? null, callback.event))
      .map(({ url }) => this.#queue(callback, forwardUrl(url, callback.envelope?.path ?? '/', this.#own)));
  }

  async #queue(callback: StoredCallback, url: string): Promise<DeliveryDocument> {
    if (this.#waiting >= MOST_WAITING) return this.#giveUp(callback, url);
    const lane = `${url} ${callback.paymentId ?? callback.id}`;
    const own = (this.#lanes.get(lane) ?? Promise.resolve()).then(() =>
      deliverStored(callback, url, this.#timeout, this.#context),
    );
    const settled = own.catch(() => {});
    this.#lanes.set(lane, settled);
    this.#waiting += 1;
    try {
      const { answer: _, ...delivery } = await own;
      return delivery;
    } finally {
      this.#waiting -= 1;
      if (this.#lanes.get(lane) === settled) this.#lanes.delete(lane);
    }
  }

  async #giveUp({ id }: StoredCallback, url: string): Promise<DeliveryDocument> {
    const { clock, ledger } = this.#context;
    const reason = `${MOST_WAITING} others are waiting to be handed on`;
    const delivery = { callbackId: id, url, at: clock.now(), status: undefined, reason, milliseconds: 0 };
    await (await ledger()).addDelivery(delivery);
    return deliveryDocument(delivery);
  }
}
