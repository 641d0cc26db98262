import { verify } from 'node:crypto';
import type { Kysely } from 'kysely';
import { readInfo } from '#adapters/ledger/migrations/migrate';
import { readPublicKey } from '#adapters/ledger/postgres/keys/data-key';
import type { KeyHolder } from '#adapters/ledger/postgres/keys/replace-data-key';
import type { Tables } from '#adapters/ledger/tables';
import { blockedFailure } from '#domain/errors/failure';
import { parseSharedProfile, type SharedProfile } from '#domain/team/shared-profile';
import { type MemberKeys, macKeys, signRecord } from './members.ts';
import type { TeamTables } from './team-tables.ts';

/** Profiles that a team shares. Each version is a row that only administrators can add, signed by who shared it. */

/** The text that is signed. The ledger is part of it: a profile of another team does not count here. */
async function toSigned(name: string, content: string, db: Kysely<TeamTables>): Promise<Buffer> {
  const ledger = await readInfo('id', db as unknown as Kysely<Tables>);
  return Buffer.from(JSON.stringify(['shared profile', ledger, name, content]));
}

/** Shares a profile, in place of an earlier version of it. */
export async function shareProfile(
  { name, settings }: SharedProfile,
  { row }: KeyHolder,
  keys: MemberKeys,
  db: Kysely<TeamTables>,
): Promise<void> {
  const content = JSON.stringify(settings);
  const signature = signRecord((await toSigned(name, content, db)).toString(), keys);
  await db.insertInto('shared_profiles').values({ name, content, shared_by: row.name, signature }).execute();
}

/**
 * Returns the newest version of each shared profile.
 *
 * @throws {Failure} (blocked) when a current administrator has not signed it, or a value of it is not valid.
 */
export async function listSharedProfiles(
  { keys }: KeyHolder,
  db: Kysely<TeamTables>,
): Promise<readonly SharedProfile[]> {
  const rows = await db
    .selectFrom('shared_profiles')
    .selectAll()
    .distinctOn('name')
    .orderBy('name')
    .orderBy('number', 'desc')
    .execute();
  const admins = await db
    .selectFrom('members')
    .selectAll()
    .where('role', '=', 'admin')
    .where('removed_at', 'is', null)
    .execute();
  const shared: SharedProfile[] = [];
  for (const { name, content, shared_by, signature } of rows) {
    const admin = admins.find((row) => row.name === shared_by && row.keys_mac === macKeys(row, keys.current));
    const signed = await toSigned(name, content, db);
    const isSigned =
      admin !== undefined && verify(null, signed, readPublicKey(admin.sign_key), Buffer.from(signature, 'base64'));
    const profile = isSigned ? parseSharedProfile(name, content) : undefined;
    if (profile === undefined)
      throw blockedFailure(
        'profile_unsigned',
        `The shared profile ${JSON.stringify(name)} is not signed by an administrator of the team, or is not valid.`,
        { hint: 'An administrator shares it again: rocketpay profiles push <name>' },
      );
    shared.push(profile);
  }
  return shared;
}
