import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import { type Intent, isCertainlyNotDone } from '#domain/ledger/intent';
import { STATE_WORDS } from '#domain/ledger/state-words';
import type { Amount } from '#domain/payments/amount';
import { amountMessage } from '#domain/payments/amount-message';
import { isRowKey, readPlanId } from './plan-id.ts';

/**
 * Blocks a row when an earlier plan has sent the same amount for the same payment, however long ago. Applying the same file
 * again must not refund twice. Only a plan with `--again` skips this check.
 *
 * @param intents the ledger's intents of the payment
 * @param plan id of the plan of the row, whose own intents do not count; undefined while the plan is made
 * @throws {Failure} (blocked)
 */
export function checkNotApplied(
  { paymentId, amount }: { readonly paymentId: string; readonly amount: Amount },
  intents: readonly Intent[],
  plan?: string,
): void {
  const earlier = intents.find(
    (intent) =>
      readPlanId(intent.key) !== undefined &&
      !(plan !== undefined && isRowKey(intent.key, { plan })) &&
      intent.amount?.minor === amount.minor &&
      intent.amount.currency === amount.currency &&
      !isCertainlyNotDone(intent),
  );
  if (earlier === undefined) return;
  const { user, host, createdAt, state, id, key } = earlier;
  // Only the state "done" proves a refund. In any other state the platform may still process it.
  const values = {
    amount: amountMessage(amount),
    paymentId,
    time: { time: createdAt, zone: true },
    plan: readPlanId(key) ?? '',
    user: `${user}@${host}`,
    id,
    state: STATE_WORDS[state],
  };
  const text =
    state === 'done'
      ? message(
          '{amount} of {paymentId} was already refunded by a plan: {time}, {plan}, by {user}, intent {id} ({state}).',
          values,
        )
      : message(
          '{amount} of {paymentId} was already sent by a plan and may have been refunded or may still be refunded: {time}, {plan}, by {user}, intent {id} ({state}).',
          values,
        );
  throw new Failure(EXIT.blocked, 'already_refunded', text, {
    hint: message('To refund it a second time: rocketpay refunds plan <file.csv> --again --reason "…"'),
    paymentId,
    intentId: id,
    requestId: earlier.requestId,
  });
}
