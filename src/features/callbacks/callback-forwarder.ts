import type { Context } from '#context';
import { type CallbackFilter, matchesFilters } from '#domain/callbacks/callback-filter';
import { forwardedHeaders, forwardUrl } from '#domain/callbacks/delivery';
import { Failure } from '#domain/errors/failure';
import type { Json } from '#domain/json/exact-json';
import type { CallbackForward, Delivery, StoredCallback } from '#domain/ledger/stored-callback';
import { dedupeWarnings } from '#domain/terminal/dedupe-warnings';
import type { DeliveryDocument } from '#schemas/document-types';
import { deliveryDocument } from './store-callback.ts';

/** A target URL for forwarded callbacks, with its filters. */
export interface ForwardTarget {
  readonly url: string;
  readonly filters: readonly CallbackFilter[];
}

/** Headers of a callback that was not received by HTTP. */
const USUAL_HEADERS = [['content-type', 'application/json']] as const;

/** Maximum number of queued callbacks; the others are left to `callbacks replay --failed`. */
const MAX_WAITING = 1000;

type ForwardContext = Pick<Context, 'clock' | 'deliverCallback' | 'ledger' | 'signal' | 'terminal'>;

/** Forwards a stored callback and records the result. */
export async function deliverStored(
  callback: StoredCallback,
  url: string,
  timeoutMilliseconds: number,
  context: Omit<ForwardContext, 'terminal'>,
): Promise<DeliveryDocument & { readonly answer: string }> {
  if (callback.sealed === true) {
    // There is no body to send, and an empty body would be wrong.
    const none = { callbackId: callback.id, url, at: context.clock.now(), status: undefined, milliseconds: 0 };
    return { ...deliveryDocument({ ...none, reason: SEALED }), answer: '' };
  }
  const { answer, ...delivery } = await deliver(callback, url, { timeoutMilliseconds, headers: [] }, context);
  await (await context.ledger()).addDelivery(delivery);
  return { ...deliveryDocument(delivery), answer };
}

const SEALED = 'not sent: its body was encrypted with another key, and the current ledger.key cannot decrypt it';

/** Options for sending callbacks. */
interface Sending {
  readonly timeoutMilliseconds: number;
  /** Names of additional headers to forward, in lower case. */
  readonly headers: readonly string[];
  /** Id of the listener that sends the callbacks. */
  readonly by?: string;
}

async function deliver(
  { id, text, envelope, repeat }: StoredCallback,
  url: string,
  { timeoutMilliseconds, headers: more, by }: Sending,
  { clock, deliverCallback, signal }: Pick<ForwardContext, 'clock' | 'deliverCallback' | 'signal'>,
): Promise<Delivery & { readonly answer: string }> {
  const at = clock.now();
  const headers = forwardedHeaders(envelope?.headers ?? USUAL_HEADERS, repeat ? [] : more, by);
  const delivered = await deliverCallback({ url, text, headers, timeoutMilliseconds, signal });
  return { callbackId: id, url, at, ...delivered };
}

/**
 * Forwards callbacks as they arrive. Callbacks of one payment are forwarded in order, as the platform does. The targets
 * are stored with each callback, so that `callbacks replay --failed` finds requests that were in progress when this program was killed.
 */
export class Forwarder {
  readonly #targets: readonly ForwardTarget[];
  readonly #own: string;
  readonly #sending: Sending;
  readonly #context: ForwardContext;
  /** For each payment and target, the request that must end before the next one starts. */
  readonly #queues = new Map<string, Promise<unknown>>();
  #waiting = 0;

  constructor(targets: readonly ForwardTarget[], own: string, sending: Sending, context: ForwardContext) {
    this.#targets = targets;
    this.#own = own;
    this.#sending = sending;
    this.#context = { ...context, terminal: dedupeWarnings(context.terminal) };
  }

  /**
   * Returns the targets of a callback.
   *
   * @param path path of the received request, with the query
   */
  selectTargets(body: Json | undefined, event: string | undefined, path: string): readonly CallbackForward[] {
    return this.#targets
      .filter(({ filters }) => matchesFilters(filters, body ?? null, event))
      .map(({ url }) => ({ first: forwardUrl(url, path, this.#own), again: forwardUrl(url, '/') }));
  }

  /** Sends a callback to each of its targets. */
  send(callback: StoredCallback): readonly Promise<DeliveryDocument>[] {
    const { forwards = [], repeat } = callback;
    return forwards.map(({ first, again }) => this.#queue(callback, repeat ? again : first));
  }

  async #queue(callback: StoredCallback, url: string): Promise<DeliveryDocument> {
    const none = { callbackId: callback.id, url, at: this.#context.clock.now(), status: undefined, milliseconds: 0 };
    if (this.#waiting >= MAX_WAITING) {
      return this.#keep({ ...none, reason: `${MAX_WAITING} other callbacks are waiting to be forwarded` });
    }
    const queue = `${url} ${callback.paymentId ?? callback.id}`;
    const own = (this.#queues.get(queue) ?? Promise.resolve()).then(() =>
      deliver(callback, url, this.#sending, this.#context),
    );
    const settled = own.catch(() => {});
    this.#queues.set(queue, settled);
    this.#waiting += 1;
    try {
      const { answer: _, ...delivery } = await own;
      return await this.#keep(delivery);
    } finally {
      this.#waiting -= 1;
      if (this.#queues.get(queue) === settled) this.#queues.delete(queue);
    }
  }

  /** Records a result. Forwarding continues when the ledger cannot be written: at worst a callback is sent again. */
  async #keep(delivery: Delivery): Promise<DeliveryDocument> {
    const { ledger, terminal } = this.#context;
    try {
      await (await ledger()).addDelivery(delivery);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      terminal.warn(`cannot store the results of forward requests: ${error.message}`);
    }
    return deliveryDocument(delivery);
  }
}
