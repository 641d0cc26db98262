import type { Context } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import type { QueueState } from '#domain/ledger/forward-queue';
import type { Delivery, StoredCallback } from '#domain/ledger/stored-callback';
import { dedupeWarnings } from '#domain/terminal/dedupe-warnings';
import { deliveryDocument } from '#features/callbacks/callback-document';
import type { DeliveryDocument } from '#schemas/document-types';
import type { CallbackForwarder } from './callback-forwarder.ts';
import { forwardCallback, type Sending } from './forward-callback.ts';

/** Maximum number of queued callbacks; the others are left to `callbacks replay --failed`. */
const MAX_WAITING = 1000;

type ForwardContext = Pick<Context, 'clock' | 'deliverCallback' | 'ledger' | 'terminal'>;

/**
 * Forwards callbacks as they arrive. Callbacks of one payment are forwarded in order, as the platform does. The targets
 * are stored with each callback, so that `callbacks replay --failed` finds requests that were in progress when this program was killed.
 */
export class DirectForwarder implements CallbackForwarder {
  readonly #sending: Sending;
  readonly #context: ForwardContext;
  readonly #stopped = new AbortController();
  /** For each payment and target, the request that must end before the next one starts. */
  readonly #queues = new Map<string, Promise<unknown>>();
  /** The arrival of each callback that waits for its turn or its answer, oldest first. */
  readonly #arrivals = new Set<{ readonly at: number }>();

  constructor(sending: Sending, context: ForwardContext) {
    this.#sending = sending;
    this.#context = { ...context, terminal: dedupeWarnings(context.terminal) };
  }

  /** Does nothing: what earlier listeners have left is for `callbacks replay --failed`. */
  start(): void {}

  async state(): Promise<QueueState> {
    const [oldest] = this.#arrivals;
    const oldestMilliseconds = oldest === undefined ? 0 : this.#context.clock.elapsed() - oldest.at;
    return { length: this.#arrivals.size, oldestMilliseconds };
  }

  async stop(): Promise<void> {
    this.#stopped.abort(new Failure(EXIT.done, 'closed', 'The listener was closed.'));
  }

  /** Sends a callback to each of its targets. */
  send(callback: StoredCallback): readonly Promise<DeliveryDocument>[] {
    const { forwards = [], repeat } = callback;
    return forwards.map(({ first, again }) => this.#queue(callback, repeat ? again : first));
  }

  async #queue(callback: StoredCallback, url: string): Promise<DeliveryDocument> {
    const none = { callbackId: callback.id, url, at: this.#context.clock.now(), status: undefined, milliseconds: 0 };
    if (this.#arrivals.size >= MAX_WAITING) {
      return this.#keep({ ...none, reason: `${MAX_WAITING} other callbacks are waiting to be forwarded` });
    }
    const queue = `${url} ${callback.paymentId ?? callback.id}`;
    const own = (this.#queues.get(queue) ?? Promise.resolve()).then(() =>
      forwardCallback(callback, url, this.#sending, { ...this.#context, signal: this.#stopped.signal }),
    );
    const settled = own.catch(() => {});
    this.#queues.set(queue, settled);
    const arrival = { at: this.#context.clock.elapsed() };
    this.#arrivals.add(arrival);
    try {
      const { answer: _, ...delivery } = await own;
      return await this.#keep(delivery);
    } finally {
      this.#arrivals.delete(arrival);
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
