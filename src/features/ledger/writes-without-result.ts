import { type Intent, isOpen, OPEN_STATES, STATES_WITHOUT_RESULT } from '#domain/ledger/intent';
import type { Ledger } from '#domain/ledger/ledger';
import { isRefundIntent } from '#domain/refunds/refund-history';

type Counting = Pick<Ledger, 'intentsInStates' | 'countInStates'>;

type Filter = (intent: Intent) => boolean;

/** Yields the intents without a final result, oldest first, in groups: open ones, and accepted ones without a known result. */
export async function* listWithoutResult(
  ledger: Counting,
  isListed: Filter = () => true,
): AsyncGenerator<readonly Intent[]> {
  for await (const intents of ledger.intentsInStates(STATES_WITHOUT_RESULT)) yield intents.filter(isListed);
}

/** Counts the intents without a known outcome, and the accepted ones without a known result. */
export async function countWithoutResult(
  ledger: Counting,
  isCounted?: Filter,
): Promise<{ readonly open: number; readonly accepted: number }> {
  if (isCounted === undefined)
    return { open: await ledger.countInStates(OPEN_STATES), accepted: await ledger.countInStates(['accepted']) };
  let [open, accepted] = [0, 0];
  for await (const intents of listWithoutResult(ledger, isCounted)) {
    const unknown = intents.filter(isOpen).length;
    open += unknown;
    accepted += intents.length - unknown;
  }
  return { open, accepted };
}

/** Counts the refunds that the platform has not shown after the settle time: it may still process them. */
export async function countUnseenRefunds(ledger: Counting, isCounted: Filter = () => true): Promise<number> {
  let count = 0;
  for await (const unseen of ledger.intentsInStates(['never_arrived']))
    count += unseen.filter((intent) => isRefundIntent(intent) && isCounted(intent)).length;
  return count;
}
