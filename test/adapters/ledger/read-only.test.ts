import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, Migrator } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MIGRATION_NAMES } from '#adapters/ledger/migrations/migration-names';
import { MIGRATIONS } from '#adapters/ledger/migrations/migrations';
import { openLedger } from '#adapters/ledger/open-ledger';
import { sqliteDialect } from '#adapters/ledger/sqlite/dialect';
import { whyReadOnly } from '#adapters/ledger/sqlite/read-only';
import { systemClock } from '#async/clock';
import { rejectionOf } from '../../support/failures.ts';
import { ledgerFolder, openTestLedger } from '../../support/ledger.ts';
import { draft, idsOf, openDatabase } from './drafts.ts';
import { buildLedgerProgram, type LedgerProgram } from './ledger-child.ts';
import { copies, expectReadable, expectRefusals, fill, OWN, openAsUser, stateOf } from './read-only-ledger.ts';

let program: LedgerProgram;
beforeAll(async () => {
  program = await buildLedgerProgram();
});
afterAll(() => program.remove());

let folder: string;
beforeEach(async () => {
  folder = ledgerFolder();
});

describe.skipIf(OWN === undefined)('a ledger in a folder without permission to write', () => {
  it('is read in place, and no file changes', async () => {
    await fill(folder);
    chmodSync(folder, 0o555);
    const before = stateOf(folder);
    const ledger = await openAsUser(folder);
    await expectReadable(ledger, ['a']);
    await expectRefusals(ledger, 'this user may not use it');
    expect(copies()).toEqual([]);
    await ledger.close();
    expect(stateOf(folder)).toEqual(before);
  });

  it('is read from a temporary copy when there is a write-ahead log', async () => {
    await fill(folder);
    const code = `const ledger = await openIn(${JSON.stringify(folder)}); await ledger.createIntent(draft('b')); say('begun'); await heard();`;
    const child = program.run(code);
    expect(await child.line()).toBe('begun');
    await child.kill();
    expect(statSync(join(folder, 'ledger.db-wal')).size).toBeGreaterThan(0);
    chmodSync(folder, 0o555);
    const before = stateOf(folder);
    const ledger = await openAsUser(folder);
    expect(copies()).toHaveLength(1);
    expect(statSync(join(tmpdir(), copies()[0] ?? '')).mode & 0o777).toBe(0o700);
    await expectReadable(ledger, ['a', 'b']);
    await expectRefusals(ledger, 'this user may not use it');
    await ledger.close();
    expect(copies()).toEqual([]);
    expect(stateOf(folder)).toEqual(before);
  });

  it('is read from a copy with its queued callbacks', async () => {
    await fill(folder);
    const many = `Array.from({ length: 40 }, (_, at) => ledger.addCallback(callback('p-' + at)))`;
    const code = `const ledger = await openIn(${JSON.stringify(folder)}); await Promise.all(${many}); say('kept'); await heard();`;
    const child = program.run(code);
    expect(await child.line()).toBe('kept');
    await child.kill();
    chmodSync(folder, 0o555);
    const before = stateOf(folder);
    const ledger = await openAsUser(folder);
    expect(await ledger.findCallbacks({ limit: 99 })).toHaveLength(41);
    await ledger.close();
    expect(stateOf(folder)).toEqual(before);
    chmodSync(folder, 0o700);
    expect(await (await openTestLedger(systemClock, folder)).findCallbacks({ limit: 99 })).toHaveLength(41);
  });

  it('is read from a copy when its tables are those of an earlier version', async () => {
    const [first] = MIGRATION_NAMES;
    const db = new Kysely<unknown>({ dialect: sqliteDialect(join(folder, 'ledger.db')) });
    const provider = { getMigrations: async () => ({ [first]: MIGRATIONS[first] }) };
    await new Migrator({ db, provider }).migrateToLatest();
    await db.destroy();
    chmodSync(folder, 0o555);
    const before = stateOf(folder);
    const ledger = await openAsUser(folder);
    expect(copies()).toHaveLength(1);
    expect(await ledger.history({ limit: 5 })).toEqual([]);
    await ledger.close();
    expect(copies()).toEqual([]);
    expect(stateOf(folder)).toEqual(before);
  });

  it('cannot be accepted as it is', async () => {
    await fill(folder);
    chmodSync(folder, 0o555);
    const options = { folder, uid: OWN, pid: process.pid, isRunning: () => true, clock: systemClock, accept: true };
    expect(await rejectionOf(openLedger(options))).toMatchObject({ exit: 7, code: 'ledger_unavailable' });
  });

  it('without its key shows everything that needs no key', async () => {
    await fill(folder);
    rmSync(join(folder, 'ledger.key'));
    chmodSync(folder, 0o555);
    const ledger = await openAsUser(folder);
    expect(idsOf(await ledger.history({ limit: 5 }))).toEqual(['a']);
    expect(await rejectionOf(ledger.history({ limit: 5, phone: '77071234567' }))).toMatchObject({
      exit: 7,
      message: expect.stringContaining('is missing'),
    });
    await ledger.close();
  });

  it('is refused when it is older than its last use', async () => {
    await fill(folder);
    copyFileSync(join(folder, 'ledger.db'), join(folder, 'older'));
    const ledger = await openTestLedger(systemClock, folder);
    await ledger.createIntent(draft('b'));
    await ledger.close();
    copyFileSync(join(folder, 'older'), join(folder, 'ledger.db'));
    chmodSync(folder, 0o555);
    expect((await rejectionOf(openAsUser(folder))).message).toContain('is older than its last use');
    expect(copies()).toEqual([]);
  });

  it('removes the copies of killed processes only', async () => {
    const [gone, alive] = [999_999_999, process.ppid].map((pid) =>
      mkdtempSync(join(tmpdir(), `rocketpay-copy-${pid}-`)),
    );
    await fill(folder);
    const database = openDatabase(folder);
    database.exec(`insert into info values ('x', 'y')`);
    chmodSync(folder, 0o555);
    const isRunning = (pid: number) => pid !== 999_999_999;
    const ledger = await openLedger({ folder, uid: OWN, pid: process.pid, isRunning, clock: systemClock });
    const left = readdirSync(tmpdir()).map((name) => join(tmpdir(), name));
    await ledger.close();
    database.close();
    expect([left.includes(gone ?? ''), left.includes(alive ?? '')]).toEqual([false, true]);
    rmSync(alive ?? '', { recursive: true });
  });
});

/** Whether this machine lets this process mount a disk. */
function canMount(): boolean {
  try {
    execFileSync('sh', ['-c', `unshare -rm sh -c 'mount -t tmpfs none /mnt'`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('a ledger', () => {
  it('that is missing or can be written is not opened for reading', async () => {
    expect(whyReadOnly(join(folder, 'ledger.db'), OWN)).toBeUndefined();
    expect(whyReadOnly(join(folder, 'missing', 'ledger.db'), OWN)).toBeUndefined();
    await fill(folder);
    expect(whyReadOnly(join(folder, 'ledger.db'), OWN)).toBeUndefined();
    chmodSync(join(folder, 'ledger.db'), 0o400);
    const ledger = await openAsUser(folder);
    expect(ledger.readOnly).toBeUndefined();
    await ledger.close();
  });

  it.runIf(canMount())('on a read-only disk is read in place', async () => {
    await fill(folder);
    const place = join(folder, 'disk');
    mkdirSync(place);
    const lines = `
const ledger = await openIn(${JSON.stringify(place)});
say((await ledger.history({ limit: 5 })).map(({ id }) => id).join());
say((await ledger.findCallbacks({ limit: 5 })).length);
await ledger.createIntent(draft('b')).catch((error) => say(error.exit + ' ' + error.message));
await ledger.close();`;
    const file = join(folder, 'read.mjs');
    writeFileSync(file, program.source(lines));
    const mount = `mount --bind '${folder}' '${place}' && mount -o remount,bind,ro '${place}' && exec '${process.execPath}' '${file}'`;
    const out = execFileSync('sh', ['-c', 'exec unshare -rm sh -c "$0"', mount], { encoding: 'utf8' });
    expect(out.trimEnd().split('\n')).toEqual([
      'a',
      '1',
      `7 The ledger ${join(place, 'ledger.db')} can be read and cannot be written: it is on a read-only disk.`,
    ]);
  });
});
