import type { Context } from '#context';
import { projectKey } from '#domain/ledger/intent';

type HintContext = Pick<Context, 'ledger' | 'profile'>;

/** Minimum time between a status request and the next one after a hint, as a multiple of the profile's first delay: 5 s. */
export const MIN_SPACING = 0.5;

/**
 * Calls `onStored` when a listener of the team stores a callback of a payment: see `Ledger.watchCallbacks`. It never fails.
 *
 * @returns a function that ends it
 */
export async function watchCallbacks(
  paymentId: string,
  onStored: () => void,
  context: HintContext,
): Promise<() => void> {
  const ended = new AbortController();
  const project = projectKey(await context.profile());
  // Without a ledger there are no hints. Recording the status shows the problem.
  const ledger = await context.ledger().catch(() => undefined);
  ledger?.watchCallbacks?.(project, paymentId, onStored, ended.signal);
  return () => ended.abort();
}

/** Pauses between the status requests of one payment, which end early when a listener of the team stores a callback of it. */
export class CallbackHints {
  readonly #clock: Context['clock'];
  #arrived = new AbortController();
  #close = (): void => {};

  private constructor(clock: Context['clock']) {
    this.#clock = clock;
  }

  static async open(paymentId: string, context: HintContext & Pick<Context, 'clock'>): Promise<CallbackHints> {
    const hints = new CallbackHints(context.clock);
    hints.#close = await watchCallbacks(paymentId, () => hints.#arrived.abort(), context);
    return hints;
  }

  /** Sleeps `most` milliseconds, or only `least` when a callback was stored since the last sleep ended. */
  async sleep({ least, most }: { readonly least: number; readonly most: number }, signal: AbortSignal): Promise<void> {
    await this.#clock.sleep(Math.min(least, most), signal);
    if (most > least) {
      const rest = this.#clock.sleep(most - least, AbortSignal.any([this.#arrived.signal, signal]));
      await rest.catch(() => signal.throwIfAborted());
    }
    this.#arrived = new AbortController();
  }

  close(): void {
    this.#close();
  }
}
