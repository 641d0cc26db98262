import type { Context } from '#context';
import { forwardUrl } from '#domain/callbacks/forwarding';
import { EXIT, type ExitCode } from '#domain/errors/exit-codes';
import { blockedFailure, usageError } from '#domain/errors/failure';
import { isLoopbackUrl } from '#domain/network/this-machine';
import type { Terminal } from '#domain/terminal/terminal';
import { forwardStored } from '#features/callbacks/forwarding/forward-callback';
import type { CommandDocument, DeliveryDocument } from '#schemas/document-types';

type ReplayContext = Pick<Context, 'clock' | 'deliverCallback' | 'ledger' | 'signal' | 'terminal'>;

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
    const delivery = await forwardStored(callback, target, options.timeoutMilliseconds, context);
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
  { ledger, terminal }: Pick<Context, 'ledger' | 'terminal'>,
): Promise<readonly { readonly id: string; readonly url: string }[]> {
  if (failed === (id !== undefined)) {
    throw usageError('The callback is missing: give its id, or --failed.', 'To list them: rocketpay callbacks list');
  }
  if (id !== undefined) {
    if (to === undefined)
      throw usageError('The target is missing: --to <url>.', 'For example: --to http://localhost:3000/callback');
    return [{ id, url: to }];
  }
  const opened = await ledger();
  const deliveries = await opened.failedDeliveries();
  // In the ledger of a team another member, or the owner of the database, can have written a URL of their own.
  if (opened.plans !== undefined && to === undefined) await confirmUrls(deliveries, terminal);
  return deliveries.map(({ callbackId, url }) => ({ id: callbackId, url }));
}

/**
 * Asks before callbacks, which have personal data, are sent to other machines.
 *
 * @throws {Failure} (blocked) without a terminal, and for any answer but yes; nothing has been sent.
 */
async function confirmUrls(deliveries: readonly { readonly url: string }[], terminal: Terminal): Promise<void> {
  const hosts = [...new Set(deliveries.flatMap(({ url }) => (isLoopbackUrl(url) ? [] : [new URL(url).origin])))];
  if (hosts.length === 0) return;
  const places = hosts.slice(0, 5).join(', ') + (hosts.length > 5 ? ` and ${hosts.length - 5} others` : '');
  if (terminal.interactive && (await terminal.confirm(`Send callbacks to ${places}?`))) return;
  throw blockedFailure(
    'not_confirmed',
    `Nothing was sent: in the ledger of a team you name the target. It is ${places}.`,
    {
      hint: 'To send all failed callbacks to a URL: rocketpay callbacks replay --failed --to <url>',
    },
  );
}

/** Returns the exit code: no answer (5) has priority over an answer that is not 200 (3). */
export function deliveryExitCode(deliveries: readonly Pick<DeliveryDocument, 'status' | 'delivered'>[]): ExitCode {
  if (deliveries.some(({ status }) => status === null)) return EXIT.unavailable;
  return deliveries.every(({ delivered }) => delivered) ? EXIT.done : EXIT.refused;
}
