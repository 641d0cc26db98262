import { type Kysely, sql } from 'kysely';
import { type Author, appendRecord } from '#adapters/ledger/audit/audit-trail';
import { createTeamKey, type DataKeys, type TeamKey } from '#adapters/ledger/postgres/keys/key-ring';
import type { TeamTables } from '#adapters/ledger/postgres/team-tables';
import type { Tables } from '#adapters/ledger/tables';
import { blockedFailure } from '#domain/errors/failure';
import { type ImportRecord, toImportSubject } from '#domain/ledger/imported-chain';
import type { ImportProgress, ImportReport } from '#domain/team/team';
import { IMPORT_STEPS, readPage } from './import-steps.ts';
import type { LocalLedger } from './local-ledger.ts';

/** What an import needs. */
export interface ImportOptions {
  readonly local: LocalLedger;
  readonly db: Kysely<TeamTables>;
  readonly readKeys: (db: Kysely<TeamTables>) => Promise<DataKeys>;
  readonly author: Author;
  /** URL of the team's ledger without the password. */
  readonly shown: string;
  readonly now: () => number;
  readonly show: (progress: ImportProgress) => void;
}

/**
 * Imports the ledger of one machine into that of a team.
 *
 * - Its records keep their own chain, byte for byte: a record of the team, signed by the importing member, names the hash and the
 *   number of its last record, so `audit verify` checks both chains. Records that were written again would prove less.
 * - Its key joins the keys of the team, encrypted with the data key. Records contain hashes made with it, and a phone cannot be
 *   hashed again because only its hash is known.
 * - The rows arrive in many transactions, each with the place that it has reached, so no member waits long for the lock. After a crash
 *   the same command continues there. Until the end the ledger is marked as moved, so it cannot change.
 *
 * @throws {Failure} (blocked) when the ledger was imported before, or a process still writes to it.
 */
export async function importLedger(options: ImportOptions): Promise<ImportReport> {
  const { local, db, readKeys, author, shown, show } = options;
  const key = createTeamKey(await readKeys(db), readKeys);
  const earlier = await findImport(local.id, db);
  if (earlier?.finished_at != null)
    throw blockedFailure(
      'imported',
      `This ledger was imported by ${earlier.by} on ${earlier.finished_at.toISOString()}.`,
      {
        hint: 'Show what is in the ledger of the team: rocketpay history',
      },
    );
  await local.stopWrites(shown);
  const head = await local.head();
  if (earlier !== undefined && earlier.head !== head.hash)
    throw blockedFailure('imported', `${earlier.by} has begun to import another copy of this ledger.`, {
      hint: 'Continue with that copy.',
    });
  const number = earlier?.number ?? (await beginImport(head, key, options));
  const total = Object.values(local.counts).reduce((sum, count) => sum + count, 0);
  let done = 0;
  while (true) {
    const rows = await importPage(number, key, options);
    if (rows === undefined) break;
    done += rows;
    show({ done: Math.min(done, total), total });
  }
  const { records, intents, callbacks } = local.counts;
  return { ledger: local.id, head: head.hash, records, intents, callbacks, by: author.name };
}

const findImport = (ledger: string, db: Kysely<TeamTables>) =>
  db.selectFrom('imports').selectAll().where('ledger', '=', ledger).executeTakeFirst();

/** Records the beginning of an import. From now on the key of the imported ledger is one of the team's. */
function beginImport(
  head: { readonly number: number; readonly hash: string },
  key: TeamKey,
  { local, db, author, now }: ImportOptions,
): Promise<number> {
  return db.transaction().execute(async (trx) => {
    await key.update(trx);
    const last = await trx.selectFrom('imports').select('number').orderBy('number', 'desc').limit(1).executeTakeFirst();
    const number = (last?.number ?? 0) + 1;
    const at = now();
    await trx
      .insertInto('imports')
      .values({
        ...{ number, ledger: local.id, head: head.hash, records: head.number, by: author.name, at, finished_at: null },
        key: key.seal(local.key.toString('base64')),
      })
      .execute();
    const content: ImportRecord = { ledger: local.id, head: head.hash, records: head.number };
    await appendRecord(
      { at, intentId: toImportSubject(local.id), event: 'imported', data: JSON.stringify(content) },
      author,
      trx as unknown as Parameters<typeof appendRecord>[2],
    );
    return number;
  });
}

/** Ends an import. The next search indexes the imported rows, with the keys of the team. */
async function finish(trx: Kysely<TeamTables>, save: (values: Readonly<Record<string, unknown>>) => Promise<unknown>) {
  await save({ finished_at: sql`clock_timestamp()` });
  await trx
    .insertInto('search_state')
    .values(['callbacks', 'intents', 'payments'].map((name) => ({ name, value: '' })))
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: '' }))
    .execute();
}

/** Imports the next rows. @returns their number; undefined at the end */
function importPage(
  number: number,
  key: TeamKey,
  { local, db }: Pick<ImportOptions, 'local' | 'db'>,
): Promise<number | undefined> {
  return db.transaction().execute(async (trx) => {
    await key.update(trx);
    const state = await trx.selectFrom('imports').selectAll().where('number', '=', number).executeTakeFirstOrThrow();
    const step = IMPORT_STEPS[state.step];
    const save = (values: Readonly<Record<string, unknown>>) =>
      trx.updateTable('imports').set(values).where('number', '=', number).execute();
    if (step === undefined) {
      if (state.finished_at === null) await finish(trx, save);
      return undefined;
    }
    const page = await readPage(step, state.after, local.db as Kysely<Tables>);
    if (page.length > 0) await step.store(page, { db: trx, number, key });
    const isLast = page.length < step.rows;
    await save(isLast ? { step: state.step + 1, after: '' } : { after: String(page.at(-1)?.cursor) });
    return page.length;
  });
}
