import { createHmac, type KeyObject, sign } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { LedgerKey } from '#adapters/ledger/ledger-key';
import {
  createDataKey,
  publicKeyText,
  readPublicKey,
  unwrapDataKey,
  wrapDataKey,
} from '#adapters/ledger/postgres/keys/data-key';
import { blockedFailure, usageError } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import type { MemberRole, TeamMember } from '#domain/team/member';
import { getFingerprint } from '#domain/team/member-fingerprint';
import { grantRole } from './roles.ts';
import type { MemberRow, TeamTables } from './team-tables.ts';

/** The private keys of a member: one signs records and approvals, the other opens the data key. */
export interface MemberKeys {
  /** Ed25519. */
  readonly sign: KeyObject;
  /** X25519. */
  readonly seal: KeyObject;
}

/** Returns a member without the keys. */
export const toMember = (row: MemberRow): TeamMember => ({
  name: row.name,
  login: row.login,
  role: row.role as MemberRole,
  fingerprint: getFingerprint(row),
  joinedAt: row.joined_at.getTime(),
  state: row.removed_at !== null ? 'removed' : row.data_key === null ? 'waiting' : 'accepted',
});

/** Lists the members in the order in which they joined. */
export const listMembers = async (db: Kysely<TeamTables>): Promise<readonly TeamMember[]> =>
  (await db.selectFrom('members').selectAll().orderBy('joined_at').orderBy('name').execute()).map(toMember);

/** Reads the member of a login; undefined where it has not joined. */
export const findMember = (login: string, db: Kysely<TeamTables>): Promise<MemberRow | undefined> =>
  db.selectFrom('members').selectAll().where('login', '=', login).where('removed_at', 'is', null).executeTakeFirst();

/** Returns the data key of a member. @throws {Failure} (blocked) where they have none, or it is wrapped for other keys. */
export function openDataKey(member: MemberRow | undefined, keys: MemberKeys, shown: string): Buffer {
  if (member === undefined)
    throw blockedFailure('not_a_member', message('You are not a member of the ledger {place}.', { place: shown }), {
      hint: message('Join it: rocketpay ledger join <name>'),
    });
  if (member.data_key === null)
    throw blockedFailure(
      'not_accepted',
      message('An administrator has not accepted {name} yet.', { name: member.name }),
      {
        hint: message('They run: rocketpay ledger accept {name} --fingerprint {fingerprint}', {
          name: member.name,
          fingerprint: getFingerprint(member),
        }),
      },
    );
  const opened = unwrapDataKey(member.data_key, keys.seal);
  if (opened === undefined)
    throw blockedFailure(
      'member_key',
      message('The key of this machine is not the one that {name} joined with.', { name: member.name }),
      {
        hint: message('Restore member-key.pem beside the profiles, or leave and join again.'),
      },
    );
  return opened;
}

/** Signs the hash of a record: base64, Ed25519. */
export const signRecord = (hash: string, keys: MemberKeys): string =>
  sign(null, Buffer.from(hash), keys.sign).toString('base64');

/** Reads a public key; undefined for a text that is none: who can log in can ask to join with any text. */
export function readKeyOrNone(text: string): KeyObject | undefined {
  try {
    return readPublicKey(text);
  } catch {
    return undefined;
  }
}

/** Adds the login of this connection as a member that waits to be accepted. */
export async function addMember(name: string, keys: MemberKeys, db: Kysely<TeamTables>): Promise<TeamMember> {
  const row = { name, sign_key: publicKeyText(keys.sign), seal_key: publicKeyText(keys.seal) };
  const taken = await db.selectFrom('members').select('name').where('name', '=', name).executeTakeFirst();
  if (taken !== undefined)
    throw usageError(`The team has a member ${JSON.stringify(name)} already.`, 'Join with another name.');
  const { rows } = await sql<{ login: string }>`select session_user as login`.execute(db);
  const own = await findMember(rows[0]?.login ?? '', db);
  if (own !== undefined)
    throw usageError(
      `The login ${own.login} has joined already, as ${JSON.stringify(own.name)}.`,
      'Show it: rocketpay ledger members',
    );
  await db.insertInto('members').values(row).execute();
  return toMember(await getMember(name, db));
}

/**
 * Creates the data key of a new ledger, and its first member: the login of this connection, an administrator. Does nothing in a
 * ledger with an accepted member. One transaction: a client that stops in the middle leaves no member without a data key.
 */
export async function addFirstMember(name: string, keys: MemberKeys, db: Kysely<TeamTables>): Promise<void> {
  await db.transaction().execute(async (trx) => {
    if ((await listMembers(trx)).some(({ state }) => state !== 'waiting')) return;
    await addMember(name, keys, trx);
    await acceptAsAdmin(name, createDataKey(), trx);
  });
}

/** Makes a member an administrator who has accepted themselves. */
export async function acceptAsAdmin(name: string, dataKey: Buffer, db: Kysely<TeamTables>): Promise<TeamMember> {
  await accept(await getMember(name, db), 'admin', dataKey, name, db);
  return toMember(await getMember(name, db));
}

/**
 * Gives a waiting member the data key.
 *
 * @throws {Failure} (usage) when there is no such member, or the keys are not those with the fingerprint, or are none.
 */
export async function acceptMember(
  { name, fingerprint, role }: { readonly name: string; readonly fingerprint: string; readonly role: MemberRole },
  dataKey: Buffer,
  by: string,
  db: Transaction<TeamTables>,
): Promise<TeamMember> {
  const row = await getCurrentMember(name, db);
  if (getFingerprint(row) !== fingerprint)
    throw usageError(
      `The keys of ${name} have the fingerprint ${getFingerprint(row)}.`,
      `Ask ${name} for theirs: rocketpay ledger status`,
    );
  if (readKeyOrNone(row.sign_key) === undefined || readKeyOrNone(row.seal_key) === undefined)
    throw usageError(`The keys of ${name} are not valid.`, `Do not accept ${name}: they join with another name.`);
  if (role !== 'admin') await checkOtherAdmin(row, db);
  await accept(row, role, dataKey, by, db);
  return toMember(await getMember(name, db));
}

async function accept(
  row: MemberRow,
  role: MemberRole,
  dataKey: Buffer,
  by: string,
  db: Kysely<TeamTables>,
): Promise<void> {
  await grantRole(row.login, role, db);
  await db.updateTable('members').set({ role, accepted_by: by }).where('name', '=', row.name).execute();
  await giveDataKey(row, dataKey, db);
}

/** Wraps the data key for a member, and vouches for the member's keys with it. */
export async function giveDataKey(row: MemberRow, dataKey: Buffer, db: Kysely<TeamTables>): Promise<void> {
  const given = { data_key: wrapDataKey(dataKey, readPublicKey(row.seal_key)), keys_mac: macKeys(row, dataKey) };
  await db.updateTable('members').set(given).where('name', '=', row.name).execute();
}

/**
 * Hashes the keys of a member with the data key. Only a member of the team can make this hash, so keys that an administrator of the
 * database has exchanged are noticed before the next data key is wrapped for them.
 */
export const macKeys = (row: MemberRow, dataKey: Buffer): string =>
  createHmac('sha256', dataKey).update(toMemberText(row)).digest('hex');

const toMemberText = ({ name, login, sign_key, seal_key }: MemberRow): string =>
  JSON.stringify(['member', name, login, sign_key, seal_key]);

/** True of a current member whose keys an administrator has accepted: see {@link macKeys}. */
export const hasAcceptedKeys = (row: MemberRow, key: LedgerKey): boolean =>
  row.removed_at === null && row.data_key !== null && key.hash(toMemberText(row)) === row.keys_mac;

/**
 * Takes the data key and the role from a member. What they recorded stays, with their public key.
 *
 * @param replaceKey replaces the data key. It runs before the role is taken: an administrator can remove themselves.
 * @throws {Failure} (usage) when there is no such member, or no other administrator.
 */
export async function removeMember<Replaced>(
  name: string,
  replaceKey: () => Promise<Replaced>,
  db: Transaction<TeamTables>,
): Promise<{ readonly member: TeamMember; readonly keys: Replaced }> {
  const row = await getCurrentMember(name, db);
  await checkOtherAdmin(row, db);
  await markRemoved(name, db);
  const keys = await replaceKey();
  await grantRole(row.login, undefined, db);
  return { member: toMember(await getMember(name, db)), keys };
}

/** Takes the data key from a member. */
export async function markRemoved(name: string, db: Kysely<TeamTables>): Promise<void> {
  const removed = { data_key: null, removed_at: sql<Date>`clock_timestamp()` };
  await db.updateTable('members').set(removed).where('name', '=', name).execute();
}

/** Returns a member who was not removed: the login of a removed one can belong to a newer member. */
export async function getCurrentMember(name: string, db: Kysely<TeamTables>): Promise<MemberRow> {
  const row = await getMember(name, db);
  if (row.removed_at === null) return row;
  throw usageError(
    `${JSON.stringify(name)} was removed from the team.`,
    'They can join with another name: rocketpay ledger join <name>',
  );
}

/** @throws {Failure} (usage) when a member is the only administrator: after them no one could accept or remove a member. */
async function checkOtherAdmin({ name }: MemberRow, db: Kysely<TeamTables>): Promise<void> {
  const admins = (await listMembers(db)).filter(({ role, state }) => role === 'admin' && state === 'accepted');
  if (admins.length !== 1 || admins[0]?.name !== name) return;
  throw usageError(
    `${JSON.stringify(name)} is the only administrator of the team.`,
    'Make another member an administrator first: rocketpay ledger accept <name> --fingerprint <text> --role admin',
  );
}

async function getMember(name: string, db: Kysely<TeamTables>): Promise<MemberRow> {
  const row = await db.selectFrom('members').selectAll().where('name', '=', name).executeTakeFirst();
  if (row !== undefined) return row;
  throw usageError(`There is no member ${JSON.stringify(name)}.`, 'List them: rocketpay ledger members');
}
