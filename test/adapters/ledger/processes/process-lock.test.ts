import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '#async/clock';
import { ledgerFolder, openTestLedger } from '../../../support/ledger.ts';
import { buildLedgerProgram, type LedgerProgram } from '../ledger-child.ts';

describe('a lock of a plan', () => {
  let program: LedgerProgram;
  beforeAll(async () => {
    program = await buildLedgerProgram();
  });
  afterAll(() => program.remove());

  it('is exclusive until it is released', async () => {
    const folder = ledgerFolder();
    const one = await openTestLedger(systemClock, folder);
    const other = await openTestLedger(systemClock, folder);
    for (const [mine, theirs] of [[one, other] as const, [other, one] as const, [one, one] as const]) {
      const release = await mine.acquireLock('plan-1');
      expect(await theirs.acquireLock('plan-1')).toBeUndefined();
      const second = await theirs.acquireLock('plan-2');
      expect([typeof release, typeof second]).toEqual(['function', 'function']);
      second?.();
      release?.();
    }
  });

  it('leaves no file after its release', async () => {
    const folder = ledgerFolder();
    const ledger = await openTestLedger(systemClock, folder);
    const before = readdirSync(folder);
    const release = await ledger.acquireLock('plan-1');
    release?.();
    expect(readdirSync(folder)).toEqual(before);
  });

  it('ends when its process is killed', async () => {
    const folder = ledgerFolder();
    const ledger = await openTestLedger(systemClock, folder);
    const child = program.run(`
      const ledger = await openIn(${JSON.stringify(folder)});
      globalThis.release = await ledger.acquireLock('plan-1');
      say(typeof release);
      await heard();`);
    expect(await child.line()).toBe('function');
    expect(await ledger.acquireLock('plan-1')).toBeUndefined();
    await child.kill();
    const release = await ledger.acquireLock('plan-1');
    expect(release).toBeTypeOf('function');
    release?.();
  });

  it('is acquired by one of two concurrent processes', async () => {
    const folder = ledgerFolder();
    await openTestLedger(systemClock, folder);
    const code = `
      const ledger = await openIn(${JSON.stringify(folder)});
      say('ready');
      await heard();
      globalThis.release = await ledger.acquireLock('plan-1');
      say(typeof release);
      process.stdin.resume();`;
    const children = [1, 2].map(() => program.run(code));
    for (const child of children) expect(await child.line()).toBe('ready');
    for (const child of children) child.tell();
    const said = await Promise.all(children.map((child) => child.line()));
    expect(said.sort()).toEqual(['function', 'undefined']);
    await Promise.all(children.map((child) => child.kill()));
  });
});
