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

const ownAddressError = (target: string): Failure =>
  usageError(
    `--forward-to: ${target} is the address of this listener.`,
    'Use the port of your own program there, or another port for the listener: --port.',
  );
