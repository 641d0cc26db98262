import { mapConcurrently } from '#async/concurrent-map';
import { createDeadline } from '#async/deadline';
import { createRateLimiter } from '#async/rate-limiter';
import type { Context } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
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
  const opened = withGatesKept(context);
  const asking: ResumeContext = {
    ...opened,
    openGate: async (...of) => deadline.bound(await opened.openGate(...of)),
    storedGate: async (name) => {
      const stored = await opened.storedGate(name);
      return { ...stored, gate: deadline.bound(stored.gate) };
    },
  };
  const results = new Map<string, Resumed>();
  const ask = async (intent: Intent): Promise<Resumed> => {
    if (!wait) return resume(intent, opened);
    if (deadline.remaining() > 0) return resume(intent, asking);
    return results.get(intent.id) ?? { intent, finding: NOT_ASKED };
  };
  const pace = createRateLimiter(rate, context);
  const askOfPayment = async (of: readonly Intent[]) => {
    for (const intent of of) {
      signal.throwIfAborted();
      await pace(signal);
      results.set(intent.id, await ask(intent));
    }
    return of.length;
  };
  return terminal.withSpinner('asking the platform', async (say) => {
    for (let open = intents; ; ) {
      let asked = 0;
      let saidAt = clock.elapsed();
      for await (const count of mapConcurrently(byPayment(open), concurrency, askOfPayment)) {
        asked += count;
        if (clock.elapsed() - saidAt < PROGRESS_MS) continue;
        saidAt = clock.elapsed();
        say(`asking the platform: ${asked} of ${open.length}`);
      }
      const early = intents.flatMap(({ id }) => results.get(id) ?? []).filter((one) => isEarly(one, forResults));
      open = early.map(({ intent }) => intent);
      const left = deadline.remaining();
      if (!wait || open.length === 0 || left === 0) return intents.flatMap(({ id }) => results.get(id) ?? []);
      say(`${open.length} without a result yet`);
      await clock.sleep(Math.min(left, pauseFor(early, clock.now())), signal);
    }
  });
}

/** Opens each Gate once, so that its connections are reused for all requests. */
function withGatesKept(context: ResumeContext): ResumeContext {
  const kept = new Map<string, Promise<unknown>>();
  const once = <T>(key: string, open: () => Promise<T>): Promise<T> => {
    const opening = (kept.get(key) as Promise<T> | undefined) ?? open();
    kept.set(key, opening);
    opening.catch(() => kept.delete(key));
    return opening;
  };
  return {
    ...context,
    openGate: (profile, ...more) => once(projectKey(profile), () => context.openGate(profile, ...more)),
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

/** Returns the report of an intent that was not asked about before the deadline. */
const NOT_ASKED = {
  kind: 'not_asked',
  failure: new Failure(EXIT.pending, 'pending', 'The deadline expired before the platform could be asked.'),
} as const;

function isEarly({ finding: { kind }, intent }: Resumed, forResults: boolean): boolean {
  // No later answer can show the result.
  if (kind === 'undecidable') return false;
  if (forResults && intent.state === 'accepted') return true;
  return kind === 'not_yet' || kind === 'in_flight' || kind === 'not_asked';
}

function pauseFor(early: readonly Resumed[], now: number): number {
  const times = early.map(({ finding }) => (finding.kind === 'not_yet' ? finding.askAt - now : PAUSE_MS));
  return Math.max(100, Math.min(PAUSE_MS, ...times));
}
