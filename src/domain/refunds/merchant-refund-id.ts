import { type Intent, merchantRefundIdOf } from '#domain/ledger/intent';
import { isRefundIntent } from './refund-history.ts';

/** States in which a request never got as far as its `merchant_refund_id` counting for the platform. */
const UNUSED: ReadonlySet<Intent['state']> = new Set(['refused', 'denied', 'not_sent', 'held']);

/**
 * The `payment.merchant_refund_id` of a refund (platform docs: a repeated one is refused with 3230). A repeat of a
 * refund that the platform has not shown carries the id of that one, so that the platform refuses the second should
 * it process the first after all. A key of the caller stands for one refund and gives one id.
 *
 * @param past the ledger's intents of the payment, oldest first
 */
export function merchantRefundId(
  { id, key, amount }: Pick<Intent, 'id' | 'key' | 'amount'>,
  past: readonly Intent[],
): string {
  const equal = past.filter(
    (intent) =>
      isRefundIntent(intent) &&
      intent.amount?.minor === amount?.minor &&
      intent.amount?.currency === amount?.currency &&
      !UNUSED.has(intent.state),
  );
  // All of the last ones that were not shown were sent with the id of the first of them.
  const last = equal.findLastIndex(({ state }) => state !== 'never_arrived');
  const first = equal[last + 1];
  return merchantRefundIdOf(first ?? { id, key });
}
