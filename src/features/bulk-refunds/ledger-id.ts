import type { Ledger } from '#domain/ledger/ledger';

/**
 * Returns the id of a ledger for its plans: 16 hex digits derived from its key. Two ledgers have the same id
 * only if one is a copy of the other.
 */
export const ledgerId = (ledger: Pick<Ledger, 'fingerprint'>): string =>
  ledger.fingerprint('the id of this ledger').slice(0, 16);
