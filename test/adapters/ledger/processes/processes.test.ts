import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '#async/clock';
import { ledgerFolder, openTestLedger } from '../../../support/ledger.ts';
import { draft, openDatabase, PROJECT, recordsOf } from '../drafts.ts';
import { buildLedgerProgram, type ChildEnd, type LedgerProgram } from '../ledger-child.ts';

const MANY = 4;

let program: LedgerProgram;
beforeAll(async () => {
  program = await buildLedgerProgram();
});
afterAll(() => program.remove());

/** A ledger that exists, and that no process uses. */
async function newLedger(): Promise<string> {
  const folder = ledgerFolder();
  await (await openTestLedger(systemClock, folder)).close();
  return folder;
}

function expectNoErrors(ends: readonly ChildEnd[]): void {
  expect(ends.map(({ code, errors }) => ({ code, errors }))).toEqual(ends.map(() => ({ code: 0, errors: '' })));
}

describe('several concurrent processes', () => {
  it('that refund the same payments create one intent for each payment', async () => {
    const folder = await newLedger();
    const rounds = 6;
    const ends = await program.runTogether(
      MANY,
      (index) => `
      const ledger = await openIn(${JSON.stringify(folder)});
      const onlyFirst = async ({ intents, refundedSince }) => {
        await new Promise((resolve) => setImmediate(resolve));
        if (intents.length > 0 || (await refundedSince(0, 'KZT')) % 100 !== 0) throw new Error('not twice');
      };
      for (let round = 0; round < ${rounds}; round++) {
        const values = { paymentId: round % 2 ? 'Payment_' + round : 'payment_' + round };
        await ledger.createIntent(draft(round + '-${index}', values), onlyFirst).then(
          () => say('passed ' + round),
          (error) => say(error.message),
        );
      }`,
    );
    expectNoErrors(ends);
    const said = ends.flatMap(({ lines }) => lines);
    const passed = said.filter((line) => line.startsWith('passed')).sort();
    expect(passed).toEqual(Array.from({ length: rounds }, (_, round) => `passed ${round}`).sort());
    expect(said.filter((line) => line === 'not twice')).toHaveLength(rounds * (MANY - 1));
    const ledger = await openTestLedger(systemClock, folder);
    expect(await ledger.verify()).toMatchObject({ records: rounds, problem: undefined });
    expect((await ledger.paymentHistory(PROJECT, 'payment_1')).intents).toHaveLength(1);
  });

  it('that use the same keys create one intent for each key, and the others fail with in_flight', async () => {
    const folder = await newLedger();
    const ends = await program.runTogether(
      MANY,
      (index) => `
      const ledger = await openIn(${JSON.stringify(folder)});
      for (let round = 0; round < 20; round++) {
        await ledger.createIntent(draft(round + '-${index}', { key: 'k' + round })).then(() => say('passed'), (error) => say(error.code));
      }`,
    );
    expectNoErrors(ends);
    const said = ends.flatMap(({ lines }) => lines).sort();
    expect(said).toEqual([...Array(20 * (MANY - 1)).fill('in_flight'), ...Array(20).fill('passed')]);
  });

  it('that write records leave a complete and valid audit trail', async () => {
    const folder = await newLedger();
    const ends = await program.runTogether(
      MANY,
      (index) => `
      const ledger = await openIn(${JSON.stringify(folder)});
      for (let turn = 0; turn < 20; turn++) {
        const { id } = await ledger.createIntent(draft(turn + '-${index}', { paymentId: 'p' + turn }));
        await ledger.change(id, 'answered', { state: 'accepted', requestId: id });
        await ledger.savePayment({ project: 'p', paymentId: 'p', status: id, remaining: undefined, resendsUsed: 0, seenAt: 1 });
      }`,
    );
    expectNoErrors(ends);
    const ledger = await openTestLedger(systemClock, folder);
    expect(await ledger.verify()).toMatchObject({ records: MANY * 40, problem: undefined });
    const intents = await ledger.history({ state: 'accepted', limit: 999 });
    expect(new Set(intents.map(({ id, requestId }) => `${id} ${requestId}`)).size).toBe(MANY * 20);
  });

  it('that open a new ledger all use it with the same key', async () => {
    for (let round = 0; round < 3; round++) {
      const folder = join(ledgerFolder(), 'not', 'there');
      const ends = await program.runTogether(
        MANY,
        (index) => `
        const ledger = await openIn(${JSON.stringify(folder)});
        await ledger.createIntent(draft('in-${index}', { paymentId: 'p${index}' }));
        say(ledger.fingerprint('x'));`,
      );
      expectNoErrors(ends);
      const ledger = await openTestLedger(systemClock, folder);
      expect(ends.map(({ lines }) => lines)).toEqual(Array(MANY).fill([ledger.fingerprint('x')]));
      expect(await ledger.verify()).toMatchObject({ records: MANY, problem: undefined });
    }
  });
});

describe('verifying the audit trail during writes', () => {
  it('in the same process finds no problem', async () => {
    const ledger = await openTestLedger();
    for (let turn = 0; turn < 5; turn++) await ledger.createIntent(draft(`in-${turn}`));
    const [report] = await Promise.all([
      ledger.verify(),
      ledger.createIntent(draft('b')),
      ledger.change('in-4', 'answered', { state: 'done' }),
    ]);
    expect(report.problem).toBeUndefined();
  });

  it('in another process finds no problem and does not block the writes', async () => {
    const folder = await newLedger();
    const writer = program.run(`
      const ledger = await openIn(${JSON.stringify(folder)});
      let going = true;
      heard().then(() => { going = false; });
      for (let turn = 0; going; turn++) {
        const { id } = await ledger.createIntent(draft('in-' + turn, { paymentId: 'p' + turn }));
        await ledger.change(id, 'answered', { state: 'done' });
        if (turn === 10) say('busy');
        await new Promise((resolve) => setImmediate(resolve));
      }`);
    expect(await writer.line()).toBe('busy');
    const ledger = await openTestLedger(systemClock, folder);
    const reports = [];
    for (let turn = 0; turn < 12; turn++) reports.push(await ledger.verify());
    writer.tell();
    expect(await writer.ended()).toMatchObject({ code: 0 });
    expect(reports.map(({ problem }) => problem)).toEqual(reports.map(() => undefined));
    expect(reports.at(-1)?.records).toBeGreaterThan(20);
  });
});

describe('a process that is killed', () => {
  it('during writes has lost no record that it had committed, at many points in time', async () => {
    const folder = await newLedger();
    const acknowledged: string[] = [];
    for (let round = 0; round < 8; round++) {
      const child = program.run(`
        const ledger = await openIn(${JSON.stringify(folder)});
        for (let turn = 0; ; turn++) {
          const { id } = await ledger.createIntent(draft('r${round}-' + turn, { paymentId: 'p' + turn }));
          say(id);
          await ledger.change(id, 'answered', { state: 'done' });
          say(id + ' done');
        }`);
      for (let line = 0; line <= round % 7; line++) acknowledged.push((await child.line()) ?? '');
      // Each round a little later, so that it is killed at another step.
      for (let turn = 0; turn < round * 9; turn++) await new Promise((resolve) => setImmediate(resolve));
      acknowledged.push(...(await child.kill()));
      const ledger = await openTestLedger(systemClock, folder);
      expect((await ledger.verify()).problem).toBeUndefined();
      await ledger.close();
    }
    const ledger = await openTestLedger(systemClock, folder);
    const records = await recordsOf(ledger);
    const kept = new Set(records.map(({ intentId, event }) => (event === 'begun' ? intentId : `${intentId} done`)));
    expect(acknowledged.filter((line) => !kept.has(line))).toEqual([]);
    expect(acknowledged.length).toBeGreaterThan(8);
  });

  it('at any step of creating a ledger leaves a ledger that the next process can use', async () => {
    const step = 9;
    for (let statement = 1, ended = false; !ended; statement += step) {
      const folder = join(ledgerFolder(), 'new');
      const child = program.run(`
        const { prepare } = Database.prototype;
        let left = ${statement};
        Database.prototype.prepare = function (text) {
          if (left-- === 0) process.kill(process.pid, 'SIGKILL');
          return prepare.call(this, text);
        };
        await openIn(${JSON.stringify(folder)});
        say('opened');`);
      ended = (await child.ended()).lines.includes('opened');
      const ledger = await openTestLedger(systemClock, folder);
      await ledger.createIntent(draft('a'));
      expect(await ledger.verify()).toMatchObject({ records: 1, problem: undefined });
      await ledger.close();
    }
  });
});

describe('each commit', () => {
  it('is flushed to the disk before it returns', async () => {
    const folder = await newLedger();
    const { lines } = await program
      .run(`
      const { pragma } = Database.prototype;
      let connection;
      Database.prototype.pragma = function (text) {
        connection = this;
        return pragma.call(this, text);
      };
      await openIn(${JSON.stringify(folder)});
      say(JSON.stringify([connection.pragma('synchronous'), connection.pragma('journal_mode')]));`)
      .ended();
    expect(JSON.parse(lines[0] ?? '')).toEqual([[{ synchronous: 2 }], [{ journal_mode: 'wal' }]]);
    openDatabase(folder).close();
  });
});
