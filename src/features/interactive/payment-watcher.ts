import type { Context } from '#context';
import { callbackIdentity } from '#domain/callbacks/callback-identity';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import type { PaymentState } from '#domain/payments/payment-state';
import { fetchStatus } from '#features/payments/fetch-status';
import { recordStatus } from '#features/payments/record-status';

/** An event of a payment. */
export type Seen =
  | {
      readonly kind: 'state';
      readonly from: 'callback' | 'status';
      readonly state: PaymentState;
      /** The platform's time of the event, if known. */
      readonly saidAt: number | undefined;
    }
  /** The platform cannot be asked; the request is repeated. */
  | { readonly kind: 'trouble'; readonly failure: Failure }
  /** The platform can be asked again. */
  | { readonly kind: 'back' };

/** Watches one payment: by callbacks, if they arrive, and by polling its status. */
export interface Watch {
  /** Resolves with the next event. Rejects with the reason of the signal; events that arrive meanwhile are queued. */
  next(signal: AbortSignal): Promise<Seen>;
  /** Adds a verified callback. Repeats are dropped. */
  receive(state: PaymentState): void;
  /** Restarts the polling delays after a write. */
  restart(): void;
  /** Requests the status as soon as the platform allows it. */
  askSoon(): void;
  /** Resolves when the platform may be asked for the status by any caller. */
  mayAsk(signal: AbortSignal): Promise<void>;
}

type WatchContext = Pick<Context, 'gate' | 'profile' | 'ledger' | 'clock' | 'terminal'>;

/** Exit codes that end the polling: the user has interrupted it, or an answer is not signed correctly. */
const ENDING: ReadonlySet<number> = new Set([EXIT.interrupted, EXIT.unverified]);

/** Delays between status requests, as multiples of the profile's first delay: 10 s three times, then longer up to 60 s. */
const PACE = [1, 1, 1, 1.5, 2, 3, 4, 6];

/**
 * @param begunAt when the payment's first request was sent, by `clock.elapsed`: no status before its delay
 */
export async function watchPayment(
  { paymentId, begunAt }: { readonly paymentId: string; readonly begunAt: number },
  context: WatchContext,
): Promise<Watch> {
  const { clock } = context;
  const profile = await context.profile();
  const delay = profile.statusDelaySeconds * 1000;
  const queue: Seen[] = [];
  const known = new Set<string>();
  let arrived = new AbortController();
  let round = 0;
  let askAt = begunAt + delay;
  let asking = false;
  let trouble = false;
  let broken: unknown;

  const wake = () => {
    const waiting = arrived;
    arrived = new AbortController();
    waiting.abort();
  };
  const put = (...seen: readonly Seen[]) => {
    queue.push(...seen);
    wake();
  };
  const read = async (): Promise<readonly Seen[]> => {
    try {
      const answer = await fetchStatus(paymentId, await context.gate(), context);
      await recordStatus(answer, profile, context);
      const back: readonly Seen[] = trouble ? [{ kind: 'back' }] : [];
      trouble = false;
      return [...back, { kind: 'state', from: 'status', state: answer.state, saidAt: answer.answeredAt }];
    } catch (error) {
      if (!(error instanceof Failure) || ENDING.has(error.exit)) throw error;
      if (trouble) return [];
      trouble = true;
      return [{ kind: 'trouble', failure: error }];
    }
  };
  const ask = async () => {
    asking = true;
    const seen = await read().catch((error: unknown) => {
      broken = error;
      return [];
    });
    asking = false;
    askAt = clock.elapsed() + (PACE[Math.min(round, PACE.length - 1)] ?? 1) * delay;
    round += 1;
    put(...seen);
  };

  return {
    async next(signal) {
      for (;;) {
        signal.throwIfAborted();
        if (broken !== undefined) throw broken;
        const seen = queue.shift();
        if (seen !== undefined) return seen;
        const left = askAt - clock.elapsed();
        if (left <= 0 && !asking) void ask();
        const pause = asking ? LONG_MS : Math.max(left, 0);
        await clock.sleep(pause, AbortSignal.any([arrived.signal, signal])).catch(() => {});
      }
    },
    receive(state) {
      const key = callbackKey(state);
      if (known.has(key)) return;
      known.add(key);
      put({ kind: 'state', from: 'callback', state, saidAt: undefined });
    },
    restart() {
      round = 0;
      askAt = clock.elapsed() + delay;
      wake();
    },
    async mayAsk(signal) {
      const left = begunAt + delay - clock.elapsed();
      if (left > 0) await clock.sleep(left, signal);
    },
    askSoon() {
      round = 0;
      askAt = Math.max(begunAt + delay, clock.elapsed());
      wake();
    },
  };
}

/** Placeholder delay while a request is in progress, in milliseconds. */
const LONG_MS = 3_600_000;

/** Returns the key of a callback. A callback with a new time of change has a new key: the code is requested again. */
function callbackKey(state: PaymentState): string {
  const [operation] = state.operations;
  const { id: operationId, status: operationStatus, requestId, changedAt } = operation ?? {};
  return JSON.stringify([...callbackIdentity({ ...state, operationId, operationStatus, requestId }), changedAt]);
}
