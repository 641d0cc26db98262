import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openPlan } from '#adapters/plan-files/plan-reader';
import { formatRow, signHeader } from '#domain/bulk-refunds/plan-format';
import { addToTotals, NO_TOTALS } from '#domain/bulk-refunds/plan-totals';
import type { PlannedRefund, PlanRow } from '#domain/bulk-refunds/refund-plan';
import { EXIT } from '#domain/errors/exit-codes';
import { rejectionOf } from '../../support/failures.ts';
import { caseCount } from '../../support/suite/case-count.ts';
import { BASIS, collect, finish, KEY, ODD, ORIGIN, planFile, ROWS, refund, SKIPPED } from './plan-fixtures.ts';

describe('a changed plan', () => {
  async function expectRefused(file: string, bytes: Uint8Array | string): Promise<string> {
    await writeFile(file, bytes);
    const { exit, code } = await rejectionOf(openPlan(file));
    expect([`${EXIT.blocked} plan_edited`, `${EXIT.usage} no_plan`]).toContain(`${exit} ${code}`);
    return code;
  }

  async function writePlan() {
    const file = await planFile();
    await finish(file, ROWS);
    const bytes = await readFile(file);
    return { bytes, start: bytes.indexOf('\n') + 1, file: `${file}.changed` };
  }

  it('in any one byte is refused', async () => {
    const { bytes, start, file } = await writePlan();
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const code = await expectRefused(file, bytes.with(at, (bytes[at] ?? 0) ^ change));
        if (at >= start) expect(code).toBe('plan_edited');
      }),
      { numRuns: caseCount(150) },
    );
  });

  it('that is cut off at any byte is refused', async () => {
    const { bytes, start, file } = await writePlan();
    for (const end of [...[...bytes.keys()].filter((at) => at % 19 === 0), start - 1, start, bytes.length - 1]) {
      const code = await expectRefused(file, bytes.subarray(0, end));
      expect(code).toBe(end < start - 1 ? 'no_plan' : 'plan_edited');
    }
  });

  it.each<[what: string, change: (lines: string[]) => string[], code: string]>([
    ['two rows swapped', ([head = '', one = '', two = '', ...more]) => [head, two, one, ...more], 'plan_edited'],
    ['an added empty line', (lines) => [...lines, ''], 'plan_edited'],
    ['no first line', ([_, ...more]) => more, 'no_plan'],
    ['a row first', ([head = '', one = '', ...more]) => [one, head, ...more], 'no_plan'],
    ['a byte order mark', ([head, ...more]) => [`\ufeff${head}`, ...more], 'no_plan'],
  ])('with %s is refused', async (_, change, code) => {
    const { bytes, file } = await writePlan();
    const lines = bytes.toString().trimEnd().split('\n');
    expect(await expectRefused(file, `${change(lines).join('\n')}\n`)).toBe(code);
  });

  it('is distinguished from another file, a missing file and a folder', async () => {
    const file = await planFile();
    expect(await expectRefused(file, 'payment_id,amount\np1,1\n')).toBe('no_plan');
    expect(await rejectionOf(openPlan(`${file}.none`))).toMatchObject({ exit: EXIT.usage, code: 'unreadable' });
    expect((await rejectionOf(openPlan(dirname(file)))).message).toContain('is a folder');
  });
});

/** A user who can write the file can compute its hashes and sign it with another key. Its rows must still match its header. */
describe('a plan that was signed again after a change', () => {
  const first = ROWS[0] as PlannedRefund;
  const formatPlan = (rows: readonly PlanRow[], totals = ROWS.reduce(addToTotals, NO_TOTALS)) => {
    const lines = rows.map(formatRow).join('');
    const rowsHash = createHash('sha256').update(lines).digest('hex');
    return `${JSON.stringify(signHeader({ ...ORIGIN, ...BASIS, totals, rowsHash }, KEY))}\n${lines}`;
  };
  const [, ...others] = ROWS;

  it.each<[what: string, rows: readonly PlanRow[]]>([
    ['a larger amount', [{ ...first, amountMinor: 90_000 }, ...others]],
    ['a removed row', others],
    ['no rows', []],
    ['an added row', [...ROWS, refund(5)]],
    ['a repeated row number', [...ROWS.slice(0, 3), { ...refund(3), paymentId: 'p4' } as PlanRow]],
    ['another currency', [{ ...first, currency: 'USD' }, ...others]],
    ['a payment that was not read', [{ ...first, seen: null }, ...others]],
    ['a repeated payment', [first, SKIPPED, refund(3, ODD), { ...refund(4), paymentId: 'P1' } as PlanRow]],
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
  ])('with %s is refused', async (_, rows) => {
    const file = await planFile();
    await writeFile(file, formatPlan(rows));
    expect(await rejectionOf(openPlan(file))).toMatchObject({ exit: EXIT.blocked, code: 'plan_edited' });
  });

  it('without a difference is accepted', async () => {
    const file = await planFile();
    await writeFile(file, formatPlan(ROWS));
    expect(await collect((await openPlan(file)).rows())).toEqual(ROWS);
  });

  it('after it was opened is read as it was opened', async () => {
    const file = await planFile();
    const text = formatPlan(ROWS);
    await writeFile(file, text);
    const plan = await openPlan(file);
    for (const other of [text.replaceAll('25000', '99900'), '', 'x', 'y'.repeat(1_000_000)]) {
      const rows = plan.rows()[Symbol.asyncIterator]();
      const { value } = await rows.next();
      await writeFile(file, other);
      expect([value, (await rows.next()).value]).toEqual(ROWS.slice(0, 2));
      expect(await collect(plan.rows())).toEqual(ROWS);
    }
  });
});
