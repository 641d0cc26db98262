import { GENESIS_HASH } from '#domain/ledger/audit-record';
import { TEXT } from './names.ts';

/** The tables of version 1: intents, the audit trail, callbacks, members, locks. */
export const FIRST_TABLES: readonly string[] = [
  `create table intents (
      id ${TEXT} primary key, kind ${TEXT} not null, state ${TEXT} not null, profile text not null, mode text not null,
      project ${TEXT} not null, path text not null, payment_id text, payment_key ${TEXT}, amount bigint, currency text,
      phone text, phone_hash text, "user" text not null, host text not null, pid integer not null, process_start text,
      refund_id text, platform_at bigint, boot_at text, changed_platform_at bigint, changed_boot_at text,
      created_at bigint not null, ends_by bigint not null, changed_at bigint not null, fingerprint text not null,
      intent_key ${TEXT}, again text, description text, known text not null, request_id text, operation_id text,
      code text, reason text, hash text not null)`,
  'create index intents_payment on intents (project, payment_key)',
  'create index intents_payment_time on intents (payment_key, created_at)',
  'create index intents_key on intents (project, intent_key)',
  'create index intents_state on intents (state, created_at)',
  'create index intents_time on intents (created_at)',
  'create index intents_phone on intents (phone_hash)',
  'create index intents_request on intents (request_id)',
  // The lock already lets one of several clients send. These two make a second one impossible even without it.
  `create unique index intents_one_open on intents (project, payment_key)
      where state = 'sending' and kind = 'refund'`,
  `create unique index intents_one_key on intents (project, intent_key)
      where state in ('sending', 'unknown', 'accepted', 'done')`,
  `create table records (
      number bigint primary key, at bigint not null, by text not null, intent_id ${TEXT} not null, event text not null,
      data text not null, previous text not null unique, hash text not null, signature text,
      login name not null default session_user)`,
  'create index records_time on records (at)',
  'create index records_intent on records (intent_id, number)',
  'create table head (number bigint not null, hash text not null, one boolean primary key default true check (one))',
  `insert into head (number, hash) values (0, '${GENESIS_HASH}')`,
  'create table info (name text primary key, value text not null)',
  `create table payments (
      project ${TEXT} not null, payment_key ${TEXT} not null, payment_id text not null, status text not null,
      left_amount bigint, left_currency text, resends_used integer not null, otp_asked_at bigint, seen_at bigint not null,
      primary key (project, payment_key))`,
  `create table refund_sums (
      project_id text not null, currency text not null, minute bigint not null, project text not null,
      amount bigint not null, primary key (project_id, currency, minute, project))`,
  `create table callbacks (
      id ${TEXT} primary key, received_at bigint not null, project ${TEXT} not null, payment_key ${TEXT}, payment_id text,
      status text not null, operation_id text, operation_status text, request_id text, valid integer not null,
      repeated integer not null, body text not null, holds text not null, event text, kind text, identity text)`,
  // Of several listeners that receive the same callback, one stores it first. The others store a repeat.
  'create unique index callbacks_identity on callbacks (identity)',
  'create index callbacks_payment on callbacks (project, payment_key)',
  'create index callbacks_invalid on callbacks (kind, id, length(body)) where valid = 0',
  `create table deliveries (
      number bigint generated always as identity primary key, callback_id ${TEXT} not null, url text not null,
      at bigint not null, status integer, reason text, milliseconds bigint not null)`,
  'create index deliveries_callback on deliveries (callback_id, url, number)',
  `create table members (
      name text primary key, login name not null default session_user, role text not null default 'support',
      sign_key text not null, seal_key text not null, data_key text, accepted_by text, removed_at timestamptz,
      joined_at timestamptz not null default clock_timestamp())`,
  // A removed member keeps their row for the audit trail, and can join again with another name.
  'create unique index members_login on members (login) where removed_at is null',
  // A lock that a process holds longer than a transaction. The fence grows with each holder.
  `create table locks (
      name text primary key, holder text not null, fence bigint not null, expires_at timestamptz not null)`,
  `create function keep_records() returns trigger language plpgsql as $$
      begin raise exception 'records of the audit trail are never changed' using errcode = 'P0001'; end $$`,
  `create trigger records_kept before update or delete on records
      for each row execute function keep_records()`,
  `create trigger records_not_emptied before truncate on records
      for each statement execute function keep_records()`,
];
