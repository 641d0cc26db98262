import { type AliasedExpression, type ExpressionBuilder, type Kysely, sql } from 'kysely';
import type { CallbackTables } from '#adapters/ledger/callbacks/callback-tables';
import type { Tables } from '#adapters/ledger/tables';
import type { IntentKind, IntentState } from '#domain/ledger/intent';
import { FINAL_STATUSES } from '#domain/payments/payment-status';
import { listProjectNames } from '#domain/profiles/project';
import { isRefundIntent } from '#domain/refunds/refund-history';
import {
  type CallbackCounts,
  type CountsQuery,
  type LedgerCounts,
  type RefundDurations,
  type ReportGroup,
  type RequestCount,
  SLOT_MS,
} from '#domain/reports/ledger-counts';

/** Counts what the ledger contains of a period. The database adds up; only sums are read. */
export async function readCounts(
  query: CountsQuery,
  tables: CallbackTables,
  db: Kysely<Tables>,
): Promise<LedgerCounts> {
  const requests = await countRequests<string | null>(query, GROUPS.code, db);
  const groups = await countGroups(query, requests, db);
  const slots = await countRequests<number>(query, () => sql`i.created_at / ${sql.lit(SLOT_MS)}`.as('part'), db);
  return {
    modes: await countModes(query, db),
    requests: requests.map(({ part, ...count }) => ({ ...count, code: part ?? undefined })),
    groups: groups.map(({ part, ...count }) => ({ ...count, group: part ?? undefined })),
    slots: slots.map(({ part: slot, ...count }) => ({ ...count, slot })),
    durations: await readDurations(query, requests, db),
    payments: await countPayments(query, db),
    callbacks: await countCallbacks(query, tables, db),
  };
}

type Builder = ExpressionBuilder<Tables & { i: Tables['intents'] }, 'i'>;

/** An expression with the values that a count is made for. */
type Part = (builder: Builder) => AliasedExpression<unknown, 'part'>;

/** Expressions of the groups. A user has the form in which it is shown. */
const GROUPS: Readonly<Record<Exclude<ReportGroup, 'hour'>, Part>> = {
  user: () => sql`i."user" || '@' || i.host`.as('part'),
  profile: () => sql`i.profile`.as('part'),
  code: () => sql`i.code`.as('part'),
  operator: ({ selectFrom }) =>
    selectFrom('payments')
      .select('payments.operator')
      .whereRef('payments.project', '=', 'i.project')
      .whereRef('payments.payment_key', '=', 'i.payment_key')
      .as('part'),
};

/** Counts the requests of each group. Those of each code are known already. */
async function countGroups(
  query: CountsQuery,
  byCode: readonly Counted[],
  db: Kysely<Tables>,
): Promise<readonly Counted[]> {
  const { by } = query;
  if (by === undefined || by === 'hour') return [];
  return by === 'code' ? byCode : countRequests<string | null>(query, GROUPS[by], db);
}

type Counted = RequestCount & { readonly part: string | null };

/** Counts the requests by kind, state, currency, and a part. */
async function countRequests<Value>(
  { since, until, mode, profile }: CountsQuery,
  part: Part,
  db: Kysely<Tables>,
): Promise<(RequestCount & { readonly part: Value })[]> {
  let query = db
    .selectFrom('intents as i')
    .select((builder) => [...(['i.kind', 'i.path', 'i.state', 'i.currency'] as const), part(builder)])
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.sum<number | null>('i.amount').as('minor')])
    .where('i.created_at', '>=', since)
    .where('i.created_at', '<', until)
    .groupBy(['i.kind', 'i.path', 'i.state', 'i.currency', sql`5`]);
  if (mode !== undefined) query = query.where('i.mode', '=', mode);
  if (profile !== undefined) query = query.where('i.profile', '=', profile);
  const rows = await query.execute();
  return rows.map((row) => ({
    kind: row.kind as IntentKind,
    path: row.path,
    state: row.state as IntentState,
    currency: row.currency ?? undefined,
    count: row.count,
    minor: row.minor ?? 0,
    part: row.part as Value,
  }));
}

async function countModes({ since, until, profile }: CountsQuery, db: Kysely<Tables>): Promise<LedgerCounts['modes']> {
  let query = db
    .selectFrom('intents')
    .select(['mode', ({ fn }: ExpressionBuilder<Tables, 'intents'>) => fn.countAll<number>().as('count')])
    .where('created_at', '>=', since)
    .where('created_at', '<', until)
    .groupBy('mode');
  if (profile !== undefined) query = query.where('profile', '=', profile);
  const rows = await query.execute();
  const count = (mode: string) => rows.find((row) => row.mode === mode)?.count ?? 0;
  return { live: count('live'), test: count('test') };
}

/** Reads the median and the ninth decile of the time that refunds took, by the order of the database. */
async function readDurations(
  { since, until, mode, profile }: CountsQuery,
  requests: readonly RequestCount[],
  db: Kysely<Tables>,
): Promise<RefundDurations> {
  const done = requests.filter((request) => request.state === 'done' && isRefundIntent(request));
  const count = done.reduce((sum, request) => sum + request.count, 0);
  if (count === 0) return { count, median: undefined, p90: undefined };
  const paths = [...new Set(done.map(({ path }) => path))];
  const at = async (share: number) => {
    let query = db
      .selectFrom('intents')
      .select(sql<number>`changed_at - created_at`.as('milliseconds'))
      .where('state', '=', 'done')
      .where('kind', 'in', ['refund', 'raw'])
      .where('path', 'in', paths)
      .where('created_at', '>=', since)
      .where('created_at', '<', until)
      .orderBy('milliseconds')
      .offset(Math.ceil(count * share) - 1)
      .limit(1);
    if (mode !== undefined) query = query.where('mode', '=', mode);
    if (profile !== undefined) query = query.where('profile', '=', profile);
    return (await query.executeTakeFirst())?.milliseconds;
  };
  return { count, median: await at(0.5), p90: await at(0.9) };
}

/**
 * Counts payments by their last known status. That of a payment which is not final is the one of its newest valid callback, because
 * a callback changes no recorded status.
 */
async function countPayments(
  { since, until, project }: CountsQuery,
  db: Kysely<Tables>,
): Promise<LedgerCounts['payments']> {
  let query = db
    .selectFrom('payments')
    .select((builder) =>
      builder
        .case()
        .when('payments.status', 'in', FINAL_STATUSES)
        .then(builder.ref('payments.status'))
        .else(builder.fn.coalesce(newestCallbackStatus(builder), 'payments.status'))
        .end()
        .as('status'),
    )
    .where('seen_at', '>=', since)
    .where('seen_at', '<', until);
  if (project !== undefined) query = query.where('project', 'in', listProjectNames(project));
  return db
    .selectFrom(query.as('known'))
    .select(({ fn }) => ['known.status', fn.countAll<number>().as('count')])
    .groupBy('known.status')
    .execute();
}

const newestCallbackStatus = ({ selectFrom }: ExpressionBuilder<Tables, 'payments'>) =>
  selectFrom('callbacks')
    .select('callbacks.status')
    .whereRef('callbacks.project', '=', 'payments.project')
    .whereRef('callbacks.payment_key', '=', 'payments.payment_key')
    .whereRef('callbacks.received_at', '>=', 'payments.seen_at')
    .where('callbacks.valid', '=', 1)
    .where('callbacks.status', '<>', '')
    .orderBy('callbacks.received_at', 'desc')
    .limit(1);

async function countCallbacks(
  { since, until, project }: CountsQuery,
  { callbacks, deliveries }: CallbackTables,
  db: Kysely<Tables>,
): Promise<CallbackCounts> {
  const names = project === undefined ? undefined : listProjectNames(project);
  let query = db
    .selectFrom('callbacks')
    .select(['valid', 'repeated', 'kind'])
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('received_at', '>=', since)
    .where('received_at', '<', until)
    .groupBy(['valid', 'repeated', 'kind']);
  if (names !== undefined) query = query.where('project', 'in', names);
  const rows = await query.execute();
  const sum = (matches: (row: (typeof rows)[number]) => boolean) =>
    rows.filter(matches).reduce((total, { count }) => total + count, 0);
  const isOwn =
    names === undefined
      ? sql`true`
      : sql`exists (select 1 from ${callbacks} as c where c.id = d.callback_id and c.project in (${sql.join([...names])}))`;
  const failed = await sql<{ count: number }>`
    select count(distinct d.callback_id) as count from ${deliveries} as d
    where d.at >= ${since} and d.at < ${until} and (d.status is null or d.status <> 200) and ${isOwn}
      and not exists (
        select 1 from ${deliveries} as later
        where later.callback_id = d.callback_id and later.url = d.url and later.number > d.number)`.execute(db);
  return {
    received: sum(() => true),
    repeated: sum((row) => row.valid === 1 && row.repeated === 1),
    invalid: sum((row) => row.valid === 0 && row.kind === null),
    unsigned: sum((row) => row.kind !== null),
    notForwarded: failed.rows[0]?.count ?? 0,
  };
}
