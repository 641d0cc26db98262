import { type Kysely, sql } from 'kysely';
import { createKey, type LedgerKey } from '#adapters/ledger/ledger-key';
import type { TeamTables } from '#adapters/ledger/postgres/team-tables';
import { blockedFailure } from '#domain/errors/failure';
import { type Message, message } from '#domain/language/message';

/**
 * A team's ledger has one data key at a time. When it is replaced, earlier keys stay readable: each version of the key ring is a row
 * with all earlier keys, encrypted with the newest one. Nothing that is stored is encrypted or hashed again, because
 * - the records of the audit trail contain hashes of phones and requests, and a record never changes;
 * - replacing a key is then one short transaction, whatever the size of the ledger: a crash leaves the old key or the new one.
 */

/** The keys of a team's ledger. */
export interface DataKeys {
  /** Version of the key ring: grows with each replaced key. */
  readonly number: number;
  /** Encrypts and hashes everything that is written now. */
  readonly current: Buffer;
  /** Keys of before, oldest first. */
  readonly older: readonly Buffer[];
  /** Keys of imported ledgers: they only read. */
  readonly imported: readonly Buffer[];
}

/** Adds a version of the key ring. */
export async function saveDataKeys(
  { number, current, older }: Omit<DataKeys, 'imported'>,
  by: string,
  db: Kysely<TeamTables>,
) {
  const sealed = createKey(current).seal(JSON.stringify(older.map((key) => key.toString('base64'))));
  await db.insertInto('key_rings').values({ number, older: sealed, by }).execute();
}

/**
 * Reads the newest version of the key ring.
 *
 * @param current the data key, as it is wrapped for this member
 * @throws {Failure} (blocked) when the key does not open it.
 */
export async function readDataKeys(current: Buffer, db: Kysely<TeamTables>): Promise<DataKeys> {
  const ring = await db.selectFrom('key_rings').selectAll().orderBy('number', 'desc').limit(1).executeTakeFirst();
  const number = ring?.number ?? 1;
  const older = readOlder(ring?.older ?? null, current);
  const openers = [current, ...older].map(createKey);
  const imports = await db.selectFrom('imports').select('key').orderBy('number').execute();
  const imported = imports.flatMap(({ key }) => openers.map((opener) => opener.open(key))).filter(isDefined);
  return { number, current, older, imported: imported.map((text) => Buffer.from(text, 'base64')) };
}

const isDefined = (text: string | undefined): text is string => text !== undefined;

function readOlder(sealed: string | null, current: Buffer): readonly Buffer[] {
  if (sealed === null) return [];
  const opened = createKey(current).open(sealed);
  if (opened === undefined)
    throw wrongKey(message('The data key of this member does not open the earlier keys of the ledger.'));
  return (JSON.parse(opened) as readonly string[]).map((text) => Buffer.from(text, 'base64'));
}

const wrongKey = (what: Message) =>
  blockedFailure('data_key', what, { hint: message('An administrator removes and accepts this member again.') });

/** What a database says of the newest keys. */
interface KeyState {
  /** Version of the key ring. */
  readonly number: number;
  /** Number of imported ledgers. */
  readonly imports: number;
}

/** The key of a ledger whose key can be replaced while it is in use. */
export interface TeamKey extends LedgerKey {
  /** The version in use. The database refuses rows of a client that declares an earlier one. */
  readonly number: () => number;
  /** Number of imported ledgers whose keys are in use. */
  readonly imports: () => number;
  /** True when the version in use is the newest one of the ledger. */
  readonly isNewest: (state: KeyState) => boolean;
  /** See `LedgerDatabase.updateKey`. */
  readonly update: (db: Kysely<TeamTables>) => Promise<void>;
}

/** Creates the key of an open ledger. @param read reads the newest keys of this member */
export function createTeamKey(first: DataKeys, read: (db: Kysely<TeamTables>) => Promise<DataKeys>): TeamKey {
  let known = first;
  const toKeys = ({ current, older, imported }: DataKeys) =>
    [current, ...older.toReversed(), ...imported].map(createKey);
  /** The newest key is the first one. */
  let keys = toKeys(first);
  const newest = () => keys[0] as LedgerKey;
  const findOpened = (open: (key: LedgerKey) => string | undefined) => {
    for (const key of keys) {
      const text = open(key);
      if (text !== undefined) return text;
    }
    return undefined;
  };
  const isNewest = ({ number, imports }: KeyState) => number === known.number && imports === known.imported.length;
  /** Tells the database the version in use, so that it refuses rows of a client with an earlier one. False where it is not the newest. */
  const declareVersion = async (db: Kysely<TeamTables>) => {
    const { rows } = await sql<KeyState>`
      select max(number) as number, (select count(*) from rocketpay.imports) as imports, set_config('rocketpay.key', ${String(known.number)}, true)
      from rocketpay.key_rings`.execute(db);
    return rows[0] !== undefined && isNewest(rows[0]);
  };
  return {
    number: () => known.number,
    imports: () => known.imported.length,
    isNewest,
    hash: (text) => newest().hash(text),
    hashes: (text) => keys.map((key) => key.hash(text)),
    identify: (text) => (keys[known.older.length] as LedgerKey).hash(text),
    seal: (text) => newest().seal(text),
    open: (sealed) => findOpened((key) => key.open(sealed)),
    sealBytes: (text) => newest().sealBytes(text),
    openBytes: (sealed) => findOpened((key) => key.openBytes(sealed)),
    async update(db) {
      if (await declareVersion(db)) return;
      const next = await read(db);
      // A key that does not know the one in use was not made by an administrator of this team.
      if (![next.current, ...next.older].some((key) => key.equals(known.current)))
        throw wrongKey(message('The data key of the ledger was replaced with one that does not know the earlier key.'));
      known = next;
      keys = toKeys(next);
      await declareVersion(db);
    },
  };
}
