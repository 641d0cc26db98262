import { getMerchantRefundId, type Intent, wasTried } from '#domain/ledger/intent';
import { isRefundIntent } from './refund-history.ts';

/**
 * Returns the `payment.merchant_refund_id` of a refund (platform docs: a repeated one is refused with 3230). A repeat of a
 * refund that the platform has not shown carries the id of the first attempt. If the platform processes the first attempt late,
 * it refuses the second. One idempotency key of the caller identifies one refund and gives one id.
 *
 * @param history the ledger's intents of the payment, oldest first
 */
export function chooseMerchantRefundId(
  { id, key, amount }: Pick<Intent, 'id' | 'key' | 'amount'>,
  history: readonly Intent[],
): string {
  const equal = history.filter(
    (intent) =>
      isRefundIntent(intent) &&
      intent.amount?.minor === amount?.minor &&
      intent.amount?.currency === amount?.currency &&
      // Otherwise the platform has not used the id.
      intent.state !== 'refused' &&
      wasTried(intent),
  );
  // The latest attempts that the platform has not shown all carry the id of the first of them.
  const last = equal.findLastIndex(({ state }) => state !== 'never_arrived');
  const first = equal[last + 1];
  return getMerchantRefundId(first ?? { id, key });
}
