import type { Context } from '#context';
import { forwardUrl } from '#domain/callbacks/delivery';
import { EXIT, type ExitCode } from '#domain/errors/exit-codes';
import { usageError } from '#domain/errors/failure';
import { deliverStored } from '#features/callbacks/forwarding/send-callback';
import type { CommandDocument, DeliveryDocument } from '#schemas/document-types';

type ReplayContext = Pick<Context, 'clock' | 'deliverCallback' | 'ledger' | 'signal'>;

/** The result of a replayed callback. */
type Replayed = CommandDocument<'callbacks replay'>;

/** Selection of callbacks to replay, and their target. */
export interface ReplayOptions {
  readonly id: string | undefined;
  readonly failed: boolean;
  /** Target; undefined: failed callbacks go to the target that failed. */
  readonly to: string | undefined;
  readonly timeoutMilliseconds: number;
  readonly onReplayed: (replayed: Replayed) => void;
}

/** Sends stored callbacks again, byte for byte, one after the other. */
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

/** Records that a callback failed at one target and was accepted by another, so that it no longer counts as failed. */
async function settle(callbackId: string, url: string, target: string, context: ReplayContext): Promise<void> {
  const reason = `forwarded to ${target} instead`;
  const ledger = await context.ledger();
  await ledger.addDelivery({ callbackId, url, at: context.clock.now(), status: 200, reason, milliseconds: 0 });
}

async function forwardRequests(
  { id, failed, to }: ReplayOptions,
  { ledger }: Pick<Context, 'ledger'>,
): Promise<readonly { readonly id: string; readonly url: string }[]> {
  if (failed === (id !== undefined)) {
    throw usageError('The callback is missing: give its id, or --failed.', 'To list them: rocketpay callbacks list');
  }
  if (id !== undefined) {
    if (to === undefined)
      throw usageError('The target is missing: --to <url>.', 'For example: --to http://localhost:3000/callback');
    return [{ id, url: to }];
  }
  const deliveries = await (await ledger()).failedDeliveries();
  return deliveries.map(({ callbackId, url }) => ({ id: callbackId, url }));
}

/** Returns the exit code: no answer (5) has priority over an answer that is not 200 (3). */
export function deliveryExitCode(deliveries: readonly Pick<DeliveryDocument, 'status' | 'delivered'>[]): ExitCode {
  if (deliveries.some(({ status }) => status === null)) return EXIT.unavailable;
  return deliveries.every(({ delivered }) => delivered) ? EXIT.done : EXIT.refused;
}
