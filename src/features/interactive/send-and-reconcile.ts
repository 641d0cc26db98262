import type { Context } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { isOpen } from '#domain/ledger/intent';
import type { ResumeContext, Resumed } from '#features/ledger/resume';
import { resumeAll } from '#features/ledger/resume-all';
import { sendWrite, type Write } from '#features/payments/send-write';

export type CarefulContext = ResumeContext & Pick<Context, 'gate' | 'signal'>;

/** How long it is asked what became of a write, before it is left open: as long as the platform waits for a code. */
const DOUBT_MS = 30 * 60_000;

/**
 * Sends a write, and when its answer is lost finds out from the platform what became of it.
 *
 * @param make prepares it: what keeps it from being sent is thrown
 * @param what in words, for the person who waits
 * @returns false when the platform has not shown it after the settle time
 * @throws {Failure} when it was refused or not sent; (unknown) when the platform could not tell in time.
 */
export async function sendAndReconcile(
  make: () => Write | Promise<Write>,
  what: string,
  context: CarefulContext,
): Promise<boolean> {
  const { terminal } = context;
  try {
    await sendWrite(await make(), context);
    return true;
  } catch (error) {
    const { intentId, exit } = error instanceof Failure ? error : {};
    // Whoever has pressed Ctrl-C does not wait.
    if (exit !== EXIT.unknown || intentId === undefined || context.signal.aborted) throw error;
    terminal.warn(`${(error as Failure).message} It is not sent again: the platform is asked what became of ${what}.`);
    const resumed = await lookUp(intentId, context).catch((failure: unknown) => {
      // Whoever leaves meanwhile leaves a write of which nobody knows.
      throw context.signal.aborted ? error : failure;
    });
    if (resumed === undefined || isOpen(resumed.intent)) throw error;
    const never = resumed.intent.state === 'never_arrived';
    // Not seen is no proof: a platform may process a request later.
    terminal.note(
      never
        ? `Not sent again: the platform has not shown ${what}. It may still process it.`
        : `The platform got ${what}.`,
    );
    return !never;
  }
}

async function lookUp(intentId: string, context: CarefulContext): Promise<Resumed | undefined> {
  // The platform is not to be asked at once.
  await context.clock.sleep((await context.profile()).statusDelaySeconds * 1000, context.signal);
  const ledger = await context.ledger();
  const options = { wait: true, deadlineMilliseconds: DOUBT_MS };
  const [resumed] = await resumeAll([await ledger.get(intentId)], options, context);
  return resumed;
}
