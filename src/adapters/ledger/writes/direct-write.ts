import type { Transaction } from 'kysely';
import { type Author, appendRecord } from '#adapters/ledger/audit/audit-trail';
import { savePayment } from '#adapters/ledger/payment-snapshots';
import { getRow, ofProject, readByKey, readByPayments } from '#adapters/ledger/read-intents';
import { adjustSums } from '#adapters/ledger/refund-sums';
import { toIntent } from '#adapters/ledger/row-mapping';
import { addEntries, changeEntries, intentEntries, type SearchIndex } from '#adapters/ledger/search/search-index';
import type { IntentRow, Tables } from '#adapters/ledger/tables';
import type { IntentStep, WriteTransaction, WrittenIntent } from './intent-write.ts';

/** What storing a write needs. */
export interface WriteOrigin {
  readonly author: Author;
  readonly index: SearchIndex;
}

/** Returns a step's row after it, without its hash. */
export const rowAfter = ({ before, columns }: IntentStep): Omit<IntentRow, 'hash'> => ({
  ...(before as IntentRow),
  ...columns,
});

/** Creates a transaction that runs each statement when it is called: in the database of this machine. */
export function directWrite(trx: Transaction<Tables>, { author, index }: WriteOrigin): WriteTransaction {
  return {
    intent: (id) => getRow(id, trx),
    withKey: (project, key) => readByKey(project, key, trx),
    ofPayment: async (project, paymentId) => ofProject(project, await readByPayments([paymentId], trx)),
    query: async () => trx,
    checkLocks() {},
    checkLimits: async () => undefined,
    store: (step) => store(step, { author, index }, trx),
    savePayment: (payment) => savePayment(payment, index, trx),
  };
}

async function store(
  step: IntentStep,
  { author, index }: WriteOrigin,
  trx: Transaction<Tables>,
): Promise<Required<WrittenIntent>> {
  const { event, before, columns, draft } = step;
  const after = rowAfter(step);
  const { id } = after;
  const entry = { at: columns.changed_at, intentId: id, event, data: JSON.stringify(columns) };
  const record = await appendRecord(entry, author, trx, (hash) => [
    before === undefined
      ? trx.insertInto('intents').values({ ...after, hash })
      : trx
          .updateTable('intents')
          .set({ ...columns, hash })
          .where('id', '=', id),
    ...adjustSums(before, after, trx),
  ]);
  const intent = toIntent({ ...after, hash: record.hash });
  const entries = before === undefined ? intentEntries(intent, { draft }) : changeEntries(toIntent(before), intent);
  await addEntries(entries, index, trx);
  return { record, intent };
}
