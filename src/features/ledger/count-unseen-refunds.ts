import type { Intent } from '#domain/ledger/intent';
import type { Ledger } from '#domain/ledger/ledger';
import { isRefundIntent } from '#domain/refunds/refund-history';

/** Query limit above the number of intents in any ledger. */
const ALL = 1_000_000;

/** Counts the refunds that the platform has not shown after the settle time: it may still process them. */
export async function countUnseenRefunds(
  ledger: Pick<Ledger, 'history'>,
  isCounted: (intent: Intent) => boolean = () => true,
): Promise<number> {
  const unseen = await ledger.history({ state: 'never_arrived', limit: ALL });
  return unseen.filter((intent) => isRefundIntent(intent) && isCounted(intent)).length;
}
