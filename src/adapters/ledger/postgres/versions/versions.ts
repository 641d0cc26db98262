import { FEWER_INDEX_ENTRIES } from './fewer-index-entries.ts';
import { FIRST_TABLES } from './first-tables.ts';
import { IMPORTS } from './imports.ts';
import { KEY_RINGS } from './key-rings.ts';
import { TEXT } from './names.ts';
import { PLANS } from './plans.ts';
import { REFUND_APPROVALS, REFUND_LIMITS } from './refund-limits.ts';
import { SEARCH } from './search.ts';
import { SEARCH_PATHS } from './search-paths.ts';
import { STORE_CALLBACKS, STORE_CALLBACKS_FASTER } from './store-callbacks.ts';
import { WRITE_AT_END } from './write-at-end.ts';
import { WRITE_FUNCTIONS } from './write-functions.ts';

/**
 * The statements that bring the tables from each version to the next. A released list is never changed. New columns are nullable, so
 * that an older client can keep writing while others are updated.
 */
export const VERSIONS: readonly (readonly string[])[] = [
  FIRST_TABLES,
  [
    'alter table intents add column ticket text',
    'create index intents_ticket on intents (ticket) where ticket is not null',
  ],
  KEY_RINGS,
  [
    'alter table payments add column operator text',
    // A report counts callbacks by this index alone: their rows are large.
    'create index callbacks_time on callbacks (received_at, project, valid, repeated, kind)',
    'create index deliveries_time on deliveries (at)',
  ],
  [
    // The callbacks that are still to be forwarded: see `forward-queue.ts`. A finished one is removed.
    `create table forwards (
      number bigint generated always as identity primary key,
      callback_id ${TEXT} not null references callbacks (id) on delete cascade, url ${TEXT} not null,
      target ${TEXT} not null, payment ${TEXT} not null, queued_at timestamptz not null default clock_timestamp(),
      holder text, fence bigint not null default 0, leased_until timestamptz)`,
    'create unique index forwards_one on forwards (callback_id, url)',
    'create index forwards_payment on forwards (target, payment, number)',
    'create index forwards_next on forwards (target, number)',
  ],
  PLANS,
  SEARCH,
  REFUND_LIMITS,
  IMPORTS,
  REFUND_APPROVALS,
  [
    // When the data key of this version was written to a file for the safe.
    'alter table key_rings add column exported_at timestamptz',
  ],
  [
    `create table shared_profiles (
      number bigint generated always as identity primary key, name ${TEXT} not null, content text not null,
      shared_by text not null, shared_at timestamptz not null default clock_timestamp(), signature text not null)`,
    'create index shared_profiles_name on shared_profiles (name, number)',
  ],
  // Callbacks that the index lacks: see search/search-backlog.ts.
  [
    `create table search_backlog (callback ${TEXT} primary key)`,
    `create function add_to_search_backlog() returns trigger language plpgsql security definer
      set search_path = rocketpay as $$
      begin
        insert into search_backlog (callback)
        select id from stored where valid = 1 and payment_id is not null
        on conflict do nothing;
        return null;
      end $$`,
    `create trigger callbacks_search_backlog after insert on callbacks referencing new table as stored
      for each statement execute function add_to_search_backlog()`,
  ],
  WRITE_FUNCTIONS,
  STORE_CALLBACKS,
  STORE_CALLBACKS_FASTER,
  SEARCH_PATHS,
  WRITE_AT_END,
  FEWER_INDEX_ENTRIES,
];
