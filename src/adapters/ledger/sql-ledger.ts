import { readRecords } from '#adapters/ledger/audit/audit-trail';
import { readChecked } from '#adapters/ledger/audit/recorded-columns';
import { createCallbackWriter } from '#adapters/ledger/callback-queue/callback-writer';
import { createCallbackMethods } from '#adapters/ledger/callbacks/callback-methods';
import type { LostLedgerCheck } from '#adapters/ledger/files/lost-ledger-check';
import { saveRecent } from '#adapters/ledger/files/recent-intents';
import { NewestRecord } from '#adapters/ledger/files/save-newest-record';
import { indexMore } from '#adapters/ledger/search/index-stored-rows';
import { addEntries, noteEntries } from '#adapters/ledger/search/search-index';
import { readSearchSettings, readSearchState, setLastDigits } from '#adapters/ledger/search/search-state';
import { directWrite } from '#adapters/ledger/writes/direct-write';
import type { IntentWrite, WriteTransaction, WrittenIntent } from '#adapters/ledger/writes/intent-write';
import { insertIntent, updateIntent } from '#adapters/ledger/writes/write-intents';
import type { TeamPlans } from '#domain/bulk-refunds/team-plans';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import type { IntentDraft } from '#domain/ledger/intent';
import type { Ledger, LimitedWrite } from '#domain/ledger/ledger';
import { readCurrentUser } from './current-user.ts';
import { groupCommits } from './group-commit.ts';
import { createGuards } from './guard-calls.ts';
import { isInFlight, type Processes } from './in-flight.ts';
import type { LedgerDatabase } from './ledger-database.ts';
import type { LedgerKey } from './ledger-key.ts';
import { appendNote, findNotes } from './notes.ts';
import { findPayment } from './payment-snapshots.ts';
import {
  checkKey,
  chooseByKey,
  findByRequestId,
  findIntents,
  findUsers,
  getRow,
  newestByKey,
  ofProject,
  readByKey,
  readByPayments,
  readHistories,
  toHistory,
} from './read-intents.ts';
import { countByStates, readByStates } from './read-intents-in-states.ts';
import { toChangedColumns, toIntent, toNewRow } from './row-mapping.ts';

/** The parts of an opened ledger. */
export interface LedgerParts {
  readonly id: string;
  readonly database: LedgerDatabase;
  readonly key: LedgerKey;
  /** The name of the team's member that this process records for; undefined where the system's user is meant. */
  readonly member?: string;
  /** The plans of a team; undefined for any other ledger. */
  readonly plans?: TeamPlans;
  /** The folder of the ledger's files on this machine, and what they contain; undefined for any other ledger. */
  readonly files?: { readonly folder: string; readonly state: LostLedgerCheck };
}

/** Creates the ledger of an open SQL database: see {@link Ledger} for what it promises. */
export function createSqlLedger(
  { id, database, key, files, member, plans }: LedgerParts,
  processes: Processes,
): Ledger {
  const { db, place, readOnly, toFailure } = database;
  const { pid, clock, processStart } = processes;
  const currentUser = { ...readCurrentUser(), ...(member === undefined ? {} : { user: member }) };
  const author = { name: `${currentUser.user}@${currentUser.host}`, sign: database.sign };
  const commit = groupCommits(db, database.beginWrite);
  const index = { tables: database.search, key };
  const callbacks = createCallbackWriter(database, key, clock, commit);
  /** Intents that this process is sending. */
  const ownIntents = new Set<string>();
  const { reading, writing, readingCallbacks } = createGuards(database, callbacks.ingest);
  const newest = new NewestRecord(({ number, hash }) => files?.state.saveHead({ id, number, hash }), clock);
  let hasNewIntents = false;
  const origin = { author, index };
  const write = <Result>(work: IntentWrite<Result>): Promise<Result> =>
    database.commitIntent?.(work, origin) ?? commit((trx) => work.run(directWrite(trx, origin)));
  const saveRecord = ({ record }: Pick<WrittenIntent, 'record'>) => {
    if (record !== undefined) newest.add(record);
  };
  let ownStart: string | undefined;
  const createOrigin = () => {
    ownStart ??= processStart?.(pid);
    return { ...currentUser, pid, processStart: ownStart, hash: key.hash };
  };
  const toRow = (draft: IntentDraft, blockedBecause?: string) =>
    toNewRow(draft, { ...createOrigin(), now: clock.now(), boot: clock.sinceBoot?.() }, blockedBecause);

  return {
    place,
    id,
    readOnly,
    get notedFolder() {
      return files?.state.notedFolder;
    },
    currentUser,
    plans,
    createIntent: writing(async (draft, allow) => {
      files?.state.checkFolder();
      const { id: intentId, project, paymentId, key: intentKey } = draft;
      const needs = {
        ...(allow === undefined ? {} : { paymentId }),
        ...(intentKey === undefined ? {} : { key: { project, key: intentKey } }),
      };
      const run = async (trx: WriteTransaction) => {
        trx.checkLocks();
        if (intentKey !== undefined) checkKey(intentKey, await trx.withKey(project, intentKey));
        if (allow !== undefined) {
          const rows = paymentId === undefined ? [] : await trx.ofPayment(project, paymentId);
          await allow({ ...toHistory(project, rows, trx.query), checkLimits: trx.checkLimits });
        }
        const approval = (await trx.checkLimits(draft)) ?? null;
        const written = await insertIntent('begun', { ...toRow(draft), approval }, draft, trx);
        ownIntents.add(intentId);
        return written;
      };
      const written = await write({ needs, run });
      saveRecord(written);
      hasNewIntents = true;
      return written.intent;
    }),
    recordBlocked: writing(async (draft, reason) => {
      files?.state.checkFolder();
      const run = (trx: WriteTransaction) => insertIntent('held', toRow(draft, reason), draft, trx);
      const written = await write({ needs: {}, run });
      saveRecord(written);
      hasNewIntents = true;
      return written.intent;
    }),
    change: writing(async (intentId, event, change, from) => {
      const run = async (trx: WriteTransaction) => {
        const columns = toChangedColumns(change, clock.now(), clock.sinceBoot?.());
        const written = await updateIntent(intentId, event, columns, from, trx);
        if (written.record !== undefined) ownIntents.delete(intentId);
        return written;
      };
      const written = await write({ needs: { intentId }, run });
      saveRecord(written);
      return written.intent;
    }),
    acquireLock: writing(async (name) => database.acquireLock(checkLockName(name))),

    get: reading(async (intentId) => toIntent(await getRow(intentId, db))),
    findByKey: reading(async (project, intentKey) => chooseByKey(await readByKey(project, intentKey, db))),
    newestByKey: reading((project, keys) => newestByKey(project, keys, db)),
    fingerprint: key.identify,
    isRequestOf: reading(async ({ fingerprint }, request) => {
      await database.updateKey?.(db);
      return key.hashes(request).includes(fingerprint);
    }),
    paymentHistory: reading(async (project, paymentId) => {
      const isShared = database.isRemote === true;
      const rows = ofProject(
        project,
        isShared ? await readChecked(paymentId, db) : await readByPayments([paymentId], db),
      );
      const checkLimits = reading(async (asked: LimitedWrite) => database.checkLimits?.(asked, db));
      return { ...toHistory(project, rows, async () => db), checkLimits };
    }),
    intentsByPayment: reading((project, paymentIds) => readHistories(project, paymentIds, db)),
    async *intentsInStates(states) {
      try {
        yield* readByStates(states, db);
      } catch (error) {
        throw toFailure(error);
      }
    },
    countInStates: reading((states) => countByStates(states, db)),
    findByRequestId: reading((project, requestId) => findByRequestId(project, requestId, db)),
    isInFlight: (intent) => isInFlight(intent, ownIntents, currentUser.host, processes),
    history: reading(async (filter) => {
      if (filter.phone !== undefined) await database.updateKey?.(db);
      return findIntents(filter, key, db);
    }),
    users: reading(() => findUsers(db)),

    counts: readingCallbacks(async (query) => {
      const { readCounts } = await import('#adapters/ledger/reports/report-counts');
      return db
        .transaction()
        .setAccessMode('read only')
        .execute((trx) => readCounts(query, database.callbacks, trx));
    }),

    payment: reading((project, paymentId) => findPayment(project, paymentId, db)),
    savePayment: writing((payment) => write({ needs: {}, run: (trx) => trx.savePayment(payment) })),

    search: {
      find: readingCallbacks(async (query) => (await search()).findPayments(query, { ...index, db })),
      projectsOf: readingCallbacks(async (paymentId) => (await search()).findProjects(paymentId, db)),
      state: readingCallbacks(() => readSearchState({ db })),
      settings: reading(() => readSearchSettings({ db })),
      indexMore: writing(async () => {
        await callbacks.ingest();
        await database.updateKey?.(db);
        return indexMore({ ...index, db }, commit);
      }),
      useLastDigits: writing((used) => commit((trx) => setLastDigits(used, trx))),
    },

    approveRefund: database.approveRefund && writing(database.approveRefund),
    requests: reading(async () => (await database.requests?.()) ?? []),
    addNote: writing(async (note) => {
      files?.state.checkFolder();
      const record = await commit(async (trx) => {
        const at = clock.now();
        await addEntries(noteEntries(note, at), index, trx);
        return appendNote(note, { at, key, author }, trx);
      });
      saveRecord({ record });
    }),
    notes: reading(async (project, paymentIds) => {
      await database.updateKey?.(db);
      return findNotes(project, paymentIds, key, db);
    }),

    ...createCallbackMethods(
      { database, key, files, writer: callbacks, commit },
      { reading, writing, readingCallbacks },
    ),

    async *records(filter) {
      try {
        for (const { chain, ledger } of (await database.imports?.(db)) ?? [])
          for await (const record of readRecords(db, filter, chain)) yield { ...record, ledger };
        yield* readRecords(db, filter);
      } catch (error) {
        throw toFailure(error);
      }
    },
    head: reading(() => db.selectFrom('head').select(['number', 'hash']).executeTakeFirstOrThrow()),
    verify: reading(async () => {
      const { verifyLedger } = await import('#adapters/ledger/audit/verify-trail');
      return verifyLedger(database, () => clock.sleep(0));
    }),
    async close() {
      await callbacks.close();
      newest.saveNow();
      if (hasNewIntents && files !== undefined) await saveRecent(files.folder, db);
      await database.close();
    },
  };
}

/** Loads the search: most commands need only its index. */
const search = () => import('#adapters/ledger/search/find-payments');

function checkLockName(name: string): string {
  if (/^[\w-]+$/.test(name)) return name;
  throw new Failure(EXIT.blocked, 'invalid_claim', `${JSON.stringify(name)} is not a valid name of a lock.`);
}
