import type { Context } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { joinTexts, message, type Text } from '#domain/language/message';
import { type Intent, isOpen } from '#domain/ledger/intent';
import { declinedFailure } from '#domain/payments/wait-result';
import { refundAgainCommand } from '#domain/terminal/advice-profile';
import { resumeAll } from '#features/ledger/resume-all';

/**
 * Asks the platform for the result of a write with an unknown outcome, as `resume --wait` does.
 *
 * @param error the failure of the write; it is rethrown unless it is the unknown outcome of a recorded write
 * @param deadlineMilliseconds maximum time to ask; ten minutes when undefined
 * @returns the write, when the platform has processed or accepted it
 * @throws {Failure} `declined` (3), `never_arrived` (5) when the platform does not show it after the settle time, and
 * the error itself while the outcome stays unknown, also when the user interrupts.
 */
export async function settleRefund(
  error: unknown,
  deadlineMilliseconds: number | undefined,
  context: Parameters<typeof resumeAll>[2] & Pick<Context, 'ledger' | 'terminal'>,
): Promise<Intent> {
  if (!(error instanceof Failure) || error.exit !== EXIT.unknown || error.intentId === undefined) throw error;
  context.terminal.note(joinTexts([error.text, message('Asking the platform for the result.')], ' '));
  const ledger = await context.ledger();
  const intents = [await ledger.get(error.intentId)];
  await resumeAll(intents, { wait: true, deadlineMilliseconds }, context).catch((problem: unknown) => {
    // Ctrl-C stops the requests: the outcome of the write is still unknown.
    if (!(problem instanceof Failure)) throw problem;
  });
  const intent = await ledger.get(error.intentId);
  if (isOpen(intent)) throw error;
  if (intent.state === 'done' || intent.state === 'accepted') return intent;
  const declined = declinedFailure(intent);
  if (intent.state !== 'never_arrived') throw declined;
  throw new Failure(EXIT.unavailable, 'never_arrived', declined.text, {
    paymentId: intent.paymentId,
    intentId: intent.id,
    hint: againText(intent),
  });
}

/** Returns the command that sends the same refund again, if its amount is known. */
const againText = ({ paymentId, amount }: Intent): Text =>
  paymentId === undefined || amount === undefined
    ? message('The platform may still process it. The same amount again needs a reason.')
    : message('The platform may still process it. The same amount again: {command}', {
        command: refundAgainCommand(paymentId, amount),
      });
