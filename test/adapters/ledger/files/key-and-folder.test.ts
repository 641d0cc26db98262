import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '#async/clock';
import { acceptTestLedger, ledgerFolder, openTestLedger } from '../../../support/ledger.ts';
import { openIntents } from '../../../support/stored-intents.ts';
import { draft, idsOf, openDatabase } from '../drafts.ts';

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

const modesIn = (folder: string): Record<string, string> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, modeOf(join(folder, name))]));

/** All that is there while a ledger is in use. */
const PRIVATE = {
  'head.json': '600',
  'ledger.db': '600',
  'ledger.db-shm': '600',
  'ledger.db-wal': '600',
  'ledger.key': '600',
};

let base: string;
beforeEach(() => {
  base = ledgerFolder();
});

describe.skipIf(process.platform === 'win32')('the files of a ledger', () => {
  it('and their new folders are accessible to their owner only', async () => {
    const folder = join(base, 'new', 'rocketpay');
    // The widest umask: the one of the user must not matter.
    const mask = process.umask(0);
    try {
      const ledger = await openTestLedger(systemClock, folder);
      await ledger.createIntent(draft('a'));
      expect(modesIn(folder)).toEqual(PRIVATE);
      expect(modeOf(folder)).toBe('700');
      expect(modeOf(join(base, 'new'))).toBe('700');
    } finally {
      process.umask(mask);
    }
  });

  it.each(['ledger.db', 'ledger.key', 'ledger.db-wal', 'ledger.db-shm'])(
    'are made private again when %s was open to others',
    async (name) => {
      // Left open, as a program that was killed leaves it: then the files beside the database stay.
      await (await openTestLedger(systemClock, base)).createIntent(draft('a'));
      chmodSync(join(base, name), 0o666);
      const ledger = await openTestLedger(systemClock, base);
      await ledger.createIntent(draft('b'));
      expect(modesIn(base)).toEqual(PRIVATE);
    },
  );

  it('are the only files in its folder', async () => {
    const ledger = await openTestLedger(systemClock, base);
    await ledger.createIntent(draft('a'));
    expect(Object.keys(modesIn(base))).toEqual(Object.keys(PRIVATE));
  });

  it('can be in a folder that others can read, and its mode does not change', async () => {
    const folder = join(base, 'shared');
    mkdirSync(folder, { mode: 0o755 });
    const ledger = await openTestLedger(systemClock, folder);
    await ledger.createIntent(draft('a'));
    expect(modesIn(folder)).toEqual(PRIVATE);
    expect(modeOf(folder)).toBe('755');
  });
});

describe('a ledger that is opened again', () => {
  it('has all its data and returns the same hashes', async () => {
    const first = await openTestLedger(systemClock, base);
    const begun = await first.createIntent(draft('a', { phone: '77071234567' }));
    const { head } = await first.verify();
    await first.close();
    const second = await openTestLedger(systemClock, base);
    expect(await second.get('a')).toEqual(begun);
    expect(await second.verify()).toEqual({ records: 1, head, problem: undefined });
    expect(second.fingerprint('x')).toBe(first.fingerprint('x'));
    expect(idsOf(await second.history({ phone: '77071234567', limit: 1 }))).toEqual(['a']);
  });

  it('has all its data in a copy of the database file that was made after closing', async () => {
    const first = await openTestLedger(systemClock, base);
    await first.createIntent(draft('a'));
    await first.close();
    const copy = ledgerFolder();
    for (const name of ['ledger.db', 'ledger.key']) copyFileSync(join(base, name), join(copy, name));
    const second = await openTestLedger(systemClock, copy);
    expect(idsOf(await second.history({ limit: 9 }))).toEqual(['a']);
    expect(await second.verify()).toMatchObject({ records: 1, problem: undefined });
  });

  it('can be read while another process writes', async () => {
    const ledger = await openTestLedger(systemClock, base);
    await ledger.createIntent(draft('a'));
    const writer = openDatabase(base);
    writer.exec('begin immediate; delete from intents');
    expect(idsOf(await openIntents(ledger))).toEqual(['a']);
    expect(idsOf(await openIntents(await openTestLedger(systemClock, base)))).toEqual(['a']);
    writer.exec('rollback');
    writer.close();
  });
});

const NO_OPERATION = { operationId: undefined, operationStatus: undefined, requestId: undefined };

describe('the key of a ledger', () => {
  it('is 32 random bytes', async () => {
    const [one, two] = [ledgerFolder(), ledgerFolder()];
    await openTestLedger(systemClock, one);
    await openTestLedger(systemClock, two);
    const keys = [one, two].map((folder) => readFileSync(join(folder, 'ledger.key')));
    expect(keys.map(({ length }) => length)).toEqual([32, 32]);
    expect(keys[0]?.equals(keys[1] ?? Buffer.alloc(0))).toBe(false);
  });

  it.each([
    ['empty', ''],
    ['cut short', 'half of the key'],
  ])('that is %s is refused', async (_, content) => {
    await (await openTestLedger(systemClock, base)).close();
    writeFileSync(join(base, 'ledger.key'), content);
    await expect(openTestLedger(systemClock, base)).rejects.toMatchObject({ exit: 7, code: 'ledger_unavailable' });
  });

  it('that was lost blocks everything that needs it until the ledger is accepted; earlier phones are then not found', async () => {
    const first = await openTestLedger(systemClock, base);
    await first.createIntent(draft('a', { phone: '77071234567' }));
    await first.close();
    rmSync(join(base, 'ledger.key'));
    for (const content of [undefined, randomBytes(32)]) {
      if (content !== undefined) writeFileSync(join(base, 'ledger.key'), content);
      const ledger = await openTestLedger(systemClock, base);
      expect((await ledger.get('a')).phone).toBe('7707•••••67');
      for (const needsKey of [
        () => ledger.createIntent(draft('b')),
        () => ledger.history({ phone: '77071234567', limit: 1 }),
        () =>
          ledger.addCallback({
            ...draft('c'),
            kind: undefined,
            text: '{}',
            valid: true,
            status: 'success',
            ...NO_OPERATION,
          }),
      ]) {
        await expect(needsKey()).rejects.toMatchObject({
          exit: 7,
          code: 'ledger_unavailable',
          hint: expect.stringContaining('rocketpay ledger init --new'),
        });
      }
      await ledger.close();
    }
    await (await acceptTestLedger(base)).close();
    const second = await openTestLedger(systemClock, base);
    expect((await second.get('a')).phone).toBe('7707•••••67');
    expect(await second.history({ phone: '77071234567', limit: 1 })).toEqual([]);
    expect(await second.verify()).toMatchObject({ records: 1, problem: undefined });
  });
});
