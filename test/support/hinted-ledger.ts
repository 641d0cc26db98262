import type { Ledger } from '#domain/ledger/ledger';

/** A ledger whose hints about callbacks a test sends. */
export interface HintedLedger {
  readonly ledger: () => Promise<Ledger>;
  /** Sends a hint to each watch that is in progress. */
  readonly hint: () => void;
  /** How many watches are in progress. */
  readonly watches: () => number;
}

/** Adds hints to a ledger of one machine, which has none. */
export function hintedLedger(open: () => Promise<Ledger>): HintedLedger {
  const watching = new Set<() => void>();
  const watchCallbacks: Ledger['watchCallbacks'] = (_project, _paymentId, onStored, signal) => {
    watching.add(onStored);
    signal.addEventListener('abort', () => watching.delete(onStored));
  };
  return {
    ledger: async () => ({ ...(await open()), watchCallbacks }),
    hint: () => {
      for (const onStored of watching) onStored();
    },
    watches: () => watching.size,
  };
}
