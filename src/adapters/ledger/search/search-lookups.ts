import type { Kysely } from 'kysely';
import type { LedgerKey } from '#adapters/ledger/ledger-key';
import type { Tables } from '#adapters/ledger/tables';
import type { Match, Reading } from '#domain/find/find-query';
import { termNumbers } from './search-index.ts';
import type { SearchTables } from './search-tables.ts';

/** The index, and the key of its terms. */
export interface Search {
  readonly db: Kysely<Tables>;
  readonly tables: SearchTables;
  readonly key: Pick<LedgerKey, 'hashes'>;
}

/** A reading of a text as it is looked up: of a term its number in the index. */
export type Lookup =
  | { readonly match: Match; readonly by: 'term'; readonly number: number }
  | Exclude<Reading, { readonly by: 'term' | 'whole' | 'start' | 'end' }>
  /** The database compares the beginning with `sent`, where it must not see the whole text. */
  | (Extract<Reading, { readonly text: string }> & { readonly sent?: string });

/** The last characters of what may be a phone number: the server of a team gets the rest only. */
const HIDDEN_CHARACTERS = 6;

/** Returns the lookups of readings. A term has one for each key that the ledger has had. */
export function toLookups(readings: readonly Reading[], { key, tables }: Search): readonly Lookup[] {
  const isHidden = tables.hidesPhones === true && readings.some(({ match }) => match === 'phone');
  return readings.flatMap((reading): readonly Lookup[] => {
    if (reading.by === 'term')
      return termNumbers(reading.term, key).map((number) => ({ match: reading.match, by: 'term', number }));
    if (!isHidden || reading.by === 'date') return [reading];
    return reading.by === 'end' ? [] : [{ ...reading, sent: reading.text.slice(0, -HIDDEN_CHARACTERS) }];
  });
}
