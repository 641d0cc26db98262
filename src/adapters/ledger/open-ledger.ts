import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Kysely, sql, type Transaction } from 'kysely';
import { damagedFiles } from '#adapters/ledger/spool/callback-spool';
import { createCallbackWriter } from '#adapters/ledger/spool/callback-writer';
import { checkOwners, makeFolder, withFolders } from '#adapters/private-files';
import type { Clock } from '#async/clock';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import type { AuditEvent, AuditRecord } from '#domain/ledger/audit-record';
import {
  type Intent,
  type IntentDraft,
  type IntentState,
  OPEN_STATES,
  STATES_WITHOUT_RESULT,
} from '#domain/ledger/intent';
import type { Ledger } from '#domain/ledger/ledger';
import { comparablePaymentId } from '#domain/payments/payment-id';
import { DAY_MS } from '#domain/time/duration';
import { appendRecord, readRecords, verifyTrail } from './audit-trail.ts';
import { callbacksOf, findCallbacks, getCallback, pruneInvalid } from './callbacks.ts';
import { readCurrentUser } from './current-user.ts';
import { infoOf, openDatabase, openDatabaseForReading } from './database-file.ts';
import { addDelivery, deliveriesOf, failedDeliveries } from './deliveries.ts';
import { groupCommits } from './group-commit.ts';
import {
  checkKey,
  findByKey,
  findIntents,
  findPeople,
  getRow,
  inStates,
  intentsOfEach,
  newestByKey,
  pastOf,
  withRequestId,
} from './intents.ts';
import { KEY_CHECK, type LedgerKey, openKey, openKeyForReading, otherKey, temporaryKey } from './ledger-key.ts';
import {
  checkFolder,
  checkNotOlder,
  checkPresent,
  notedFolder,
  noteFolder,
  noteHead,
  readHeads,
  removeEmpty,
  writeHead,
} from './ledger-state.ts';
import { pruneCallbacks } from './prune-callbacks.ts';
import { type LedgerCopy, readOnlyFailure, whyReadOnly } from './read-only.ts';
import { saveRecent } from './recent-intents.ts';
import { adjustSums } from './refund-sums.ts';
import { changedColumns, newRow, toIntent, toPayment, toPaymentRow, type Unchained } from './row-mapping.ts';
import { claimFile, freeBytes, IN_MEMORY, ledgerFailure } from './sqlite.ts';
import type { Tables } from './tables.ts';

/** What a ledger needs to know of this machine. */
export interface LedgerOptions {
  /** The folder that holds it; a temporary one needs none. */
  readonly folder: string;
  /** This user; undefined where the system has none. */
  readonly uid?: number | undefined;
  /** Kept in memory only, and forgotten when it is closed. */
  readonly temporary?: boolean;
  readonly pid: number;
  /** True of a process that runs on this machine. */
  readonly isRunning: (pid: number) => boolean;
  readonly clock: Clock;
  /** When a running process was started, as the system names it; undefined where it does not. */
  readonly processStart?: (pid: number) => string | undefined;
  /** The folder of the profiles, where the place of the ledger is noted; without it no place is compared. */
  readonly settings?: string | undefined;
  /** Takes the ledger as it is found, and its place, although something shows that it is not the one of before. */
  readonly accept?: boolean;
}

/** A process that was stopped in the middle is waited for this long before its id counts as another's. */
const MAX_RUN_MS = DAY_MS;

/**
 * Opens the ledger of this machine: see {@link Ledger}. One that cannot be written is opened for reading.
 *
 * @param open opens the database at a path, or in memory
 */
export async function openLedger(options: LedgerOptions, open = openDatabase): Promise<Ledger> {
  const { folder, uid, accept = false } = options;
  const place = options.temporary === true ? IN_MEMORY : join(folder, 'ledger.db');
  const why = place === IN_MEMORY ? undefined : whyReadOnly(place, uid);
  let db: Kysely<Tables> | undefined;
  try {
    if (why !== undefined) return await openForReading(place, why, options);
    if (place !== IN_MEMORY) {
      checkOwners([...withFolders(place), ...withFolders(join(folder, 'ledger.key'))], uid);
      makeFolder(folder, uid);
    }
    const kept = place === IN_MEMORY ? [] : readHeads(folder, options.settings);
    if (place !== IN_MEMORY) (accept ? removeEmpty : checkPresent)(folder, options.settings);
    db = await open(place);
    const id = (await infoOf('id', db)) ?? '';
    if (!accept) await checkNotOlder(kept, id, place, db);
    const key = place === IN_MEMORY ? temporaryKey() : await keyFor(join(folder, 'ledger.key'), db, accept);
    if (accept) await acceptAsFound(id, options, db);
    return ledgerOn(db, { place, id, key }, options);
  } catch (error) {
    await db?.destroy();
    throw ledgerFailure(error, place);
  }
}

/** @param why see {@link whyReadOnly} */
async function openForReading(place: string, why: string, options: LedgerOptions): Promise<Ledger> {
  const { folder, accept = false } = options;
  const refusal = readOnlyFailure(place, why);
  if (accept) throw refusal;
  const { db, copy } = await openDatabaseForReading(place, options);
  try {
    const id = (await infoOf('id', db)) ?? '';
    await checkNotOlder(readHeads(folder, options.settings), id, place, db);
    const key = openKeyForReading(join(folder, 'ledger.key'), await infoOf('key_check', db));
    return ledgerOn(db, { place, id, key, reading: { refusal, copy } }, options);
  } catch (error) {
    await db.destroy();
    copy?.remove();
    throw error;
  }
}

/** What makes a ledger, once its database is open. */
interface Opened {
  readonly place: string;
  readonly id: string;
  readonly key: LedgerKey;
  /** Of one that can only be read. */
  readonly reading?: { readonly refusal: Failure; readonly copy: LedgerCopy | undefined };
}

/** The file of a lock: beside the ledger, whatever its name is. */
function claimName(name: string): string {
  if (/^[\w-]+$/.test(name)) return `${name}.lock`;
  throw new Failure(EXIT.held, 'invalid_claim', `${JSON.stringify(name)} cannot be the name of a lock.`);
}

/** The key of a ledger; a hash that it makes is kept in the database, so that another key is noticed. */
async function keyFor(file: string, db: Kysely<Tables>, accept: boolean): Promise<LedgerKey> {
  const check = accept ? undefined : await infoOf('key_check', db);
  const isUsed = async () => (await isFilled('records', db)) || (await isFilled('callbacks', db));
  const mayMake = accept || (check === undefined && !(await isUsed()));
  const key = openKey(file, mayMake);
  if (!mayMake && !existsSync(file)) return key;
  const own = key.hash(KEY_CHECK);
  if (check === own) return key;
  if (check !== undefined) return otherKey(file);
  const row = { name: 'key_check', value: own };
  await db
    .insertInto('info')
    .values(row)
    .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
    .execute();
  return key;
}

const isFilled = async (table: 'records' | 'callbacks', db: Kysely<Tables>): Promise<boolean> =>
  (await db.selectFrom(table).select(sql.lit(1).as('one')).limit(1).executeTakeFirst()) !== undefined;

/** Keeps what was found as what is expected from now on. */
async function acceptAsFound(
  id: string,
  { folder, settings, temporary }: LedgerOptions,
  db: Kysely<Tables>,
): Promise<void> {
  if (temporary === true) return;
  const head = await db.selectFrom('head').selectAll().executeTakeFirst();
  const kept = head?.number ? { id, number: head.number, hash: head.hash } : undefined;
  if (kept === undefined) rmSync(join(folder, 'head.json'), { force: true });
  else writeHead(folder, kept);
  if (settings !== undefined) noteFolder(settings, folder, kept);
}

function ledgerOn(db: Kysely<Tables>, { place, id, key, reading }: Opened, options: LedgerOptions): Ledger {
  const { hash } = key;
  const { pid, clock, folder, settings } = options;
  const processStart = options.processStart ?? (() => undefined);
  const person = readCurrentUser();
  const by = `${person.user}@${person.host}`;
  /** What this very process has begun. */
  const own = new Set<string>();
  let added = false;

  const guarded =
    <Arguments extends unknown[], Result>(work: (...args: Arguments) => Promise<Result>) =>
    async (...args: Arguments): Promise<Result> => {
      try {
        return await work(...args);
      } catch (error) {
        throw ledgerFailure(error, place);
      }
    };
  /** Of what writes: nothing is begun where the ledger can only be read. */
  const writing = <Arguments extends unknown[], Result>(work: (...args: Arguments) => Promise<Result>) =>
    guarded(
      reading === undefined
        ? work
        : async (..._: Arguments): Promise<Result> => {
            throw reading.refusal;
          },
    );
  const commit = groupCommits(db);
  const readFrom = reading === undefined ? place : reading.copy?.file;
  const spool = readFrom === undefined || readFrom === IN_MEMORY ? undefined : dirname(readFrom);
  const keeper = createCallbackWriter(db, key, clock, commit, spool);

  /** Records columns of an intent, and keeps them in its row. */
  const record = async (id: string, event: AuditEvent, columns: Partial<Unchained>, trx: Transaction<Tables>) => {
    const at = columns.changed_at ?? clock.now();
    return appendRecord({ at, by, intentId: id, event, data: JSON.stringify(columns) }, trx);
  };

  /** Records a new intent, and keeps its row. */
  const add = async (event: AuditEvent, row: Unchained, trx: Transaction<Tables>) => {
    const recorded = await record(row.id, event, row, trx);
    const whole = { ...row, hash: recorded.hash };
    await trx.insertInto('intents').values(whole).execute();
    await adjustSums(undefined, whole, trx);
    added = true;
    return { recorded, intent: toIntent(whole) };
  };

  let kept = 0;
  /** Commits a piece that appends a record, and then keeps the record as the newest one. */
  const commitRecord = async (
    piece: (trx: Transaction<Tables>) => Promise<{ recorded?: AuditRecord; intent: Intent }>,
  ) => {
    const { recorded, intent } = await commit(piece);
    if (recorded !== undefined && recorded.number > kept && place !== IN_MEMORY) {
      kept = recorded.number;
      writeHead(folder, { ...recorded, id });
      if (settings !== undefined) noteHead(settings, folder, { ...recorded, id });
    }
    return intent;
  };
  const checkPlace = () => {
    if (settings !== undefined && place !== IN_MEMORY) checkFolder(settings, folder);
  };
  const newRowOf = (draft: IntentDraft, held?: string) =>
    newRow(
      draft,
      { ...person, pid, processStart: processStart(pid), now: clock.now(), boot: clock.sinceBoot?.(), hash },
      held,
    );

  return {
    place,
    id,
    readOnly: reading?.refusal,
    notedFolder: settings === undefined ? undefined : notedFolder(settings),
    currentUser: person,
    fingerprint: hash,
    createIntent: writing((draft, allow) => {
      checkPlace();
      return commitRecord(async (trx) => {
        if (draft.key !== undefined) await checkKey(draft.project, draft.key, trx);
        await allow?.(await pastOf(draft, trx));
        const begun = await add('begun', newRowOf(draft), trx);
        own.add(draft.id);
        return begun;
      });
    }),
    recordBlocked: writing((draft, reason) => {
      checkPlace();
      return commitRecord((trx) => add('held', newRowOf(draft, reason), trx));
    }),
    change: writing((intentId, event, change, from) =>
      commitRecord(async (trx) => {
        const row = await getRow(intentId, trx);
        if (from?.includes(row.state as IntentState) === false) return { intent: toIntent(row) };
        const columns = changedColumns(change, clock.now(), clock.sinceBoot?.());
        const recorded = await record(intentId, event, columns, trx);
        const whole = { ...row, ...columns, hash: recorded.hash };
        await trx
          .updateTable('intents')
          .set({ ...columns, hash: recorded.hash })
          .where('id', '=', intentId)
          .execute();
        await adjustSums(row, whole, trx);
        own.delete(intentId);
        return { recorded, intent: toIntent(whole) };
      }),
    ),
    get: guarded(async (intentId) => toIntent(await getRow(intentId, db))),
    findByKey: guarded((project, own) => findByKey(project, own, db)),
    newestByKey: guarded((project, keys) => newestByKey(project, keys, db)),
    paymentHistory: guarded((project, paymentId) => pastOf({ project, paymentId }, db)),
    intentsByPayment: guarded((project, paymentIds) => intentsOfEach(project, paymentIds, db)),
    acquireLock: writing(async (name) =>
      place === IN_MEMORY ? () => {} : claimFile(join(dirname(place), claimName(name))),
    ),
    openIntents: guarded(() => inStates(OPEN_STATES, db)),
    intentsWithoutResult: guarded(() => inStates(STATES_WITHOUT_RESULT, db)),
    findByRequestId: guarded((project, requestId) => withRequestId(project, requestId, db)),
    isInFlight(intent) {
      if (intent.state !== 'sending') return false;
      if (intent.host !== person.host) return clock.now() < intent.endsBy;
      if (intent.pid === pid) return own.has(intent.id);
      const started = processStart(intent.pid);
      // Another process has its id now.
      if (intent.processStart !== undefined && started !== undefined && started !== intent.processStart) return false;
      return options.isRunning(intent.pid) && clock.now() - intent.createdAt < MAX_RUN_MS;
    },
    history: guarded((filter) => findIntents(filter, hash, db)),
    users: guarded(() => findPeople(db)),
    payment: guarded(async (project, paymentId) => {
      const row = await db
        .selectFrom('payments')
        .selectAll()
        .where('project', '=', project)
        .where('payment_key', '=', comparablePaymentId(paymentId))
        .executeTakeFirst();
      return row === undefined ? undefined : toPayment(row);
    }),
    savePayment: writing(async (payment) => {
      const row = toPaymentRow(payment);
      await commit((trx) =>
        trx
          .insertInto('payments')
          .values(row)
          .onConflict((conflict) => conflict.columns(['project', 'payment_key']).doUpdateSet(row))
          .execute(),
      );
    }),
    addCallback: writing(keeper.add),
    callbacks: guarded(async (project, paymentId) => {
      await keeper.ingest();
      return callbacksOf(project, paymentId, key, db);
    }),
    callback: guarded(async (id) => {
      await keeper.ingest();
      return getCallback(id, key, db);
    }),
    findCallbacks: guarded(async (filter) => {
      await keeper.ingest();
      return findCallbacks(filter, key, db);
    }),
    addDelivery: writing((delivery) => commit((trx) => addDelivery(delivery, trx))),
    deliveries: guarded(async (callbackId) => {
      await keeper.ingest();
      return deliveriesOf(callbackId, db);
    }),
    failedDeliveries: guarded(async () => {
      await keeper.ingest();
      return failedDeliveries(db);
    }),
    pruneInvalidCallbacks: writing(async (bytes, kind) => {
      await commit((trx) => pruneInvalid(bytes, kind, trx));
      return place === IN_MEMORY ? Number.POSITIVE_INFINITY : freeBytes(place);
    }),
    pruneCallbacks: guarded(async (pruning) => {
      await keeper.ingest();
      return commit((trx) => pruneCallbacks(pruning, trx));
    }),
    damagedFiles: () => (place === IN_MEMORY ? [] : damagedFiles(dirname(place))),
    async *records(filter) {
      try {
        yield* readRecords(db, filter);
      } catch (error) {
        throw ledgerFailure(error, place);
      }
    },
    verify: guarded(() =>
      db
        .transaction()
        .setAccessMode('read only')
        .execute((trx) => verifyTrail(trx, () => clock.sleep(0))),
    ),
    async close() {
      await keeper.close();
      if (added && place !== IN_MEMORY) await saveRecent(dirname(place), db);
      await db.destroy();
      reading?.copy?.remove();
    },
  };
}
