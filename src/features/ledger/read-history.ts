import type { Intent } from '#domain/ledger/intent';
import type { Ledger } from '#domain/ledger/ledger';
import type { HistoryFilter } from '#domain/ledger/ledger-filters';

/** Number of intents in one query of the ledger. */
export const QUERY_ROWS = 500;

/** Yields the matching intents, newest first, in groups of {@link QUERY_ROWS}, so that a long history needs little memory. */
export async function* readHistory(
  filter: HistoryFilter,
  ledger: Pick<Ledger, 'history'>,
): AsyncGenerator<readonly Intent[]> {
  let after: Intent | undefined;
  for (let remaining = filter.limit; remaining > 0; ) {
    const limit = Math.min(remaining, QUERY_ROWS);
    const found = await ledger.history({ ...filter, after, limit });
    if (found.length > 0) yield found;
    if (found.length < limit) return;
    remaining -= limit;
    after = found.at(-1);
  }
}
