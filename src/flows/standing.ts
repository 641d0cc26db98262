import type { Context } from '../context.ts';
import { isRefundIntent } from '../domain/earlier-refunds.ts';
import { Failure, interruptedFailure, joinedHints } from '../domain/errors.ts';
import { EXIT } from '../domain/exit-codes.ts';
import { lacksResult, projectOf } from '../domain/intent.ts';
import { profileWords } from '../domain/lesson.ts';
import { shellWord } from '../domain/shell-word.ts';
import { resultSentence } from '../domain/write-result.ts';

/** Says what is known of the payment when a guided session ends before its end. */
export async function standing(
  error: unknown,
  paymentId: string,
  context: Pick<Context, 'profile' | 'ledger'>,
): Promise<unknown> {
  if (!(error instanceof Failure)) return error;
  const profile = await context.profile();
  const project = projectOf(profile);
  const ledger = await context.ledger();
  const [known, { intents }] = await Promise.all([ledger.payment(project, paymentId), ledger.past(project, paymentId)]);
  const goOn = `rocketpay interactive --continue ${shellWord(paymentId)}${profileWords(profile)}`;
  if (error.exit !== EXIT.interrupted) {
    const hint = joinedHints(error.hint, `Then continue: ${goOn}`);
    return new Failure(error.exit, error.code, error.message, { ...error, hint, paymentId, cause: error });
  }
  const status =
    known === undefined
      ? `The status of payment ${paymentId} is not known yet.`
      : `Payment ${paymentId} had status "${known.status}" when it was last read.`;
  const open = intents.filter((intent) => isRefundIntent(intent) && lacksResult(intent)).map(resultSentence);
  return interruptedFailure([...open, status, `To continue: ${goOn}`].join(' '));
}
