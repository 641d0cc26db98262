import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { type Intent, isCertainlyNotDone } from '#domain/ledger/intent';
import { type Amount, formatAmount } from '#domain/payments/amount';
import { formatZonedTimestamp } from '#domain/time/timestamp';
import { isRowKey, planOfKey } from './refund-plan.ts';

/**
 * Blocks a row whose payment and amount a plan has refunded before, however long ago: the same file applied
 * again must not pay twice. Only a plan that was made with `--again` lets it pass.
 *
 * @param past intents of the payment
 * @param plan that the row belongs to: its own intents are its history, not another refund
 * @throws {Failure} (blocked)
 */
export function checkNotApplied(
  { paymentId, amount }: { readonly paymentId: string; readonly amount: Amount },
  past: readonly Intent[],
  plan?: string,
): void {
  const earlier = past.find(
    (intent) =>
      planOfKey(intent.key) !== undefined &&
      !(plan !== undefined && isRowKey(intent.key, { plan })) &&
      intent.amount?.minor === amount.minor &&
      intent.amount.currency === amount.currency &&
      !isCertainlyNotDone(intent),
  );
  if (earlier === undefined) return;
  const { user, host, createdAt, state, id, key } = earlier;
  // Only a result proves a refund; accepted, open and not seen ones may still be processed.
  const stage =
    state === 'done' ? 'was refunded by a plan already' : 'was sent by a plan already and may have been refunded';
  const message =
    `${formatAmount(amount)} of ${paymentId} ${stage}: ${formatZonedTimestamp(createdAt)}, ` +
    `${planOfKey(key)}, by ${user}@${host}, intent ${id} (${state}).`;
  throw new Failure(EXIT.blocked, 'already_refunded', message, {
    hint: 'To refund it a second time: rocketpay refunds plan <file.csv> --again --reason "…"',
    paymentId,
    intentId: id,
    requestId: earlier.requestId,
  });
}
