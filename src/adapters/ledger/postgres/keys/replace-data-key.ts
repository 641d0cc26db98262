import { type Kysely, sql, type Transaction } from 'kysely';
import {
  acceptAsAdmin,
  addMember,
  findMember,
  giveDataKey,
  type MemberKeys,
  macKeys,
  markRemoved,
  openDataKey,
  toMember,
} from '#adapters/ledger/postgres/members';
import type { MemberRow, TeamTables } from '#adapters/ledger/postgres/team-tables';
import type { TeamMember } from '#domain/team/member';
import type { KeyReplacement } from '#domain/team/team';
import { createDataKey, publicKeyText } from './data-key.ts';
import { type DataKeys, readDataKeys, saveDataKeys } from './key-ring.ts';
import { badRecoveryKey, type RecoveryKey } from './recovery-key.ts';

/** A member with the data keys of the ledger. */
export interface KeyHolder {
  readonly row: MemberRow;
  readonly keys: DataKeys;
}

/** Reads the member of a login and the data keys. @throws {Failure} (blocked) where they have none. */
export async function readKeyHolder(
  login: string,
  own: MemberKeys,
  shown: string,
  db: Kysely<TeamTables>,
): Promise<KeyHolder> {
  const found = await findMember(login, db);
  const current = openDataKey(found, own, shown);
  const row = { ...(found as MemberRow), sign_key: publicKeyText(own.sign), seal_key: publicKeyText(own.seal) };
  return { row, keys: await readDataKeys(current, db) };
}

const readHolders = (db: Kysely<TeamTables>): Promise<readonly MemberRow[]> =>
  db.selectFrom('members').selectAll().where('data_key', 'is not', null).orderBy('name').execute();

/**
 * Replaces the data key, in the transaction of the caller. A member whose public keys are not those that an administrator has
 * accepted gets no new key: someone with access to the database has exchanged them.
 */
export async function replaceDataKey({ row, keys }: KeyHolder, db: Transaction<TeamTables>): Promise<KeyReplacement> {
  const current = createDataKey();
  const number = keys.number + 1;
  const members: string[] = [];
  const suspended: MemberRow[] = [];
  for (const holder of await readHolders(db)) {
    // The keys of this member are known on this machine.
    const isAccepted =
      macKeys(holder, keys.current) === (holder.name === row.name ? macKeys(row, keys.current) : holder.keys_mac);
    if (isAccepted) {
      await giveDataKey(holder, current, db);
      members.push(holder.name);
    } else {
      await db.updateTable('members').set({ data_key: null }).where('name', '=', holder.name).execute();
      suspended.push({ ...holder, data_key: null });
    }
  }
  await saveDataKeys({ number, current, older: [...keys.older, keys.current] }, row.name, db);
  return { number, members, suspended: suspended.map(toMember), wasExported: await wasExported(db) };
}

async function wasExported(db: Kysely<TeamTables>): Promise<boolean> {
  const query = db.selectFrom('key_rings').select('number').where('exported_at', 'is not', null).limit(1);
  return (await query.executeTakeFirst()) !== undefined;
}

/** Notes that the data key is exported. @throws the error of the database for a member who is not an administrator. */
export async function noteExport({ keys }: KeyHolder, db: Kysely<TeamTables>): Promise<void> {
  const exported = { exported_at: sql<Date>`clock_timestamp()` };
  await db.updateTable('key_rings').set(exported).where('number', '=', keys.number).execute();
}

/**
 * Adds the current login as a new administrator, with a data key from the safe. A member of the same login whose keys are lost is
 * removed.
 *
 * @throws {Failure} (credentials) when the data key was replaced after it was exported; the error of the database where the login may
 *   not change members.
 */
export async function recoverAccess(
  name: string,
  own: MemberKeys,
  { ledger, number, key }: RecoveryKey,
  login: string,
  db: Transaction<TeamTables>,
): Promise<TeamMember> {
  const id = await db.selectFrom('info').select('value').where('name', '=', 'id').executeTakeFirst();
  if (id?.value !== ledger) throw badRecoveryKey('The recovery key is the one of another ledger.');
  const newest = await db.selectFrom('key_rings').select('number').orderBy('number', 'desc').executeTakeFirst();
  if (newest !== undefined && newest.number !== number)
    throw badRecoveryKey(
      `The recovery key has data key ${number}, which was replaced: the ledger uses ${newest.number}.`,
    );
  await readDataKeys(key, db);
  const lost = await findMember(login, db);
  if (lost !== undefined) await markRemoved(lost.name, db);
  await addMember(name, own, db);
  return acceptAsAdmin(name, key, db);
}

/** Vouches for the keys of members that were accepted with an earlier version of the tables. */
export async function vouchForMembers({ keys }: KeyHolder, db: Kysely<TeamTables>): Promise<void> {
  for (const holder of await readHolders(db))
    await db
      .updateTable('members')
      .set({ keys_mac: macKeys(holder, keys.current) })
      .where('name', '=', holder.name)
      .execute();
}
