import type { Context } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { isOpen } from '#domain/ledger/intent';
import type { ResumeContext, Resumed } from '#features/ledger/resume';
import { resumeAll } from '#features/ledger/resume-all';
import { sendWrite, type Write } from '#features/payments/send-write';

export type CarefulContext = ResumeContext & Pick<Context, 'gate' | 'signal'>;

/** Time limit for the result of a write before it stays open: the time that the platform waits for a code. */
const DOUBT_MS = 30 * 60_000;

/**
 * Sends a write. When its answer is lost, asks the platform for the result.
 *
 * @param make prepares the write; throws to block it
 * @param what description of the write, for messages
 * @returns false when the platform has not shown it after the settle time
 * @throws {Failure} when the write was refused or not sent; (unknown) when the result is not known in time.
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
    // After Ctrl-C nothing is awaited.
    if (exit !== EXIT.unknown || intentId === undefined || context.signal.aborted) throw error;
    terminal.warn(`${(error as Failure).message} It is not sent again. Asking the platform for the result of ${what}.`);
    const resumed = await lookUp(intentId, context).catch((failure: unknown) => {
      // After an interruption the outcome of the write stays unknown.
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
  // The platform must not be asked immediately.
  await context.clock.sleep((await context.profile()).statusDelaySeconds * 1000, context.signal);
  const ledger = await context.ledger();
  const options = { wait: true, deadlineMilliseconds: DOUBT_MS };
  const [resumed] = await resumeAll([await ledger.get(intentId)], options, context);
  return resumed;
}
