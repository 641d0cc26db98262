import { createHash, randomBytes } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { GENESIS_HASH } from '#domain/ledger/audit-record';
import { encodeBase32 } from '#domain/payments/payment-id';
import { grantTables } from './roles.ts';
import type { TeamTables } from './team-tables.ts';

/** The PostgreSQL schema that holds the tables of the ledger. */
export const SCHEMA = 'rocketpay';

/** Texts compare by their bytes: ids sort in the order of their time on every server. */
const TEXT = 'text collate "C"';

/**
 * The statements that bring the tables from each version to the next. A released list is never changed. New columns are nullable, so
 * that an older client can keep writing while others are updated.
 */
const VERSIONS: readonly (readonly string[])[] = [
  [
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
  ],
  [
    'alter table intents add column ticket text',
    'create index intents_ticket on intents (ticket) where ticket is not null',
  ],
  [
    // Each version of the keys is a row: see key-ring.ts.
    `create table key_rings (
      number bigint primary key, older text, by text, at timestamptz not null default clock_timestamp())`,
    'insert into key_rings (number) values (1)',
    'alter table members add column keys_mac text',
    // A client that still uses a key of before, because it started with an older version of the program, adds nothing.
    `create function check_key() returns trigger language plpgsql as $$
      begin
        if coalesce(nullif(current_setting('rocketpay.key', true), ''), '1')::bigint
          <> (select max(number) from rocketpay.key_rings)
        then raise exception 'this client uses a data key that was replaced' using errcode = 'RP001'; end if;
        return new;
      end $$`,
    // It can still record the outcome of what it has sent.
    `create trigger records_key before insert on records for each row
      when (new.event not in ('answered', 'unanswered', 'found', 'closed')) execute function check_key()`,
    'create trigger callbacks_key before insert on callbacks for each statement execute function check_key()',
    // Older versions of the program cannot read what is written from then on.
    `create function exclude_older() returns trigger language plpgsql security definer set search_path = rocketpay as $$
      begin
        update info set value = '3' where name = 'min_reader' and value::integer < 3;
        return null;
      end $$`,
    `create trigger key_rings_exclude_older after insert on key_rings
      for each statement execute function exclude_older()`,
  ],
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
  [
    `create table plans (
      plan ${TEXT} primary key, header text not null, login name not null default session_user,
      stored_at timestamptz not null default clock_timestamp())`,
    'create index plans_time on plans (stored_at)',
    // The rows are stored before their plan, in statements of their own, so that a large plan does not keep the ledger locked.
    `create table plan_rows (plan ${TEXT}, number integer, sealed bytea not null, primary key (plan, number))`,
    `create table plan_approvals (
      number bigint generated always as identity primary key, plan ${TEXT} not null references plans (plan),
      approval text not null, login name not null default session_user,
      approved_at timestamptz not null default clock_timestamp())`,
    'create index plan_approvals_plan on plan_approvals (plan, number)',
    `create function refuse_own_approval() returns trigger language plpgsql as $$
      begin
        if exists (select from ${SCHEMA}.plans where plan = new.plan and login = session_user) then
          raise exception 'a plan is not approved by its maker' using errcode = 'insufficient_privilege';
        end if;
        return new;
      end $$`,
    `create trigger plan_approvals_of_others before insert on plan_approvals
      for each row execute function refuse_own_approval()`,
  ],
  // The index by which payments are found. What was stored before it is indexed by the first search.
  [
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
  ],
  [
    `create table refund_limits (
      number bigint generated always as identity primary key, member text, currency text, per_refund bigint,
      per_day bigint, without_approval bigint, set_by text not null, set_at bigint not null, signature text not null)`,
    'create index intents_user_time on intents ("user", created_at)',
    // Older versions of the program do not check limits: as soon as there are some, they are excluded.
    `create function exclude_unlimited() returns trigger language plpgsql security definer
      set search_path = rocketpay as $$
      begin
        update info set value = '8' where name = 'min_reader' and value::integer < 8;
        return null;
      end $$`,
    `create trigger refund_limits_exclude_older after insert on refund_limits
      for each statement execute function exclude_unlimited()`,
  ],
  [
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
  ],
  [
    // The blocked refund whose approval a refund uses. An approval serves one refund.
    `alter table intents add column approval ${TEXT}`,
    `create unique index intents_approval on intents (approval)
      where state in ('sending', 'unknown', 'accepted', 'done', 'never_arrived')`,
    `create table refund_approvals (
      number bigint generated always as identity primary key, intent_id ${TEXT} not null references intents (id),
      by text not null, approved_at bigint not null, signature text not null)`,
    'create index refund_approvals_intent on refund_approvals (intent_id)',
    `create function refuse_own_refund_approval() returns trigger language plpgsql as $$
      begin
        if exists (
          select from ${SCHEMA}.intents join ${SCHEMA}.members on members.name = intents."user"
          where intents.id = new.intent_id and members.login = session_user)
        then raise exception 'a refund is not approved by its maker' using errcode = 'insufficient_privilege'; end if;
        return new;
      end $$`,
    `create trigger refund_approvals_of_others before insert on refund_approvals
      for each row execute function refuse_own_refund_approval()`,
    // Versions of the program that ask for no approval are excluded with the first such limit.
    `create function exclude_unapproved() returns trigger language plpgsql security definer
      set search_path = rocketpay as $$
      begin
        update info set value = '10' where name = 'min_reader' and value::integer < 10;
        return null;
      end $$`,
    `create trigger refund_limits_exclude_unapproved after insert on refund_limits for each row
      when (new.without_approval is not null) execute function exclude_unapproved()`,
  ],
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
];

/** The first version in which administrators vouch for the keys of members. */
export const VOUCHING_VERSION = 3;

/** The version of the tables that this program writes. */
export const SCHEMA_VERSION = VERSIONS.length;

/** What the tables say of themselves. */
export interface SchemaState {
  readonly version: number;
  /** The oldest version of a program that may still use the tables. */
  readonly minReader: number;
}

/** Reads the version of the tables; undefined where there are none. */
export async function readSchemaState(db: Kysely<TeamTables>): Promise<SchemaState | undefined> {
  const { rows } = await sql<{ found: string | null }>`select to_regclass('rocketpay.info')::text as found`.execute(db);
  if (rows[0]?.found == null) return undefined;
  const info = await db
    .selectFrom('info')
    .select(['name', 'value'])
    .where('name', 'in', ['schema', 'min_reader'])
    .execute();
  const values = new Map(info.map(({ name, value }) => [name, Number(value)]));
  return { version: values.get('schema') ?? 0, minReader: values.get('min_reader') ?? 0 };
}

/**
 * Creates the tables, or brings them to this version, in one transaction that no other client can be in the middle of. Returns the
 * state before.
 *
 * @param db a connection of the owner of the schema
 */
export async function upgradeSchema(db: Kysely<TeamTables>): Promise<SchemaState | undefined> {
  return db.transaction().execute(async (trx) => {
    const run = (text: string) => sql.raw(text).execute(trx);
    const state = await readSchemaState(trx);
    await run(`create schema if not exists ${SCHEMA}`);
    await run(`set local search_path = ${SCHEMA}`);
    for (const statements of VERSIONS.slice(state?.version ?? 0)) for (const text of statements) await run(text);
    const { rows: found } = await sql<{ name: string }>`select current_database() as name`.execute(trx);
    const fixed = [
      { name: 'id', value: encodeBase32(randomBytes(12)) },
      { name: 'roles', value: toRolePrefix(found[0]?.name ?? '') },
    ];
    await trx
      .insertInto('info')
      .values(fixed)
      .onConflict((one) => one.column('name').doNothing())
      .execute();
    const rows = [
      { name: 'schema', value: String(Math.max(SCHEMA_VERSION, state?.version ?? 0)) },
      { name: 'min_reader', value: String(state?.minReader ?? SCHEMA_VERSION) },
    ];
    for (const row of rows)
      await trx
        .insertInto('info')
        .values(row)
        .onConflict((one) => one.column('name').doUpdateSet(row))
        .execute();
    await grantTables(SCHEMA, trx);
    return state;
  });
}

/** PostgreSQL cuts a name after 63 bytes: a longer one would make one role of all four. */
const MAX_PREFIX_BYTES = 50;

/** Returns the start of the names of the roles of a database. */
function toRolePrefix(database: string): string {
  const prefix = `rocketpay_${database}`;
  if (Buffer.byteLength(prefix) <= MAX_PREFIX_BYTES) return prefix;
  return `rocketpay_${createHash('sha256').update(database).digest('hex').slice(0, 32)}`;
}
