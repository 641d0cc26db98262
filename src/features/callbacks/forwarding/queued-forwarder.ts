import type { Context } from '#context';
import { forwardUrl, isForwardOf } from '#domain/callbacks/forwarding';
import { Failure } from '#domain/errors/failure';
import { type ForwardQueue, LEASE_MS, type LeasedForward, type QueueState } from '#domain/ledger/forward-queue';
import type { Delivery, StoredCallback } from '#domain/ledger/stored-callback';
import { dedupeWarnings } from '#domain/terminal/dedupe-warnings';
import { deliveryDocument } from '#features/callbacks/callback-document';
import type { DeliveryDocument } from '#schemas/document-types';
import type { CallbackForwarder, ForwardOptions } from './callback-forwarder.ts';
import { forwardCallback, SEALED } from './forward-callback.ts';

/** Concurrent forward requests to one target. */
const MAX_CONCURRENT = 32;

/** Pause between two looks at an empty queue, in milliseconds. */
const POLL_MS = 1000;

/** Pause between two renewals of the leases, in milliseconds: two may fail before a lease ends. */
const RENEWAL_MS = 3000;

/** Time after which the result of a forward request is not waited for any more, in milliseconds. */
const MAX_WAIT_MS = 30_000;

/** Maximum number of results that are waited for. */
const MAX_WAITING = 1000;

/** Time for the forward requests in progress when the listener stops, in milliseconds. */
const STOP_MS = 5000;

type QueueContext = Pick<Context, 'clock' | 'deliverCallback' | 'terminal'>;

/** A result that is waited for. */
interface Waiting {
  readonly since: number;
  readonly resolve: (delivery: DeliveryDocument | undefined) => void;
}

/**
 * Forwards callbacks from the queue that all listeners of a team share (`ForwardQueue`). A callback is removed from the queue after
 * its result is stored. When this process ends before that, another listener forwards the callback again: at least once.
 */
export class QueuedForwarder implements CallbackForwarder {
  readonly #options: ForwardOptions;
  readonly #targets: readonly string[];
  readonly #queue: ForwardQueue;
  readonly #context: QueueContext;
  readonly #inProgress = new Map<number, { readonly target: string; readonly ended: Promise<void> }>();
  readonly #waiting = new Map<string, Waiting>();
  /** Aborted when requests in progress must end. */
  readonly #abandoned = new AbortController();
  #working: Promise<unknown> = Promise.resolve();
  #turn = new AbortController();
  #stopping: (() => void) | undefined;

  constructor(options: ForwardOptions, queue: ForwardQueue, context: QueueContext) {
    this.#options = options;
    this.#targets = [...new Set(options.targets.map(({ url }) => forwardUrl(url, '/')))];
    this.#queue = queue;
    this.#context = { ...context, terminal: dedupeWarnings(context.terminal) };
  }

  start(): void {
    this.#working = Promise.all([this.#work(), this.#renew()]);
    this.#working.catch(this.#options.onError);
  }

  send({ id, repeat, forwards = [] }: StoredCallback): readonly Promise<DeliveryDocument | undefined>[] {
    const since = this.#context.clock.elapsed();
    const urls = new Set(forwards.map(({ first, again }) => (repeat ? again : first)));
    const results = [...urls].map(
      (url) =>
        new Promise<DeliveryDocument | undefined>((resolve) => {
          if (this.#waiting.size >= MAX_WAITING || this.#abandoned.signal.aborted) return resolve(undefined);
          this.#waiting.set(waitingKey(id, url), { since, resolve });
        }),
    );
    if (urls.size > 0) this.#turn.abort();
    return results;
  }

  state(): Promise<QueueState> {
    return this.#queue.state(this.#targets);
  }

  /** Ends what this listener has received and leased, for some seconds at most. Another listener continues with the rest. */
  async stop(): Promise<void> {
    const { clock } = this.#context;
    const idle = new Promise<void>((resolve) => {
      this.#stopping = resolve;
    });
    this.#turn.abort();
    const late = new AbortController();
    await Promise.race([idle, clock.sleep(STOP_MS, late.signal).catch(() => {})]);
    late.abort();
    this.#abandoned.abort();
    this.#turn.abort();
    await this.#working.catch(() => {});
    await Promise.all([...this.#inProgress.values()].map(({ ended }) => ended));
    // Without a database the leases end by themselves.
    await this.#queue.release(this.#options.sending.by).catch(() => {});
    this.#giveUp(Number.POSITIVE_INFINITY);
  }

  /** Leases and forwards callbacks until this listener stops. */
  async #work(): Promise<void> {
    while (!this.#abandoned.signal.aborted) {
      this.#turn = new AbortController();
      const count = await this.#takeAll();
      if (count > 0) continue;
      if (this.#inProgress.size === 0) this.#stopping?.();
      await this.#context.clock.sleep(POLL_MS, this.#turn.signal).catch(() => {});
    }
  }

  async #takeAll(): Promise<number> {
    let count = 0;
    for (const target of this.#targets) {
      try {
        count += await this.#take(target);
      } catch (error) {
        this.#warn('cannot read the callbacks to forward; trying again', error);
      }
    }
    return count;
  }

  async #take(target: string): Promise<number> {
    const busy = [...this.#inProgress.values()].filter((one) => one.target === target).length;
    if (busy >= MAX_CONCURRENT) return 0;
    const leaseEnd = this.#context.clock.elapsed() + LEASE_MS;
    const taken = await this.#queue.take({
      holder: this.#options.sending.by,
      target,
      inProgress: [...this.#inProgress.keys()],
      onlyOwn: this.#stopping !== undefined,
      limit: MAX_CONCURRENT - busy,
    });
    for (const forward of taken) {
      const ended = this.#forward(forward, target, leaseEnd)
        .catch(this.#options.onError)
        .finally(() => {
          this.#inProgress.delete(forward.number);
          this.#turn.abort();
        });
      this.#inProgress.set(forward.number, { target, ended });
    }
    return taken.length;
  }

  async #forward(forward: LeasedForward, target: string, leaseEnd: number): Promise<void> {
    const { clock, terminal: _, ...rest } = this.#context;
    // This machine was asleep since it leased the callback: another listener may have forwarded it.
    if (clock.elapsed() >= leaseEnd) return;
    const { callback, url } = forward;
    const refusal = findRefusal(forward, target);
    const none = { callbackId: callback.id, url, at: clock.now(), status: undefined, milliseconds: 0 };
    const delivery: Delivery =
      refusal !== undefined
        ? { ...none, reason: refusal }
        : await forwardCallback(callback, url, this.#options.sending, {
            ...rest,
            clock,
            signal: this.#abandoned.signal,
          }).then(
            ({ answer: _, ...delivered }) => delivered,
            (error: Error) => ({ ...none, reason: `not sent: ${error.message}` }),
          );
    // It was ended without an answer because this listener stops.
    if (this.#abandoned.signal.aborted && delivery.status === undefined) return;
    let isStored = await this.#finish(forward, delivery);
    this.#report(delivery);
    while (!isStored && !this.#abandoned.signal.aborted) {
      await clock.sleep(POLL_MS, this.#abandoned.signal).catch(() => {});
      isStored = await this.#finish(forward, delivery);
    }
  }

  async #finish(forward: LeasedForward, delivery: Delivery): Promise<boolean> {
    try {
      await this.#queue.finish(forward, delivery);
      return true;
    } catch (error) {
      this.#warn('cannot store the results of forward requests; trying again', error);
      return false;
    }
  }

  #report(delivery: Delivery): void {
    const document = deliveryDocument(delivery);
    const key = waitingKey(delivery.callbackId, delivery.url);
    const waiting = this.#waiting.get(key);
    this.#waiting.delete(key);
    if (waiting === undefined) this.#options.onOther(delivery.callbackId, document);
    else waiting.resolve(document);
  }

  async #renew(): Promise<void> {
    const { clock } = this.#context;
    while (!this.#abandoned.signal.aborted) {
      await clock.sleep(RENEWAL_MS, this.#abandoned.signal).catch(() => {});
      this.#giveUp(clock.elapsed() - MAX_WAIT_MS);
      const numbers = [...this.#inProgress.keys()];
      // A failed renewal is tried again.
      if (numbers.length > 0) await this.#queue.renew(this.#options.sending.by, numbers).catch(() => {});
    }
  }

  /** Waits no longer for the results of callbacks that were received before a time. */
  #giveUp(before: number): void {
    for (const [key, { since, resolve }] of this.#waiting) {
      if (since >= before) return;
      this.#waiting.delete(key);
      resolve(undefined);
    }
  }

  #warn(what: string, error: unknown): void {
    if (!(error instanceof Failure)) throw error;
    this.#context.terminal.warn(`${what}: ${error.message}`);
  }
}

const waitingKey = (callbackId: string, url: string): string => `${callbackId} ${url}`;

/** Returns why a callback cannot be forwarded. Any member of the team can write into the queue. */
function findRefusal({ callback, url }: LeasedForward, target: string): string | undefined {
  if (callback.sealed === true) return SEALED;
  return isForwardOf(url, target) ? undefined : `not sent: the URL is not below ${target}`;
}
