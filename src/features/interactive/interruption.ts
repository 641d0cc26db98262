import type { Context } from '#context';
import { shellWord } from '#domain/encoding/shell-word';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure, interruptedFailure, joinedHints } from '#domain/errors/failure';
import { joinTexts, message } from '#domain/language/message';
import { lacksResult, projectKey } from '#domain/ledger/intent';
import { resultSentence } from '#domain/ledger/result-sentences';
import { isRefundIntent } from '#domain/refunds/refund-history';
import { profileOption } from '#domain/terminal/advice-profile';

/** Returns the failure of an interrupted session, with what is known about the payment. */
export async function describeInterruption(
  error: unknown,
  paymentId: string,
  context: Pick<Context, 'profile' | 'ledger'>,
): Promise<unknown> {
  if (!(error instanceof Failure)) return error;
  const profile = await context.profile();
  const project = projectKey(profile);
  const ledger = await context.ledger();
  const [stored, { intents }] = await Promise.all([
    ledger.payment(project, paymentId),
    ledger.paymentHistory(project, paymentId),
  ]);
  const next = `rocketpay interactive --continue ${shellWord(paymentId)}${profileOption(profile)}`;
  if (error.exit !== EXIT.interrupted) {
    const hint = joinedHints(error.nextStep, message('Then continue: {command}', { command: next }));
    return new Failure(error.exit, error.code, error.text, { ...error, hint, paymentId, cause: error });
  }
  const status =
    stored === undefined
      ? message('The status of payment {paymentId} is not known yet.', { paymentId })
      : message('Payment {paymentId} had status "{status}" when it was last read.', {
          paymentId,
          status: stored.status,
        });
  const open = intents.filter((intent) => isRefundIntent(intent) && lacksResult(intent)).map(resultSentence);
  return interruptedFailure(joinTexts([...open, status, message('To continue: {command}', { command: next })], ' '));
}
