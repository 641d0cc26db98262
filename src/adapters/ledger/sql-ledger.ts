import type { Kysely, Transaction } from 'kysely';
import { createCallbackWriter } from '#adapters/ledger/callback-queue/callback-writer';
import { damagedFiles } from '#adapters/ledger/callback-queue/queue-file';
import { findCallbacks, getCallback, listCallbacks, pruneInvalid } from '#adapters/ledger/callbacks/callback-queries';
import { addDelivery, deliveriesOf, failedDeliveries } from '#adapters/ledger/callbacks/deliveries';
import { pruneCallbacks } from '#adapters/ledger/callbacks/prune-callbacks';
import { findStorageProblem } from '#adapters/ledger/callbacks/storage-problem';
import type { LedgerState } from '#adapters/ledger/files/ledger-state';
import { saveRecent } from '#adapters/ledger/files/recent-intents';
import { readCounts } from '#adapters/ledger/reports/report-counts';
import { findPayments, findProjects } from '#adapters/ledger/search/find-payments';
import { addEntries, noteEntries } from '#adapters/ledger/search/search-index';
import { indexMore, readSearchSettings, readSearchState, setLastDigits } from '#adapters/ledger/search/search-state';
import type { TeamPlans } from '#domain/bulk-refunds/team-plans';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { type IntentDraft, OPEN_STATES, STATES_WITHOUT_RESULT } from '#domain/ledger/intent';
import type { Ledger, LimitedWrite } from '#domain/ledger/ledger';
import { checkRecorded, readRecords, verifyLedger } from './audit-trail.ts';
import { readCurrentUser } from './current-user.ts';
import { groupCommits } from './group-commit.ts';
import { createGuards } from './guard-calls.ts';
import { isInFlight, type Processes } from './in-flight.ts';
import type { LedgerDatabase } from './ledger-database.ts';
import type { LedgerKey } from './ledger-key.ts';
import { appendNote, findNotes } from './notes.ts';
import { findPayment, savePayment } from './payment-snapshots.ts';
import {
  checkKey,
  findByKey,
  findByRequestId,
  findByStates,
  findIntents,
  findUsers,
  getRow,
  newestByKey,
  readHistories,
  readHistory,
} from './read-intents.ts';
import { toChangedColumns, toIntent, toNewRow } from './row-mapping.ts';
import type { Tables } from './tables.ts';
import { insertIntent, updateIntent, type WrittenIntent } from './write-intents.ts';

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
  readonly files?: { readonly folder: string; readonly state: LedgerState };
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
  const queue = database.forwardQueue;
  /** Intents that this process is sending. */
  const ownIntents = new Set<string>();
  const { reading, writing, readingCallbacks } = createGuards(database, callbacks.ingest);
  let lastRecord = 0;
  let hasNewIntents = false;

  /** Commits a write, and then saves its record as the newest one. */
  const commitRecord = async <Written extends Pick<WrittenIntent, 'record'>>(
    write: (trx: Transaction<Tables>) => Promise<Written>,
  ) => {
    const written = await commit(write);
    const { record } = written;
    if (record !== undefined && record.number > lastRecord) {
      lastRecord = record.number;
      files?.state.saveHead({ id, number: record.number, hash: record.hash });
    }
    return written;
  };
  const toHistory = async (subject: Parameters<typeof readHistory>[0], from: Kysely<Tables>) => ({
    ...(await readHistory(subject, from, database.isRemote === true ? checkRecorded : undefined)),
    checkLimits: reading(async (write: LimitedWrite) => database.checkLimits?.(write, from)),
  });
  const createOrigin = () => ({ ...currentUser, pid, processStart: processStart?.(pid), hash: key.hash });
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
      const { intent } = await commitRecord(async (trx) => {
        await database.checkBeforeWrite?.(trx);
        if (draft.key !== undefined) await checkKey(draft.project, draft.key, trx);
        await allow?.(await toHistory(draft, trx));
        const approval = (await database.checkLimits?.(draft, trx)) ?? null;
        const written = await insertIntent('begun', { ...toRow(draft), approval }, author, { ...index, draft }, trx);
        ownIntents.add(draft.id);
        return written;
      });
      hasNewIntents = true;
      return intent;
    }),
    recordBlocked: writing(async (draft, reason) => {
      files?.state.checkFolder();
      const { intent } = await commitRecord((trx) =>
        insertIntent('held', toRow(draft, reason), author, { ...index, draft }, trx),
      );
      hasNewIntents = true;
      return intent;
    }),
    change: writing(async (intentId, event, change, from) => {
      const { intent } = await commitRecord(async (trx) => {
        const columns = toChangedColumns(change, clock.now(), clock.sinceBoot?.());
        const written = await updateIntent(intentId, event, columns, author, from, index, trx);
        if (written.record !== undefined) ownIntents.delete(intentId);
        return written;
      });
      return intent;
    }),
    acquireLock: writing(async (name) => database.acquireLock(checkLockName(name))),

    get: reading(async (intentId) => toIntent(await getRow(intentId, db))),
    findByKey: reading((project, intentKey) => findByKey(project, intentKey, db)),
    newestByKey: reading((project, keys) => newestByKey(project, keys, db)),
    fingerprint: key.identify,
    isRequestOf: reading(async ({ fingerprint }, request) => {
      await database.updateKey?.(db);
      return key.hashes(request).includes(fingerprint);
    }),
    paymentHistory: reading((project, paymentId) => toHistory({ project, paymentId }, db)),
    intentsByPayment: reading((project, paymentIds) => readHistories(project, paymentIds, db)),
    openIntents: reading(() => findByStates(OPEN_STATES, db)),
    intentsWithoutResult: reading(() => findByStates(STATES_WITHOUT_RESULT, db)),
    findByRequestId: reading((project, requestId) => findByRequestId(project, requestId, db)),
    isInFlight: (intent) => isInFlight(intent, ownIntents, currentUser.host, processes),
    history: reading(async (filter) => {
      if (filter.phone !== undefined) await database.updateKey?.(db);
      return findIntents(filter, key, db);
    }),
    users: reading(() => findUsers(db)),

    counts: readingCallbacks((query) =>
      db
        .transaction()
        .setAccessMode('read only')
        .execute((trx) => readCounts(query, database.callbacks, trx)),
    ),

    payment: reading((project, paymentId) => findPayment(project, paymentId, db)),
    savePayment: writing((payment) => commit((trx) => savePayment(payment, index, trx))),

    search: {
      find: readingCallbacks((query) => findPayments(query, { ...index, db })),
      projectsOf: readingCallbacks((paymentId) => findProjects(paymentId, db)),
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
      await commitRecord(async (trx) => {
        const at = clock.now();
        await addEntries(noteEntries(note, at), index, trx);
        return { record: await appendNote(note, { at, key, author }, trx) };
      });
    }),
    notes: reading(async (project, paymentIds) => {
      await database.updateKey?.(db);
      return findNotes(project, paymentIds, key, db);
    }),

    addCallback: writing(callbacks.add),
    ingestCallbacks: reading(callbacks.ingest),
    findStorageProblem: (options) => findStorageProblem(database, options),
    watchCallbacks: database.watchCallbacks,
    forwardQueue: queue && {
      take: reading(queue.take),
      renew: reading(queue.renew),
      finish: reading(queue.finish),
      release: reading(queue.release),
      state: reading(queue.state),
    },
    callbacks: readingCallbacks((project, paymentId, limit?: number) =>
      listCallbacks(project, paymentId, limit, key, db),
    ),
    callback: readingCallbacks((callbackId) => getCallback(callbackId, key, db)),
    findCallbacks: readingCallbacks((filter) => findCallbacks(filter, key, db)),
    pruneInvalidCallbacks: writing(async (bytes, kind) => {
      await commit((trx) => pruneInvalid(bytes, kind, database.callbacks, trx));
      return database.freeBytes();
    }),
    pruneCallbacks: readingCallbacks(async (pruning) => {
      if (!pruning.dryRun && readOnly !== undefined) throw readOnly;
      return pruneCallbacks(pruning, { ...database, key }, commit);
    }),
    damagedFiles: () => (files === undefined ? [] : damagedFiles(files.folder)),
    addDelivery: writing((delivery) => commit((trx) => addDelivery(delivery, database.callbacks, trx))),
    deliveries: readingCallbacks((callbackId) => deliveriesOf(callbackId, db)),
    failedDeliveries: readingCallbacks(() => failedDeliveries(database.callbacks.isTaken, db)),

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
    verify: reading(() => verifyLedger(database, () => clock.sleep(0))),
    async close() {
      await callbacks.close();
      if (hasNewIntents && files !== undefined) await saveRecent(files.folder, db);
      await database.close();
    },
  };
}

function checkLockName(name: string): string {
  if (/^[\w-]+$/.test(name)) return name;
  throw new Failure(EXIT.blocked, 'invalid_claim', `${JSON.stringify(name)} is not a valid name of a lock.`);
}
