import type { Context } from '#context';
import { callbackIdentity } from '#domain/callbacks/callback-identity';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import type { PaymentState } from '#domain/payments/payment-state';
import { fetchStatus } from '#features/payments/fetch-status';
import { recordStatus } from '#features/payments/record-status';
import { MIN_SPACING, watchCallbacks } from '#features/payments/watch-callbacks';

/** A state of a payment in a callback or a status answer. */
export interface StateEvent {
  readonly kind: 'state';
  readonly from: 'callback' | 'status';
  readonly state: PaymentState;
  /** The platform's time of the event, if known. */
  readonly answeredAt: number | undefined;
}

/** An event of a payment. */
export type PaymentEvent =
  | StateEvent
  /** The platform cannot be asked; the request is repeated. */
  | { readonly kind: 'unreachable'; readonly failure: Failure }
  /** The platform can be asked again. */
  | { readonly kind: 'reachable' };

/**
 * Watches one payment by callbacks, if they arrive here, and by polling its status. A callback that another listener of a team has
 * received only makes the next status request earlier.
 */
export interface PaymentWatcher {
  /** Resolves with the next event, or rejects with the reason of the signal. Later events are queued. */
  next(signal: AbortSignal): Promise<PaymentEvent>;
  /** Adds a verified callback. Repeats are dropped. */
  receive(state: PaymentState): void;
  /** Restarts the polling delays after a write. */
  restart(): void;
  /** Requests the status as soon as the platform allows it. */
  askSoon(): void;
  /** Resolves when the platform may be asked for the status by any caller. */
  mayAsk(signal: AbortSignal): Promise<void>;
  /** Ends the watch. */
  close(): void;
}

/** Exit codes that end the polling: an interruption, or an answer without a valid signature. */
const ENDING: ReadonlySet<number> = new Set([EXIT.interrupted, EXIT.unverified]);

/** Delays between status requests, as multiples of the profile's first delay: 10 s three times, then up to 60 s. */
const DELAYS = [1, 1, 1, 1.5, 2, 3, 4, 6];

/** Placeholder delay while a request is in progress, in milliseconds. */
const LONG_MS = 3_600_000;

/**
 * Starts to watch a payment.
 *
 * @param begunAt time of the payment's first request by `clock.elapsed`: no status is requested before its delay
 */
export async function watchPayment(
  { paymentId, begunAt }: { readonly paymentId: string; readonly begunAt: number },
  context: Pick<Context, 'gate' | 'profile' | 'ledger' | 'clock' | 'terminal'>,
): Promise<PaymentWatcher> {
  const { clock } = context;
  const profile = await context.profile();
  const delay = profile.statusDelaySeconds * 1000;
  const firstAskAt = begunAt + delay;
  const queue: PaymentEvent[] = [];
  const receivedKeys = new Set<string>();
  let arrived = new AbortController();
  let round = 0;
  let askAt = firstAskAt;
  let isAsking = false;
  /** True after a hint of which no status request knows. */
  let isHinted = false;
  /** When a hint may cause a status request. */
  let hintedAskAt = firstAskAt;
  let isUnreachable = false;
  let fatalError: unknown;

  const wake = () => {
    const waiting = arrived;
    arrived = new AbortController();
    waiting.abort();
  };
  const put = (...events: readonly PaymentEvent[]) => {
    queue.push(...events);
    wake();
  };
  const schedule = (time: number) => {
    round = 0;
    askAt = time;
    wake();
  };
  const read = async (): Promise<readonly PaymentEvent[]> => {
    const wasUnreachable = isUnreachable;
    try {
      const answer = await fetchStatus(paymentId, await context.gate(), context);
      await recordStatus(answer, profile, context);
      isUnreachable = false;
      const { state, answeredAt } = answer;
      const event: PaymentEvent = { kind: 'state', from: 'status', state, answeredAt };
      return wasUnreachable ? [{ kind: 'reachable' }, event] : [event];
    } catch (error) {
      if (!(error instanceof Failure) || ENDING.has(error.exit)) throw error;
      isUnreachable = true;
      return wasUnreachable ? [] : [{ kind: 'unreachable', failure: error }];
    }
  };
  const ask = async () => {
    isAsking = true;
    isHinted = false;
    const events = await read().catch((error: unknown) => {
      fatalError = error;
      return [];
    });
    isAsking = false;
    askAt = clock.elapsed() + (DELAYS[Math.min(round, DELAYS.length - 1)] ?? 1) * delay;
    hintedAskAt = isUnreachable ? askAt : clock.elapsed() + MIN_SPACING * delay;
    round += 1;
    put(...events);
  };

  const onHint = () => {
    isHinted = true;
    wake();
  };
  const nextAskAt = () => (isHinted ? Math.min(hintedAskAt, askAt) : askAt);
  const close = await watchCallbacks(paymentId, onHint, context);

  return {
    close,
    async next(signal) {
      for (;;) {
        signal.throwIfAborted();
        if (fatalError !== undefined) throw fatalError;
        const event = queue.shift();
        if (event !== undefined) return event;
        const left = nextAskAt() - clock.elapsed();
        if (left <= 0 && !isAsking) void ask();
        const pause = isAsking ? LONG_MS : Math.max(left, 0);
        await clock.sleep(pause, AbortSignal.any([arrived.signal, signal])).catch(() => {});
      }
    },
    receive(state) {
      const key = callbackKey(state);
      if (receivedKeys.has(key)) return;
      receivedKeys.add(key);
      put({ kind: 'state', from: 'callback', state, answeredAt: undefined });
    },
    restart: () => schedule(clock.elapsed() + delay),
    askSoon: () => schedule(Math.max(firstAskAt, clock.elapsed())),
    async mayAsk(signal) {
      const left = firstAskAt - clock.elapsed();
      if (left > 0) await clock.sleep(left, signal);
    },
  };
}

/** Returns the key of a callback. A callback with a new time of change has a new key: the code is requested again. */
function callbackKey(state: PaymentState): string {
  const [operation] = state.operations;
  const { id: operationId, status: operationStatus, requestId, changedAt } = operation ?? {};
  return JSON.stringify([...callbackIdentity({ ...state, operationId, operationStatus, requestId }), changedAt]);
}
