import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, type Migration, Migrator } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MIGRATIONS } from '#adapters/ledger/migrations/migrations';
import { openLedger } from '#adapters/ledger/open-ledger';
import { sqliteDialect } from '#adapters/ledger/sqlite/dialect';
import { whyReadOnly } from '#adapters/ledger/sqlite/read-only';
import { systemClock } from '#async/clock';
import type { Ledger } from '#domain/ledger/ledger';
import { rejectionOf } from '../../support/failures.ts';
import { ledgerFolder, openTestLedger } from '../../support/ledger.ts';
import { draft, idsOf, openDatabase, PROJECT, recordsOf } from './drafts.ts';
import { buildLedgerProgram, type LedgerProgram } from './ledger-child.ts';

const OWN = process.geteuid?.();
const OTHER = 54_321;

let program: LedgerProgram;
beforeAll(async () => {
  program = await buildLedgerProgram();
});
afterAll(() => program.remove());

let folder: string;
beforeEach(async () => {
  folder = ledgerFolder();
});

const callback = (paymentId: string) => ({
  ...{ project: PROJECT, text: '{"name":"Әсел"}', valid: true, paymentId, status: 'success' },
  ...{ operationId: '1', operationStatus: 'success', requestId: 'r' },
});

/** A ledger with an intent and a callback, which no process has open. */
async function fill(): Promise<void> {
  const ledger = await openTestLedger(systemClock, folder);
  await ledger.createIntent(draft('a', { phone: '77071234567' }));
  await ledger.addCallback(callback('payment_47'));
  await ledger.close();
}

const openAsUser = (): Promise<Ledger> =>
  openLedger({ folder, uid: OWN, pid: process.pid, isRunning: () => true, clock: systemClock });

/** Every file, with its content, its mode and its time. */
const stateOf = (place: string): unknown =>
  readdirSync(place).map((name) => {
    const { mode, mtimeMs, uid } = statSync(join(place, name));
    return [name, mode, mtimeMs, uid, readFileSync(join(place, name)).toString('base64')];
  });

const copies = (): string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`rocketpay-copy-${process.pid}-`));

/** What every reading command asks. */
async function expectReadable(ledger: Ledger, ids: readonly string[]): Promise<void> {
  expect(idsOf(await ledger.history({ limit: 50 }))).toEqual([...ids].reverse());
  expect(idsOf(await ledger.history({ limit: 50, phone: '77071234567' }))).toEqual([...ids].reverse());
  expect(idsOf(await ledger.openIntents())).toEqual(ids);
  expect(await recordsOf(ledger)).toHaveLength(ids.length);
  expect(await ledger.verify()).toMatchObject({ records: ids.length, problem: undefined });
  expect(await ledger.findCallbacks({ limit: 50 })).toMatchObject([
    { text: '{"name":"Әсел"}', paymentId: 'payment_47' },
  ]);
  expect(await ledger.deliveries('cb-1')).toEqual([]);
  expect(ledger.damagedFiles()).toEqual([]);
}

/** What would change something, and ends with the same refusal. */
const WRITES: Readonly<Record<string, (ledger: Ledger) => Promise<unknown>>> = {
  createIntent: (ledger) => ledger.createIntent(draft('b')),
  recordBlocked: (ledger) => ledger.recordBlocked(draft('b'), 'a reason'),
  change: (ledger) => ledger.change('a', 'found', { state: 'accepted' }),
  acquireLock: (ledger) => ledger.acquireLock('plan-1'),
  savePayment: (ledger) =>
    ledger.savePayment({
      ...{ project: PROJECT, paymentId: 'p', status: 'success', remaining: undefined },
      ...{ resendsUsed: 0, otpAskedAt: undefined, seenAt: 1 },
    }),
  addCallback: (ledger) => ledger.addCallback(callback('p')),
  addDelivery: (ledger) =>
    ledger.addDelivery({ callbackId: 'c', url: 'http://x/', at: 1, status: 200, reason: undefined, milliseconds: 1 }),
  pruneInvalidCallbacks: (ledger) => ledger.pruneInvalidCallbacks(0),
};

async function expectRefusals(ledger: Ledger, why: string): Promise<void> {
  for (const [name, write] of Object.entries(WRITES)) {
    expect(await rejectionOf(write(ledger)), name).toMatchObject({
      exit: 7,
      code: 'ledger_unavailable',
      message: `The ledger ${join(folder, 'ledger.db')} can be read and cannot be written: ${why}.`,
      hint: expect.stringContaining('ROCKETPAY_DATA_DIR'),
    });
  }
}

describe.skipIf(OWN === undefined)('a ledger in a folder without permission to write', () => {
  it('is read where it is, and nothing beside it changes', async () => {
    await fill();
    chmodSync(folder, 0o555);
    const before = stateOf(folder);
    const ledger = await openAsUser();
    await expectReadable(ledger, ['a']);
    await expectRefusals(ledger, 'this user may not use it');
    expect(copies()).toEqual([]);
    await ledger.close();
    expect(stateOf(folder)).toEqual(before);
  });

  it('is read from a copy where a process has left a write-ahead log, and the copy is removed', async () => {
    await fill();
    const code = `const ledger = await openIn(${JSON.stringify(folder)}); await ledger.createIntent(draft('b')); say('begun'); await heard();`;
    const child = program.run(code);
    expect(await child.line()).toBe('begun');
    await child.kill();
    expect(statSync(join(folder, 'ledger.db-wal')).size).toBeGreaterThan(0);
    chmodSync(folder, 0o555);
    const before = stateOf(folder);
    const ledger = await openAsUser();
    expect(copies()).toHaveLength(1);
    expect(statSync(join(tmpdir(), copies()[0] ?? '')).mode & 0o777).toBe(0o700);
    await expectReadable(ledger, ['a', 'b']);
    await expectRefusals(ledger, 'this user may not use it');
    await ledger.close();
    expect(copies()).toEqual([]);
    expect(stateOf(folder)).toEqual(before);
  });

  it('is read from a copy with the callbacks of its spool', async () => {
    await fill();
    const many = `Array.from({ length: 40 }, (_, at) => ledger.addCallback(callback('p-' + at)))`;
    const code = `const ledger = await openIn(${JSON.stringify(folder)}); await Promise.all(${many}); say('kept'); await heard();`;
    const child = program.run(code);
    expect(await child.line()).toBe('kept');
    await child.kill();
    chmodSync(folder, 0o555);
    const before = stateOf(folder);
    const ledger = await openAsUser();
    expect(await ledger.findCallbacks({ limit: 99 })).toHaveLength(41);
    await ledger.close();
    expect(stateOf(folder)).toEqual(before);
    chmodSync(folder, 0o700);
    expect(await (await openTestLedger(systemClock, folder)).findCallbacks({ limit: 99 })).toHaveLength(41);
  });

  it('is read from a copy where an earlier version has made its tables', async () => {
    const [first = ''] = Object.keys(MIGRATIONS);
    const db = new Kysely<unknown>({ dialect: sqliteDialect(join(folder, 'ledger.db')) });
    const provider = { getMigrations: async () => ({ [first]: MIGRATIONS[first] as Migration }) };
    await new Migrator({ db, provider }).migrateToLatest();
    await db.destroy();
    chmodSync(folder, 0o555);
    const before = stateOf(folder);
    const ledger = await openAsUser();
    expect(copies()).toHaveLength(1);
    expect(await ledger.history({ limit: 5 })).toEqual([]);
    await ledger.close();
    expect(copies()).toEqual([]);
    expect(stateOf(folder)).toEqual(before);
  });

  it('is not taken as it is found', async () => {
    await fill();
    chmodSync(folder, 0o555);
    const options = { folder, uid: OWN, pid: process.pid, isRunning: () => true, clock: systemClock, accept: true };
    expect(await rejectionOf(openLedger(options))).toMatchObject({ exit: 7, code: 'ledger_unavailable' });
  });

  it('says what cannot be read without its key, and shows everything else', async () => {
    await fill();
    rmSync(join(folder, 'ledger.key'));
    chmodSync(folder, 0o555);
    const ledger = await openAsUser();
    expect(idsOf(await ledger.history({ limit: 5 }))).toEqual(['a']);
    expect(await rejectionOf(ledger.history({ limit: 5, phone: '77071234567' }))).toMatchObject({
      exit: 7,
      message: expect.stringContaining('is missing'),
    });
    await ledger.close();
  });

  it('is older than its last use, and then it is not believed', async () => {
    await fill();
    copyFileSync(join(folder, 'ledger.db'), join(folder, 'older'));
    const ledger = await openTestLedger(systemClock, folder);
    await ledger.createIntent(draft('b'));
    await ledger.close();
    copyFileSync(join(folder, 'older'), join(folder, 'ledger.db'));
    chmodSync(folder, 0o555);
    expect((await rejectionOf(openAsUser())).message).toContain('is older than its last use');
    expect(copies()).toEqual([]);
  });

  it('removes the copy that a killed process has left, and no other one', async () => {
    const [gone, alive] = [999_999_999, process.ppid].map((pid) =>
      mkdtempSync(join(tmpdir(), `rocketpay-copy-${pid}-`)),
    );
    await fill();
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

describe.runIf(OWN === 0)('a ledger of another user', () => {
  it('is read, and keeps its owner and its files', async () => {
    await fill();
    for (const name of ['.', ...readdirSync(folder)]) chownSync(join(folder, name), OTHER, OTHER);
    const before = stateOf(folder);
    const ledger = await openAsUser();
    await expectReadable(ledger, ['a']);
    await expectRefusals(ledger, `${folder} belongs to another user`);
    await ledger.close();
    expect(stateOf(folder)).toEqual(before);
  });

  it.each(['ledger.db', 'ledger.db-wal'])('of which %s cannot be read is refused', async (name) => {
    await fill();
    writeFileSync(join(folder, name), 'x', { flag: 'a' });
    for (const file of readdirSync(folder)) chmodSync(join(folder, file), file === name ? 0o600 : 0o644);
    chmodSync(folder, 0o755);
    const code = `
try { await openIn(${JSON.stringify(folder)}); say('opened'); }
catch (error) { say([error.exit, error.code, error.message].join(' ')); }`;
    const { lines } = await program.run(code, { asCommoner: true }).ended();
    const part = name === 'ledger.db' ? '' : `${name}: `;
    expect(lines).toEqual([
      `7 ledger_unavailable The ledger ${join(folder, 'ledger.db')} cannot be read: ${part}this user may not use it.`,
    ]);
  });

  it('without permission for its key is read without what the key opens', async () => {
    await fill();
    chmodSync(folder, 0o755);
    chmodSync(join(folder, 'ledger.db'), 0o644);
    const code = `
const ledger = await openIn(${JSON.stringify(folder)});
say((await ledger.history({ limit: 5 })).map(({ id }) => id).join());
await ledger.findCallbacks({ limit: 5 }).catch((error) => say(error.exit + ' ' + error.message + ' ' + error.hint));
await ledger.createIntent(draft('b')).catch((error) => say(error.exit + ' ' + error.message));`;
    const { lines } = await program.run(code, { asCommoner: true }).ended();
    expect(lines[0]).toBe('a');
    expect(lines[1]).toMatch(
      /^7 The key .*ledger.key of the ledger cannot be read: this user may not use it\..*as its owner/,
    );
    expect(lines[2]).toMatch(/^7 The ledger .* can be read and cannot be written: this user may not use it\.$/);
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
  it('that is not there, or can be written, is not opened for reading', async () => {
    expect(whyReadOnly(join(folder, 'ledger.db'), OWN)).toBeUndefined();
    expect(whyReadOnly(join(folder, 'missing', 'ledger.db'), OWN)).toBeUndefined();
    await fill();
    expect(whyReadOnly(join(folder, 'ledger.db'), OWN)).toBeUndefined();
    chmodSync(join(folder, 'ledger.db'), 0o400);
    const ledger = await openAsUser();
    expect(ledger.readOnly).toBeUndefined();
    await ledger.close();
  });

  it.runIf(canMount())('on a read-only disk is read there', async () => {
    await fill();
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
