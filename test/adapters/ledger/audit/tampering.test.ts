import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'libsql';
import { beforeAll, describe, expect, it } from 'vitest';
import { type AuditRecord, type AuditReport, chainRecord } from '#domain/ledger/audit-record';
import { FakeClock } from '../../../support/fake-clock.ts';
import { ledgerFolder, openTestLedger } from '../../../support/ledger.ts';
import { draft, openDatabase, recordsOf, settled } from '../drafts.ts';

const RECORD_COLUMNS = ['at', 'by', 'intent_id', 'event', 'data', 'previous', 'hash'];
const RECORDS = 8;
const EACH = Array.from({ length: RECORDS }, (_, index) => index + 1);

let good: string;
let goodReport: AuditReport;
let intentColumns: string[];

/** Eight records: a to e begun, then a, c and e answered. */
beforeAll(async () => {
  good = ledgerFolder();
  const clock = new FakeClock(1000);
  const ledger = await openTestLedger(clock, good);
  for (const id of 'abcde')
    await ledger.createIntent(
      draft(id, { phone: '77071234567', key: id, repeatReason: 'why', knownOperations: ['1'] }),
    );
  for (const id of 'ace') await ledger.change(id, 'answered', { state: 'done', requestId: id, operationId: id });
  goodReport = await ledger.verify();
  await ledger.close();
  const database = openDatabase(good);
  intentColumns = (database.pragma('table_info(intents)') as { name: string }[]).map(({ name }) => name);
  database.close();
});

/** Returns what `verify` says about a changed copy of the good ledger. */
async function verifyAfter(tamper: (database: Database.Database) => void): Promise<AuditReport> {
  const folder = ledgerFolder();
  cpSync(good, folder, { recursive: true });
  // What the database shows by itself.
  rmSync(join(folder, 'head.json'), { force: true });
  const database = openDatabase(folder);
  tamper(database);
  database.close();
  const ledger = await openTestLedger(new FakeClock(9000), folder);
  const report = await ledger.verify();
  await ledger.close();
  return report;
}

const problemAfter = async (sql: string): Promise<AuditReport['problem']> =>
  (await verifyAfter((database) => database.exec(sql))).problem;

const changedText = (column: string): string => (column === 'at' ? 'at + 1' : `substr(${column}, 2) || 'x'`);

describe('an unchanged audit trail', () => {
  it('is valid', async () => {
    expect(goodReport).toMatchObject({ records: RECORDS, problem: undefined });
    expect(await verifyAfter(() => {})).toEqual(goodReport);
  });

  it('is valid when it is empty, and after the next record', async () => {
    const ledger = await openTestLedger();
    expect(await ledger.verify()).toEqual({ records: 0, head: '0'.repeat(64), problem: undefined });
    await settled(ledger, 'a', 'done');
    expect(await ledger.verify()).toMatchObject({ records: 2, problem: undefined });
  });
});

describe('a record that was', () => {
  it.each(RECORD_COLUMNS)('changed in its column %s is reported, for each record', async (column) => {
    for (const number of EACH) {
      const problem = await problemAfter(
        `update records set "${column}" = ${changedText(`"${column}"`).replace('"at"', 'at')} where number = ${number}`,
      );
      expect(problem).toEqual({ number, what: 'changed' });
    }
  });

  it.each(EACH)('deleted is reported: number %i', async (number) => {
    expect(await problemAfter(`delete from records where number = ${number}`)).toEqual({ number, what: 'missing' });
  });

  it.each(EACH)('given another number is reported: number %i', async (number) => {
    const renumber = (other: number) => `update records set number = ${other} where number = ${number}`;
    expect(await problemAfter(renumber(number + 100))).toEqual({ number, what: 'missing' });
    // Before the beginning of the trail: then either end of the story is the first wrong one.
    expect(await problemAfter(renumber(-number))).toHaveProperty('number');
    expect(await problemAfter(renumber(0))).toHaveProperty('number');
  });

  it.each(EACH.slice(1))('swapped with the one before it is reported: number %i', async (number) => {
    const problem = await problemAfter(`
      update records set number = 99 where number = ${number};
      update records set number = ${number} where number = ${number - 1};
      update records set number = ${number - 1} where number = 99;`);
    expect(problem).toEqual({ number: number - 1, what: 'changed' });
  });

  it('removed from the middle is reported although the gap in the numbers was closed', async () => {
    const problem = await problemAfter(`
      delete from records where number = 4;
      update records set number = number - 1 where number > 4;
      update head set number = number - 1;`);
    expect(problem).toEqual({ number: 4, what: 'changed' });
  });

  it.each([0, -1, 9, 100])('inserted with the number %i is reported', async (number) => {
    const problem = await problemAfter(
      `insert into records select ${number}, at, by, intent_id, event, data, previous, hash from records where number = 1`,
    );
    expect(problem).toBeDefined();
  });

  it.each(EACH.slice(0, -1))(
    'edited and gave a new hash of its own breaks the chain after it: number %i',
    async (number) => {
      const report = await verifyAfter((database) => rewrite(database, number, number));
      expect(report.problem).toEqual({ number: number + 1, what: 'reordered' });
    },
  );

  it('changed at the end with a new hash differs from the stored end', async () => {
    const report = await verifyAfter((database) => rewrite(database, RECORDS, RECORDS));
    expect(report.problem).toEqual({ number: RECORDS, what: 'changed' });
  });

  it.each(EACH)(
    'edited, with new hashes to the end and a new end, does not fit its intent: number %i',
    async (number) => {
      const report = await verifyAfter((database) => {
        const { number: end, hash } = rewrite(database, number, RECORDS);
        database.prepare('update head set number = ?, hash = ?').run([end, hash]);
      });
      expect(report.problem).toMatchObject({ what: 'differs' });
      expect(report.head).not.toBe(goodReport.head);
    },
  );
});

/** Edits one record, and chains it and those after it again. */
function rewrite(database: Database.Database, edited: number, to: number): AuditRecord {
  const rows = database.prepare('select * from records order by number').all([]) as (AuditRecord & {
    intent_id: string;
  })[];
  let last: AuditRecord | undefined;
  for (const { intent_id: intentId, ...row } of rows.slice(0, to)) {
    const record: AuditRecord = { ...row, intentId };
    if (row.number < edited) last = record;
    else last = chainRecord(last, { ...record, by: row.number === edited ? 'intruder@else' : row.by });
    const { number, by, previous, hash } = last;
    database
      .prepare('update records set by = ?, previous = ?, hash = ? where number = ?')
      .run([by, previous, hash, number]);
  }
  if (last === undefined) throw new Error('no record');
  return last;
}

describe('an intent that was', () => {
  it('changed in any column is reported', async () => {
    expect(intentColumns).toContain('state');
    for (const column of intentColumns.filter((name) => name !== 'id')) {
      for (const value of ["'x'", '77', 'null']) {
        const report = await verifyAfter((database) => {
          // Some columns may not be empty: then this one cannot happen.
          const { changes } = database
            .prepare(
              `update or ignore intents set "${column}" = ${value} where id = 'c' and "${column}" is not ${value}`,
            )
            .run([]);
          if (changes === 0) database.exec(`update intents set changed_at = 1 where id = 'c'`);
        });
        expect(report.problem, `${column} = ${value}`).toEqual({ intentId: 'c', what: 'differs' });
      }
    }
  });

  it.each([...'abcde'])('deleted is reported: %s', async (id) => {
    expect(await problemAfter(`delete from intents where id = '${id}'`)).toEqual({ intentId: id, what: 'lost' });
  });

  it('deleted with all others is reported if it is the first', async () => {
    expect(await problemAfter('delete from intents')).toEqual({ intentId: 'a', what: 'lost' });
  });

  it.each([
    ['another id', `'z'`],
    ['an empty id', `''`],
    ['bytes for an id', `x'ff'`],
  ])('inserted with %s is reported as unrecorded', async (_, id) => {
    expect(await problemAfter(copyOf(id))).toMatchObject({ what: 'unrecorded' });
  });

  it('deleted is reported although one with an empty id was inserted', async () => {
    expect(await problemAfter(`${copyOf(`''`)}; delete from intents where id = 'b'`)).toBeDefined();
  });

  it('inserted without an id is refused by the database', async () => {
    await expect(problemAfter(copyOf('null'))).rejects.toThrow('NOT NULL');
  });

  it('given another id is reported', async () => {
    expect(await problemAfter(`update intents set id = 'z' where id = 'c'`)).toEqual({
      intentId: 'z',
      what: 'unrecorded',
    });
    expect(await problemAfter(`update intents set id = '' where id = 'c'`)).toBeDefined();
  });
});

const copyOf = (id: string): string => {
  const others = intentColumns.slice(1).map((column) => `"${column}"`);
  return `insert into intents select ${id}, ${others.join(', ')} from intents where id = 'b'`;
};

describe('the stored end of the trail', () => {
  it.each([
    ['deleted', 'delete from head'],
    ['set back', 'update head set number = number - 1'],
    ['set to the hash before', `update head set hash = (select hash from records where number = ${RECORDS - 1})`],
    ['set to nothing', `update head set number = 0, hash = '${'0'.repeat(64)}'`],
  ])('that was %s is reported', async (_, sql) => {
    expect(await problemAfter(sql)).toEqual({ number: RECORDS, what: 'changed' });
  });

  it('that was set forward is reported', async () => {
    expect(await problemAfter('update head set number = number + 1')).toEqual({ number: RECORDS + 1, what: 'missing' });
  });

  it('that was set back together with the last record is reported for the intent', async () => {
    const problem = await problemAfter(`
      delete from records where number = ${RECORDS};
      update head set number = number - 1, hash = (select hash from records where number = ${RECORDS - 1});`);
    expect(problem).toEqual({ intentId: 'e', what: 'differs' });
  });

  it('that is missing blocks every further write', async () => {
    const folder = ledgerFolder();
    cpSync(good, folder, { recursive: true });
    const database = openDatabase(folder);
    database.exec('delete from head');
    database.close();
    const ledger = await openTestLedger(new FakeClock(9000), folder);
    await expect(ledger.createIntent(draft('f'))).rejects.toMatchObject({ exit: 7, code: 'ledger_unavailable' });
    expect(await recordsOf(ledger)).toHaveLength(RECORDS);
  });
});
