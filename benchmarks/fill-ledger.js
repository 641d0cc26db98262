import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Number of refunds of a minute, by the times of the records. */
const PER_MINUTE = 500;

/** The refunds that the ledger itself records. The rows of all others are made like those of the last one. */
const RECORDED = 2;

/** Number of refunds that are stored in one transaction. */
const PER_TRANSACTION = 50_000;

/** One of this number of writes has no result yet. */
const WITHOUT_RESULT = 1000;

/**
 * Fills a new ledger with refunds. `audit verify` finds it valid. Its payments are not in the index of the search, as in a ledger of
 * an early version.
 *
 * @param {{ project: string, start: number }} of the project, and the time of the first refund in epoch milliseconds
 */
export async function fillLedger(folder, writes, { project, start }) {
  const require = createRequire(import.meta.url);
  const { openLedger } = require('../dist/ledger.cjs');
  const clock = { now: () => start, elapsed: () => performance.now(), sleep: () => Promise.resolve() };
  const open = () => openLedger({ folder, pid: process.pid, isRunning: () => false, clock });
  const ledger = await open();
  for (let index = 0; index < RECORDED; index++) await recordRefund(ledger, index, { project, start });
  await ledger.close();
  const Database = require('libsql');
  const db = new Database(join(folder, 'ledger.db'));
  for (const pragma of ['synchronous = OFF', 'cache_size = -200000']) db.pragma(pragma);
  addRefunds(db, writes, start);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}

async function recordRefund(ledger, index, { project, start }) {
  const id = intentId(index);
  await ledger.createIntent({
    ...{ id, kind: 'refund', profile: '(environment)', mode: 'test', project, path: '/v2/payment/mobile/refund' },
    ...{ paymentId: `order-${index}`, amount: { minor: 10_050, currency: 'KZT' }, phone: undefined },
    ...{ asked: `refund ${index}`, endsBy: start, key: undefined, repeatReason: undefined, knownOperations: [] },
  });
  await ledger.change(id, 'answered', { ...resultOf(index), requestId: `request-${index}` });
}

const intentId = (index) => `in-${String(index).padStart(8, '0')}`;

const resultOf = (index) =>
  index % WITHOUT_RESULT === 0 ? { state: 'accepted' } : { state: 'done', operationId: `op-${index}` };

/** Adds refunds with their records in long transactions. Indexes are made afterwards, which is much faster. */
function addRefunds(db, writes, start) {
  const last = RECORDED - 1;
  const [template] = db.prepare('select * from intents where id = ?').all(intentId(last));
  const [begun, answered] = db.prepare('select * from records where intent_id = ? order by number').all(intentId(last));
  let [head] = db.prepare('select * from head').all();
  const indexes = db.prepare("select name, sql from sqlite_master where type = 'index' and sql is not null").all();
  db.exec('begin');
  for (const { name } of indexes) db.exec(`drop index ${name}`);
  const insertIntent = inserting(db, 'intents', template);
  const insertRecord = inserting(db, 'records', begun);
  const append = (row) => {
    const [number, previous] = [head.number + 1, head.hash];
    const content = JSON.stringify([previous, number, row.at, row.by, row.intent_id, row.event, row.data]);
    head = { number, hash: createHash('sha256').update(content).digest('hex') };
    insertRecord({ ...row, number, previous, hash: head.hash });
  };
  for (let index = RECORDED; index < writes; index++) {
    const at = start + Math.floor(index / PER_MINUTE) * 60_000;
    const id = intentId(index);
    const payment = { payment_id: `order-${index}`, payment_key: `order-${index}` };
    const { state, operationId } = resultOf(index);
    const isDone = operationId !== undefined;
    const created = { ...JSON.parse(begun.data), id, ...payment, created_at: at, changed_at: at };
    const changed = { ...JSON.parse(answered.data), state, changed_at: at, request_id: `request-${index}` };
    if (isDone) changed.operation_id = operationId;
    else delete changed.operation_id;
    append({ ...begun, at, intent_id: id, data: JSON.stringify(created) });
    append({ ...answered, at, intent_id: id, data: JSON.stringify(changed) });
    if (index % PER_TRANSACTION === 0) db.exec('commit; begin');
    insertIntent({ ...template, ...created, ...changed, operation_id: isDone ? operationId : null, hash: head.hash });
  }
  db.prepare('update head set number = ?, hash = ?').run(head.number, head.hash);
  db.exec('delete from refund_sums');
  db.exec(`insert into refund_sums (project_id, currency, minute, project, amount)
    select '1234', currency, created_at / 60000, project, sum(amount) from intents group by 2, 3, 4`);
  for (const table of ['search_payments', 'search_terms', 'search_times', 'search_state'])
    db.exec(`delete from ${table}`);
  db.exec("insert into search_state (name, value) values ('intents', '')");
  for (const { sql } of indexes) db.exec(sql);
  db.exec('commit');
}

function inserting(db, table, row) {
  const columns = Object.keys(row);
  const names = columns.map((name) => `"${name}"`).join();
  const insert = db.prepare(`insert into ${table} (${names}) values (${columns.map(() => '?').join()})`);
  return (values) => insert.run(columns.map((name) => values[name]));
}
