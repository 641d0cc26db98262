import type { Kysely } from 'kysely';
import { nextRecord } from '#adapters/ledger/audit/audit-trail';
import { checkSame } from '#adapters/ledger/audit/recorded-columns';
import { toPaymentRow } from '#adapters/ledger/payment-snapshots';
import { CHANGING_COLUMNS } from '#adapters/ledger/postgres/roles';
import { noIntent, ofProject } from '#adapters/ledger/read-intents';
import { sumDifference } from '#adapters/ledger/refund-sums';
import { toIntent } from '#adapters/ledger/row-mapping';
import {
  intentEntries,
  paymentEntries,
  type SearchEntry,
  toSearchRows,
  withNumber,
} from '#adapters/ledger/search/search-index';
import type { IntentRow, Tables } from '#adapters/ledger/tables';
import { rowAfter, type WriteOrigin } from '#adapters/ledger/writes/direct-write';
import type { IntentStep, WriteNeeds, WriteTransaction, WrittenIntent } from '#adapters/ledger/writes/intent-write';
import { intentTerms, type SearchTerm } from '#domain/find/search-terms';
import type { RecordLink } from '#domain/ledger/audit-record';
import type { Intent } from '#domain/ledger/intent';
import type { LimitedWrite } from '#domain/ledger/ledger';
import { comparablePaymentId } from '#domain/payments/payment-id';
import { listProjectNames } from '#domain/profiles/project';
import type { ReadForWrites } from './read-for-writes.ts';

/** Kinds of rows, in the order of the arguments of `store_writes`. */
export const LISTS = ['records', 'intents', 'states', 'sums', 'payments', 'terms'] as const;

/** What is stored with one statement. */
export interface StagedRows {
  /** The end of the trail before and after it. */
  readonly before: RecordLink | undefined;
  readonly after: RecordLink | undefined;
  /** The rows of each kind: the last arguments of `store_writes`. */
  readonly lists: Readonly<Record<(typeof LISTS)[number], readonly object[] | undefined>>;
}

/** Where a transaction stores what it writes. */
export interface StagedTarget {
  /** Returns the database of the transaction. */
  readonly db: () => Kysely<Tables>;
  /** @param isLast commits the rows */
  readonly store: (rows: StagedRows, isLast: boolean) => Promise<void>;
}

/** What the transaction of a team needs beside its database. */
export interface StagedOptions extends WriteOrigin {
  readonly checkLimits: (write: LimitedWrite, db: Kysely<Tables>) => Promise<string | undefined>;
  readonly checkLocks: (locks: ReadForWrites['locks']) => void;
}

/** A transaction that keeps what it writes on this machine until it is flushed: all of it is then one statement. */
export interface StagedWrites extends WriteTransaction {
  /** True when something that was stored since the last read can be what a write needs. */
  readonly touches: (needs: WriteNeeds) => boolean;
  /** Writes what was stored. @param isLast commits it together with its statement, where there is one */
  readonly flush: (isLast: boolean) => Promise<void>;
  /** Returns the end of the trail, and the intents that were stored since the last read. */
  readonly written: () => { readonly head: RecordLink | undefined; readonly rows: readonly IntentRow[] };
}

/** Rows that are still to be written. */
class Staged {
  readonly records: Tables['records'][] = [];
  readonly intents: IntentRow[] = [];
  readonly states: Partial<IntentRow>[] = [];
  readonly sums: Tables['refund_sums'][] = [];
  /** Of each payment the last state. */
  readonly payments = new Map<string, Tables['payments']>();
  readonly entries: SearchEntry[] = [];
}

const unlessEmpty = (rows: readonly object[]): readonly object[] | undefined => (rows.length === 0 ? undefined : rows);

/** Returns what the index lacks of an intent after a step. */
function newEntries({ before, draft }: IntentStep, intent: Intent): readonly SearchEntry[] {
  const indexed = before === undefined ? [] : intentTerms(toIntent(before));
  const isNew = ({ kind, text }: SearchTerm) => !indexed.some((one) => one.kind === kind && one.text === text);
  return intentEntries(intent, { draft }).map((entry) => ({ ...entry, terms: entry.terms.filter(isNew) }));
}

/** Creates a transaction of a team. @param found what its writes need */
export function stageWrites(
  found: ReadForWrites,
  { author, index, checkLimits, checkLocks }: StagedOptions,
  target: StagedTarget,
): StagedWrites {
  let head = found.head;
  let before = head;
  let staged = new Staged();
  const touched: IntentRow[] = [];

  const flush = async (isLast: boolean) => {
    const { records, intents, states, sums, payments, entries } = staged;
    if (records.length === 0 && payments.size === 0) return;
    staged = new Staged();
    const rows = toSearchRows(entries, index.key).map(withNumber);
    const terms = rows.map(({ paymentKey, paymentId, ...row }) => ({
      ...row,
      payment_key: paymentKey,
      payment_id: paymentId,
    }));
    const lists = {
      records: unlessEmpty(records),
      intents: unlessEmpty(intents),
      states: unlessEmpty(states),
      sums: unlessEmpty(sums),
      payments: unlessEmpty([...payments.values()]),
      terms: unlessEmpty(terms),
    };
    const stored = { before, after: head, lists };
    before = head;
    await target.store(stored, isLast);
  };
  const query = async () => {
    const db = target.db();
    await flush(false);
    return db;
  };
  const store = async (step: IntentStep): Promise<Required<WrittenIntent>> => {
    const { event, columns } = step;
    const after = rowAfter(step);
    const { id } = after;
    const entry = { at: columns.changed_at, intentId: id, event, data: JSON.stringify(columns) };
    const { record, row } = nextRecord(head, entry, author);
    const stored = { ...after, hash: record.hash };
    const intent = toIntent(stored);
    head = record;
    staged.records.push(row);
    if (step.before === undefined) staged.intents.push(stored);
    else staged.states.push({ id, ...Object.fromEntries(CHANGING_COLUMNS.map((column) => [column, stored[column]])) });
    const difference = sumDifference(step.before, after);
    if (difference !== undefined) staged.sums.push(difference);
    staged.entries.push(...newEntries(step, intent));
    touched.push(stored);
    return { record, intent };
  };

  return {
    async intent(id) {
      const row = found.intents.find((one) => one.id === id);
      if (row === undefined) throw noIntent(id);
      return row;
    },
    withKey: async (project, key) =>
      found.keys.filter((row) => row.intent_key === key && listProjectNames(project).includes(row.project)),
    async ofPayment(project, paymentId) {
      const key = comparablePaymentId(paymentId);
      const rows = ofProject(
        project,
        found.payments.filter((row) => row.payment_key === key),
      );
      checkSame(rows, found.records);
      return rows;
    },
    query,
    checkLocks: () => checkLocks(found.locks),
    checkLimits: async (write) => (found.isLimited ? checkLimits(write, await query()) : undefined),
    store,
    async savePayment(payment) {
      const row = toPaymentRow(payment);
      staged.payments.set(JSON.stringify([row.project, row.payment_key]), row);
      staged.entries.push(...paymentEntries(payment));
    },
    touches: ({ intentId, paymentId, key }) =>
      touched.some(
        (row) =>
          row.id === intentId ||
          (paymentId !== undefined && row.payment_key === comparablePaymentId(paymentId)) ||
          (key !== undefined && row.intent_key === key.key),
      ),
    flush,
    written: () => ({ head, rows: touched }),
  };
}
