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

/** How intents are resumed. */
interface ResumeOptions {
  /** Resumes open intents again until all are closed, the deadline has expired, or only the user can decide. */
  readonly wait: boolean;
  /** Repeats the requests until the intents have a final result. */
  readonly forResults?: boolean;
  readonly deadlineMilliseconds: number | undefined;
  /** Maximum number of concurrent payments. */
  readonly concurrency?: number | undefined;
  /** Maximum status requests per second; 0: no limit. */
  readonly rate?: number | undefined;
}

type ResumeAllContext = ResumeContext & Pick<Context, 'signal'>;

/** Resumes intents: see {@link resumeGroups}. */
export async function resumeAll(
  intents: readonly Intent[],
  options: ResumeOptions,
  context: ResumeAllContext,
): Promise<readonly Resumed[]> {
  const results: Resumed[] = [];
  await resumeGroups([intents], { ...options, total: intents.length }, context, (group) => void results.push(...group));
  return results;
}

/**
 * Resumes groups of intents one after the other. Intents of one payment are resumed in order.
 *
 * @param options.total number of the intents, for the progress
 * @param show gets the results in the order of the intents, as soon as they do not change any more, so that few are kept in memory
 */
export async function resumeGroups(
  groups: AsyncIterable<readonly Intent[]> | Iterable<readonly Intent[]>,
  options: ResumeOptions & { readonly total: number },
  context: ResumeAllContext,
  show: (results: readonly Resumed[]) => void,
): Promise<void> {
  const { wait, forResults = false, deadlineMilliseconds = DEFAULT_DEADLINE_MS, total } = options;
  const { concurrency = DEFAULT_CONCURRENCY, rate = DEFAULT_RATE } = options;
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
  /** Results that can still change, and those after them. */
  let kept: readonly Resumed[] = [];
  const ask = async (intent: Intent, last: Resumed | undefined): Promise<Resumed> => {
    if (!wait) return resume(intent, cached);
    if (deadline.remaining() > 0) return resume(intent, bounded);
    return last ?? { intent, finding: NOT_ASKED };
  };
  const limit = createRateLimiter(rate, context);
  const isWaitedFor = (one: Resumed) => wait && isEarly(one, forResults);
  const showFinal = () => {
    const end = kept.findIndex(isWaitedFor);
    const final = end === -1 ? kept : kept.slice(0, end);
    kept = kept.slice(final.length);
    if (final.length > 0) show(final);
  };
  await terminal.withSpinner(message('asking the platform'), async (progress) => {
    let shownAt = clock.elapsed();
    /** Asks for intents, and returns the results in their order. */
    const askFor = async (intents: readonly Intent[], before: number, all: number) => {
      const last = new Map(kept.map((one) => [one.intent.id, one]));
      const results = new Map<string, Resumed>();
      const askInOrder = async (group: readonly Intent[]) => {
        for (const intent of group) {
          signal.throwIfAborted();
          await limit(signal);
          results.set(intent.id, await ask(intent, last.get(intent.id)));
        }
        return group.length;
      };
      let asked = before;
      for await (const count of mapConcurrently(byPayment(intents), concurrency, askInOrder)) {
        asked += count;
        if (clock.elapsed() - shownAt < PROGRESS_MS) continue;
        shownAt = clock.elapsed();
        progress(message('asking the platform: {asked} of {all}', { asked, all }));
      }
      return results;
    };
    let asked = 0;
    for await (const intents of groups) {
      const results = await askFor(intents, asked, total);
      asked += intents.length;
      kept = [...kept, ...intents.flatMap(({ id }) => results.get(id) ?? [])];
      showFinal();
    }
    for (;;) {
      const early = kept.filter(isWaitedFor);
      const remaining = deadline.remaining();
      if (early.length === 0 || remaining === 0) break;
      progress(message('{count} without a result yet', { count: early.length }));
      await clock.sleep(Math.min(remaining, getPause(early, clock.now())), signal);
      shownAt = clock.elapsed();
      const open = early.map(({ intent }) => intent);
      const results = await askFor(open, 0, open.length);
      kept = kept.map((one) => results.get(one.intent.id) ?? one);
    }
  });
  if (kept.length > 0) show(kept);
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
