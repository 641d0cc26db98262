import { copyFileSync, cpSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openLedger } from '#adapters/ledger/open-ledger';
import { systemClock } from '#async/clock';
import type { Ledger } from '#domain/ledger/ledger';
import { acceptTestLedger, ledgerFolder, openTestLedger } from '../../support/ledger.ts';
import { openIntents } from '../../support/stored-intents.ts';
import { draft } from './drafts.ts';

const REFUSED = {
  exit: 7,
  code: 'ledger_unavailable',
  hint: expect.stringContaining('rocketpay ledger init --new'),
};

let folder: string;
const file = (name: string): string => join(folder, name);
const use = async (...ids: readonly string[]): Promise<void> => {
  const ledger = await openTestLedger(systemClock, folder);
  for (const id of ids) await ledger.createIntent(draft(id));
  await ledger.close();
};

beforeEach(async () => {
  folder = ledgerFolder();
  await use('a', 'b');
});

describe('a ledger that was used before and was', () => {
  it.each<[string, () => void | Promise<void>, string]>([
    ['removed', () => rmSync(file('ledger.db')), 'is missing, and ledger.key beside it'],
    ['emptied', () => truncateSync(file('ledger.db')), 'is empty, and ledger.key beside it'],
    [
      'removed with its key',
      () => {
        rmSync(file('ledger.db'));
        rmSync(file('ledger.key'));
      },
      'is missing, and head.json beside it',
    ],
    [
      'brought back from an older copy',
      async () => {
        copyFileSync(file('ledger.db'), file('copy'));
        await use('c');
        copyFileSync(file('copy'), file('ledger.db'));
      },
      'it ends with record 2, and there were 3',
    ],
    [
      'continued from an older copy with as many records',
      async () => {
        copyFileSync(file('ledger.db'), file('copy'));
        await use('c');
        copyFileSync(file('head.json'), file('newest'));
        copyFileSync(file('copy'), file('ledger.db'));
        rmSync(file('head.json'));
        await use('d');
        copyFileSync(file('newest'), file('head.json'));
      },
      'has another record 3 than at its last use',
    ],
    [
      'replaced by that of another folder',
      async () => {
        const other = ledgerFolder();
        const ledger = await openTestLedger(systemClock, other);
        for (const id of ['x', 'y', 'z']) await ledger.createIntent(draft(id));
        await ledger.close();
        copyFileSync(join(other, 'ledger.db'), file('ledger.db'));
      },
      'is not the one that was used here before',
    ],
  ])('%s is refused until it is accepted', async (_, lose, reason) => {
    await lose();
    for (const _round of [1, 2]) {
      await expect(openTestLedger(systemClock, folder)).rejects.toMatchObject({
        ...REFUSED,
        message: expect.stringContaining(reason),
      });
    }
    await (await acceptTestLedger(folder)).close();
    await use('n');
  });

  it.each([
    ['is empty, as after a kill', () => writeFileSync(file('head.json'), '')],
    ['was torn by a power cut', () => writeFileSync(file('head.json'), '{"id":"')],
    ['is missing, as with an earlier version', () => rmSync(file('head.json'))],
  ])('opened without an error when head.json %s', async (_, change) => {
    change();
    await use('c');
  });
});

describe('settings that name a ledger', () => {
  let settings: string;
  let copyFolder: string;
  let otherFolder: string;
  const openAt = (place: string): Promise<Ledger> =>
    openLedger({ folder: place, settings, pid: process.pid, isRunning: () => false, clock: systemClock });
  const beginAt = async (place: string, id: string): Promise<void> => {
    const ledger = await openAt(place);
    try {
      await ledger.createIntent(draft(id));
    } finally {
      await ledger.close();
    }
  };

  beforeEach(() => {
    settings = ledgerFolder();
    copyFolder = ledgerFolder();
    otherFolder = ledgerFolder();
    writeFileSync(join(settings, 'profiles.json'), '{"profiles":{}}');
  });

  it.each<[string, () => void, string]>([
    ['is gone with all its files', () => rmSync(folder, { recursive: true }), 'ledger.json shows that there was one'],
    [
      'is brought back whole from an older copy',
      () => {
        rmSync(folder, { recursive: true });
        cpSync(copyFolder, folder, { recursive: true });
      },
      'it ends with record 3, and there were 4',
    ],
    [
      'is another one at the same place',
      () => {
        rmSync(folder, { recursive: true });
        cpSync(otherFolder, folder, { recursive: true });
      },
      'is not the one that was used here before',
    ],
  ])('refuse a ledger that %s until it is accepted', async (_what, lose, reason) => {
    await beginAt(folder, 'c');
    cpSync(folder, copyFolder, { recursive: true });
    await beginAt(folder, 'd');
    const ledger = await openTestLedger(systemClock, otherFolder);
    await ledger.createIntent(draft('x'));
    await ledger.close();
    lose();
    for (const _round of [1, 2]) {
      await expect(openAt(folder)).rejects.toMatchObject({ ...REFUSED, message: expect.stringContaining(reason) });
    }
    await (
      await openLedger({ ...{ folder, settings, accept: true, clock: systemClock }, pid: 1, isRunning: () => false })
    ).close();
    await beginAt(folder, 'e');
  });

  it('store no record of a ledger in another folder', async () => {
    await beginAt(folder, 'c');
    const other = await openAt(ledgerFolder());
    await expect(other.createIntent(draft('d'))).rejects.toMatchObject(REFUSED);
    await other.close();
    await beginAt(folder, 'e');
  });

  it('refuse a write in another folder until that folder is accepted, and allow reading there', async () => {
    const other = ledgerFolder();
    await beginAt(folder, 'c');
    await expect(beginAt(other, 'd')).rejects.toMatchObject({
      ...REFUSED,
      message: expect.stringMatching(new RegExp(`use the ledger in ${folder}, and this run uses ${other}`)),
    });
    const reader = await openAt(other);
    expect(await openIntents(reader)).toEqual([]);
    expect(reader.notedFolder).toBe(folder);
    await reader.close();
    await (await acceptTestLedger(other, settings)).close();
    await beginAt(other, 'e');
    await expect(beginAt(folder, 'f')).rejects.toMatchObject(REFUSED);
  });

  it('accept another spelling of the same folder', async () => {
    await beginAt(folder, 'c');
    const link = join(settings, 'link');
    symlinkSync(folder, link);
    await beginAt(link, 'd');
    await beginAt(`${folder}/../${folder.split('/').at(-1)}/`, 'e');
  });

  it('without profiles store no folder', async () => {
    rmSync(join(settings, 'profiles.json'));
    await beginAt(folder, 'c');
    const other = ledgerFolder();
    mkdirSync(other, { recursive: true });
    await beginAt(other, 'd');
  });
});
