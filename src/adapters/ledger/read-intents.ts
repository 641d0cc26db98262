import type { ExpressionBuilder, Kysely } from 'kysely';
import { termNumbers } from '#adapters/ledger/search/search-index';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure, usageError } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import { type Intent, NOT_PROCESSED_STATES } from '#domain/ledger/intent';
import type { PaymentHistory } from '#domain/ledger/ledger';
import type { HistoryFilter } from '#domain/ledger/ledger-filters';
import { comparablePaymentId } from '#domain/payments/payment-id';
import { canBeSameProject, listProjectNames } from '#domain/profiles/project';
import type { LedgerKey } from './ledger-key.ts';
import { refundedSince } from './refund-sums.ts';
import { toIntent } from './row-mapping.ts';
import type { IntentRow, Tables } from './tables.ts';

/** Queries of intents. */

/** Sorts intents of one key by relevance: not processed, refused, and last those that were processed or may have been. */
const byRelevance = (one: IntentRow, other: IntentRow): number =>
  getRelevance(one) - getRelevance(other) || byTime(one, other);

const getRelevance = ({ state }: Pick<IntentRow, 'state'>): number => {
  if (NOT_PROCESSED_STATES.some((other) => other === state)) return 0;
  return state === 'refused' || state === 'declined' ? 1 : 2;
};

/** Sorts here and not in the database, which may read all intents in that order if it is asked to sort. */
const byTime = (one: IntentRow, other: IntentRow): number => one.created_at - other.created_at;

/** @throws {Failure} (usage) when there is no such intent. */
export async function getRow(intentId: string, db: Kysely<Tables>): Promise<IntentRow> {
  const row = await db.selectFrom('intents').selectAll().where('id', '=', intentId).executeTakeFirst();
  if (row !== undefined) return row;
  throw noIntent(intentId);
}

export const noIntent = (intentId: string): Failure =>
  usageError(
    message('There is no intent {id}.', { id: JSON.stringify(intentId) }),
    message('To list all intents: rocketpay history'),
  );

/** Returns the intents with a key of a caller. */
export const readByKey = (project: string, key: string, db: Kysely<Tables>): Promise<readonly IntentRow[]> =>
  db
    .selectFrom('intents')
    .selectAll()
    .where('project', 'in', listProjectNames(project))
    .where('intent_key', '=', key)
    .execute();

/** Returns the intent that was processed or may have been. */
export function chooseByKey(rows: readonly IntentRow[]): Intent | undefined {
  const row = rows
    .filter(({ state }) => !NOT_PROCESSED_STATES.some((other) => other === state))
    .sort(byRelevance)
    .at(-1);
  return row === undefined ? undefined : toIntent(row);
}

/** @throws {Failure} (blocked) when another process has used the key meanwhile. */
export function checkKey(key: string, rows: readonly IntentRow[]): void {
  const same = chooseByKey(rows);
  if (same === undefined) return;
  throw new Failure(
    EXIT.blocked,
    'in_flight',
    message('The intent {key} is being sent by another process.', { key: JSON.stringify(key) }),
    {
      hint: message('Run this again for its result.'),
      paymentId: same.paymentId,
      intentId: same.id,
    },
  );
}

/** Returns the relevant intent of each key: see {@link byRelevance}. The order of the clock counts only between equal ones. */
export async function newestByKey(
  project: string,
  keys: readonly string[],
  db: Kysely<Tables>,
): Promise<ReadonlyMap<string, Intent>> {
  const query = db
    .selectFrom('intents')
    .selectAll()
    .where('project', 'in', listProjectNames(project))
    .where('intent_key', 'in', keys);
  const intents = (await query.execute()).sort(byRelevance).map(toIntent);
  return new Map(intents.map((intent) => [intent.key ?? '', intent]));
}

/** Returns the intents of some payments in every project. */
export const readByPayments = (paymentIds: readonly string[], db: Kysely<Tables>): Promise<readonly IntentRow[]> =>
  db.selectFrom('intents').selectAll().where('payment_key', 'in', paymentIds.map(comparablePaymentId)).execute();

/** Returns the intents of a project and of those that can be the same one, oldest first. */
export const ofProject = (project: string, rows: readonly IntentRow[]): readonly IntentRow[] =>
  rows.filter((row) => canBeSameProject(row.project, project)).sort(byTime);

/**
 * Returns the history of a payment before a new intent.
 *
 * @param rows the intents of the payment in every project that can be the same one, oldest first
 * @param query returns the database for other queries
 */
export function toHistory(
  project: string,
  rows: readonly IntentRow[],
  query: () => Promise<Kysely<Tables>>,
): Omit<PaymentHistory, 'checkLimits'> {
  const own = listProjectNames(project);
  const intents = rows.map(toIntent);
  return {
    intents: intents.filter((intent) => own.includes(intent.project)),
    elsewhere: intents.filter((intent) => !own.includes(intent.project)),
    refundedSince: async (time, currency) => refundedSince(project, time, currency, await query()),
  };
}

/** Returns the intents of each payment in every project that can be the same one, oldest first. */
export async function readHistories(
  project: string,
  paymentIds: readonly string[],
  db: Kysely<Tables>,
): Promise<ReadonlyMap<string, readonly Intent[]>> {
  const keys = paymentIds.map(comparablePaymentId);
  const found = new Map<string | null, Intent[]>(keys.map((key) => [key, []]));
  for (const row of ofProject(project, await readByPayments(paymentIds, db)))
    found.get(row.payment_key)?.push(toIntent(row));
  return new Map(paymentIds.map((id) => [id, found.get(comparablePaymentId(id)) ?? []]));
}

/** Returns the intents with a request id in every project that can be the same one. */
export async function findByRequestId(
  project: string,
  requestId: string,
  db: Kysely<Tables>,
): Promise<readonly Intent[]> {
  const rows = await db.selectFrom('intents').selectAll().where('request_id', '=', requestId).execute();
  return rows.filter((row) => canBeSameProject(row.project, project)).map(toIntent);
}

/** Returns the matching intents, newest first. */
export async function findIntents(
  filter: HistoryFilter,
  key: Pick<LedgerKey, 'hashes'>,
  db: Kysely<Tables>,
): Promise<readonly Intent[]> {
  const { paymentId, kind, state, profile, ticket, user, phone, since, until, after, limit } = filter;
  const equal = {
    payment_key: paymentId === undefined ? undefined : comparablePaymentId(paymentId),
    kind,
    state,
    profile,
  };
  let query = db.selectFrom('intents').selectAll().orderBy('created_at', 'desc').orderBy('id').limit(limit);
  for (const [column, value] of Object.entries(equal)) {
    if (value !== undefined) query = query.where(column as keyof typeof equal, '=', value);
  }
  if (phone !== undefined) query = query.where((builder) => hasPhone(phone, key, builder));
  if (ticket !== undefined) query = query.where('ticket', '=', ticket);
  if (user !== undefined) query = query.where((builder) => hasUser(user, builder));
  if (since !== undefined) query = query.where('created_at', '>=', since);
  if (until !== undefined) query = query.where('created_at', '<', until);
  if (after !== undefined) query = query.where((builder) => isAfter(after, builder));
  return (await query.execute()).map(toIntent);
}

type IntentExpression = ExpressionBuilder<Tables, 'intents'>;

/**
 * Selects intents with a phone, and those of a payment that another intent, a status or a callback with this phone has. Their ids are
 * found first, by indexes: a condition on each intent would read all of them.
 */
function hasPhone(phone: string, key: Pick<LedgerKey, 'hashes'>, { eb, selectFrom }: IntentExpression) {
  const hashes = key.hashes(phone);
  const own = selectFrom('intents as own').select('own.id').where('own.phone_hash', 'in', hashes);
  const ofOthers = selectFrom('intents as other')
    .innerJoin('intents as same', (join) =>
      join.onRef('same.payment_key', '=', 'other.payment_key').onRef('same.project', '=', 'other.project'),
    )
    .select('same.id')
    .where('other.phone_hash', 'in', hashes);
  const found = selectFrom('search_terms')
    .innerJoin('search_payments', 'search_payments.number', 'search_terms.payment')
    .innerJoin('intents as known', (join) =>
      join
        .onRef('known.payment_key', '=', 'search_payments.payment_key')
        .onRef('known.project', '=', 'search_payments.project'),
    )
    .select('known.id')
    .where('search_terms.term', 'in', termNumbers({ kind: 'phone', text: phone }, key));
  return eb('intents.id', 'in', own.union(ofOthers).union(found));
}

/** Selects what follows an intent in the order of {@link findIntents}. The first condition uses the index of the times. */
const isAfter = ({ createdAt, id }: Pick<Intent, 'createdAt' | 'id'>, { or, and, eb }: IntentExpression) =>
  and([eb('created_at', '<=', createdAt), or([eb('created_at', '<', createdAt), eb('id', '>', id)])]);

/** Selects intents by `user` or `user@host`. The name of a user may contain an @. */
const hasUser = (name: string, { or, and, eb }: IntentExpression) => {
  const at = name.lastIndexOf('@');
  const whole = eb('user', '=', name);
  return at < 0 ? whole : or([whole, and([eb('user', '=', name.slice(0, at)), eb('host', '=', name.slice(at + 1))])]);
};

/** Returns all users who have created an intent, as `user@host`. */
export async function findUsers(db: Kysely<Tables>): Promise<readonly string[]> {
  const rows = await db.selectFrom('intents').select(['user', 'host']).distinct().execute();
  return rows.map(({ user, host }) => `${user}@${host}`).sort();
}
