import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '#async/clock';
import { ledgerFolder, openTestLedger } from '../../support/ledger.ts';
import { openIntents } from '../../support/stored-intents.ts';
import { draft, openDatabase } from './drafts.ts';
import { buildLedgerProgram, type LedgerProgram } from './ledger-child.ts';

let program: LedgerProgram;
beforeAll(async () => {
  program = await buildLedgerProgram();
});
afterAll(() => program.remove());

let base: string;
beforeEach(() => {
  base = ledgerFolder();
});

/** Says how opening, and then a new intent, ends. */
const tryOnce = (folder: string): string => `
try {
  const ledger = await openIn(${JSON.stringify(folder)});
  await ledger.createIntent(draft('b'));
  say('begun');
} catch (error) {
  say([error.exit, error.code, error.message].join(' '));
}`;

describe('a ledger that cannot be opened', () => {
  it.each<[string, () => string, string]>([
    ['a file in place of its folder', () => fileAt('ledger'), 'ledger'],
    ['a file above its folder', () => join(fileAt('file'), 'ledger'), 'a part of its path is not a folder'],
    ['a folder in place of its file', () => folderAt('ledger.db'), 'it is a folder'],
    ['a folder in place of its key', () => folderAt('ledger.key'), 'it is a folder'],
    ['any other file in its place', () => contentAt('ledger.db', 'Dear diary, '.repeat(1000)), 'it is not a ledger'],
  ])('because of %s fails with the reason', async (_, make, reason) => {
    const folder = make();
    await expect(openTestLedger(systemClock, folder)).rejects.toMatchObject({
      exit: 7,
      code: 'ledger_unavailable',
      message: expect.stringContaining(reason),
      hint: expect.stringContaining('ROCKETPAY_DATA_DIR'),
    });
  });

  it('because of another file leaves that file unchanged', async () => {
    const text = 'Dear diary, '.repeat(1000);
    const folder = contentAt('ledger.db', text);
    await openTestLedger(systemClock, folder).catch(() => {});
    expect(readFileSync(join(folder, 'ledger.db'), 'utf8')).toBe(text);
  });

  const fileAt = (name: string): string => join(contentAt(name, ''), name);
  const contentAt = (name: string, content: string): string => {
    writeFileSync(join(base, name), content);
    return base;
  };
  const folderAt = (name: string): string => {
    mkdirSync(join(base, name));
    return base;
  };
});

describe.skipIf(process.platform === 'win32')('a ledger', () => {
  it('in a folder that only others may write fails', async () => {
    chmodSync(base, 0o555);
    const { lines } = await program.run(tryOnce(base), { asCommoner: true }).ended();
    expect(lines).toEqual([`7 ledger_unavailable ${cannot('this user may not write there')}`]);
  });

  it('on a disk that fails during a write fails and keeps its data', async () => {
    await (await openTestLedger(systemClock, base)).close();
    const { lines } = await program.run(fillUp(base), { fileLimit: 400 }).ended();
    expectRefusal(lines, 'the disk failed');
    await expectWhole(begunIn(lines));
  });

  it.each([0, 1, 4, 16, 40, 100])(
    'cannot be made on a disk that has space for %i KiB leaves nothing that the next process takes for a ledger',
    async (fileLimit) => {
      await program.run(tryOnce(base), { fileLimit }).ended();
      expect(readdirSync(base)).not.toContain('ledger.db');
      await (await openTestLedger(systemClock, base)).close();
      expect(readdirSync(base).filter((name) => name.includes('.new-'))).toEqual([]);
      await expectWhole([]);
    },
  );

  it('on a full disk fails, keeps its data, and works again with free space', async () => {
    await (await openTestLedger(systemClock, base)).close();
    const { lines } = await program.run(`${LIMITED_PAGES}${fillUp(base)}${MORE_SPACE}`).ended();
    expectRefusal(lines, 'the disk is full');
    expect(lines.at(-1)).toBe('begun last');
    await expectWhole(begunIn(lines));
  });
});

const cannot = (reason: string): string => `The ledger ${join(base, 'ledger.db')} cannot be used: ${reason}.`;

const fillUp = (folder: string): string => `
const ledger = await openIn(${JSON.stringify(folder)});
let refused = 0;
for (let index = 0; index < 400 && refused < 2; index++) {
  await ledger.createIntent(draft('in-' + index, { known: ['x'.repeat(500)] })).then(
    ({ id }) => say('begun ' + id),
    (error) => { refused++; say([error.exit, error.code, error.message].join(' ')); },
  );
}`;

/** A database with a maximum number of pages, in place of a full disk. */
const LIMITED_PAGES = `
const { pragma } = Database.prototype;
let connection;
Database.prototype.pragma = function (text) {
  connection = this;
  const result = pragma.call(this, text);
  pragma.call(this, 'max_page_count = 60');
  return result;
};`;

const MORE_SPACE = `
Database.prototype.pragma = pragma;
connection.pragma('max_page_count = 100000');
say('begun ' + (await ledger.createIntent(draft('last'))).id);`;

const begunIn = (lines: readonly string[]): string[] =>
  lines.filter((line) => line.startsWith('begun ')).map((line) => line.slice('begun '.length));

/** Twice: the first failure must not leave the connection in a transaction that never ends. */
function expectRefusal(lines: readonly string[], reason: string): void {
  const refusals = lines.filter((line) => !line.startsWith('begun '));
  expect(refusals).toEqual(Array(2).fill(`7 ledger_unavailable ${cannot(reason)}`));
  expect(lines.length).toBeGreaterThan(4);
}

async function expectWhole(ids: readonly string[]): Promise<void> {
  const ledger = await openTestLedger(systemClock, base);
  expect((await ledger.history({ limit: 999 })).map(({ id }) => id).sort()).toEqual([...ids].sort());
  expect(await ledger.verify()).toMatchObject({ records: ids.length, problem: undefined });
}

describe('a ledger that another process has locked', () => {
  it('can be used after the lock is released', async () => {
    const ledger = await openTestLedger(systemClock, base);
    const other = program.run(`
      const database = new Database(${JSON.stringify(join(base, 'ledger.db'))});
      database.exec('begin immediate');
      say('locked');
      setTimeout(() => database.exec('commit'), 300);
    `);
    expect(await other.line()).toBe('locked');
    expect((await ledger.createIntent(draft('a'))).id).toBe('a');
    expect(await other.ended()).toMatchObject({ code: 0, errors: '' });
  });

  it('fails after five seconds without a record, and works as soon as the lock is released', async () => {
    const ledger = await openTestLedger(systemClock, base);
    const other = openDatabase(base);
    other.exec('begin exclusive');
    await expect(ledger.createIntent(draft('a'))).rejects.toMatchObject({
      exit: 7,
      code: 'ledger_unavailable',
      message: cannot('another process has kept it locked for 5 s'),
    });
    other.exec('rollback');
    other.close();
    expect(await openIntents(ledger)).toEqual([]);
    expect((await ledger.createIntent(draft('a'))).id).toBe('a');
    expect(await ledger.verify()).toMatchObject({ records: 1, problem: undefined });
  });
});

describe('a ledger with a text that is not UTF-8', () => {
  it.each([
    ['intents', 'description', `await ledger.history({ limit: 50 })`],
    ['intents', 'amount', `await ledger.history({ limit: 50 })`],
    ['intents', 'path', `for await (const intents of ledger.intentsInStates(['sending'])) void intents`],
    ['intents', 'path', `await ledger.get('a')`],
    ['records', 'data', `for await (const record of ledger.records({})) void record`],
    ['records', 'event', `await ledger.verify()`],
    ['head', 'hash', `await ledger.verify()`],
    ['info', 'value', `void ledger`],
    ['kysely_migration', 'name', `void ledger`],
  ])('in %s.%s fails without ending the process: %s', async (table, column, read) => {
    const ledger = await openTestLedger(systemClock, base);
    await ledger.createIntent(draft('a'));
    await ledger.close();
    const code = `
const database = new Database(${JSON.stringify(join(base, 'ledger.db'))});
database.exec("update ${table} set ${column} = cast(x'61ff00c3' as text) where rowid = 1");
database.close();
try {
  const ledger = await openIn(${JSON.stringify(base)});
  ${read};
  say('read');
} catch (error) {
  say([error.exit, error.code, error.message].join(' '));
}`;
    const { lines, code: exit } = await program.run(code).ended();
    expect(lines).toEqual([
      `7 ledger_unavailable The ledger ${join(base, 'ledger.db')} cannot be used: it is damaged: a text in it is not UTF-8.`,
    ]);
    expect(exit).toBe(0);
  });
});
