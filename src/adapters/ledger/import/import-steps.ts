import { type Kysely, type RawBuilder, sql } from 'kysely';
import { toCallback, toIdentityKey } from '#adapters/ledger/callbacks/callback-rows';
import type { LedgerKey } from '#adapters/ledger/ledger-key';
import { toJsonText } from '#adapters/ledger/postgres/json-text';
import type { TeamTables } from '#adapters/ledger/postgres/team-tables';
import type { CallbackRow, Tables } from '#adapters/ledger/tables';
import type { ImportedTable } from './local-ledger.ts';

/** Rows of the imported ledger with the value that they are read by. */
export type Page = readonly Readonly<Record<string, unknown>>[];

/** The rows of one table: how they are read and stored. */
export interface ImportStep {
  readonly table: ImportedTable;
  /** Column that orders the rows; a number unless it is `id`. */
  readonly order: 'number' | 'id' | 'rowid';
  /** Number of rows of one transaction. Bodies of callbacks are long. */
  readonly rows: number;
  readonly store: (page: Page, into: ImportTarget) => Promise<unknown>;
}

/** Where rows are stored. */
interface ImportTarget {
  readonly db: Kysely<TeamTables>;
  /** Number of the import. */
  readonly number: number;
  /** The keys of the team. */
  readonly key: LedgerKey;
}

const rowsOf = (table: string, page: Page) =>
  sql`jsonb_populate_recordset(null::rocketpay.${sql.id(table)}, ${toJsonText(page)}::jsonb)`;

const insert = (table: string, page: Page, { db }: ImportTarget, conflict: RawBuilder<unknown> = sql``) =>
  sql`insert into rocketpay.${sql.id(table)} select * from ${rowsOf(table, page)} ${conflict}`.execute(db);

/** The steps of an import. An intent is there with its records: an open one can be resumed from then on. */
export const IMPORT_STEPS: readonly ImportStep[] = [
  {
    table: 'records',
    order: 'number',
    rows: 300,
    store: (page, into) =>
      insert(
        'imported_records',
        page.map((row) => ({ ...row, chain: -into.number })),
        into,
      ),
  },
  {
    table: 'intents',
    order: 'id',
    rows: 300,
    store: (page, into) =>
      insert(
        'intents',
        page.map((row) => ({ ...row, imported: into.number })),
        into,
      ),
  },
  {
    table: 'refund_sums',
    order: 'rowid',
    rows: 300,
    store: (page, into) =>
      insert(
        'refund_sums',
        page,
        into,
        sql`on conflict (project_id, currency, minute, project) do update set amount = refund_sums.amount + excluded.amount`,
      ),
  },
  {
    table: 'payments',
    order: 'rowid',
    rows: 300,
    store: (page, into) =>
      insert(
        'payments',
        page,
        into,
        sql`on conflict (project, payment_key) do update set
          payment_id = excluded.payment_id, status = excluded.status, left_amount = excluded.left_amount,
          left_currency = excluded.left_currency, resends_used = excluded.resends_used,
          otp_asked_at = excluded.otp_asked_at, operator = excluded.operator, seen_at = excluded.seen_at
          where excluded.seen_at > payments.seen_at`,
      ),
  },
  { table: 'callbacks', order: 'id', rows: 100, store: storeCallbacks },
  {
    table: 'deliveries',
    order: 'number',
    rows: 300,
    store: (page, { db }) =>
      sql`
      insert into rocketpay.deliveries (callback_id, url, at, status, reason, milliseconds)
      select callback_id, url, at, status, reason, milliseconds from ${rowsOf('deliveries', page)} order by number`.execute(
        db,
      ),
  },
];

/** Stores callbacks with their bodies as they are. One that the team has received too becomes a repeated one. */
async function storeCallbacks(page: Page, into: ImportTarget): Promise<void> {
  const rows = page.map((row) => {
    const same = toIdentityKey(toCallback(row as unknown as CallbackRow, WITHOUT_BODY));
    return { ...row, identity: same === undefined || row.repeated === 1 ? null : into.key.identify(same) };
  });
  const { rows: stored } = await sql<{ id: string }>`
    insert into rocketpay.callbacks select * from ${rowsOf('callbacks', rows)}
    on conflict do nothing returning id`.execute(into.db);
  const known = new Set(stored.map(({ id }) => id));
  const repeats = rows.filter((row) => !known.has(String((row as Page[number]).id)));
  if (repeats.length === 0) return;
  await insert(
    'callbacks',
    repeats.map((row) => ({ ...row, repeated: 1, identity: null })),
    into,
  );
}

/** The identity of a callback does not depend on its body. */
const WITHOUT_BODY = { open: () => undefined } as unknown as LedgerKey;

/** Reads the next rows of a step. @param after value of the last row before; empty at the beginning */
export async function readPage({ table, order, rows }: ImportStep, after: string, db: Kysely<Tables>): Promise<Page> {
  const value = order === 'id' ? after : Number(after === '' ? -1 : after);
  const { rows: page } = await sql<Readonly<Record<string, unknown>>>`
    select *, ${sql.ref(order)} as cursor from ${sql.table(table)}
    where ${sql.ref(order)} > ${value} order by ${sql.ref(order)} limit ${sql.lit(rows)}`.execute(db);
  return page;
}
