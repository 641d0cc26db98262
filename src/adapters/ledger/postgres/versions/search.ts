import { TEXT } from './names.ts';

/** The index by which payments are found. What was stored before it is indexed by the first search. */
export const SEARCH: readonly string[] = [
  `create table search_payments (
      number bigint primary key, project ${TEXT} not null, payment_key ${TEXT} not null, payment_id text not null,
      reversed ${TEXT} not null)`,
  'create unique index search_payments_key on search_payments (payment_key, project) include (number)',
  'create index search_payments_reversed on search_payments (reversed) include (number)',
  `create table search_terms (
      term bigint not null, payment bigint not null, source smallint not null, primary key (term, payment, source))`,
  `create table search_times (
      payment bigint not null, quarter bigint not null, source smallint not null, primary key (payment, quarter, source))`,
  'create index search_times_quarter on search_times (quarter, payment)',
  'create table search_state (name text primary key, value text not null)',
  `insert into search_state (name, value) select 'callbacks', '' where exists (select 1 from callbacks)`,
  `insert into search_state (name, value) select 'intents', '' where exists (select 1 from intents)`,
  `insert into search_state (name, value) select 'payments', '' where exists (select 1 from payments)`,
];
