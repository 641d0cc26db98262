import type { Context } from '#context';
import { type CallbackFilter, matchesFilters } from '#domain/callbacks/callback-filter';
import { forwardedHeaders, forwardUrl } from '#domain/callbacks/delivery';
import type { DeliveryDocument } from '#domain/documents';
import { Failure } from '#domain/errors/failure';
import type { Json } from '#domain/json/exact-json';
import type { CallbackForward, Delivery, StoredCallback } from '#domain/ledger/ledger';
import { dedupeWarnings } from '#domain/terminal/dedupe-warnings';
import { deliveryDocument } from './store-callback.ts';

/** Where callbacks are handed on to, and which of them. */
export interface ForwardTarget {
  readonly url: string;
  readonly filters: readonly CallbackFilter[];
}

/** Headers of a callback that came in another way than by HTTP. */
const USUAL_HEADERS = [['content-type', 'application/json']] as const;

/** What is waiting to be handed on may be this many at once: the rest is for `callbacks replay --failed`. */
const MAX_WAITING = 1000;

type ForwardContext = Pick<Context, 'clock' | 'deliverCallback' | 'ledger' | 'signal' | 'terminal'>;

/** Hands a stored callback on, and keeps what came of it. */
export async function deliverStored(
  callback: StoredCallback,
  url: string,
  timeoutMilliseconds: number,
  context: Omit<ForwardContext, 'terminal'>,
): Promise<DeliveryDocument & { readonly answer: string }> {
  if (callback.sealed === true) {
    // There is nothing to send: an empty body would be a lie.
    const none = { callbackId: callback.id, url, at: context.clock.now(), status: undefined, milliseconds: 0 };
    return { ...deliveryDocument({ ...none, reason: SEALED }), answer: '' };
  }
  const { answer, ...delivery } = await deliver(callback, url, { timeoutMilliseconds, headers: [] }, context);
  await (await context.ledger()).addDelivery(delivery);
  return { ...deliveryDocument(delivery), answer };
}

const SEALED = 'not sent: its body was sealed with another key, and ledger.key of now does not open it';

/** How callbacks are sent. */
interface Sending {
  readonly timeoutMilliseconds: number;
  /** Names of headers that are forwarded beside the usual ones, in lower case. */
  readonly headers: readonly string[];
  /** The listener that sends them. */
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
 * Hands callbacks on as they come: those of one payment one after the other, as the platform does. Where to is on disk
 * with each callback, so that `callbacks replay --failed` finds what was in progress when this program was killed.
 */
export class Forwarder {
  readonly #targets: readonly ForwardTarget[];
  readonly #own: string;
  readonly #sending: Sending;
  readonly #context: ForwardContext;
  /** For each payment and target, what has to be over before its next callback sets off. */
  readonly #lanes = new Map<string, Promise<unknown>>();
  #waiting = 0;

  constructor(targets: readonly ForwardTarget[], own: string, sending: Sending, context: ForwardContext) {
    this.#targets = targets;
    this.#own = own;
    this.#sending = sending;
    this.#context = { ...context, terminal: dedupeWarnings(context.terminal) };
  }

  /**
   * Where a callback is to be forwarded to.
   *
   * @param path where it came to, with the query
   */
  targetsOf(body: Json | undefined, event: string | undefined, path: string): readonly CallbackForward[] {
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
      return this.#keep({ ...none, reason: `${MAX_WAITING} others are waiting to be handed on` });
    }
    const lane = `${url} ${callback.paymentId ?? callback.id}`;
    const own = (this.#lanes.get(lane) ?? Promise.resolve()).then(() =>
      deliver(callback, url, this.#sending, this.#context),
    );
    const settled = own.catch(() => {});
    this.#lanes.set(lane, settled);
    this.#waiting += 1;
    try {
      const { answer: _, ...delivery } = await own;
      return await this.#keep(delivery);
    } finally {
      this.#waiting -= 1;
      if (this.#lanes.get(lane) === settled) this.#lanes.delete(lane);
    }
  }

  /** It goes on handing on when the ledger cannot be written: at worst a callback is sent once more. */
  async #keep(delivery: Delivery): Promise<DeliveryDocument> {
    const { ledger, terminal } = this.#context;
    try {
      await (await ledger()).addDelivery(delivery);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      terminal.warn(`what came of handing callbacks on cannot be kept: ${error.message}`);
    }
    return deliveryDocument(delivery);
  }
}
