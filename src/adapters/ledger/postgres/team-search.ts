import { type Kysely, sql } from 'kysely';
import {
  DIGITS_TERMS,
  LAST_DIGITS_STATE,
  type NumberedRow,
  type SearchTables,
  SOURCES,
} from '#adapters/ledger/search/search-tables';
import type { Tables } from '#adapters/ledger/tables';
import { toJsonText } from './json-text.ts';

/** The index of payments in PostgreSQL. */
export const TEAM_SEARCH: SearchTables = {
  add: addRows,
  hidesPhones: true,
  removeTerms,
  isOneOf: (column, numbers) => sql`${sql.ref(column)} = any(${[...numbers]}::bigint[])`,
};

async function removeTerms(
  terms: readonly { readonly term: number; readonly payment: number }[],
  db: Kysely<Tables>,
): Promise<void> {
  const own = [terms.map(({ term }) => term), terms.map(({ payment }) => payment)];
  await sql`
    delete from rocketpay.search_terms as stored
    using unnest(${own[0]}::bigint[], ${own[1]}::bigint[]) as removed (term, payment)
    where stored.term = removed.term and stored.payment = removed.payment
      and stored.source = ${SOURCES.callback}`.execute(db);
}

/** Adds everything in one statement, because a server may be far away. */
async function addRows(rows: readonly NumberedRow[], db: Kysely<Tables>): Promise<readonly number[]> {
  const asked = rows.map(({ paymentKey, paymentId, ...row }, place) => ({
    ...row,
    place,
    payment_key: paymentKey,
    payment_id: paymentId,
  }));
  const { rows: found } = await sql<{ place: number }>`
    with asked as (
      select * from jsonb_to_recordset(${toJsonText(asked)}::jsonb) as row (
        place int, number bigint, project text, payment_key text, payment_id text, reversed text, source int,
        terms jsonb, quarters jsonb)),
    added as (
      insert into rocketpay.search_payments (number, project, payment_key, payment_id, reversed)
      select number, project, payment_key, payment_id, reversed from asked order by place
      on conflict do nothing returning number, project, payment_key),
    numbered as (
      select asked.place, asked.source, asked.terms, asked.quarters, coalesce(known.number, added.number) as payment
      from asked
      left join rocketpay.search_payments as known
        on known.payment_key = asked.payment_key collate "C" and known.project = asked.project collate "C"
      left join added on added.payment_key = asked.payment_key and added.project = asked.project
      where coalesce(known.number, added.number) is not null),
    terms as (
      insert into rocketpay.search_terms (term, payment, source)
      select term::bigint, payment, source from numbered, jsonb_array_elements_text(terms) as one (term)
      where term::bigint not between ${DIGITS_TERMS.first} and ${DIGITS_TERMS.last}
        or exists (select 1 from rocketpay.search_state where name = ${LAST_DIGITS_STATE})
      on conflict do nothing),
    times as (
      insert into rocketpay.search_times (quarter, payment, source)
      select quarter::bigint, payment, source from numbered, jsonb_array_elements_text(quarters) as one (quarter)
      on conflict do nothing)
    select place from numbered`.execute(db);
  const added = new Set(found.map(({ place }) => place));
  return rows.flatMap((_, at) => (added.has(at) ? [] : [at]));
}
