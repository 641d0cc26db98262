import { TEXT } from './names.ts';

/** Ledgers of single machines that were imported, and their audit trails. */
export const IMPORTS: readonly string[] = [
  // Ledgers of single machines that were imported: see import/import-ledger.ts. `key` is encrypted with a data key.
  `create table imports (
      number bigint primary key, ledger text not null unique, head text not null, records bigint not null,
      key text not null, by text not null, at bigint not null, step integer not null default 0,
      after text not null default '', finished_at timestamptz)`,
  // Their records keep their numbers and their chains. Chains of imports have negative numbers, the one of the team has 0.
  `create table imported_records (
      chain bigint not null check (chain < 0), number bigint not null, at bigint not null, by text not null,
      intent_id ${TEXT} not null, event text not null, data text not null, previous text not null, hash text not null,
      primary key (chain, number))`,
  'create index imported_records_intent on imported_records (intent_id, number)',
  `create trigger imported_records_kept before update or delete on imported_records
      for each row execute function keep_records()`,
  `create trigger imported_records_not_emptied before truncate on imported_records
      for each statement execute function keep_records()`,
  `create view all_records as
      select 0::bigint as chain, number, at, by, intent_id, event, data, previous, hash from records
      union all select chain, number, at, by, intent_id, event, data, previous, hash from imported_records`,
  'alter table intents add column imported bigint',
  // What was sent on several machines before can contradict these rules. It is shown, and not refused.
  'drop index intents_one_open',
  'drop index intents_one_key',
  `create unique index intents_one_open on intents (project, payment_key)
      where state = 'sending' and kind = 'refund' and imported is null`,
  `create unique index intents_one_key on intents (project, intent_key)
      where state in ('sending', 'unknown', 'accepted', 'done') and imported is null`,
  `create or replace function exclude_older() returns trigger language plpgsql security definer
      set search_path = rocketpay as $$
      begin
        update info set value = '9' where name = 'min_reader' and value::integer < 9;
        return null;
      end $$`,
  `create trigger imports_exclude_older after insert on imports
      for each statement execute function exclude_older()`,
];
