import type { Kysely } from 'kysely';
import type { SearchPaymentRow, Tables } from '#adapters/ledger/tables';
import type { Match } from '#domain/find/find-query';
import type { FoundPayment, FoundPayments, PaymentQuery } from '#domain/ledger/payment-search';
import { comparablePaymentId } from '#domain/payments/payment-id';
import { chooseDriver, listCandidates, toNumbers, toQuarters } from './search-candidates.ts';
import { type Lookup, type Search, toLookups } from './search-lookups.ts';
import { fromQuarter, timeOfNumber } from './search-tables.ts';

/**
 * Finding payments. The criterion with the fewest payments selects candidates, newest first. The others are then checked for some
 * candidates at a time, by their keys. No statement reads a whole table, and each reads a bounded number of rows.
 */

/** Number of candidates that are checked together. */
const BATCH = 500;

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
