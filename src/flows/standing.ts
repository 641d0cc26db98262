import type { Context } from '../context.ts';
import { Failure, interruptedFailure, joinedHints } from '../domain/errors.ts';
import { EXIT } from '../domain/exit-codes.ts';
import { projectOf } from '../domain/intent.ts';
import { profileWords } from '../domain/lesson.ts';
import { shellWord } from '../domain/shell-word.ts';

/** Says what stands when a walk ends before its end. */
export async function standing(
  error: unknown,
  paymentId: string,
  context: Pick<Context, 'profile' | 'ledger'>,
): Promise<unknown> {
  if (!(error instanceof Failure)) return error;
  const profile = await context.profile();
  const known = await (await context.ledger()).payment(projectOf(profile), paymentId);
  const goOn = `rocketpay interactive --continue ${shellWord(paymentId)}${profileWords(profile)}`;
  if (error.exit !== EXIT.interrupted) {
    const hint = joinedHints(error.hint, `Then continue: ${goOn}`);
    return new Failure(error.exit, error.code, error.message, { ...error, hint, paymentId, cause: error });
  }
  const status = known === undefined ? 'accepted' : known.status;
  return interruptedFailure(`Payment ${paymentId} stands at "${status}", and nothing is in flight. To go on: ${goOn}`);
}
