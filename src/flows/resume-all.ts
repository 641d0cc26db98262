import type { Context } from '../context.ts';
import { Failure } from '../domain/errors.ts';
import { EXIT } from '../domain/exit-codes.ts';
import type { Intent } from '../domain/intent.ts';
import { createDeadline } from './deadline.ts';
import { type ResumeContext, type Resumed, resume } from './resume.ts';

/** How long it is asked for without a word of the person. */
/** Longer than the settle time of a refund whose request may still have been on its way. */
const DEFAULT_DEADLINE_MS = 10 * 60_000;

/** Before it is asked again where nothing says when. */
const PAUSE_MS = 5000;

/**
 * Resumes intents one after another, and with `wait` those that stay open again, until all are closed, the
 * deadline has come, or only a person can say.
 */
export async function resumeAll(
  intents: readonly Intent[],
  {
    wait,
    forResults = false,
    deadlineMilliseconds = DEFAULT_DEADLINE_MS,
  }: {
    readonly wait: boolean;
    /** Accepted ones are asked for again until they have a result. */
    readonly forResults?: boolean;
    readonly deadlineMilliseconds: number | undefined;
  },
  context: ResumeContext & Pick<Context, 'signal'>,
): Promise<readonly Resumed[]> {
  const { clock, signal, terminal } = context;
  const deadline = createDeadline(deadlineMilliseconds, clock);
  const asking: ResumeContext = {
    ...context,
    openGate: async (...of) => deadline.bound(await context.openGate(...of)),
    storedGate: async (name) => {
      const stored = await context.storedGate(name);
      return { ...stored, gate: deadline.bound(stored.gate) };
    },
  };
  const results = new Map<string, Resumed>();
  const ask = async (intent: Intent): Promise<Resumed> => {
    if (!wait) return resume(intent, context);
    if (deadline.left() > 0) return resume(intent, asking);
    return results.get(intent.id) ?? { intent, finding: NOT_ASKED };
  };
  return terminal.during('asking the platform', async (say) => {
    for (let open = intents; ; ) {
      for (const intent of open) results.set(intent.id, await ask(intent));
      const early = [...results.values()].filter((one) => isEarly(one, forResults));
      open = early.map(({ intent }) => intent);
      const left = deadline.left();
      if (!wait || open.length === 0 || left === 0) return [...results.values()];
      say(`${open.length} not certain yet`);
      await clock.sleep(Math.min(left, pauseFor(early, clock.now())), signal);
    }
  });
}

/** What there was no time for. */
const NOT_ASKED = {
  kind: 'not_asked',
  failure: new Failure(EXIT.pending, 'pending', 'The deadline came before the platform could be asked.'),
} as const;

function isEarly({ finding: { kind }, intent }: Resumed, forResults: boolean): boolean {
  if (forResults && intent.state === 'accepted') return true;
  return kind === 'not_yet' || kind === 'in_flight' || kind === 'not_asked';
}

function pauseFor(early: readonly Resumed[], now: number): number {
  const times = early.map(({ finding }) => (finding.kind === 'not_yet' ? finding.askAt - now : PAUSE_MS));
  return Math.max(100, Math.min(PAUSE_MS, ...times));
}
