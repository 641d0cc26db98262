import { createHash, randomBytes } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { SCHEMA } from '#adapters/ledger/postgres/versions/names';
import { VERSIONS } from '#adapters/ledger/postgres/versions/versions';
import { encodeBase32 } from '#domain/payments/payment-id';
import { grantTables } from './roles.ts';
import type { TeamTables } from './team-tables.ts';

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
