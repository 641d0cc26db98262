import type { Context } from '#context';
import type { CallbackEvent } from '#domain/callbacks/callback-event';
import type { ListenAddress } from '#domain/callbacks/callback-transport';
import { newListenerId } from '#domain/callbacks/forwarding';
import { EXIT, type ExitCode } from '#domain/errors/exit-codes';
import { Failure, usageError } from '#domain/errors/failure';
import { formatDuration } from '#domain/time/duration';
import { createForwarder } from '#features/callbacks/forwarding/callback-forwarder';
import { type ForwardTarget, matchTargets } from '#features/callbacks/forwarding/forward-callback';
import { ListenerHealth } from '#features/callbacks/monitoring/listener-health';
import { ListenerMetrics } from '#features/callbacks/monitoring/listener-metrics';
import { createStatusPages } from '#features/callbacks/monitoring/status-pages';
import { writableLedger } from '#features/ledger/writable-ledger';
import type { DeliveryDocument, ListenEvent } from '#schemas/document-types';
import { CallbackHandler, type HandlerOptions, optionalProfile } from './callback-handler.ts';
import { type End, showAndForward } from './show-and-forward.ts';

/** Options of the listener. */
export interface ListenOptions
  extends Omit<HandlerOptions, 'onHeard' | 'onReceived' | 'onStored' | 'id' | 'selectForwards'> {
  /** Names of additional headers to forward, in lower case. */
  readonly forwardHeaders?: readonly string[];
  readonly host: string;
  readonly port: number;
  readonly targets: readonly ForwardTarget[];
  readonly forwardInvalid: boolean;
  readonly exitOn: CallbackEvent | undefined;
  readonly max: number | undefined;
  readonly deadlineMilliseconds: number | undefined;
  readonly timeoutMilliseconds: number;
  /** Address at which metrics are served. Default: at the address of the listener, for programs on this machine. */
  readonly metricsAt?: ListenAddress | undefined;
  /** Time after a signal for which callbacks are still received, while `/healthz` answers 503. */
  readonly drainMilliseconds?: number | undefined;
}

/** Called with new callbacks; callbacks of one batch are passed together. */
export interface ListenShows {
  readonly ready: (url: string) => void;
  readonly heard: (callbacks: readonly ListenEvent[]) => void;
  /** Called with the result of each forward request. */
  readonly forwarded: (delivery: DeliveryDocument) => void;
  /** Called in place of it for a callback that this listener has not received, or not since it was started. */
  readonly forwardedOther: (callbackId: string, delivery: DeliveryDocument) => void;
  /** Called when all work for these callbacks has ended. */
  readonly complete: (callbacks: readonly ListenEvent[]) => void;
}

type ListenContext = Pick<
  Context,
  'clock' | 'deliverCallback' | 'ledger' | 'profile' | 'receiveCallbacks' | 'secret' | 'signal' | 'terminal'
>;

/**
 * Listens for callbacks until it is stopped. Each is verified, stored and then answered: 200 for a genuine callback,
 * and for a chargeback callback, which is unsigned and is not an event; 400 for others; 503 when it could not be stored, so that the platform retries.
 */
export async function listen(options: ListenOptions, shows: ListenShows, context: ListenContext): Promise<ExitCode> {
  const { host, port, path } = options;
  const { clock, terminal } = context;
  const secret = await context.secret();
  const ledger = await writableLedger(context);
  if (options.shared === true && ledger.forwardQueue === undefined) throw notSharedFailure();
  const over = new AbortController();
  const working = AbortSignal.any([context.signal, over.signal]);
  const end = untilTheEnd(options, working, context);
  const id = newListenerId();
  const [health, metrics] = [new ListenerHealth(ledger, options.shared === true, clock), new ListenerMetrics()];
  const { forwardHeaders = [], timeoutMilliseconds, targets } = options;
  const sending = { timeoutMilliseconds, headers: forwardHeaders, by: id };
  const onOther = (callbackId: string, delivery: DeliveryDocument) => received.forwardedOther(callbackId, delivery);
  const forwarder = createForwarder({ targets, sending, onOther, onError: end.fail }, ledger, context);
  const counting = countForwards(shows, metrics);
  const received = showAndForward(options, forwarder, counting, end, clock);
  const selectForwards: HandlerOptions['selectForwards'] = (valid, ...what) =>
    valid || options.forwardInvalid ? matchTargets(targets, path, ...what) : [];
  const handlerOptions: HandlerOptions = {
    ...options,
    id,
    selectForwards,
    onHeard: received.add,
    onReceived: (kind) => metrics.received(kind),
    onStored(milliseconds, result) {
      metrics.stored(milliseconds / 1000, result);
      health.record(result !== 'failed');
    },
  };
  const handler = new CallbackHandler(handlerOptions, ledger, await optionalProfile(context), context);
  const server = await context.receiveCallbacks({
    ...{ host, port, secret, answer: handler.answer, metricsAt: options.metricsAt },
    readPage: createStatusPages(health, metrics, () => forwarder.state(), clock),
    onRefused: onceEach((reason) => terminal.warn(`rejected a request that is not a callback: ${reason}.`)),
    onFailed: onceEach((reason) => terminal.warn(`a request failed and was answered 500: ${reason}.`)),
    onLost: (reason) => end.fail(lostFailure(reason)),
  });
  try {
    const url = new URL(path, server.url).href;
    forwarder.start();
    shows.ready(url);
    // Another listener of this machine may have ended while the database of the team was away.
    if (ledger.forwardQueue !== undefined) ledger.ingestCallbacks().catch(() => {});
    void watchSleep(url, working, context);
    return await end.reached;
  } finally {
    health.stop();
    server.drain();
    if (context.signal.aborted) await clock.sleep(options.drainMilliseconds ?? 0);
    over.abort(new Failure(EXIT.done, 'closed', 'The listener was closed.'));
    // What was received is stored and answered, then forwarded or left to another listener.
    await server.close();
    await forwarder.stop();
    await received.settled();
    terminal.note(`No longer listening: ${countsText(handler.counts)}.`);
    if (received.failed() > 0) {
      terminal.warn(`${received.failed()} not forwarded. To try again: rocketpay callbacks replay --failed`);
    }
  }
}

const notSharedFailure = (): Failure =>
  usageError(
    '--durable shared needs the ledger of a team: the ledger of this machine is not shared.',
    'Name the database of the team in ROCKETPAY_LEDGER_URL, or leave the option out.',
  );

/** Counts the results of forward requests. */
const countForwards = (shows: ListenShows, metrics: ListenerMetrics): ListenShows => ({
  ...shows,
  forwarded(delivery) {
    metrics.forwarded(delivery.delivered);
    shows.forwarded(delivery);
  },
  forwardedOther(callbackId, delivery) {
    metrics.forwarded(delivery.delivered);
    shows.forwardedOther(callbackId, delivery);
  },
});

function countsText({ genuine, wrong, chargebacks, repeats }: CallbackHandler['counts']): string {
  const all = genuine + wrong + chargebacks;
  const unsigned = chargebacks === 0 ? '' : `, ${chargebacks} unsigned chargeback${chargebacks === 1 ? '' : 's'}`;
  return `${all} ${all === 1 ? 'callback' : 'callbacks'} (${genuine} genuine, ${wrong} not${unsigned}, ${repeats} repeated)`;
}

/** Maximum number of different reported reasons, because senders can invent them. */
const MAX_REASONS = 20;

/** Reports each reason once, so that a flood of requests does not become a flood of warnings. */
function onceEach(tell: (reason: string) => void): (reason: string) => void {
  const told = new Set<string>();
  return (reason) => {
    if (told.has(reason) || told.size === MAX_REASONS) return;
    told.add(reason);
    tell(reason);
  };
}

/** Ctrl-C and the deadline end the listener successfully, unless an expected event or count is missing. */
function untilTheEnd(options: ListenOptions, working: AbortSignal, { clock, signal }: ListenContext): End {
  const { exitOn, max, deadlineMilliseconds } = options;
  const waits = exitOn !== undefined || max !== undefined;
  let reach = (): void => {};
  let fail = (_: unknown): void => {};
  const reached = new Promise<ExitCode>((resolve, reject) => {
    reach = () => resolve(EXIT.done);
    fail = reject;
  });
  // Nothing may be waiting for it yet.
  reached.catch(() => {});
  const stop = (why: unknown): void => (waits ? fail(why) : reach());
  if (signal.aborted) stop(signal.reason);
  signal.addEventListener('abort', () => stop(signal.reason), { once: true });
  if (deadlineMilliseconds !== undefined) {
    clock.sleep(deadlineMilliseconds, working).then(
      () => stop(atDeadline(options)),
      () => {},
    );
  }
  return { reached, reach, fail };
}

const lostFailure = (reason: string): Failure =>
  new Failure(EXIT.unavailable, 'listener_lost', `The listener has stopped: ${reason}.`, {
    hint: 'Start it again: rocketpay listen',
  });

function atDeadline({ exitOn, max }: ListenOptions): Failure {
  const fewer = max === 1 ? 'No callback' : `Fewer than ${max} callbacks`;
  const what = exitOn === undefined ? fewer : `No callback ${exitOn}`;
  return new Failure(EXIT.pending, 'pending', `${what} came before the deadline.`, {
    hint: 'Received callbacks are stored: rocketpay callbacks list',
  });
}

/** Interval of the sleep check, in milliseconds. */
const WATCH_MS = 10_000;
const ASLEEP_MS = 30_000;

/** Warns when this machine was asleep: callbacks of this time were not received. */
async function watchSleep(url: string, working: AbortSignal, { clock, terminal }: ListenContext): Promise<void> {
  for (;;) {
    const before = clock.now();
    try {
      await clock.sleep(WATCH_MS, working);
    } catch {
      return;
    }
    const slept = clock.now() - before - WATCH_MS;
    if (slept < ASLEEP_MS) continue;
    terminal.warn(
      `this machine was asleep for ${formatDuration(slept)}. The listener is active again at ${url}; the platform repeats what it could ` +
        'not deliver.',
    );
  }
}
