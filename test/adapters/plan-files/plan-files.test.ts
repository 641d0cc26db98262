import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { appendFile, chmod, link, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readApproval, saveApproval } from '#adapters/plan-files/approval-file';
import { openPlan } from '#adapters/plan-files/plan-reader';
import { draftPlan as draftPlanOf } from '#adapters/plan-files/plan-writer';
import { checkApproval, createApproval, publicKeyText } from '#domain/bulk-refunds/approval';
import { formatRow, hashHeader } from '#domain/bulk-refunds/plan-format';
import {
  addToTotals,
  NO_TOTALS,
  type PlanBasis,
  type PlanHeader,
  type PlannedRefund,
  type PlanRow,
  skippedRow,
} from '#domain/bulk-refunds/refund-plan';
import { EXIT } from '#domain/errors/exit-codes';
import '../../domain/json/arbitraries.ts';
import { failureOf, rejectionOf } from '../../support/failures.ts';
import { temporaryFolder } from '../profiles/folders.ts';

const BASIS: PlanBasis = {
  profile: 'shop',
  mode: 'live',
  project: 'api.rocketpay.kz/1234',
  currency: 'KZT',
  input: {
    file: 'возврат.csv',
    sha256: 'a'.repeat(64),
    format: 'simple',
    columns: ['payment_id', 'amount', '\u2028'],
    delimiter: ';',
    bom: false,
  },
  offline: false,
  again: null,
  ledger: '0123456789abcdef',
};
const KEY = generateKeyPairSync('ed25519').privateKey;
const draftPlan = (file: string, basis: PlanBasis) => draftPlanOf(file, basis, KEY, process.getuid?.());
const ID = 'plan-0123456789abcdef';
const ODD = 'a "b"\u2028\u2029\r\n\t\\ Ж😀';

const refund = (row: number, description: string | null = null): PlanRow => ({
  row,
  line: row + 1,
  cells: [`p${row}`, '250.00', description ?? ''],
  verdict: 'refund',
  paymentId: `p${row}`,
  amountMinor: 25_000,
  currency: 'KZT',
  description,
  seen: { status: 'success', paidMinor: 100_000, refundedMinor: 0, leftMinor: 100_000, refunds: [] },
});
/** As a plan without the platform has it. */
const unseen = (row: PlanRow): PlanRow => (row.verdict === 'skip' ? row : { ...row, seen: null });
const SKIPPED = skippedRow(refund(2), { reason: 'malformed', why: 'so it is' });
const ROWS = [refund(1), SKIPPED, refund(3, ODD), refund(4)];

const planFile = async () => join(await temporaryFolder(), 'refunds.plan');

async function all(rows: AsyncIterable<PlanRow>): Promise<PlanRow[]> {
  const found: PlanRow[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

/** What a process does that is cut off: all but `finish`. */
async function begin(file: string, rows: readonly PlanRow[], basis = BASIS): Promise<void> {
  const draft = await draftPlan(file, basis);
  await all(draft.earlier());
  for (const row of rows) await draft.add(row);
  await draft.close();
}

/** Makes a plan of what an earlier process has left and of more rows, and reads it back. */
async function finish(file: string, rows: readonly PlanRow[], basis = BASIS) {
  const draft = await draftPlan(file, basis);
  const earlier = await all(draft.earlier());
  for (const row of rows) await draft.add(row);
  const totals = [...earlier, ...rows].reduce(addToTotals, NO_TOTALS);
  const made = { plan: ID, createdAt: '2026-11-23T12:00:00.000Z', by: 'aigul@till-1' };
  const header = await draft.finish({ type: 'plan', version: 2, ...made, ...basis, totals });
  await draft.close();
  const plan = await openPlan(file);
  const found = await all(plan.rows());
  await plan.close();
  return { earlier, header, read: plan.header, rows: found };
}

describe('a plan that was finished', () => {
  it.each([true, false])('reads back as it was made, for its owner only, offline %s', async (offline) => {
    const file = await planFile();
    const made = offline ? ROWS.map(unseen) : ROWS;
    const { earlier, header, read: found, rows } = await finish(file, made, { ...BASIS, offline });
    expect(found).toEqual(header);
    expect(header).toMatchObject({ ...BASIS, offline, plan: ID, totals: { rows: 4, refunds: 3, skipped: 1 } });
    expect([earlier, rows]).toEqual([[], made]);
    expect((await stat(file)).mode & 0o777).toBe(0o400);
    expect(await readdir(dirname(file))).toEqual([basename(file)]);
  });

  it('keeps whatever stands in a row, however many there are', async () => {
    const text = fc.string({ unit: fc.constantFrom(...'a"\\/\n\r\0\u2028\ufeff\ufffd\ud800Ж😀'), maxLength: 9 });
    const made = fc
      .sample(text, 300)
      .map((cell, at) => unseen({ ...refund(at + 1, cell + 'Ж'.repeat(150)), cells: [cell] }));
    const file = await planFile();
    expect((await finish(file, made, { ...BASIS, offline: true })).rows).toEqual(made);
    expect((await stat(file)).size).toBeGreaterThan(2 * 65_536);
  });

  it('is never overwritten', async () => {
    const file = await planFile();
    await finish(file, ROWS);
    const before = await readFile(file, 'utf8');
    const { exit, message, hint } = await rejectionOf(draftPlan(file, BASIS));
    expect([exit, hint]).toEqual([EXIT.usage, 'Take another name: --out <file>']);
    expect(message).toContain('is there already');
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  it('nor is a file that has come while it was made, and what was done is kept', async () => {
    const file = await planFile();
    await begin(file, ROWS);
    const draft = await draftPlan(file, BASIS);
    await writeFile(file, 'of somebody else');
    const made = { type: 'plan', version: 2, ...BASIS, plan: 'p', createdAt: '', by: '' } as const;
    const failure = await rejectionOf(draft.finish({ ...made, totals: NO_TOTALS }));
    await draft.close();
    expect(failure).toMatchObject({ exit: EXIT.usage, message: expect.stringContaining('is there already') });
    expect(await readFile(file, 'utf8')).toBe('of somebody else');
    expect((await readdir(dirname(file))).sort()).toEqual(['refunds.plan', 'refunds.plan.part']);
  });

  it.each(['none/refunds.plan', '.'])('cannot be written to %s', async (name) => {
    expect((await rejectionOf(draftPlan(join(await temporaryFolder(), name), BASIS))).exit).toBe(EXIT.usage);
  });
});

describe('a plan that was interrupted', () => {
  it.each([0, 1, 2, 3, 4])('after %d rows goes on with them', async (count) => {
    const file = await planFile();
    await begin(file, ROWS.slice(0, count));
    expect((await stat(`${file}.part`)).mode & 0o777).toBe(0o600);
    expect(await rejectionOf(openPlan(file))).toMatchObject({ exit: EXIT.usage, code: 'unreadable' });
    expect(await finish(file, ROWS.slice(count))).toMatchObject({ earlier: ROWS.slice(0, count), rows: ROWS });
  });

  it('in the middle of a row makes that row again, wherever it was torn', async () => {
    const line = Buffer.from(formatRow(refund(3, ODD)));
    for (let bytes = 1; bytes < line.length; bytes += 30) {
      const file = await planFile();
      await begin(file, ROWS.slice(0, 2));
      await appendFile(`${file}.part`, line.subarray(0, bytes));
      expect(await finish(file, ROWS.slice(2))).toMatchObject({ earlier: ROWS.slice(0, 2), rows: ROWS });
    }
  });

  it('has each row on disk as soon as the platform was asked about it', async () => {
    const file = await planFile();
    const draft = await draftPlan(file, BASIS);
    for (const row of ROWS) {
      await draft.add(row);
      expect((await readFile(`${file}.part`, 'utf8')).endsWith(formatRow(row))).toBe(true);
    }
    await draft.close();
  });

  it.each<[what: string, other: Partial<PlanBasis>]>([
    ['another profile', { profile: 'till' }],
    ['another file', { input: { ...BASIS.input, sha256: 'b'.repeat(64) } }],
    ['a plan without the platform', { offline: true }],
  ])('for %s begins again', async (_, other) => {
    const file = await planFile();
    await begin(file, ROWS, { ...BASIS, ...other });
    expect(await finish(file, ROWS.slice(0, 1))).toMatchObject({ earlier: [], rows: ROWS.slice(0, 1) });
  });
});

describe('a plan that was changed', () => {
  async function expectRefused(file: string, bytes: Uint8Array | string): Promise<string> {
    await writeFile(file, bytes);
    const { exit, code } = await rejectionOf(openPlan(file));
    expect([`${EXIT.blocked} plan_edited`, `${EXIT.usage} no_plan`]).toContain(`${exit} ${code}`);
    return code;
  }

  async function madePlan() {
    const file = await planFile();
    await finish(file, ROWS);
    const bytes = await readFile(file);
    return { bytes, start: bytes.indexOf('\n') + 1, file: `${file}.changed` };
  }

  it('in any one byte is refused', async () => {
    const { bytes, start, file } = await madePlan();
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const code = await expectRefused(file, bytes.with(at, (bytes[at] ?? 0) ^ change));
        if (at >= start) expect(code).toBe('plan_edited');
      }),
      { numRuns: 150 },
    );
  });

  it('or cut off at any byte is refused', async () => {
    const { bytes, start, file } = await madePlan();
    for (const end of [...[...bytes.keys()].filter((at) => at % 19 === 0), start - 1, start, bytes.length - 1]) {
      const code = await expectRefused(file, bytes.subarray(0, end));
      expect(code).toBe(end < start - 1 ? 'no_plan' : 'plan_edited');
    }
  });

  it.each<[what: string, change: (lines: string[]) => string[], code: string]>([
    ['two rows swapped', ([head = '', one = '', two = '', ...more]) => [head, two, one, ...more], 'plan_edited'],
    ['an empty line more', (lines) => [...lines, ''], 'plan_edited'],
    ['no first line', ([_, ...more]) => more, 'no_plan'],
    ['a row first', ([head = '', one = '', ...more]) => [one, head, ...more], 'no_plan'],
    ['a byte order mark', ([head, ...more]) => [`\ufeff${head}`, ...more], 'no_plan'],
  ])('to %s is refused', async (_, change, code) => {
    const { bytes, file } = await madePlan();
    const lines = bytes.toString().trimEnd().split('\n');
    expect(await expectRefused(file, `${change(lines).join('\n')}\n`)).toBe(code);
  });

  it('or is no plan, not there or a folder is told apart', async () => {
    const file = await planFile();
    expect(await expectRefused(file, 'payment_id,amount\np1,1\n')).toBe('no_plan');
    expect(await rejectionOf(openPlan(`${file}.none`))).toMatchObject({ exit: EXIT.usage, code: 'unreadable' });
    expect((await rejectionOf(openPlan(dirname(file)))).message).toContain('is a folder');
  });
});

/** Anyone who can write the file can make its hashes and sign it with a key of their own: its rows still have to fit. */
describe('a plan that was signed again after a change', () => {
  const first = ROWS[0] as PlannedRefund;
  const MADE = {
    plan: ID,
    createdAt: '2026-11-23T12:00:00.000Z',
    by: 'aigul@till-1',
    type: 'plan',
    version: 2,
  } as const;
  const textOf = (rows: readonly PlanRow[], totals = ROWS.reduce(addToTotals, NO_TOTALS)) => {
    const lines = rows.map(formatRow).join('');
    const rowsHash = createHash('sha256').update(lines).digest('hex');
    return `${JSON.stringify(hashHeader({ ...MADE, ...BASIS, totals, rowsHash }, KEY))}\n${lines}`;
  };
  const [, ...others] = ROWS;

  it.each<[what: string, rows: readonly PlanRow[]]>([
    ['a larger amount', [{ ...first, amountMinor: 90_000 }, ...others]],
    ['a row less', others],
    ['no rows', []],
    ['a row more', [...ROWS, refund(5)]],
    ['a row number twice', [...ROWS.slice(0, 3), { ...refund(3), paymentId: 'p4' } as PlanRow]],
    ['another currency', [{ ...first, currency: 'USD' }, ...others]],
    ['a payment that was not read', [{ ...first, seen: null }, ...others]],
    ['a payment twice', [first, SKIPPED, refund(3, ODD), { ...refund(4), paymentId: 'P1' } as PlanRow]],
    ['another reason', [first, { ...SKIPPED, reason: 'duplicate' }, ...ROWS.slice(2)]],
    [
      'amounts that keep the total',
      [
        { ...first, amountMinor: 25_001 },
        SKIPPED,
        refund(3, ODD),
        { ...refund(4), amountMinor: 24_999, row: 5 } as PlanRow,
      ],
    ],
  ])('to %s is refused', async (_, rows) => {
    const file = await planFile();
    await writeFile(file, textOf(rows));
    expect(await rejectionOf(openPlan(file))).toMatchObject({ exit: EXIT.blocked, code: 'plan_edited' });
  });

  it('is taken when nothing was changed', async () => {
    const file = await planFile();
    await writeFile(file, textOf(ROWS));
    expect(await all((await openPlan(file)).rows())).toEqual(ROWS);
  });

  it('at any moment after it was opened changes nothing of what is read', async () => {
    const file = await planFile();
    const text = textOf(ROWS);
    await writeFile(file, text);
    const plan = await openPlan(file);
    for (const other of [text.replaceAll('25000', '99900'), '', 'x', 'y'.repeat(1_000_000)]) {
      const rows = plan.rows()[Symbol.asyncIterator]();
      const { value } = await rows.next();
      await writeFile(file, other);
      expect([value, (await rows.next()).value]).toEqual(ROWS.slice(0, 2));
      expect(await all(plan.rows())).toEqual(ROWS);
    }
  });
});

describe('a draft that another user may have made', () => {
  const PART = 'refunds.plan.part';

  it.each<[what: string, make: (folder: string) => Promise<unknown>]>([
    ['a symbolic link', (folder) => symlink(join(folder, 'precious'), join(folder, PART))],
    ['a symbolic link to nothing', (folder) => symlink(join(folder, 'none'), join(folder, PART))],
    ['a hard link', (folder) => link(join(folder, 'precious'), join(folder, PART))],
    ['writable by others', (folder) => writeFile(join(folder, PART), 'x').then(() => chmod(join(folder, PART), 0o622))],
    ['a folder', (folder) => mkdir(join(folder, PART))],
    ['a named pipe', async (folder) => execFileSync('sh', ['-c', 'mkfifo "$0"', join(folder, PART)])],
  ])('for it is %s is not used, and nothing is written', async (_, make) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'precious'), 'precious');
    await make(folder);
    const { exit } = await rejectionOf(draftPlan(join(folder, 'refunds.plan'), BASIS));
    expect([EXIT.blocked, EXIT.usage]).toContain(exit);
    expect(await readFile(join(folder, 'precious'), 'utf8')).toBe('precious');
    expect((await readdir(folder)).sort()).toEqual(['precious', PART].sort());
  });

  it('for it belongs to another user is not used', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, PART), '', { mode: 0o600 });
    const failure = await rejectionOf(draftPlanOf(join(folder, 'refunds.plan'), BASIS, KEY, 54_321));
    expect(failure).toMatchObject({ exit: EXIT.blocked, code: 'draft_untrusted' });
  });
});

describe('an approval beside a plan', () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const approvalOf = (by: string) =>
    createApproval({ plan: 'p', hash: 'h', by, key: publicKeyText(privateKey), approvedAt: '2026' }, privateKey);

  it('is kept, and a later one takes its place', async () => {
    const file = await planFile();
    expect(await readApproval(file)).toBeUndefined();
    for (const by of ['aigul@till-1', 'Данияр@office']) {
      expect(await saveApproval(file, approvalOf(by))).toBe(`${file}.approval.json`);
      expect(await readApproval(file)).toEqual(approvalOf(by));
    }
    expect(await readdir(dirname(file))).toEqual(['refunds.plan.approval.json']);
  });

  it.each(['', '{', 'null', '[]', '"approved"', '47', '{}', '\u0000'])('that is %j is refused', async (text) => {
    const file = await planFile();
    await writeFile(`${file}.approval.json`, text);
    const [header, approval] = [{ makerKey: 'x' } as PlanHeader, await readApproval(file)];
    const { code } = failureOf(() => checkApproval(approval, header, { approvers: ['x'], maxAge: 1, now: 0 }));
    expect(code).toBe('approval_invalid');
  });

  it('that is a folder is a failure, and no approval', async () => {
    const file = await planFile();
    await mkdir(`${file}.approval.json`);
    expect((await rejectionOf(readApproval(file))).exit).toBe(EXIT.usage);
    expect((await rejectionOf(saveApproval(file, approvalOf('x')))).exit).toBe(EXIT.usage);
  });

  it('that is a named pipe is a failure, not waited for', async () => {
    const file = await planFile();
    execFileSync('sh', ['-c', 'mkfifo "$0"', `${file}.approval.json`]);
    expect(await rejectionOf(readApproval(file))).toMatchObject({ exit: EXIT.usage });
  });

  it('that is larger than any approval is refused', async () => {
    const file = await planFile();
    await writeFile(`${file}.approval.json`, JSON.stringify({ ...approvalOf('x'), more: 'x'.repeat(64 * 1024) }));
    expect(await readApproval(file)).toEqual({});
  });
});
