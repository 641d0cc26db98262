import { execFileSync } from 'node:child_process';
import { appendFile, chmod, link, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openPlan } from '#adapters/plan-files/plan-reader';
import { draftPlan } from '#adapters/plan-files/plan-writer';
import { formatRow } from '#domain/bulk-refunds/plan-format';
import { NO_TOTALS } from '#domain/bulk-refunds/plan-totals';
import type { PlanBasis } from '#domain/bulk-refunds/refund-plan';
import { EXIT } from '#domain/errors/exit-codes';
import { rejectionOf } from '../../support/failures.ts';
import { temporaryFolder } from '../profiles/folders.ts';
import {
  BASIS,
  finish,
  interrupt,
  KEY,
  ODD,
  ORIGIN,
  openDraft,
  planFile,
  ROWS,
  refund,
  toOffline,
} from './plan-fixtures.ts';

describe('a finished plan', () => {
  it.each([true, false])('is read as it was written, by its owner only, with offline %s', async (offline) => {
    const file = await planFile();
    const made = offline ? ROWS.map(toOffline) : ROWS;
    const { earlier, header, read: found, rows } = await finish(file, made, { ...BASIS, offline });
    expect(found).toEqual(header);
    expect(header).toMatchObject({ ...BASIS, offline, plan: ORIGIN.plan, totals: { rows: 4, refunds: 3, skipped: 1 } });
    expect([earlier, rows]).toEqual([[], made]);
    expect((await stat(file)).mode & 0o777).toBe(0o400);
    expect(await readdir(dirname(file))).toEqual([basename(file)]);
  });

  it('stores any text in its rows, however many there are', async () => {
    const text = fc.string({ unit: fc.constantFrom(...'a"\\/\n\r\0\u2028\ufeff\ufffd\ud800Ж😀'), maxLength: 9 });
    const made = fc
      .sample(text, 300)
      .map((cell, at) => toOffline({ ...refund(at + 1, cell + 'Ж'.repeat(150)), cells: [cell] }));
    const file = await planFile();
    expect((await finish(file, made, { ...BASIS, offline: true })).rows).toEqual(made);
    expect((await stat(file)).size).toBeGreaterThan(2 * 65_536);
  });

  it('is never overwritten', async () => {
    const file = await planFile();
    await finish(file, ROWS);
    const before = await readFile(file, 'utf8');
    const { exit, message, hint } = await rejectionOf(openDraft(file, BASIS));
    expect(exit).toBe(EXIT.usage);
    expect(hint).toMatch(/nothing was sent, add --replace\. Otherwise choose another name: --out <file>$/);
    expect(message).toContain('exists already');
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  it('does not overwrite a file that was created meanwhile, and keeps its checked rows', async () => {
    const file = await planFile();
    await interrupt(file, ROWS);
    const draft = await openDraft(file, BASIS);
    await writeFile(file, 'of another process');
    const failure = await rejectionOf(draft.finish({ ...ORIGIN, ...BASIS, totals: NO_TOTALS }));
    await draft.close();
    expect(failure).toMatchObject({ exit: EXIT.usage, message: expect.stringContaining('exists already') });
    expect(await readFile(file, 'utf8')).toBe('of another process');
    expect((await readdir(dirname(file))).sort()).toEqual(['refunds.plan', 'refunds.plan.part']);
  });

  it.each(['none/refunds.plan', '.'])('cannot be written to %s', async (name) => {
    expect((await rejectionOf(openDraft(join(await temporaryFolder(), name), BASIS))).exit).toBe(EXIT.usage);
  });
});

describe('an interrupted plan', () => {
  it.each([0, 1, 2, 3, 4])('after %d rows is continued', async (count) => {
    const file = await planFile();
    await interrupt(file, ROWS.slice(0, count));
    expect((await stat(`${file}.part`)).mode & 0o777).toBe(0o600);
    expect(await rejectionOf(openPlan(file))).toMatchObject({ exit: EXIT.usage, code: 'unreadable' });
    expect(await finish(file, ROWS.slice(count))).toMatchObject({ earlier: ROWS.slice(0, count), rows: ROWS });
  });

  it('in the middle of a row writes that row again, wherever it was cut off', async () => {
    const line = Buffer.from(formatRow(refund(3, ODD)));
    for (let bytes = 1; bytes < line.length; bytes += 30) {
      const file = await planFile();
      await interrupt(file, ROWS.slice(0, 2));
      await appendFile(`${file}.part`, line.subarray(0, bytes));
      expect(await finish(file, ROWS.slice(2))).toMatchObject({ earlier: ROWS.slice(0, 2), rows: ROWS });
    }
  });

  it('has each row on disk as soon as its payment was read', async () => {
    const file = await planFile();
    const draft = await openDraft(file, BASIS);
    for (const row of ROWS) {
      await draft.add(row);
      expect((await readFile(`${file}.part`, 'utf8')).endsWith(formatRow(row))).toBe(true);
    }
    await draft.close();
  });

  it.each<[what: string, other: Partial<PlanBasis>]>([
    ['another profile', { profile: 'till' }],
    ['another file', { input: { ...BASIS.input, sha256: 'b'.repeat(64) } }],
    ['an offline plan', { offline: true }],
  ])('for %s is started again', async (_, other) => {
    const file = await planFile();
    await interrupt(file, ROWS, { ...BASIS, ...other });
    expect(await finish(file, ROWS.slice(0, 1))).toMatchObject({ earlier: [], rows: ROWS.slice(0, 1) });
  });
});

describe('an unfinished plan that another user may have written', () => {
  const PART = 'refunds.plan.part';

  it.each<[what: string, make: (folder: string) => Promise<unknown>]>([
    ['a symbolic link', (folder) => symlink(join(folder, 'precious'), join(folder, PART))],
    ['a symbolic link to nothing', (folder) => symlink(join(folder, 'none'), join(folder, PART))],
    ['a hard link', (folder) => link(join(folder, 'precious'), join(folder, PART))],
    ['writable by others', (folder) => writeFile(join(folder, PART), 'x').then(() => chmod(join(folder, PART), 0o622))],
    ['a folder', (folder) => mkdir(join(folder, PART))],
    ['a named pipe', async (folder) => execFileSync('sh', ['-c', 'mkfifo "$0"', join(folder, PART)])],
  ])('because it is %s is not used, and nothing is written', async (_, make) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'precious'), 'precious');
    await make(folder);
    const { exit } = await rejectionOf(openDraft(join(folder, 'refunds.plan'), BASIS));
    expect([EXIT.blocked, EXIT.usage]).toContain(exit);
    expect(await readFile(join(folder, 'precious'), 'utf8')).toBe('precious');
    expect((await readdir(folder)).sort()).toEqual(['precious', PART].sort());
  });

  it('because it belongs to another user is not used', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, PART), '', { mode: 0o600 });
    const failure = await rejectionOf(
      draftPlan(join(folder, 'refunds.plan'), BASIS, KEY, { uid: 54_321, replace: false }),
    );
    expect(failure).toMatchObject({ exit: EXIT.blocked, code: 'draft_untrusted' });
  });
});
