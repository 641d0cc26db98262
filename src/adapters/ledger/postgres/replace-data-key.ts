import type { Kysely, Transaction } from 'kysely';
import type { KeyReplacement } from '#domain/team/team';
import { createDataKey, publicKeyText } from './data-key.ts';
import { type DataKeys, readDataKeys, saveDataKeys } from './key-ring.ts';
import { findMember, giveDataKey, type MemberKeys, macKeys, openDataKey, toMember } from './members.ts';
import type { MemberRow, TeamTables } from './team-tables.ts';

/** A member with the data keys of the ledger. */
export interface KeyHolder {
  readonly row: MemberRow;
  readonly keys: DataKeys;
}

/** Reads the member of a login and the data keys. @throws {Failure} (held) where they have none. */
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
  return { number, members, suspended: suspended.map(toMember) };
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
