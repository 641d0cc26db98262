import type { Ledger } from '#domain/ledger/ledger';

/**
 * Identifies a ledger in the plans that are made with it: 16 hex digits that follow from its key. Two ledgers have the same id
 * only where one is a copy of the other.
 */
export const ledgerId = (ledger: Pick<Ledger, 'fingerprint'>): string =>
  ledger.fingerprint('the id of this ledger').slice(0, 16);
