import type { Kysely, SelectQueryBuilder } from 'kysely';
import type { LedgerKey } from '#adapters/ledger/ledger-key';
import type { SearchPaymentRow, Tables } from '#adapters/ledger/tables';
import type { Match, Reading } from '#domain/find/find-query';
import type { FoundPayment, FoundPayments, PaymentQuery } from '#domain/ledger/payment-search';
import { comparablePaymentId } from '#domain/payments/payment-id';
import { termNumbers } from './search-index.ts';
import {
  fromQuarter,
  paymentNumber,
  reverseText,
  type SearchTables,
  timeOfNumber,
  toQuarter,
} from './search-tables.ts';

/**
 * Finding payments. The criterion with the fewest payments selects candidates, newest first. The others are then checked for some
 * candidates at a time, by their keys. No statement reads a whole table, and each reads a bounded number of rows.
 */

/** Maximum number of candidates of one reading. Where it has more, only its newest ones are compared. */
const MAX_CANDIDATES = 10_000;

/** Number of candidates that are checked together. */
const BATCH = 500;

interface Search {
  readonly db: Kysely<Tables>;
  readonly tables: SearchTables;
  readonly key: Pick<LedgerKey, 'hashes'>;
}

/** A reading of a text as it is looked up: of a term its number in the index. */
type Lookup =
  | { readonly match: Match; readonly by: 'term'; readonly number: number }
  | Exclude<Reading, { readonly by: 'term' | 'whole' | 'start' | 'end' }>
  /** The database compares the beginning with `sent`, where it must not see the whole text. */
  | (Extract<Reading, { readonly text: string }> & { readonly sent?: string });

/** The last characters of what may be a phone number: the server of a team gets the rest only. */
const HIDDEN_CHARACTERS = 6;

/** Returns the lookups of readings. A term has one for each key that the ledger has had. */
function toLookups(readings: readonly Reading[], { key, tables }: Search): readonly Lookup[] {
  const isHidden = tables.hidesPhones === true && readings.some(({ match }) => match === 'phone');
  return readings.flatMap((reading): readonly Lookup[] => {
    if (reading.by === 'term')
      return termNumbers(reading.term, key).map((number) => ({ match: reading.match, by: 'term', number }));
    if (!isHidden || reading.by === 'date') return [reading];
    return reading.by === 'end' ? [] : [{ ...reading, sent: reading.text.slice(0, -HIDDEN_CHARACTERS) }];
  });
}

/** Candidates of a reading: numbers of payments, and the number below which there may be more. */
interface Candidates {
  readonly numbers: readonly number[];
  readonly floor: number;
}

/** See `PaymentSearch.find`. */
export async function findPayments(query: PaymentQuery, search: Search): Promise<FoundPayments> {
  const { projects, limit } = query;
  const criteria = query.criteria.map(({ readings }) => toLookups(readings, search));
  const driver = await chooseDriver(criteria, search);
  if (driver === undefined) return { payments: [], more: false };
  const { numbers, floor } = await listCandidates(driver, search);
  const payments: FoundPayment[] = [];
  for (let at = 0; at < numbers.length && payments.length <= limit; at += BATCH) {
    const rows = await readPayments(numbers.slice(at, at + BATCH), search);
    const own = rows.filter(({ project }) => projects?.includes(project) ?? true);
    payments.push(...(await matchAll(own, criteria, search)));
  }
  const more = payments.length > limit;
  const shown = await addLastTimes(payments.slice(0, limit), search);
  return { payments: shown, more, ...(floor > 0 && !more ? { since: timeOfNumber(floor) } : {}) };
}

/** Returns the criterion with the fewest candidates. */
async function chooseDriver(
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
async function listCandidates(lookups: readonly Lookup[], search: Search): Promise<Candidates> {
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

const toNumbers = (rows: readonly { readonly number: number }[]): readonly number[] => rows.map(({ number }) => number);

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

const toQuarters = ({ from, to }: { readonly from: number; readonly to: number }) => ({
  from: toQuarter(from),
  to: toQuarter(to - 1),
});

/** Reads the rows of payments, newest first. */
async function readPayments(numbers: readonly number[], { db, tables }: Search): Promise<readonly SearchPaymentRow[]> {
  const rows = await db
    .selectFrom('search_payments')
    .select(['number', 'project', 'payment_key', 'payment_id'])
    .where(tables.isOneOf('number', numbers))
    .execute();
  return rows.map((row) => ({ ...row, reversed: '' })).sort((one, other) => other.number - one.number);
}

/** Returns the payments that match every criterion, with what each has matched. */
async function matchAll(
  rows: readonly SearchPaymentRow[],
  criteria: readonly (readonly Lookup[])[],
  search: Search,
): Promise<readonly FoundPayment[]> {
  let left = rows.map((row) => ({ row, matches: [] as readonly (readonly Match[])[] }));
  for (const lookups of criteria) {
    if (left.length === 0) return [];
    const matched = await matchOne(
      left.map(({ row }) => row),
      lookups,
      search,
    );
    left = left.flatMap(({ row, matches }) => {
      const own = matched.get(row.number);
      return own === undefined ? [] : [{ row, matches: [...matches, [...own]] }];
    });
  }
  return left.map(({ row, matches }) => {
    const firstAt = timeOfNumber(row.number);
    return { project: row.project, paymentId: row.payment_id, firstAt, lastAt: row.number, matches };
  });
}

/** Returns what each of some payments matches of the readings of one criterion. */
async function matchOne(
  rows: readonly SearchPaymentRow[],
  lookups: readonly Lookup[],
  search: Search,
): Promise<ReadonlyMap<number, ReadonlySet<Match>>> {
  const numbers = toNumbers(rows);
  const ids = lookups.filter((lookup) => 'text' in lookup);
  const found = [
    ...(await matchTerms(numbers, lookups, search)),
    ...(await matchDates(numbers, lookups, search)),
    ...rows.flatMap(({ number, payment_key: id }) =>
      ids.filter((lookup) => hasPart(id, lookup)).map(({ match }) => ({ number, match })),
    ),
  ];
  const matches = new Map<number, Set<Match>>();
  for (const { number, match } of found) matches.set(number, (matches.get(number) ?? new Set()).add(match));
  return matches;
}

interface NumberMatch {
  readonly number: number;
  readonly match: Match;
}

async function matchTerms(
  numbers: readonly number[],
  lookups: readonly Lookup[],
  { db, tables }: Search,
): Promise<readonly NumberMatch[]> {
  const terms = new Map(lookups.flatMap((one) => (one.by === 'term' ? [[one.number, one.match] as const] : [])));
  if (terms.size === 0) return [];
  const rows = await db
    .selectFrom('search_terms')
    .select(['payment', 'term'])
    .where('term', 'in', [...terms.keys()])
    .where(tables.isOneOf('payment', numbers))
    .execute();
  return rows.flatMap(({ payment: number, term }) => {
    const match = terms.get(term);
    return match === undefined ? [] : [{ number, match }];
  });
}

async function matchDates(
  numbers: readonly number[],
  lookups: readonly Lookup[],
  { db, tables }: Search,
): Promise<readonly NumberMatch[]> {
  const found: NumberMatch[] = [];
  for (const lookup of lookups) {
    if (lookup.by !== 'date') continue;
    const { from, to } = toQuarters(lookup.span);
    const rows = await db
      .selectFrom('search_times')
      .select('payment as number')
      .where(tables.isOneOf('payment', numbers))
      .where('quarter', '>=', from)
      .where('quarter', '<=', to)
      .execute();
    found.push(...rows.map(({ number }) => ({ number, match: lookup.match })));
  }
  return found;
}

function hasPart(id: string, { by, text }: Extract<Lookup, { readonly text: string }>): boolean {
  if (by === 'whole') return id === text;
  // The whole id is a match of its own.
  return id !== text && (by === 'start' ? id.startsWith(text) : id.endsWith(text));
}

/** Adds when the last of each payment was stored. `lastAt` is the number of the payment before. */
async function addLastTimes(
  payments: readonly FoundPayment[],
  { db, tables }: Search,
): Promise<readonly FoundPayment[]> {
  const rows = await db
    .selectFrom('search_times')
    .select(['payment', ({ fn }) => fn.max('quarter').as('quarter')])
    .where(
      tables.isOneOf(
        'payment',
        payments.map(({ lastAt }) => lastAt),
      ),
    )
    .groupBy('payment')
    .execute();
  const last = new Map(rows.map(({ payment, quarter }) => [payment, fromQuarter(Number(quarter))]));
  return payments.map((payment) => ({
    ...payment,
    lastAt: Math.max(payment.firstAt, last.get(payment.lastAt) ?? 0),
  }));
}

/** Returns the projects with a payment of this id, the newest first. */
export async function findProjects(paymentId: string, db: Kysely<Tables>): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('search_payments')
    .select(['project', 'number'])
    .where('payment_key', '=', comparablePaymentId(paymentId))
    .execute();
  return [...rows].sort((one, other) => other.number - one.number).map(({ project }) => project);
}
