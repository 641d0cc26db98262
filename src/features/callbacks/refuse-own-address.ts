import type { Context } from '#context';
import { type Failure, usageError } from '#domain/errors/failure';
import { reachesItself } from '#domain/network/this-machine';
import { getHost, getPort } from '#domain/network/url-host';

/** Time-out of the name lookups, in milliseconds: a listener must also start without a network. */
const LOOKUP_MS = 2000;

/**
 * Refuses to forward callbacks to the listener itself, by any name: that would be an endless loop. A name that cannot be
 * resolved is accepted; a returning callback is recognized by its mark.
 *
 * @throws {Failure} (usage)
 */
export async function refuseOwnAddress(
  targets: readonly string[],
  { host, port }: { readonly host: string; readonly port: number },
  { clock, machine, signal }: Pick<Context, 'clock' | 'machine' | 'signal'>,
): Promise<void> {
  for (const target of targets) {
    const url = new URL(target);
    if (getPort(url) !== port) continue;
    const { resolveHost, ownAddresses } = await machine();
    const over = new AbortController();
    const late = clock.sleep(LOOKUP_MS, AbortSignal.any([signal, over.signal])).catch(() => undefined);
    const lookUp = (name: string) => Promise.race([resolveHost(name).catch(() => []), late]);
    const [to, listening] = await Promise.all([lookUp(getHost(url)), lookUp(getHost({ hostname: host }))]);
    over.abort();
    if (reachesItself(to ?? [], listening ?? [host], ownAddresses())) throw ownAddressError(target);
  }
}

/** Refuses a target that is the listener itself, which would be an endless loop. */
export function refuseItself(target: string, host: string, port: number): void {
  const url = new URL(target);
  if (getPort(url) === port && (url.hostname === host || LOOPBACK.test(url.hostname))) throw ownAddressError(target);
}

const ownAddressError = (target: string): Failure =>
  usageError(
    `--forward-to: ${target} is the address of this listener.`,
    'Use the port of your own program there, or another port for the listener: --port.',
  );

/** Host names of this machine in a URL; a callback that returns by another name is recognized by its mark. */
const LOOPBACK = /^(localhost\.?|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\]|\[::ffff:(7f[0-9a-f]{2}:[0-9a-f]+|0:0)\])$/;
