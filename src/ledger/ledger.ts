import { dirname, join } from 'node:path';
import { Kysely, Migrator, type Transaction } from 'kysely';
import type { Clock } from '../clock.ts';
import type { AuditEvent } from '../domain/audit.ts';
import { Failure } from '../domain/errors.ts';
import { EXIT } from '../domain/exit-codes.ts';
import { type IntentState, OPEN_STATES, STATES_WITHOUT_RESULT } from '../domain/intent.ts';
import type { Ledger } from '../domain/ledger.ts';
import { checkOwners, makeFolder } from '../private-files.ts';
import { callbackKeeper } from './callback-keeper.ts';
import { callbacksOf, findCallbacks, getCallback } from './callbacks.ts';
import { addDelivery, deliveriesOf, failedDeliveries } from './deliveries.ts';
import { groupCommits } from './group-commit.ts';
import {
  checkKey,
  findByKey,
  findIntents,
  getRow,
  inStates,
  intentsOfEach,
  newestByKey,
  pastOf,
  withRequestId,
} from './intents.ts';
import { type LedgerKey, openKey, temporaryKey } from './key.ts';
import { MIGRATIONS } from './migrations.ts';
import { thisPerson } from './person.ts';
import { keepRecent } from './recent.ts';
import { changedColumns, newRow, paymentKey, toIntent, toPayment, toPaymentRow, type Unchained } from './rows.ts';
import { claimFile, IN_MEMORY, ledgerFailure, sqliteDialect } from './sqlite.ts';
import type { Tables } from './tables.ts';
import { appendRecord, readRecords, verifyTrail } from './trail.ts';

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
}

/** A process that was stopped in the middle is waited for this long before its id counts as another's. */
const LONGEST_RUN_MS = 24 * 3_600_000;

/** Opens the ledger of this machine: see {@link Ledger}. */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  const { folder, uid } = options;
  const place = options.temporary === true ? IN_MEMORY : join(folder, 'ledger.db');
  let db: Kysely<Tables> | undefined;
  try {
    if (place !== IN_MEMORY) {
      checkOwners([folder, place, join(folder, 'ledger.key')], uid);
      makeFolder(folder, uid);
    }
    db = new Kysely<Tables>({ dialect: sqliteDialect(place) });
    await migrate(db, place);
    const key = place === IN_MEMORY ? temporaryKey() : openKey(join(folder, 'ledger.key'));
    return ledgerOn(db, place, key, options);
  } catch (error) {
    await db?.destroy();
    throw ledgerFailure(error, place);
  }
}

/** The file of a claim: beside the ledger, whatever its name is. */
function claimName(name: string): string {
  if (/^[\w-]+$/.test(name)) return `${name}.lock`;
  throw new Failure(EXIT.held, 'invalid_claim', `${JSON.stringify(name)} cannot be the name of a lock.`);
}

async function migrate(db: Kysely<Tables>, place: string): Promise<void> {
  if (await isCurrent(db)) return;
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  if (!/corrupted migrations/.test((error as Error).message)) throw error;
  throw new Failure(EXIT.held, 'ledger_unavailable', `The ledger ${place} was written by a newer version.`, {
    hint: 'Update rocketpay, or use another place: ROCKETPAY_DATA_DIR.',
  });
}

/** A ledger that is as it should be is opened without waiting for whoever writes to it. */
async function isCurrent(db: Kysely<Tables>): Promise<boolean> {
  try {
    const done = await db.selectFrom('kysely_migration').select('name').orderBy('name').execute();
    return done.map(({ name }) => name).join() === Object.keys(MIGRATIONS).join();
  } catch {
    return false;
  }
}

function ledgerOn(db: Kysely<Tables>, place: string, key: LedgerKey, options: LedgerOptions): Ledger {
  const { hash } = key;
  const { pid, clock } = options;
  const person = thisPerson();
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
  const commit = groupCommits(db);
  const keeper = callbackKeeper(db, key, clock, commit, place === IN_MEMORY ? undefined : dirname(place));

  /** Records columns of an intent, and keeps them in its row. */
  const record = async (id: string, event: AuditEvent, columns: Partial<Unchained>, trx: Transaction<Tables>) => {
    const at = columns.changed_at ?? clock.now();
    return appendRecord({ at, by, intentId: id, event, data: JSON.stringify(columns) }, trx);
  };

  /** Records a new intent, and keeps its row. */
  const add = async (event: AuditEvent, row: Unchained, trx: Transaction<Tables>) => {
    const { hash: chained } = await record(row.id, event, row, trx);
    const whole = { ...row, hash: chained };
    await trx.insertInto('intents').values(whole).execute();
    added = true;
    return toIntent(whole);
  };

  return {
    place,
    person,
    fingerprint: hash,
    begin: guarded((draft, allow) =>
      commit(async (trx) => {
        if (draft.key !== undefined) await checkKey(draft.project, draft.key, trx);
        await allow?.(await pastOf(draft, trx));
        const intent = await add('begun', newRow(draft, { ...person, pid, now: clock.now(), hash }), trx);
        own.add(draft.id);
        return intent;
      }),
    ),
    hold: guarded((draft, reason) =>
      commit((trx) => add('held', newRow(draft, { ...person, pid, now: clock.now(), hash }, reason), trx)),
    ),
    change: guarded((intentId, event, change, from) =>
      commit(async (trx) => {
        const row = await getRow(intentId, trx);
        if (from?.includes(row.state as IntentState) === false) return toIntent(row);
        const columns = changedColumns(change, clock.now());
        const { hash: chained } = await record(intentId, event, columns, trx);
        await trx
          .updateTable('intents')
          .set({ ...columns, hash: chained })
          .where('id', '=', intentId)
          .execute();
        own.delete(intentId);
        return toIntent({ ...row, ...columns, hash: chained });
      }),
    ),
    get: guarded(async (intentId) => toIntent(await getRow(intentId, db))),
    findByKey: guarded((project, own) => findByKey(project, own, db)),
    newestByKey: guarded((project, keys) => newestByKey(project, keys, db)),
    past: guarded((project, paymentId) => pastOf({ project, paymentId }, db)),
    pastOf: guarded((project, paymentIds) => intentsOfEach(project, paymentIds, db)),
    claim: guarded(async (name) => (place === IN_MEMORY ? () => {} : claimFile(join(dirname(place), claimName(name))))),
    open: guarded(() => inStates(OPEN_STATES, db)),
    withoutResult: guarded(() => inStates(STATES_WITHOUT_RESULT, db)),
    withRequestId: guarded((project, requestId) => withRequestId(project, requestId, db)),
    isInFlight(intent) {
      if (intent.state !== 'sending') return false;
      if (intent.host !== person.host) return clock.now() < intent.endsBy;
      if (intent.pid === pid) return own.has(intent.id);
      return options.isRunning(intent.pid) && clock.now() - intent.createdAt < LONGEST_RUN_MS;
    },
    history: guarded((filter) => findIntents(filter, hash, db)),
    payment: guarded(async (project, paymentId) => {
      const row = await db
        .selectFrom('payments')
        .selectAll()
        .where('project', '=', project)
        .where('payment_key', '=', paymentKey(paymentId))
        .executeTakeFirst();
      return row === undefined ? undefined : toPayment(row);
    }),
    observe: guarded(async (payment) => {
      const row = toPaymentRow(payment);
      await commit((trx) =>
        trx
          .insertInto('payments')
          .values(row)
          .onConflict((conflict) => conflict.columns(['project', 'payment_key']).doUpdateSet(row))
          .execute(),
      );
    }),
    addCallback: guarded(keeper.add),
    callbacks: guarded(async (project, paymentId) => {
      await keeper.sortIn();
      return callbacksOf(project, paymentId, key, db);
    }),
    callback: guarded(async (id) => {
      await keeper.sortIn();
      return getCallback(id, key, db);
    }),
    findCallbacks: guarded(async (filter) => {
      await keeper.sortIn();
      return findCallbacks(filter, key, db);
    }),
    addDelivery: guarded((delivery) => commit((trx) => addDelivery(delivery, trx))),
    deliveries: guarded((callbackId) => deliveriesOf(callbackId, db)),
    failedDeliveries: guarded(() => failedDeliveries(db)),
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
      if (added && place !== IN_MEMORY) await keepRecent(dirname(place), db);
      await db.destroy();
    },
  };
}
