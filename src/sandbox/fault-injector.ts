import type { FaultKind } from '#domain/sandbox/faults';
import type { SandboxOptions } from '#domain/sandbox/sandbox-options';
import { Secret } from '#domain/signature/secret';

/** The secret that the fault `bad-signature` signs with. */
export const WRONG_SECRET = new Secret('not the secret of this project');

/** Decides whether a fault occurs now, and reports it. */
export type FaultInjector = (kind: FaultKind, where: string) => boolean;

/**
 * Creates an injector in which each fault occurs at its rate.
 *
 * @param random returns a number from 0 to below 1
 */
export function createFaultInjector(
  { faults, onEvent }: Pick<SandboxOptions, 'faults' | 'onEvent'>,
  random: () => number,
): FaultInjector {
  return (kind, path) => {
    const hasFault = faults.some((fault) => fault.kind === kind && random() < fault.rate);
    if (hasFault) onEvent({ type: 'fault', kind, path });
    return hasFault;
  };
}
