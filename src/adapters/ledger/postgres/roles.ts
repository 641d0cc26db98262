import { type Kysely, sql } from 'kysely';
import { blockedFailure } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import type { MemberRole } from '#domain/team/member';
import { MEMBER_ROLES } from '#domain/team/member';
import type { TeamTables } from './team-tables.ts';

/**
 * Returns the group role of each role of a member. Grants are given to these, never to a login. Roles belong to the whole server,
 * so their names begin with the name that the database had when the ledger was created.
 */
async function readRoleNames(db: Kysely<TeamTables>): Promise<Readonly<Record<MemberRole, string>>> {
  const start = await db.selectFrom('info').select('value').where('name', '=', 'roles').executeTakeFirstOrThrow();
  return Object.fromEntries(MEMBER_ROLES.map((role) => [role, `${start.value}_${role}`])) as Record<MemberRole, string>;
}

/** True when the grants of this connection let it record a write. The database checks each statement itself. */
export async function canWrite(db: Kysely<TeamTables>): Promise<boolean> {
  const { rows } = await sql<{ can: boolean }>`
    select has_table_privilege('rocketpay.intents', 'insert') as can`.execute(db);
  return rows[0]?.can === true;
}

/**
 * Gives a login a role, and takes the other roles from it.
 *
 * @throws {Failure} (blocked) where it keeps one of them.
 */
export async function grantRole(login: string, role: MemberRole | undefined, db: Kysely<TeamTables>): Promise<void> {
  const names = await readRoleNames(db);
  const others = MEMBER_ROLES.filter((other) => other !== role).map((other) => names[other]);
  for (const other of others) await sql`revoke ${sql.id(other)} from ${sql.id(login)}`.execute(db);
  await checkTaken(login, others, db);
  if (role !== undefined) await sql`grant ${sql.id(names[role])} to ${sql.id(login)}`.execute(db);
}

/**
 * True of a row `m` of `pg_auth_members` that gives the rights of its role. Since PostgreSQL 16 a row can give the admin option only,
 * as to the creator of a role. Older versions do not have these two columns.
 */
export const GIVES_RIGHTS = `(coalesce((to_jsonb(m)->>'inherit_option')::boolean, true)
  or coalesce((to_jsonb(m)->>'set_option')::boolean, true))`;

/** Since PostgreSQL 16 only who has given a role can take it. The server then says no more than a warning. */
async function checkTaken(login: string, roles: readonly string[], db: Kysely<TeamTables>): Promise<void> {
  const { rows } = await sql<{ role: string; grantor: string }>`
    select taken.rolname as role, pg_get_userbyid(grantor) as grantor from pg_auth_members as m
    join pg_roles as taken on taken.oid = roleid join pg_roles as own on own.oid = member
    where own.rolname = ${login} and taken.rolname in (${sql.join(roles)}) and ${sql.raw(GIVES_RIGHTS)} limit 1`.execute(
    db,
  );
  const [kept] = rows;
  if (kept === undefined) return;
  throw blockedFailure(
    'role_kept',
    message('The database has not taken the role {role} from {login}: {grantor} has given it.', { ...kept, login }),
    {
      hint: message('{grantor} or a superuser of the database runs in psql: {command}', {
        grantor: kept.grantor,
        command: `revoke ${quoteName(kept.role)} from ${quoteName(login)} granted by ${quoteName(kept.grantor)};`,
      }),
    },
  );
}

const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The functions with which members write. They run with the rights of their caller. */
const WRITE_FUNCTION_NAMES = 'read_for_writes, store_writes, write_at_end, store_callbacks';

/** What a client says of a record. The database sets the login. */
const RECORD_COLUMNS = 'number, at, by, intent_id, event, data, previous, hash, signature';

/** Columns of an intent that its outcome sets: see `toChangedColumns`. */
export const CHANGING_COLUMNS: readonly (keyof TeamTables['intents'])[] = [
  ...(['state', 'changed_at', 'changed_platform_at', 'changed_boot_at'] as const),
  ...(['request_id', 'operation_id', 'code', 'reason', 'known', 'hash'] as const),
];

/** Creates the group roles and grants each what it may do with the tables. `records` can only grow. */
export async function grantTables(schema: string, db: Kysely<TeamTables>): Promise<void> {
  const names = await readRoleNames(db);
  for (const role of Object.values(names)) {
    const { rows } = await sql`select 1 from pg_roles where rolname = ${role}`.execute(db);
    if (rows.length === 0) await sql`create role ${sql.id(role)} nologin`.execute(db);
  }
  const [reader, support, approver, admin] = MEMBER_ROLES.map((role) => quoteName(names[role]));
  const statements = [
    ...[`grant ${reader} to ${support}`, `grant ${support} to ${approver}`, `grant ${approver} to ${admin}`],
    // Who can log in may ask to join, and read the data key that is wrapped for them.
    `grant usage on schema ${schema} to public`,
    'grant select on info, members to public',
    'grant insert (name, sign_key, seal_key) on members to public',
    `grant select on all tables in schema ${schema} to ${reader}`,
    // The database sets how long a member waits.
    `grant insert (token, project_id, payment_key), delete on callback_watches to ${reader}`,
    `revoke insert on records from ${support}`,
    `grant insert (${RECORD_COLUMNS}) on records to ${support}`,
    `grant insert on intents, payments, refund_sums, callbacks, deliveries, locks to ${support}`,
    `grant insert on imports, imported_records to ${support}`,
    `grant update on imports to ${support}`,
    `grant update on head, payments, refund_sums, locks to ${support}`,
    // What an intent was never changes: payment, amount, user, approval.
    `revoke update on intents from ${support}`,
    `grant update (${CHANGING_COLUMNS.join(', ')}) on intents to ${support}`,
    `grant insert, update, delete on forwards to ${support}`,
    // The database sets login and time of plans and approvals.
    `grant insert (plan, header) on plans to ${support}`,
    `grant insert (plan, number, sealed) on plan_rows to ${support}`,
    `grant insert (plan, approval) on plan_approvals to ${approver}`,
    `grant insert on refund_approvals to ${approver}`,
    `grant insert on search_payments, search_terms, search_times, search_state to ${support}`,
    `grant update, delete on search_state to ${support}`,
    `grant delete on search_backlog to ${support}`,
    `revoke execute on all functions in schema ${schema} from public`,
    `grant execute on function ${WRITE_FUNCTION_NAMES} to ${support}`,
    `grant delete on callbacks, deliveries, search_payments, search_terms, search_times to ${admin}`,
    `grant delete on plans, plan_rows, plan_approvals to ${admin}`,
    `grant update on members to ${admin}`,
    `grant insert on key_rings, refund_limits, shared_profiles to ${admin}`,
    `grant update (exported_at) on key_rings to ${admin}`,
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}
