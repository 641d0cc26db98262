import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { type Intent, isCertainlyNotDone } from '#domain/ledger/intent';
import { type Amount, formatAmount } from '#domain/payments/amount';
import { formatZonedTimestamp } from '#domain/time/format-timestamp';
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
  const sent =
    state === 'done'
      ? 'was already refunded by a plan'
      : 'was already sent by a plan and may have been refunded or may still be refunded';
  const message =
    `${formatAmount(amount)} of ${paymentId} ${sent}: ${formatZonedTimestamp(createdAt)}, ` +
    `${readPlanId(key)}, by ${user}@${host}, intent ${id} (${state}).`;
  throw new Failure(EXIT.blocked, 'already_refunded', message, {
    hint: 'To refund it a second time: rocketpay refunds plan <file.csv> --again --reason "…"',
    paymentId,
    intentId: id,
    requestId: earlier.requestId,
  });
}
