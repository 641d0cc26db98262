import type { Clock } from '#async/clock';
import type { Intent } from '#domain/ledger/intent';
import { DAY_MS } from '#domain/time/duration';

/** The processes of this machine. */
export interface Processes {
  /** Id of this process. */
  readonly pid: number;
  /** True of a process that runs on this machine. */
  readonly isRunning: (pid: number) => boolean;
  /** Returns the start time of a running process, as the system names it; undefined where the system does not show it. */
  readonly processStart?: (pid: number) => string | undefined;
  readonly clock: Clock;
}

/** Maximum time that one request of another process can take. A process with the same id is a different one afterwards. */
const MAX_RUN_MS = DAY_MS;

/**
 * True while the process of an intent may still be sending it.
 *
 * @param ownIntents ids of the intents that this process is sending
 * @param host name of this machine
 */
export function isInFlight(
  intent: Intent,
  ownIntents: ReadonlySet<string>,
  host: string,
  { pid, isRunning, processStart, clock }: Processes,
): boolean {
  if (intent.state !== 'sending') return false;
  if (intent.host !== host || isOtherBoot(intent, clock)) return clock.now() < intent.endsBy;
  if (intent.pid === pid) return ownIntents.has(intent.id);
  const started = processStart?.(intent.pid);
  const isAnother = started !== undefined && intent.processStart !== undefined && started !== intent.processStart;
  return !isAnother && isRunning(intent.pid) && clock.now() - intent.createdAt < MAX_RUN_MS;
}

/** True of an intent from another start of this machine, or from another machine of the same name, such as a container. */
function isOtherBoot({ bootAt }: Intent, clock: Clock): boolean {
  const own = clock.sinceBoot?.();
  return own !== undefined && bootAt !== undefined && own.boot !== bootAt.boot;
}
