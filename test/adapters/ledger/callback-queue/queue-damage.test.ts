import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCallbackWriter } from '#adapters/ledger/callback-queue/callback-writer';
import { ingestAll, QueueFile } from '#adapters/ledger/callback-queue/queue-file';
import { findCallbacks } from '#adapters/ledger/callbacks/callback-queries';
import { groupCommits } from '#adapters/ledger/group-commit';
import { createKey, type LedgerKey, temporaryKey } from '#adapters/ledger/ledger-key';
import { openSqlite } from '#adapters/ledger/sqlite/open-database';
import { SQLITE_CALLBACKS } from '#adapters/ledger/sqlite/sqlite-callbacks';
import { SQLITE_SEARCH } from '#adapters/ledger/sqlite/sqlite-search';
import { systemClock } from '#async/clock';
import type { NewCallback, StoredCallback } from '#domain/ledger/stored-callback';
import { ledgerFolder, openTestLedger } from '../../../support/ledger.ts';
import { PROJECT } from '../drafts.ts';

const callback = (paymentId: string, change: Partial<NewCallback> = {}): NewCallback => ({
  project: PROJECT,
  text: `{"payment":{"id":"${paymentId}"}}`,
  valid: true,
  paymentId,
  status: 'success',
  operationId: undefined,
  operationStatus: undefined,
  requestId: `req-${paymentId}`,
  ...change,
});

const stored = (id: string): StoredCallback => ({ ...callback(id), id, receivedAt: 1, repeat: false });

const FRAMES = ['a', 'b', 'c', 'd', 'e'];
const MARK = 'RPF1';

/** The file of a process that has ended, with a frame for each of {@link FRAMES}, and where these begin. */
async function queued(key: LedgerKey) {
  const folder = ledgerFolder();
  const queue = await QueueFile.open(folder, 'test', key);
  for (const id of FRAMES) await queue.append([stored(id), stored(`${id}2`)]);
  await queue.close();
  const bytes = readFileSync(queue.file);
  const starts: number[] = [];
  for (let at = bytes.indexOf(MARK); at >= 0; at = bytes.indexOf(MARK, at + 1)) starts.push(at);
  expect(starts).toHaveLength(FRAMES.length);
  return { folder, file: queue.file, bytes, starts };
}

async function ingested(folder: string, key: LedgerKey): Promise<readonly string[]> {
  const ids: string[] = [];
  const ingest = async (batch: readonly StoredCallback[]) => {
    ids.push(...batch.map(({ id }) => id));
    return 0;
  };
  await ingestAll(folder, [], key, ingest, () => false);
  return ids;
}

describe('a damaged place in the file of received callbacks', () => {
  const changes: readonly [string, (bytes: Buffer, start: number, end: number) => void][] = [
    ['a byte of its content', (bytes, start) => bytes.writeUInt8((bytes[start + 40] ?? 0) ^ 1, start + 40)],
    ['its length, now too long', (bytes, start) => bytes.writeUInt32BE(0x7fffffff, start + 4)],
    ['its length, now too short', (bytes, start) => bytes.writeUInt32BE(5, start + 4)],
    ['its length, now zero', (bytes, start) => bytes.writeUInt32BE(0, start + 4)],
    ['its mark', (bytes, start) => bytes.writeUInt8(0, start)],
    ['all of it, zeroed', (bytes, start, end) => bytes.fill(0, start, end)],
  ];
  const places = FRAMES.slice(0, -1).map((name, at) => [name, at] as const);
  it.each(changes.flatMap(([what, change]) => places.map(([name, at]) => [what, name, at, change] as const)))(
    'loses no other callback: %s, frame %s',
    async (_, name, at, change) => {
      const key = temporaryKey();
      const { folder, file, bytes, starts } = await queued(key);
      change(bytes, starts[at] ?? 0, starts[at + 1] ?? 0);
      writeFileSync(file, bytes);
      const others = FRAMES.filter((frame) => frame !== name).flatMap((frame) => [frame, `${frame}2`]);
      expect(await ingested(folder, key)).toEqual(others);
      expect(readdirSync(folder).filter((left) => left.startsWith('arrivals'))).toEqual(['arrivals-test.damaged']);
    },
  );

  it('is not reported for an intact file, which is removed', async () => {
    const key = temporaryKey();
    const { folder } = await queued(key);
    expect(await ingested(folder, key)).toHaveLength(2 * FRAMES.length);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves the file of another key unchanged', async () => {
    const { folder } = await queued(temporaryKey());
    expect(await ingested(folder, temporaryKey())).toEqual([]);
    expect(readdirSync(folder)).toEqual(['arrivals-test.log']);
  });
});

describe('callbacks in a ledger', () => {
  it('include all but one that cannot be ingested, whose file is kept', async () => {
    const folder = ledgerFolder();
    const ledger = await openTestLedger(systemClock, folder);
    const queue = await QueueFile.open(folder, 'test', createKey(readFileSync(join(folder, 'ledger.key'))));
    // Without a text it cannot be sealed.
    const { text: _, ...odd } = stored('odd');
    const some = (from: number) => Array.from({ length: 10 }, (_, at) => stored(`p${from + at}`));
    await queue.append([...some(0), odd as StoredCallback, ...some(10)]);
    await queue.append(some(20));
    await queue.close();
    const found = (await ledger.findCallbacks({ limit: 100 })).map(({ id }) => id);
    expect(found.toSorted()).toEqual([...some(0), ...some(10), ...some(20)].map(({ id }) => id).toSorted());
    expect(ledger.damagedFiles()).toEqual([join(folder, 'arrivals-test.damaged')]);
  });

  it('with a wrong signature are removed, oldest first, and no genuine one is removed', async () => {
    const folder = ledgerFolder();
    const ledger = await openTestLedger(systemClock, folder);
    for (let at = 0; at < 60; at += 1) {
      await ledger.addCallback(callback(`bad${at}`, { valid: false, paymentId: undefined, text: 'x'.repeat(3000) }));
      if (at % 10 === 0) await ledger.addCallback(callback(`good${at}`));
    }
    await ledger.pruneInvalidCallbacks(50_000);
    const left = await ledger.findCallbacks({ limit: 100 });
    expect(left.filter(({ valid }) => valid)).toHaveLength(6);
    const bad = left.filter(({ valid }) => !valid).map(({ requestId }) => requestId);
    expect(bad.length).toBeGreaterThan(5);
    expect(bad.length).toBeLessThan(15);
    expect(bad[0]).toBe('req-bad59');
    await ledger.pruneInvalidCallbacks(0);
    expect(await ledger.findCallbacks({ valid: false, limit: 100 })).toEqual([]);
  });

  it('of an unsigned kind are removed separately from those with a wrong signature', async () => {
    const ledger = await openTestLedger(systemClock, ledgerFolder());
    for (let at = 0; at < 30; at += 1) {
      const body = { valid: false, paymentId: undefined, text: 'x'.repeat(3000) };
      await ledger.addCallback(callback(`bad${at}`, body));
      await ledger.addCallback(callback(`back${at}`, { ...body, kind: 'chargeback' }));
    }
    const kinds = async () => {
      const found = await ledger.findCallbacks({ limit: 100 });
      return [
        found.filter(({ kind }) => kind === undefined).length,
        found.filter(({ kind }) => kind !== undefined).length,
      ];
    };
    await ledger.pruneInvalidCallbacks(20_000, 'chargeback');
    const [all, few = 0] = await kinds();
    expect([all, few > 0 && few < 10]).toEqual([30, true]);
    await ledger.pruneInvalidCallbacks(0);
    expect(await kinds()).toEqual([0, few]);
    // However small they are, they have a limit: each takes a row.
    await ledger.pruneInvalidCallbacks(0, 'chargeback');
    for (let at = 0; at < 30; at += 1) {
      await ledger.addCallback(callback(`tiny${at}`, { valid: false, text: '1', kind: 'chargeback' }));
    }
    await ledger.pruneInvalidCallbacks(10_000, 'chargeback');
    expect((await kinds())[1]).toBeLessThan(20);
  });

  it('keep their kind in the files of the queue', async () => {
    const folder = ledgerFolder();
    const ledger = await openTestLedger(systemClock, folder);
    const some = Array.from({ length: 20 }, (_, at) => callback(`p${at}`, { valid: false, kind: 'chargeback' }));
    await Promise.all(some.map((one) => ledger.addCallback(one)));
    expect(await ledger.findCallbacks({ kind: 'chargeback', limit: 100 })).toHaveLength(20);
  });

  it('use no more disk space when many with a wrong signature arrive and are pruned', async () => {
    const folder = ledgerFolder();
    const ledger = await openTestLedger(systemClock, folder);
    for (let turn = 0; turn < 40; turn += 1) {
      const some = Array.from({ length: 3 }, () => ({ valid: false, text: 'x'.repeat(60_000) }));
      for (const one of some) await ledger.addCallback(callback('bad', one));
      await ledger.pruneInvalidCallbacks(1024 * 1024);
    }
    await ledger.close();
    expect(statSync(join(folder, 'ledger.db')).size).toBeLessThan(2 * 1024 * 1024);
  });

  it('get new files repeatedly, and a full one is removed while others still arrive', async () => {
    const folder = ledgerFolder();
    const { db } = await openSqlite(join(folder, 'ledger.db'));
    const limits = { queue: 200_000, file: 40_000 };
    const writer = createCallbackWriter(
      { db, callbacks: SQLITE_CALLBACKS, search: SQLITE_SEARCH, queueFolder: folder },
      temporaryKey(),
      systemClock,
      groupCommits(db),
      limits,
    );
    const text = 'x'.repeat(1000);
    const seen = new Set<string>();
    const filesNow = () => readdirSync(folder).filter((name) => /^arrivals.*log$/.test(name));
    for (let turn = 0; turn < 40; turn += 1) {
      await Promise.all(Array.from({ length: 10 }, (_, at) => writer.add(callback(`p${turn}-${at}`, { text }))));
      for (const name of filesNow()) seen.add(name);
      const bytes = filesNow().reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
      expect(bytes).toBeLessThan(2 * limits.queue);
    }
    expect(seen.size).toBeGreaterThan(9);
    expect(filesNow().length).toBeLessThan(8);
    await writer.ingest();
    expect(await findCallbacks({ limit: 1000 }, temporaryKey(), db)).toHaveLength(400);
    await writer.close();
    await db.destroy();
  });
});
