import type { FaultKind, SandboxEvent, SandboxFault } from '#domain/sandbox/sandbox-options';
import { Secret } from '#domain/signature/secret';

/** What the fault `bad-signature` signs with. */
export const WRONG_SECRET = new Secret('not the secret of this project');

/** Draws whether a fault occurs now, and reports it. */
export type FaultInjector = (kind: FaultKind, where: string) => boolean;

/**
 * Faults as they were asked for, each drawn by its rate.
 *
 * @param random gives numbers from 0 to below 1
 */
export function createFaultInjector(
  faults: readonly SandboxFault[],
  random: () => number,
  onEvent: (event: SandboxEvent) => void,
): FaultInjector {
  return (kind, path) => {
    const hasFault = faults.some((fault) => fault.kind === kind && random() < fault.rate);
    if (hasFault) onEvent({ type: 'fault', kind, path });
    return hasFault;
  };
}
