import type { SelectQueryBuilder } from 'kysely';
import type { Tables } from '#adapters/ledger/tables';
import type { Lookup, Search } from './search-lookups.ts';
import { fromQuarter, paymentNumber, reverseText, toQuarter } from './search-tables.ts';

/** Maximum number of candidates of one reading. Where it has more, only its newest ones are compared. */
const MAX_CANDIDATES = 10_000;

/** Candidates of a reading: numbers of payments, and the number below which there may be more. */
interface Candidates {
  readonly numbers: readonly number[];
  readonly floor: number;
}

/** Returns the criterion with the fewest candidates. */
export async function chooseDriver(
  criteria: readonly (readonly Lookup[])[],
  search: Search,
): Promise<readonly Lookup[] | undefined> {
  if (criteria.length <= 1) return criteria[0];
  const sizes = await Promise.all(criteria.map((lookups) => countCandidates(lookups, search)));
  return criteria[sizes.indexOf(Math.min(...sizes))];
}

async function countCandidates(lookups: readonly Lookup[], search: Search): Promise<number> {
  const counts = await Promise.all(
    lookups.map(async (lookup) => {
      const some = selectNumbers(lookup, search).limit(MAX_CANDIDATES + 1);
      const counted = search.db.selectFrom(some.as('some')).select(({ fn }) => fn.countAll<number>().as('count'));
      return (await counted.executeTakeFirstOrThrow()).count;
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Returns the newest candidates of a criterion, newest first. */
export async function listCandidates(lookups: readonly Lookup[], search: Search): Promise<Candidates> {
  const lists = await Promise.all(lookups.map((lookup) => listOne(lookup, search)));
  const floor = Math.max(0, ...lists.map((list) => list.floor));
  const numbers = [...new Set(lists.flatMap((list) => list.numbers))].filter((number) => number >= floor);
  return { numbers: numbers.sort((one, other) => other - one), floor };
}

async function listOne(lookup: Lookup, search: Search): Promise<Candidates> {
  const { db } = search;
  if (lookup.by === 'term') {
    const rows = await selectNumbers(lookup, search)
      .orderBy('number', 'desc')
      .limit(MAX_CANDIDATES + 1)
      .execute();
    return { numbers: toNumbers(rows), floor: rows[MAX_CANDIDATES]?.number ?? 0 };
  }
  if (lookup.by === 'date') {
    const { from, to } = toQuarters(lookup.span);
    const rows = await db
      .selectFrom('search_times')
      .select(['payment as number', 'quarter'])
      .where('quarter', '>=', from)
      .where('quarter', '<=', to)
      .orderBy('quarter', 'desc')
      .limit(MAX_CANDIDATES + 1)
      .execute();
    // A payment is never newer than what happened to it: what is not listed is older than the oldest quarter that is.
    const oldest = rows[MAX_CANDIDATES]?.quarter;
    return { numbers: toNumbers(rows), floor: oldest === undefined ? 0 : paymentNumber(fromQuarter(oldest + 1), 0) };
  }
  const rows = await selectNumbers(lookup, search)
    .limit(MAX_CANDIDATES + 1)
    .execute();
  if (rows.length <= MAX_CANDIDATES) return { numbers: toNumbers(rows), floor: 0 };
  // Too many ids begin or end like this: the newest payments are compared instead.
  const newest = await db
    .selectFrom('search_payments')
    .select('number')
    .orderBy('number', 'desc')
    .limit(MAX_CANDIDATES)
    .execute();
  return { numbers: toNumbers(newest), floor: newest.at(-1)?.number ?? 0 };
}

/** Returns the numbers of rows. */
export const toNumbers = (rows: readonly { readonly number: number }[]): readonly number[] =>
  rows.map(({ number }) => number);

/** A query of numbers of payments. Its table can be any one of the index. */
type NumberQuery = SelectQueryBuilder<Tables, 'search_payments', { readonly number: number }>;

/** Selects the payments of a reading through an index. */
function selectNumbers(lookup: Lookup, { db }: Search): NumberQuery {
  if (lookup.by === 'term') {
    const terms = db.selectFrom('search_terms').select('payment as number');
    return terms.where('term', '=', lookup.number) as unknown as NumberQuery;
  }
  if (lookup.by === 'date') {
    const { from, to } = toQuarters(lookup.span);
    const times = db.selectFrom('search_times').select('payment as number');
    return times.where('quarter', '>=', from).where('quarter', '<=', to) as unknown as NumberQuery;
  }
  const column = lookup.by === 'end' ? 'reversed' : 'payment_key';
  const text = lookup.by === 'end' ? reverseText(lookup.text) : lookup.text;
  const payments = db.selectFrom('search_payments').select('number');
  if (lookup.sent !== undefined) return startsWith('payment_key', lookup.sent, payments);
  if (lookup.by === 'whole') return payments.where(column, '=', text);
  return startsWith(column, text, payments);
}

const startsWith = (column: 'payment_key' | 'reversed', text: string, payments: NumberQuery): NumberQuery =>
  payments.where(column, '>=', text).where(column, '<', `${text}\u{10ffff}`);

/** Returns the first and the last quarter of an hour of a span. */
export const toQuarters = ({ from, to }: { readonly from: number; readonly to: number }) => ({
  from: toQuarter(from),
  to: toQuarter(to - 1),
});
