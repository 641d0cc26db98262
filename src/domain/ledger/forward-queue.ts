import type { Delivery, StoredCallback } from './stored-callback.ts';

/** A callback that one listener has leased, to forward it to one URL. */
export interface LeasedForward {
  /** Position in the queue: the order in which the callbacks were stored. */
  readonly number: number;
  /** Number of times that a listener has leased it. A later lease makes an earlier one invalid. */
  readonly fence: number;
  readonly url: string;
  readonly callback: StoredCallback;
}

/** Selects the callbacks that a listener leases. */
interface ForwardSelection {
  /** Id of the listener. */
  readonly holder: string;
  /** Target URL: see `CallbackForward.again`. */
  readonly target: string;
  /** Numbers of the callbacks that the listener forwards already. */
  readonly inProgress: readonly number[];
  /** Only callbacks that this listener received. */
  readonly onlyOwn: boolean;
  readonly limit: number;
}

/** Length of the queue. */
export interface QueueState {
  readonly length: number;
  /** Age of the oldest callback in milliseconds; 0 for an empty queue. */
  readonly oldestMilliseconds: number;
}

/** Duration of a lease that is not renewed, in milliseconds. After it another listener forwards the callback. */
export const LEASE_MS = 10_000;

/**
 * The callbacks that the listeners of a team have to forward, in the team's database. One listener forwards each of them: the one
 * that received it, or after the end of its lease any other one with the same target. The callbacks of one payment are leased one
 * after the other. A listener that ends between the answer of the target and the stored result makes another one forward the
 * callback again.
 */
export interface ForwardQueue {
  readonly take: (selection: ForwardSelection) => Promise<readonly LeasedForward[]>;
  /** Renews the leases of a listener. */
  readonly renew: (holder: string, numbers: readonly number[]) => Promise<void>;
  /** Stores the result of a forward request, and removes it from the queue unless another listener has leased it since. */
  readonly finish: (forward: LeasedForward, delivery: Delivery) => Promise<void>;
  /** Ends all leases of a listener, so that others continue without waiting. */
  readonly release: (holder: string) => Promise<void>;
  readonly state: (targets: readonly string[]) => Promise<QueueState>;
}
