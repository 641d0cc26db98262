import type { Context } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { joinTexts, message } from '#domain/language/message';
import { isOpen } from '#domain/ledger/intent';
import type { ResumeContext, Resumed } from '#features/ledger/resume';
import { resumeAll } from '#features/ledger/resume-all';
import { sendWrite, type Write } from '#features/payments/send-write';

export type ReconcileContext = ResumeContext & Pick<Context, 'gate' | 'signal'>;

/** A write of the guided payment. */
export type ReconciledWrite = keyof typeof TEXTS;

/** Messages after the answer of a write was lost. */
const TEXTS = {
  sale: {
    asking: message('It is not sent again. Asking the platform for the result of the sale.'),
    received: message('The platform got the sale.'),
    notShown: message('Not sent again: the platform has not shown the sale. It may still process it.'),
  },
  code: {
    asking: message('It is not sent again. Asking the platform for the result of the code.'),
    received: message('The platform got the code.'),
    notShown: message('Not sent again: the platform has not shown the code. It may still process it.'),
  },
  resend: {
    asking: message('It is not sent again. Asking the platform for the result of the request for a new code.'),
    received: message('The platform got the request for a new code.'),
    notShown: message(
      'Not sent again: the platform has not shown the request for a new code. It may still process it.',
    ),
  },
} as const;

/** Maximum time to wait for the result of a write: the time that the platform waits for a code. */
const MAX_WAIT_MS = 30 * 60_000;

/**
 * Sends a write. When its answer is lost, asks the platform for the result.
 *
 * @param createWrite throws to block the write
 * @returns false when the platform has not shown it after the settle time
 * @throws {Failure} when the write was refused or not sent; (unknown) when the result is not known in time.
 */
export async function sendAndReconcile(
  createWrite: () => Write | Promise<Write>,
  write: ReconciledWrite,
  context: ReconcileContext,
): Promise<boolean> {
  const { terminal } = context;
  try {
    await sendWrite(await createWrite(), context);
    return true;
  } catch (error) {
    const { intentId, exit } = error instanceof Failure ? error : {};
    // After Ctrl-C nothing is awaited.
    if (exit !== EXIT.unknown || intentId === undefined || context.signal.aborted) throw error;
    const { asking, received, notShown } = TEXTS[write];
    terminal.warn(joinTexts([(error as Failure).text, asking], ' '));
    const resumed = await findResult(intentId, context).catch((failure: unknown) => {
      // After an interruption the outcome of the write stays unknown.
      throw context.signal.aborted ? error : failure;
    });
    if (resumed === undefined || isOpen(resumed.intent)) throw error;
    const isNotShown = resumed.intent.state === 'never_arrived';
    // The platform may still process a request that it has not shown.
    terminal.note(isNotShown ? notShown : received);
    return !isNotShown;
  }
}

async function findResult(intentId: string, context: ReconcileContext): Promise<Resumed | undefined> {
  // The platform must not be asked immediately.
  await context.clock.sleep((await context.profile()).statusDelaySeconds * 1000, context.signal);
  const intent = await (await context.ledger()).get(intentId);
  const [resumed] = await resumeAll([intent], { wait: true, deadlineMilliseconds: MAX_WAIT_MS }, context);
  return resumed;
}
