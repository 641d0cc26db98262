import type { Context } from '#context';
import { forwardUrl } from '#domain/callbacks/delivery';
import type { DeliveryDocument } from '#domain/documents';
import { EXIT, type ExitCode } from '#domain/errors/exit-codes';
import { usageError } from '#domain/errors/failure';
import { deliverStored } from './callback-forwarder.ts';

type ReplayContext = Pick<Context, 'clock' | 'deliverCallback' | 'ledger' | 'signal'>;

/** A callback that was sent once more. */
type Replayed = DeliveryDocument & { readonly id: string; readonly answer: string };

/** Which callbacks to send once more, and where. */
export interface ReplayOptions {
  readonly id: string | undefined;
  readonly failed: boolean;
  /** Where `failed` ones go to when undefined: where they failed. */
  readonly to: string | undefined;
  readonly timeoutMilliseconds: number;
  readonly onReplayed: (replayed: Replayed) => void;
}

/** Sends stored callbacks once more, byte for byte, one after the other. */
export async function replay(options: ReplayOptions, context: ReplayContext): Promise<ExitCode> {
  const replayed: Replayed[] = [];
  for (const { id, url } of await forwardRequests(options, context)) {
    const callback = await (await context.ledger()).callback(id);
    const target =
      options.to === undefined ? url : forwardUrl(options.to, callback.repeat ? '/' : (callback.envelope?.path ?? '/'));
    const delivery = await deliverStored(callback, target, options.timeoutMilliseconds, context);
    context.signal.throwIfAborted();
    if (delivery.delivered && target !== url && options.failed) await settle(id, url, target, context);
    const one = { id, ...delivery };
    replayed.push(one);
    options.onReplayed(one);
  }
  return deliveryExitCode(replayed);
}

/** What has failed in one place and was taken in another has not failed any more. */
async function settle(callbackId: string, url: string, target: string, context: ReplayContext): Promise<void> {
  const reason = `handed on to ${target} instead`;
  const ledger = await context.ledger();
  await ledger.addDelivery({ callbackId, url, at: context.clock.now(), status: 200, reason, milliseconds: 0 });
}

async function forwardRequests(
  { id, failed, to }: ReplayOptions,
  { ledger }: Pick<Context, 'ledger'>,
): Promise<readonly { readonly id: string; readonly url: string }[]> {
  if (failed === (id !== undefined)) {
    throw usageError('Say which: the id of a callback, or --failed.', 'See them: rocketpay callbacks list');
  }
  if (id !== undefined) {
    if (to === undefined)
      throw usageError('Say where to: --to <url>.', 'For example: --to http://localhost:3000/callback');
    return [{ id, url: to }];
  }
  const deliveries = await (await ledger()).failedDeliveries();
  return deliveries.map(({ callbackId, url }) => ({ id: callbackId, url }));
}

/** Nothing answered beats an answer that is not 200. */
export function deliveryExitCode(deliveries: readonly Pick<DeliveryDocument, 'status' | 'delivered'>[]): ExitCode {
  if (deliveries.some(({ status }) => status === null)) return EXIT.unavailable;
  return deliveries.every(({ delivered }) => delivered) ? EXIT.done : EXIT.refused;
}
