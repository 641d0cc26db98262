import type { ExpressionBuilder, Kysely } from 'kysely';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure, usageError } from '#domain/errors/failure';
import { type Intent, type IntentState, NOT_PROCESSED_STATES } from '#domain/ledger/intent';
import type { HistoryFilter, PaymentHistory } from '#domain/ledger/ledger';
import { comparablePaymentId } from '#domain/payments/payment-id';
import { canBeSameProject, namesOf } from '#domain/profiles/project';
import type { KeyedHash } from './ledger-key.ts';
import { refundedSince } from './refund-sums.ts';
import { toIntent } from './row-mapping.ts';
import type { IntentRow, Tables } from './tables.ts';

/** Questions about intents. */

/** Of attempts under one key the one counts that was carried out, or may have been; then one that was answered. */
const weightOf = ({ state }: Pick<IntentRow, 'state'>): number => {
  if (NOT_PROCESSED_STATES.some((other) => other === state)) return 0;
  return state === 'refused' || state === 'declined' ? 1 : 2;
};

/** The one that counts comes last. */
const byWeight = (one: IntentRow, other: IntentRow): number => weightOf(one) - weightOf(other) || byTime(one, other);

/** Not the database: asked for an order, it may walk through all that there is in that order. */
const byTime = (one: IntentRow, other: IntentRow): number => one.created_at - other.created_at;

/** @throws {Failure} (usage) when there is no such intent. */
export async function getRow(intentId: string, db: Kysely<Tables>): Promise<IntentRow> {
  const row = await db.selectFrom('intents').selectAll().where('id', '=', intentId).executeTakeFirst();
  if (row !== undefined) return row;
  throw usageError(`There is no intent ${JSON.stringify(intentId)}.`, 'See those that there are: rocketpay history');
}

/** The intent that has a key, of those that something came of or may still come of. */
export async function findByKey(project: string, key: string, db: Kysely<Tables>): Promise<Intent | undefined> {
  const query = db
    .selectFrom('intents')
    .selectAll()
    .where('project', 'in', namesOf(project))
    .where('intent_key', '=', key)
    .where('state', 'not in', [...NOT_PROCESSED_STATES]);
  const row = (await query.execute()).sort(byWeight).at(-1);
  return row === undefined ? undefined : toIntent(row);
}

/** Another process with the same key may have begun since it was looked for. @throws {Failure} (held) then. */
export async function checkKey(project: string, key: string, db: Kysely<Tables>): Promise<void> {
  const same = await findByKey(project, key, db);
  if (same === undefined) return;
  throw new Failure(EXIT.held, 'in_flight', `The intent ${JSON.stringify(key)} is being sent by another process.`, {
    hint: 'Run this again for its result.',
    paymentId: same.paymentId,
    intentId: same.id,
  });
}

/** The intents of a payment id in every project that can be this one, oldest first. */
async function intentsOf(project: string, paymentId: string, db: Kysely<Tables>): Promise<readonly Intent[]> {
  const query = db.selectFrom('intents').selectAll().where('payment_key', '=', comparablePaymentId(paymentId));
  const rows = await query.orderBy('created_at').execute();
  return rows.filter((row) => canBeSameProject(row.project, project)).map(toIntent);
}

/** What was sent for a payment before, and how much of a project's money went back since a time. */
export async function pastOf(
  { project, paymentId }: Pick<Intent, 'project' | 'paymentId'>,
  db: Kysely<Tables>,
): Promise<PaymentHistory> {
  const own = namesOf(project);
  const intents = paymentId === undefined ? [] : await intentsOf(project, paymentId, db);
  return {
    intents: intents.filter((intent) => own.includes(intent.project)),
    elsewhere: intents.filter((intent) => !own.includes(intent.project)),
    refundedSince: (time, currency) => refundedSince(project, time, currency, db),
  };
}

/** Those that fit, the newest first. */
export async function findIntents(
  filter: HistoryFilter,
  hash: KeyedHash,
  db: Kysely<Tables>,
): Promise<readonly Intent[]> {
  const { paymentId, kind, state, profile, user, phone, since, until, limit } = filter;
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
  if (phone !== undefined) query = query.where((of) => isOfPayer(hash(phone), of));
  if (user !== undefined) query = query.where((of) => isBy(user, of));
  if (since !== undefined) query = query.where('created_at', '>=', since);
  if (until !== undefined) query = query.where('created_at', '<', until);
  return (await query.execute()).map(toIntent);
}

type IntentExpression = ExpressionBuilder<Tables, 'intents'>;

/** With the number of a payer, or about a payment that another intent has the number of. */
const isOfPayer = (phoneHash: string, { or, eb, exists, selectFrom }: IntentExpression) =>
  or([
    eb('phone_hash', '=', phoneHash),
    exists(
      selectFrom('intents as other')
        .select('other.id')
        .where('other.phone_hash', '=', phoneHash)
        .whereRef('other.payment_key', '=', 'intents.payment_key')
        .whereRef('other.project', '=', 'intents.project'),
    ),
  ]);

/** A user's name may hold an @ itself. */
const isBy = (name: string, { or, and, eb }: IntentExpression) => {
  const at = name.lastIndexOf('@');
  const whole = eb('user', '=', name);
  return at < 0 ? whole : or([whole, and([eb('user', '=', name.slice(0, at)), eb('host', '=', name.slice(at + 1))])]);
};

/** Everyone who has begun an intent, as `user@host`. */
export async function findPeople(db: Kysely<Tables>): Promise<readonly string[]> {
  const rows = await db.selectFrom('intents').select(['user', 'host']).distinct().execute();
  return rows.map(({ user, host }) => `${user}@${host}`).sort();
}

/** The newest intent of each key; where something came of one, that is what counts, whatever the clock said then. */
export async function newestByKey(
  project: string,
  keys: readonly string[],
  db: Kysely<Tables>,
): Promise<ReadonlyMap<string, Intent>> {
  const query = db
    .selectFrom('intents')
    .selectAll()
    .where('project', 'in', namesOf(project))
    .where('intent_key', 'in', keys);
  const intents = (await query.execute()).sort(byWeight).map(toIntent);
  return new Map(intents.map((intent) => [intent.key ?? '', intent]));
}

/** All intents of each of many payments in every project that can be this one, the oldest first. */
export async function intentsOfEach(
  project: string,
  paymentIds: readonly string[],
  db: Kysely<Tables>,
): Promise<ReadonlyMap<string, readonly Intent[]>> {
  const keys = paymentIds.map(comparablePaymentId);
  const query = db.selectFrom('intents').selectAll().where('payment_key', 'in', keys);
  const rows = (await query.execute()).filter((row) => canBeSameProject(row.project, project)).sort(byTime);
  const found = new Map<string | null, Intent[]>(keys.map((key) => [key, []]));
  for (const row of rows) found.get(row.payment_key)?.push(toIntent(row));
  return new Map(paymentIds.map((id) => [id, found.get(comparablePaymentId(id)) ?? []]));
}

/** All in some states, the oldest first. */
export async function inStates(states: readonly IntentState[], db: Kysely<Tables>): Promise<readonly Intent[]> {
  const query = db.selectFrom('intents').selectAll().where('state', 'in', states);
  return (await query.execute()).sort(byTime).map(toIntent);
}

/** Those that were answered with a request id, in every project that can be this one. */
export async function withRequestId(
  project: string,
  requestId: string,
  db: Kysely<Tables>,
): Promise<readonly Intent[]> {
  const rows = await db.selectFrom('intents').selectAll().where('request_id', '=', requestId).execute();
  return rows.filter((row) => canBeSameProject(row.project, project)).map(toIntent);
}
