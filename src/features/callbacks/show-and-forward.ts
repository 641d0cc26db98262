import type { Clock } from '#async/clock';
import type { ExitCode } from '#domain/errors/exit-codes';
import type { CallbackForwarder } from '#features/callbacks/forwarding/callback-forwarder';
import type { DeliveryDocument, ListenEvent } from '#schemas/document-types';
import type { Received } from './callback-handler.ts';
import type { ListenOptions, ListenShows } from './listen.ts';

/** The end of a listener. */
export interface End {
  readonly reached: Promise<ExitCode>;
  readonly reach: () => void;
  readonly fail: (error: unknown) => void;
}

/** Shows and forwards the callbacks that are added, and detects when the expected ones have arrived. */
export function showAndForward(
  { exitOn, max }: Pick<ListenOptions, 'exitOn' | 'max'>,
  forwarder: Pick<CallbackForwarder, 'send'>,
  shows: ListenShows,
  end: End,
  clock: Pick<Clock, 'sleep'>,
) {
  const inProgress = new Set<Promise<void>>();
  let arrived: Received[] = [];
  let shown = 0;
  let failed = 0;

  const complete = (callbacks: readonly ListenEvent[]): void => {
    shows.complete(callbacks);
    if (callbacks.some(({ valid, event }) => valid && event === exitOn) || shown === max) end.reach();
  };
  const forward = async (
    document: ListenEvent,
    sending: readonly Promise<DeliveryDocument | undefined>[],
  ): Promise<void> => {
    const forwards = await Promise.all(
      sending.map(async (one) => {
        const delivery = await one;
        if (delivery === undefined) return [];
        if (!delivery.delivered) failed += 1;
        shows.forwarded(delivery);
        return [delivery];
      }),
    );
    complete([{ ...document, forwards: forwards.flat() }]);
  };
  const showAll = async (): Promise<void> => {
    await clock.sleep(0);
    const all = arrived.slice(0, max === undefined ? undefined : max - shown);
    arrived = [];
    shown += all.length;
    shows.heard(all.map(({ document }) => document));
    const sent = all.map(({ document, stored }) => ({ document, sending: forwarder.send(stored) }));
    const others = sent.filter(({ sending }) => sending.length === 0).map(({ document }) => document);
    if (others.length > 0) complete(others);
    await Promise.all(
      sent.map(({ document, sending }) => (sending.length > 0 ? forward(document, sending) : undefined)),
    );
  };

  return {
    add(heard: Received): void {
      arrived.push(heard);
      if (arrived.length > 1) return;
      const work = showAll().catch(end.fail);
      inProgress.add(work);
      void work.then(() => inProgress.delete(work));
    },
    forwardedOther(callbackId: string, delivery: DeliveryDocument): void {
      if (!delivery.delivered) failed += 1;
      shows.forwardedOther(callbackId, delivery);
    },
    failed: () => failed,
    /** Resolves when all started work has ended. */
    settled: async () => {
      await Promise.all(inProgress);
    },
  };
}
