import type { Clock } from '#async/clock';
import type { Ledger } from '#domain/ledger/ledger';
import type { StorageProblem } from '#domain/ledger/stored-callback';

/** Time for which the result of a check is used again, in milliseconds. */
const FRESH_MS = 1000;

/** Time after which a check has failed, in milliseconds. */
const MAX_CHECK_MS = 2000;

/** Time after a callback could not be stored during which the listener is not healthy, in milliseconds. */
const FAILURE_MS = 2000;

/** Why a listener cannot store callbacks. It names no path, host or version. */
type HealthProblem = StorageProblem | 'stopping' | 'no_answer';

/** Answers whether a callback can be stored now. Any number of questions causes one check each second. */
export class ListenerHealth {
  readonly #ledger: Pick<Ledger, 'findStorageProblem' | 'forwardQueue'>;
  readonly #shared: boolean;
  readonly #clock: Clock;
  #isStopping = false;
  #failedAt: number | undefined;
  #checkedAt = Number.NEGATIVE_INFINITY;
  #checked: Promise<HealthProblem | undefined> = Promise.resolve(undefined);

  /** @param shared true when a callback may not be queued on this machine */
  constructor(ledger: Pick<Ledger, 'findStorageProblem' | 'forwardQueue'>, shared: boolean, clock: Clock) {
    this.#ledger = ledger;
    this.#shared = shared;
    this.#clock = clock;
  }

  /** From now on the listener is not healthy, so that a balancer sends no more callbacks. */
  stop(): void {
    this.#isStopping = true;
  }

  /** Records whether a callback was stored. */
  record(isStored: boolean): void {
    this.#failedAt = isStored ? undefined : this.#clock.elapsed();
  }

  async find(): Promise<HealthProblem | undefined> {
    if (this.#isStopping) return 'stopping';
    const now = this.#clock.elapsed();
    if (this.#failedAt !== undefined && now - this.#failedAt < FAILURE_MS) return 'storage_failed';
    if (now - this.#checkedAt >= FRESH_MS) {
      this.#checkedAt = now;
      this.#checked = this.#check();
    }
    return this.#checked;
  }

  async #check(): Promise<HealthProblem | undefined> {
    const ended = new AbortController();
    // A callback is queued on this machine when the database does not answer.
    const late = this.#ledger.forwardQueue === undefined || this.#shared ? 'no_answer' : undefined;
    const timeout = this.#clock.sleep(MAX_CHECK_MS, ended.signal).then(
      () => late,
      () => late,
    );
    const found = this.#ledger.findStorageProblem({ shared: this.#shared }).catch(() => 'storage_failed' as const);
    return Promise.race([found, timeout]).finally(() => ended.abort());
  }
}
