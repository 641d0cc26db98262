import type { CallbackKind } from '#domain/callbacks/chargeback';
import type { Metric } from '#domain/callbacks/prometheus-text';
import type { QueueState } from '#domain/ledger/forward-queue';

/** Upper bounds of the histogram, in seconds. */
const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

/** Counts what a listener does. The counts begin with 0 when it starts. */
export class ListenerMetrics {
  readonly #received = { valid: 0, invalid: 0, chargeback: 0 };
  readonly #stored = { repeated: 0, failed: 0 };
  readonly #forwarded = { delivered: 0, failed: 0 };
  readonly #storage = { buckets: BOUNDS.map((bound) => ({ bound, count: 0 })), count: 0, sum: 0 };

  received(kind: 'valid' | 'invalid' | CallbackKind): void {
    this.#received[kind] += 1;
  }

  /** @param seconds time until the callback was on disk, or storing it failed */
  stored(seconds: number, result: 'new' | 'repeated' | 'failed'): void {
    if (result !== 'new') this.#stored[result] += 1;
    const bucket = this.#storage.buckets.find(({ bound }) => seconds <= bound);
    if (bucket !== undefined) bucket.count += 1;
    this.#storage.count += 1;
    this.#storage.sum += seconds;
  }

  forwarded(isDelivered: boolean): void {
    this.#forwarded[isDelivered ? 'delivered' : 'failed'] += 1;
  }

  /**
   * Returns all metrics.
   *
   * @param queue the callbacks to forward; undefined when it is not known
   * @param isHealthy whether a callback can be stored now
   */
  list(queue: QueueState | undefined, isHealthy: boolean): readonly Metric[] {
    const { valid, invalid, chargeback } = this.#received;
    const callbacks = {
      received: [valid + invalid + chargeback, 'Callbacks that were received.'],
      valid: [valid, 'Received callbacks with a valid signature.'],
      invalid: [invalid, 'Received callbacks with an invalid signature.'],
      unsigned: [chargeback, 'Received chargeback callbacks, which have no signature.'],
      repeated: [this.#stored.repeated, 'Stored callbacks that were received before, by any listener of the ledger.'],
      not_stored: [this.#stored.failed, 'Received callbacks that could not be stored and were answered 503.'],
      forwarded: [this.#forwarded.delivered, 'Forward requests of this listener that were answered 200.'],
      forward_failed: [
        this.#forwarded.failed,
        'Forward requests of this listener with another answer than 200, or none.',
      ],
    } as const;
    const counters = Object.entries(callbacks).map(
      ([name, [value, help]]): Metric => ({ type: 'counter', name: `rocketpay_callbacks_${name}_total`, help, value }),
    );
    return [
      ...counters,
      ...(queue === undefined ? [] : queueMetrics(queue)),
      {
        type: 'gauge',
        name: 'rocketpay_callback_storage_available',
        help: '1 when a callback can be stored now, else 0.',
        value: Number(isHealthy),
      },
      {
        type: 'histogram',
        name: 'rocketpay_callback_storage_duration_seconds',
        help: 'Time until a callback is stored, or storing it has failed.',
        ...this.#storage,
      },
    ];
  }
}

const queueMetrics = ({ length, oldestMilliseconds }: QueueState): readonly Metric[] => [
  {
    type: 'gauge',
    name: 'rocketpay_forward_queue_length',
    help: 'Callbacks to forward to the targets of this listener. In the ledger of a team: those of all listeners.',
    value: length,
  },
  {
    type: 'gauge',
    name: 'rocketpay_forward_queue_age_seconds',
    help: 'Age of the oldest callback to forward.',
    value: oldestMilliseconds / 1000,
  },
];
