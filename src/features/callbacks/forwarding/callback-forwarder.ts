import type { Context } from '#context';
import type { QueueState } from '#domain/ledger/forward-queue';
import type { Ledger } from '#domain/ledger/ledger';
import type { StoredCallback } from '#domain/ledger/stored-callback';
import type { DeliveryDocument } from '#schemas/document-types';
import { DirectForwarder } from './direct-forwarder.ts';
import type { ForwardTarget, Sending } from './forward-callback.ts';
import { QueuedForwarder } from './queued-forwarder.ts';

/** Forwards the callbacks of a listener. */
export interface CallbackForwarder {
  /** Starts to forward what earlier listeners have left. */
  readonly start: () => void;
  /**
   * Forwards a stored callback to each of its targets.
   *
   * @returns the results; undefined for one that is left to another listener
   */
  readonly send: (callback: StoredCallback) => readonly Promise<DeliveryDocument | undefined>[];
  /** Returns the callbacks that wait for their turn or their answer. */
  readonly state: () => Promise<QueueState>;
  /** Ends forwarding. What is not forwarded stays in the ledger. */
  readonly stop: () => Promise<void>;
}

/** What a forwarder needs. */
export interface ForwardOptions {
  readonly targets: readonly ForwardTarget[];
  readonly sending: Sending & { readonly by: string };
  /** Called with the result of a callback that this listener has not received, or not since it was started. */
  readonly onOther: (callbackId: string, delivery: DeliveryDocument) => void;
  /** Called with an error after which nothing is forwarded any more. */
  readonly onError: (error: unknown) => void;
}

/** Creates the forwarder for a ledger: with a queue for all listeners of a team, or for one listener. */
export function createForwarder(
  options: ForwardOptions,
  { forwardQueue }: Ledger,
  context: Pick<Context, 'clock' | 'deliverCallback' | 'ledger' | 'terminal'>,
): CallbackForwarder {
  return forwardQueue === undefined || options.targets.length === 0
    ? new DirectForwarder(options.sending, context)
    : new QueuedForwarder(options, forwardQueue, context);
}
