import { randomBytes } from 'node:crypto';
import { type Kysely, type Migration, sql } from 'kysely';
import { fillSums } from '#adapters/ledger/refund-sums';
import type { Tables } from '#adapters/ledger/tables';
import { GENESIS_HASH } from '#domain/ledger/audit-record';
import { encodeBase32 } from '#domain/payments/payment-id';
import type { MIGRATION_NAMES } from './migration-names.ts';

/** Runs statements, and then what cannot be written in plain SQL. */
const statements = (texts: readonly string[], more?: (db: Kysely<Tables>) => Promise<unknown>): Migration => ({
  async up(db: Kysely<unknown>) {
    for (const text of texts) await sql.raw(text).execute(db);
    await more?.(db as Kysely<Tables>);
  },
});

const FIRST = [
  `create table intents (
    id text not null primary key, kind text not null, state text not null, profile text not null, mode text not null,
    project text not null, path text not null, payment_id text, payment_key text, amount bigint, currency text,
    phone text, phone_hash text, "user" text not null, host text not null, pid integer not null,
    created_at bigint not null, ends_by bigint not null, changed_at bigint not null, fingerprint text not null,
    intent_key text, again text, known text not null, request_id text, operation_id text, code text, reason text,
    hash text not null)`,
  'create index intents_payment on intents (project, payment_key)',
  'create index intents_key on intents (project, intent_key)',
  'create index intents_state on intents (state, created_at)',
  'create index intents_project_time on intents (project, created_at)',
  'create index intents_payment_time on intents (payment_key, created_at)',
  'create index intents_time on intents (created_at)',
  'create index intents_phone on intents (phone_hash)',
  `create table records (
    number integer primary key, at bigint not null, "by" text not null, intent_id text not null, event text not null,
    data text not null, previous text not null, hash text not null)`,
  'create index records_time on records (at)',
  'create index records_intent on records (intent_id, number)',
  'create table head (number integer not null, hash text not null)',
  `insert into head (number, hash) values (0, '${GENESIS_HASH}')`,
  `create table payments (
    project text not null, payment_key text not null, payment_id text not null, status text not null,
    left_amount bigint, left_currency text, resends_used integer not null, otp_asked_at bigint, seen_at bigint not null,
    constraint payments_pk primary key (project, payment_key))`,
  `create table callbacks (
    id text not null primary key, received_at bigint not null, project text not null, payment_key text,
    payment_id text, status text not null, operation_id text, operation_status text, request_id text,
    valid integer not null, repeated integer not null, body text not null)`,
  'create index callbacks_payment on callbacks (project, payment_key, received_at)',
];

/** A callback is found by its payment, and by everything that makes a repeated one the same. */
const CALLBACK_FORWARDING = [
  'alter table callbacks add column event text',
  `alter table callbacks add column holds text default 'text' not null`,
  'drop index callbacks_payment',
  `create index callbacks_same
    on callbacks (project, payment_key, operation_id, operation_status, request_id, status, valid)`,
  `create table deliveries (
    number integer not null primary key autoincrement, callback_id text not null, url text not null,
    at bigint not null, status integer, reason text, milliseconds integer not null)`,
  'create index deliveries_callback on deliveries (callback_id, url, number)',
];

/** The index by which payments are found. What was stored before it is indexed by the first search. */
const SEARCH = [
  `create table search_payments (
    number integer not null primary key, project text not null, payment_key text not null, payment_id text not null,
    reversed text not null)`,
  'create unique index search_payments_key on search_payments (payment_key, project)',
  'create index search_payments_reversed on search_payments (reversed)',
  `create table search_terms (
    term integer not null, payment integer not null, source integer not null,
    primary key (term, payment, source)) without rowid`,
  `create table search_times (
    payment integer not null, quarter integer not null, source integer not null,
    primary key (payment, quarter, source)) without rowid`,
  'create index search_times_quarter on search_times (quarter, payment)',
  'create table search_state (name text not null primary key, value text not null)',
  `insert into search_state (name, value) select 'callbacks', '' where exists (select 1 from callbacks)`,
  `insert into search_state (name, value) select 'intents', '' where exists (select 1 from intents)`,
  `insert into search_state (name, value) select 'payments', '' where exists (select 1 from payments)`,
];

/** Creates the random id of the ledger. */
const createId = (db: Kysely<Tables>) =>
  db
    .insertInto('info')
    .values({ name: 'id', value: encodeBase32(randomBytes(12)) })
    .execute();

/** All changes of the tables, in order. A released one never changes: the next one follows it. */
export const MIGRATIONS: Readonly<Record<(typeof MIGRATION_NAMES)[number], Migration>> = {
  '001-first': statements(FIRST),
  '002-callback-desk': statements(CALLBACK_FORWARDING),
  '003-request-id': statements(['create index intents_request on intents (request_id)']),
  '004-what-is-remembered': statements(
    [
      'create table info (name text not null primary key, value text not null)',
      'alter table intents add column process_start text',
      'alter table intents add column platform_at bigint',
      'create index intents_day on intents (project, currency, created_at, state, kind, path, amount)',
    ],
    createId,
  ),
  // The size of the bodies is summed without reading them.
  '005-wrongly-signed': statements(['create index callbacks_invalid on callbacks (id, length(body)) where valid = 0']),
  '006-refund-id': statements(['alter table intents add column refund_id text']),
  '007-elapsed-time': statements([
    'alter table intents add column boot_at text',
    'alter table intents add column changed_platform_at bigint',
    'alter table intents add column changed_boot_at text',
  ]),
  '008-description': statements(['alter table intents add column description text']),
  '009-refund-sums': statements(
    [
      'drop index intents_day',
      `create table refund_sums (
        project_id text not null, currency text not null, minute bigint not null, project text not null,
        amount bigint not null, constraint refund_sums_pk primary key (project_id, currency, minute, project))`,
    ],
    fillSums,
  ),
  '010-chargebacks': statements([
    'alter table callbacks add column kind text',
    'drop index callbacks_invalid',
    'create index callbacks_invalid on callbacks (kind, id, length(body)) where valid = 0',
  ]),
  '011-ticket': statements([
    'alter table intents add column ticket text',
    'create index intents_ticket on intents (ticket) where ticket is not null',
  ]),
  // A report counts callbacks by this index alone: their rows are large.
  '012-report': statements([
    'alter table payments add column operator text',
    'create index callbacks_time on callbacks (received_at, project, valid, repeated, kind)',
    'create index deliveries_time on deliveries (at)',
  ]),
  '013-search': statements(SEARCH),
  '014-all-records': statements([
    `create view all_records as
      select 0 as chain, number, at, "by", intent_id, event, data, previous, hash from records`,
  ]),
  '015-approval': statements(['alter table intents add column approval text']),
  // Callbacks that the index lacks: see search/search-backlog.ts.
  '016-search-backlog': statements([
    'create table search_backlog (callback text not null primary key) without rowid',
    `create trigger search_backlog_add after insert on callbacks when new.valid = 1 and new.payment_id is not null
      begin
        insert or ignore into search_backlog (callback) values (new.id);
      end`,
  ]),
  // Each index costs a page of every write. No query needs the first two. An export by time reads every record
  // without the third. Many intents have no phone or no key.
  '017-fewer-indexes': statements([
    'drop index if exists intents_payment',
    'drop index if exists intents_project_time',
    'drop index if exists records_time',
    'drop index if exists intents_phone',
    'create index intents_phone on intents (phone_hash) where phone_hash is not null',
    'drop index if exists intents_key',
    'create index intents_key on intents (project, intent_key) where intent_key is not null',
  ]),
};
