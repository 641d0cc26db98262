import { mapConcurrently } from '#async/concurrent-map';
import { createDeadline } from '#async/deadline';
import { createRateLimiter } from '#async/rate-limiter';
import type { Context } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import { type Intent, projectKey } from '#domain/ledger/intent';
import { comparablePaymentId } from '#domain/payments/payment-id';
import { type ResumeContext, type Resumed, resume } from './resume.ts';

/** Default time limit: longer than the settle time of a refund whose request may still have been in transit. */
const DEFAULT_DEADLINE_MS = 10 * 60_000;

/** Default limits: concurrent payments, and status requests per second. */
const DEFAULT_CONCURRENCY = 4;
const DEFAULT_RATE = 20;

/** Minimum time between two progress messages, in milliseconds. */
const PROGRESS_MS = 2000;

/** Default delay before the next request, in milliseconds. */
const PAUSE_MS = 5000;

/**
 * Resumes intents. Intents of one payment are resumed in order. With `wait`, open intents are resumed again until all are
 * closed, the deadline has expired, or only the user can decide.
 */
export async function resumeAll(
  intents: readonly Intent[],
  {
    wait,
    forResults = false,
    deadlineMilliseconds = DEFAULT_DEADLINE_MS,
    concurrency = DEFAULT_CONCURRENCY,
    rate = DEFAULT_RATE,
  }: {
    readonly wait: boolean;
    /** Repeats the requests until the intents have a final result. */
    readonly forResults?: boolean;
    readonly deadlineMilliseconds: number | undefined;
    /** Maximum number of concurrent payments. */
    readonly concurrency?: number | undefined;
    /** Maximum status requests per second; 0: no limit. */
    readonly rate?: number | undefined;
  },
  context: ResumeContext & Pick<Context, 'signal'>,
): Promise<readonly Resumed[]> {
  const { clock, signal, terminal } = context;
  const deadline = createDeadline(deadlineMilliseconds, clock);
  const cached = cacheGates(context);
  const bounded: ResumeContext = {
    ...cached,
    openGate: async (...parameters) => deadline.bound(await cached.openGate(...parameters)),
    storedGate: async (name) => {
      const stored = await cached.storedGate(name);
      return { ...stored, gate: deadline.bound(stored.gate) };
    },
  };
  const results = new Map<string, Resumed>();
  const allResults = () => intents.flatMap(({ id }) => results.get(id) ?? []);
  const ask = async (intent: Intent): Promise<Resumed> => {
    if (!wait) return resume(intent, cached);
    if (deadline.remaining() > 0) return resume(intent, bounded);
    return results.get(intent.id) ?? { intent, finding: NOT_ASKED };
  };
  const limit = createRateLimiter(rate, context);
  const askInOrder = async (group: readonly Intent[]) => {
    for (const intent of group) {
      signal.throwIfAborted();
      await limit(signal);
      results.set(intent.id, await ask(intent));
    }
    return group.length;
  };
  return terminal.withSpinner(message('asking the platform'), async (progress) => {
    for (let open = intents; ; ) {
      let asked = 0;
      let shownAt = clock.elapsed();
      for await (const count of mapConcurrently(byPayment(open), concurrency, askInOrder)) {
        asked += count;
        if (clock.elapsed() - shownAt < PROGRESS_MS) continue;
        shownAt = clock.elapsed();
        progress(message('asking the platform: {asked} of {all}', { asked, all: open.length }));
      }
      const early = allResults().filter((one) => isEarly(one, forResults));
      open = early.map(({ intent }) => intent);
      const remaining = deadline.remaining();
      if (!wait || open.length === 0 || remaining === 0) return allResults();
      progress(message('{count} without a result yet', { count: open.length }));
      await clock.sleep(Math.min(remaining, getPause(early, clock.now())), signal);
    }
  });
}

/** Opens each Gate once, so that its connections are reused for all requests. */
function cacheGates(context: ResumeContext): ResumeContext {
  const gates = new Map<string, Promise<unknown>>();
  const once = <T>(key: string, open: () => Promise<T>): Promise<T> => {
    const opening = (gates.get(key) as Promise<T> | undefined) ?? open();
    gates.set(key, opening);
    opening.catch(() => gates.delete(key));
    return opening;
  };
  return {
    ...context,
    openGate: (profile, ...parameters) => once(projectKey(profile), () => context.openGate(profile, ...parameters)),
    storedGate: (name) => once(` ${name}`, () => context.storedGate(name)),
  };
}

/** Groups intents by payment: one status answer can give the results of several. */
async function* byPayment(intents: readonly Intent[]): AsyncGenerator<readonly Intent[]> {
  const groups = new Map<string, Intent[]>();
  for (const intent of intents) {
    const { id, project, paymentId } = intent;
    const key = paymentId === undefined ? id : `${project} ${comparablePaymentId(paymentId)}`;
    const group = groups.get(key) ?? [];
    group.push(intent);
    groups.set(key, group);
  }
  yield* groups.values();
}

/** Result of an intent that the platform was not asked about before the deadline. */
const NOT_ASKED = {
  kind: 'not_asked',
  failure: new Failure(EXIT.pending, 'pending', message('The deadline expired before the platform could be asked.')),
} as const;

/** True when a later answer may show the result. */
function isEarly({ finding: { kind }, intent }: Resumed, forResults: boolean): boolean {
  if (kind === 'undecidable') return false;
  if (forResults && intent.state === 'accepted') return true;
  return kind === 'not_yet' || kind === 'in_flight' || kind === 'not_asked';
}

/** Returns the delay before the next requests, in milliseconds. */
function getPause(early: readonly Resumed[], now: number): number {
  const times = early.map(({ finding }) => (finding.kind === 'not_yet' ? finding.askAt - now : PAUSE_MS));
  return Math.max(100, Math.min(PAUSE_MS, ...times));
}
