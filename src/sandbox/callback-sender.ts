import { MAX_ATTEMPTS, retryDelay } from '#domain/callbacks/retry-schedule';
import { formatJson } from '#domain/json/exact-json';
import { withSignature } from '#domain/signature/signature';
import type { SandboxEngine } from './engine.ts';
import { WRONG_SECRET } from './fault-injector.ts';
import { postJson } from './http-post.ts';
import { callbackBody } from './payment-json.ts';
import type { Operation, Payment, QueuedCallback } from './store.ts';

const LATE_MILLISECONDS = 30_000;
/** How long a reordered callback waits for the next one to overtake it. */
const REORDER_MILLISECONDS = 20_000;

/** Signs callbacks and delivers them. The callbacks of one payment are delivered one after the other. */
export class CallbackSender {
  readonly #engine: SandboxEngine;
  /** The last delivery of each payment. */
  readonly #deliveries = new Map<string, Promise<void>>();
  /** Callbacks that the next one of their payment overtakes. */
  readonly #postponed = new Set<QueuedCallback>();

  constructor(engine: SandboxEngine) {
    this.#engine = engine;
  }

  /** Continues with the stored callbacks after a restart. */
  resume(): void {
    for (const callback of this.#engine.store.queuedCallbacks.values()) this.#enqueue(callback);
  }

  /** Sends a callback about an operation, unless the request or a fault prevents it. */
  send(payment: Payment, operation: Operation): void {
    const { hasFault, options } = this.#engine;
    const url = payment.callbackUrl ?? options.callbackUrl;
    if (url === undefined || operation.callbacks.disabled || hasFault('no-callbacks', url)) return;
    const callback = this.#sign(url, payment, operation);
    const callbacks = hasFault('duplicate-callbacks', url) ? [callback, this.#store(callback)] : [callback];
    if (hasFault('reorder-callbacks', url)) return this.#postpone(callbacks);
    for (const one of callbacks) this.#enqueue(one);
    for (const one of this.#postponed) if (one.paymentId === payment.id) this.#release(one);
  }

  #sign(url: string, payment: Payment, operation: Operation): QueuedCallback {
    const { clock, projectId, secret, hasFault } = this.#engine;
    const late = hasFault('late-callbacks', url) ? LATE_MILLISECONDS : 0;
    const key = hasFault('bad-signature', url) ? WRONG_SECRET : secret;
    return this.#store({
      paymentId: payment.id,
      status: payment.status,
      operation: `${operation.type}/${operation.status}`,
      url,
      text: formatJson(withSignature(callbackBody(projectId, payment, operation), key)),
      dueAt: clock.now() + operation.callbacks.delayMilliseconds + late,
      tries: 0,
    });
  }

  /** Stores a callback with a number of its own. */
  #store(callback: Omit<QueuedCallback, 'number'>): QueuedCallback {
    const { store } = this.#engine;
    const queued = { ...callback, number: store.takeNumber() };
    store.queuedCallbacks.set(queued.number, queued);
    return queued;
  }

  #postpone(callbacks: readonly QueuedCallback[]): void {
    const { clock, signal } = this.#engine;
    for (const callback of callbacks) {
      this.#postponed.add(callback);
      clock.sleep(REORDER_MILLISECONDS, signal).then(
        () => this.#release(callback),
        () => {},
      );
    }
  }

  #release(callback: QueuedCallback): void {
    if (this.#postponed.delete(callback)) this.#enqueue(callback);
  }

  #enqueue(callback: QueuedCallback): void {
    const before = this.#deliveries.get(callback.paymentId) ?? Promise.resolve();
    const delivery = before.then(() => this.#deliver(callback)).catch(this.#engine.reportProblem);
    this.#deliveries.set(callback.paymentId, delivery);
  }

  /** Tries to deliver a callback until it is answered 200, at most as often as the platform. */
  async #deliver(first: QueuedCallback): Promise<void> {
    const { store, clock, options, saveOrReport, signal } = this.#engine;
    let callback = first;
    for (;;) {
      let result: string;
      try {
        await clock.sleep(Math.max(0, callback.dueAt - clock.now()), signal);
        result = await postJson(callback.url, callback.text, signal);
      } catch (error) {
        if (signal.aborted) return;
        throw error;
      }
      const tries = callback.tries + 1;
      const isLast = result === '200' || tries >= MAX_ATTEMPTS;
      callback = { ...callback, tries, dueAt: clock.now() + retryDelay(tries) };
      if (isLast) store.queuedCallbacks.delete(callback.number);
      else store.queuedCallbacks.set(callback.number, callback);
      saveOrReport();
      const { paymentId, status, operation, url } = callback;
      options.onEvent({ type: 'callback', paymentId, status, operation, url, result });
      if (isLast) return;
    }
  }
}
