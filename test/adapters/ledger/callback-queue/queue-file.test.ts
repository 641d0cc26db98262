import { appendFileSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '#async/clock';
import type { NewCallback, StoredCallback } from '#domain/ledger/stored-callback';
import { ledgerFolder, openTestLedger } from '../../../support/ledger.ts';
import { PROJECT } from '../drafts.ts';
import { buildLedgerProgram, type LedgerProgram } from '../ledger-child.ts';

let program: LedgerProgram;
beforeAll(async () => {
  program = await buildLedgerProgram();
});
afterAll(() => program.remove());

const PHONE = '77079998877';

const callback = (paymentId: string): NewCallback => ({
  project: PROJECT,
  text: `{"account":{"number":"${PHONE}"},"name":"Әсел \\u0041"}`,
  valid: true,
  paymentId,
  status: 'success',
  operationId: '5028800010128225',
  operationStatus: 'success',
  requestId: 'req-1',
  event: 'purchase.success',
  envelope: { path: '/?shop=1', headers: [['x-trace', 'абв']] },
});

/** The number of concurrent callbacks that are appended first. */
const MANY = 40;
const payments = Array.from({ length: MANY }, (_, at) => `p${at % 30}`);

const arrivalsIn = (folder: string): string[] => readdirSync(folder).filter((name) => /^arrivals.*log$/.test(name));

async function listed(folder: string): Promise<readonly StoredCallback[]> {
  const ledger = await openTestLedger(systemClock, folder);
  try {
    return await ledger.findCallbacks({ limit: 100_000 });
  } finally {
    await ledger.close();
  }
}

/** A folder in which a process was killed that had put callbacks down; and their ids. */
async function killedAfterMany(folder = ledgerFolder()): Promise<{ folder: string; ids: readonly string[] }> {
  const child = program.run(`
    const ledger = await openIn(${JSON.stringify(folder)});
    const all = Array.from({ length: ${MANY} }, (_, at) => ledger.addCallback(callback('p' + at)));
    say((await Promise.all(all)).map(({ id }) => id).join());
    setInterval(() => {}, 1000);`);
  const ids = ((await child.line()) ?? '').split(',');
  await child.kill();
  return { folder, ids };
}

/** A clock by which everything takes two seconds. */
function hastyClock(): Clock {
  let elapsed = 0;
  return { ...systemClock, elapsed: () => (elapsed += 2000) };
}

const sorted = (ids: readonly string[]): string[] => [...ids].sort();

describe('many concurrent callbacks', () => {
  it('are stored unchanged, each once, and the repeated ones are marked', async () => {
    const folder = ledgerFolder();
    const ledger = await openTestLedger(systemClock, folder);
    const kept = await Promise.all(payments.map((id) => ledger.addCallback(callback(id))));
    expect(kept.filter(({ repeat }) => repeat)).toHaveLength(10);
    const [file = ''] = arrivalsIn(folder);
    expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
    for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name)).includes(PHONE), name).toBe(false);
    expect(sortById(await ledger.findCallbacks({ limit: 99 }))).toEqual(sortById(kept));
    expect((await ledger.addCallback(callback('p3'))).repeat).toBe(true);
    expect(await ledger.callbacks(PROJECT, 'P0')).toHaveLength(2);
    await ledger.close();
    expect(readdirSync(folder).filter((name) => name.startsWith('arrivals'))).toEqual([]);
    expect(await listed(folder)).toHaveLength(MANY + 1);
  });

  it('are visible to another process while the first one still listens', async () => {
    const folder = ledgerFolder();
    const ledger = await openTestLedger(systemClock, folder);
    const kept = await Promise.all(payments.map((id) => ledger.addCallback(callback(id))));
    for (let turn = 0; turn < 2; turn++) expect(sortById(await listed(folder))).toEqual(sortById(kept));
    const more = await Promise.all(payments.map((id) => ledger.addCallback(callback(id))));
    expect(more.every(({ repeat }) => repeat)).toBe(true);
    await ledger.close();
    expect(await listed(folder)).toHaveLength(2 * MANY);
  });

  it('have no file after they were ingested, and a new one when many arrive again', async () => {
    const folder = ledgerFolder();
    const ledger = await openTestLedger({ ...systemClock, sleep: async () => {} }, folder);
    for (let burst = 1; burst <= 2; burst += 1) {
      await Promise.all(payments.map((id) => ledger.addCallback(callback(`${burst}-${id}`))));
      expect(arrivalsIn(folder)).toHaveLength(1);
      while (arrivalsIn(folder).length > 0) await new Promise((resolve) => setImmediate(resolve));
      expect(await ledger.findCallbacks({ limit: 100 })).toHaveLength(burst * MANY);
    }
    expect(readdirSync(folder).filter((name) => name.startsWith('arrivals'))).toEqual([]);
  });

  it('that cannot be ingested within a second at the end are ingested by the next reader', async () => {
    const folder = ledgerFolder();
    const ledger = await openTestLedger(hastyClock(), folder);
    await Promise.all(payments.map((id) => ledger.addCallback(callback(id))));
    await ledger.close();
    expect(arrivalsIn(folder)).toHaveLength(1);
    expect(await listed(folder)).toHaveLength(MANY);
    expect(arrivalsIn(folder)).toEqual([]);
  });

  it('are stored once each when two processes receive them and others read', async () => {
    const folder = ledgerFolder();
    const writers = program.runTogether(
      2,
      (index) => `
      const ledger = await openIn(${JSON.stringify(folder)});
      for (let round = 0; round < 10; round++) {
        const all = Array.from({ length: ${MANY} }, (_, at) => ledger.addCallback(callback('${index}-' + round + '-' + at)));
        for (const { id } of await Promise.all(all)) say(id);
        if (round % 4 === ${index}) await ledger.findCallbacks({ limit: 1 });
      }
      await ledger.close();`,
    );
    const ends = await writers;
    expect(ends.map(({ code, errors }) => `${code}${errors}`)).toEqual(['0', '0']);
    expect(sorted((await listed(folder)).map(({ id }) => id))).toEqual(sorted(ends.flatMap(({ lines }) => lines)));
  });
});

describe('a process that is killed', () => {
  it('in the middle of a stream loses no answered callback, and stores none twice', async () => {
    const folder = ledgerFolder();
    const answered: string[] = [];
    for (let round = 0; round < 6; round++) {
      const child = program.run(`
        const ledger = await openIn(${JSON.stringify(folder)});
        for (let turn = 0; ; turn++) {
          const all = Array.from({ length: turn % 3 === 2 ? 3 : ${MANY} }, (_, at) => ledger.addCallback(callback('${round}-' + turn + '-' + at)));
          await Promise.all(all.map(async (one) => say((await one).id)));
          if (turn % 4 === 3) await ledger.findCallbacks({ limit: 1 });
        }`);
      for (let line = 0; line <= round * 50; line++) answered.push((await child.line()) ?? '');
      for (let turn = 0; turn < round * 7; turn++) await new Promise((resolve) => setImmediate(resolve));
      answered.push(...(await child.kill()));
    }
    const ids = (await listed(folder)).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const kept = new Set(ids);
    // The last line of a process may be cut.
    expect(answered.filter((id) => id.length === ids[0]?.length && !kept.has(id))).toEqual([]);
    expect(answered.length).toBeGreaterThan(500);
    expect(arrivalsIn(folder)).toEqual([]);
  });

  it('during ingestion stores no callback twice', async () => {
    const { folder, ids } = await killedAfterMany();
    const [file = ''] = arrivalsIn(folder);
    const copy = readFileSync(join(folder, file));
    await listed(folder);
    writeFileSync(join(folder, file), copy);
    expect(sorted((await listed(folder)).map(({ id }) => id))).toEqual(sorted(ids));
  });

  it.each([
    ['the beginning of a frame', (bytes: Buffer) => bytes.subarray(0, 90)],
    ['two bytes', () => Buffer.from([0, 0])],
    ['zeros, as a power cut leaves them', () => Buffer.alloc(4096)],
    ['a frame that is damaged', (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 60), Buffer.alloc(bytes.length)])],
  ])('in the middle of a write leaves all earlier callbacks: %s', async (_, rest) => {
    const { folder, ids } = await killedAfterMany();
    const [file = ''] = arrivalsIn(folder);
    appendFileSync(join(folder, file), rest(readFileSync(join(folder, file))));
    expect(sorted((await listed(folder)).map(({ id }) => id))).toEqual(sorted(ids));
    expect(arrivalsIn(folder)).toEqual([]);
  });

  it('leaves callbacks that can be read when the key is restored', async () => {
    const { folder, ids } = await killedAfterMany();
    const key = join(folder, 'ledger.key');
    renameSync(key, `${key}.away`);
    await expect(listed(folder)).rejects.toMatchObject({ exit: 7, code: 'ledger_unavailable' });
    renameSync(`${key}.away`, key);
    expect(await listed(folder)).toHaveLength(ids.length);
  });

  it('and leaves many callbacks delays no new callback, and they are ingested later', async () => {
    const { folder, ids } = await killedAfterMany();
    const ledger = await openTestLedger({ ...hastyClock(), sleep: async () => {} }, folder);
    const { id } = await ledger.addCallback(callback('another'));
    while (arrivalsIn(folder).length > 0) await new Promise((resolve) => setImmediate(resolve));
    expect(sorted((await listed(folder)).map(({ id }) => id))).toEqual(sorted([...ids, id]));
  });

  it('does not delay the end of the next process while its callbacks are ingested', async () => {
    const { folder } = await killedAfterMany();
    let ended: Promise<void> | undefined;
    const sleep = async (_: number, signal?: AbortSignal) => {
      signal?.throwIfAborted();
      ended ??= ledger.close();
    };
    const ledger = await openTestLedger({ ...hastyClock(), sleep }, folder);
    await ledger.addCallback(callback('another'));
    while (ended === undefined) await new Promise((resolve) => setImmediate(resolve));
    await ended;
    expect(arrivalsIn(folder)).toHaveLength(1);
    expect(await listed(folder)).toHaveLength(MANY + 1);
  });

  it('does not make a repeated callback a new one', async () => {
    const { folder } = await killedAfterMany();
    const { lines } = await program
      .run(`
      const ledger = await openIn(${JSON.stringify(folder)});
      say((await ledger.addCallback(callback('p5'))).repeat);
      await ledger.close();`)
      .ended();
    expect(lines).toEqual(['true']);
  });
});

const sortById = (callbacks: readonly StoredCallback[]): StoredCallback[] =>
  [...callbacks].sort((one, other) => (one.id < other.id ? -1 : 1));
