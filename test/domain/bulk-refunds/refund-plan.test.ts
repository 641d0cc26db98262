import { createHash, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publicKeyText } from '#domain/bulk-refunds/approval';
import { formatRow, hashHeader, parseHeader, parseRow } from '#domain/bulk-refunds/plan-format';
import {
  addToTotals,
  changeSince,
  createPlanId,
  isRowKey,
  NO_TOTALS,
  type PlannedRefund,
  type PlanRow,
  rowKey,
  type SeenPayment,
  seenPayment,
  skippedRow,
} from '#domain/bulk-refunds/refund-plan';
import { EXIT } from '#domain/errors/exit-codes';
import { MAX_MINOR } from '#domain/payments/amount';
import { refundPreview } from '#domain/refunds/refund-preview';
import '../json/arbitraries.ts';
import { failureOf } from '../../support/failures.ts';
import { anOperation, aPayment, kzt, NOON } from '../ledger/intents.ts';

const CELLS = { row: 1, line: 2, cells: ['payment_47', '250.00', ''] };
const SEEN: SeenPayment = {
  status: 'success',
  paidMinor: 100_000,
  refundedMinor: 20_000,
  leftMinor: 80_000,
  refunds: ['2'],
};

const refund = (values: Partial<PlannedRefund> = {}): PlannedRefund => ({
  ...CELLS,
  verdict: 'refund',
  paymentId: 'payment_47',
  amountMinor: 25_000,
  currency: 'KZT',
  description: null,
  seen: SEEN,
  ...values,
});

const skip = (reason: string) => skippedRow(CELLS, { reason, why: 'so it is' });
const totalsOf = (...rows: readonly PlanRow[]) => rows.reduce(addToTotals, NO_TOTALS);

describe('what a plan comes to', () => {
  it('is the sum of what is refunded, and of what these payments were; skipped rows are counted by reason', () => {
    const other: SeenPayment = { status: 'success', paidMinor: 7, refundedMinor: 0, leftMinor: 7, refunds: [] };
    const rows = [refund(), skip('malformed'), refund({ amountMinor: 7, seen: other }), skip('duplicate')];
    expect(totalsOf(...rows, skip('malformed'))).toEqual({
      rows: 5,
      refunds: 2,
      totalMinor: 25_007,
      skipped: 3,
      reasons: { malformed: 2, duplicate: 1 },
      paidMinor: 100_007,
      refundedMinor: 20_000,
      leftMinor: 80_007,
    });
  });

  it.each(['paidMinor', 'refundedMinor', 'leftMinor'] as const)('has no %s when one was not told', (field) => {
    const untold = refund({ seen: { ...SEEN, [field]: null } });
    for (const rows of [
      [untold, refund()],
      [refund(), untold, refund(), skip('held')],
    ]) {
      expect(totalsOf(...rows)).toMatchObject({ paidMinor: expect.anything(), [field]: null });
    }
  });

  it('has no sums of payments that were not looked at', () => {
    const totals = totalsOf(refund(), refund({ seen: null }));
    expect(totals).toMatchObject({ totalMinor: 50_000, paidMinor: null, refundedMinor: null, leftMinor: null });
  });

  it.each<[what: string, row: PlanRow]>([
    ['refunds', refund({ amountMinor: Number.MAX_SAFE_INTEGER, seen: null })],
    ['payments', refund({ seen: { ...SEEN, paidMinor: Number.MAX_SAFE_INTEGER } })],
    ['what is left', refund({ seen: { ...SEEN, leftMinor: Number.MAX_SAFE_INTEGER } })],
  ])('cannot be more than can be counted exactly, of %s', (_, row) => {
    const failure = failureOf(() => totalsOf(row, refund({ amountMinor: 1 })));
    expect(failure).toMatchObject({ exit: EXIT.usage, code: 'too_much', message: expect.stringContaining('plans') });
  });

  it('may be 900 of the largest refunds', () => {
    const rows = Array.from({ length: 900 }, () => refund({ amountMinor: MAX_MINOR, seen: null }));
    expect(totalsOf(...rows).totalMinor).toBe(900 * MAX_MINOR);
    expect(failureOf(() => totalsOf(...rows, refund({ amountMinor: MAX_MINOR }))).code).toBe('too_much');
  });
});

describe('a payment that a plan has seen', () => {
  const seenOf = (state: ReturnType<typeof aPayment>) =>
    seenPayment(refundPreview('payment_47', { state, past: [], elsewhere: [], readAt: NOON, now: NOON }), state);
  const given = anOperation({ amount: kzt(200) });
  const before = aPayment([given]);

  it('is kept with what was paid, given back and left of it, and its refunds', () => {
    expect(seenOf(before)).toEqual({ ...SEEN, status: 'partially refunded', refunds: ['2'] });
    const untold = { status: 'success', paidMinor: null, refundedMinor: null, leftMinor: null, refunds: [] };
    expect(seenOf(aPayment([], { left: undefined }))).toEqual(untold);
  });

  it.each<[what: string, now: ReturnType<typeof aPayment>, change: RegExp | undefined]>([
    ['is as it was', before, undefined],
    ['has had something else done', aPayment([given, anOperation({ id: '3', type: 'void' })]), undefined],
    ['has a new refund', aPayment([given, anOperation({ id: '3' })]), /^it has a refund that the plan does not know/],
    ['has a new refund that failed', aPayment([given, anOperation({ id: '3', status: 'decline' })]), /does not know/],
    ['has a new reversal', aPayment([given, anOperation({ id: '3', type: 'reversal' })]), /does not know/],
    ['has two new refunds', aPayment([given, anOperation({ id: '3' }), anOperation({ id: '4' })]), /^it has 2 refunds/],
    ['has another status', { ...before, status: 'x' }, /^its status was "partially refunded" and is "x"$/],
    ['has less left', { ...before, left: kzt(1) }, /^what is left of it was 800.00 KZT and is 1.00 KZT$/],
    ['does not tell what is left', { ...before, left: undefined }, /was 800.00 KZT and is not told$/],
  ])('and that %s', (_, now, change) => {
    const found = changeSince(seenOf(before), now, 'KZT');
    if (change === undefined) expect(found).toBeUndefined();
    else expect(found).toMatch(change);
  });
});

describe('the key of a row', () => {
  it('is that of its plan and number, and of no other plan', () => {
    const header = { plan: 'plan-1' };
    expect(rowKey(header, refund({ row: 47 }))).toBe('plan-1/47');
    expect(isRowKey('plan-1/47', header)).toBe(true);
    for (const key of ['plan-10/47', 'plan-1', 'Plan-1/47', 'x', undefined]) expect(isRowKey(key, header)).toBe(false);
    expect(createPlanId()).toMatch(/^plan-[0-9a-z]{16}$/);
    expect(createPlanId()).not.toBe(createPlanId());
  });
});

const HEADER = hashHeader(
  {
    type: 'plan',
    version: 2,
    plan: 'plan-0123456789abcdef',
    createdAt: '2026-11-23T12:00:00.000Z',
    by: 'aigul@till-1',
    profile: 'shop',
    mode: 'live',
    project: 'api.rocketpay.kz/1234',
    currency: 'KZT',
    input: {
      file: 'Я "1".csv',
      sha256: 'a'.repeat(64),
      format: 'simple',
      columns: ['amount', '\u2028😀'],
      delimiter: ';',
      bom: true,
    },
    offline: false,
    again: null,
    ledger: '0123456789abcdef',
    totals: totalsOf(refund(), skip('malformed')),
    rowsHash: 'b'.repeat(64),
  },
  generateKeyPairSync('ed25519').privateKey,
);
const LINE = JSON.stringify(HEADER);

/** The line is refused, and for what it is. */
function expectRefused(line: string): void {
  const { exit, code } = failureOf(() => parseHeader(line, 'x.plan'));
  expect(exit).toBe(code === 'no_plan' ? EXIT.usage : EXIT.blocked);
  expect(['no_plan', 'plan_edited', 'plan_unsigned']).toContain(code);
}

describe('the first line of a plan', () => {
  it('reads back as it was made', () => {
    expect(parseHeader(LINE, 'x.plan')).toEqual(HEADER);
    expect(HEADER.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each(['', ' ', 'payment_id,amount', '{}', '[]', 'null', '1', '"plan"', '{"type":"approval"}', LINE.slice(0, -1)])(
    '%j is none',
    (line) => {
      const { exit, code, hint } = failureOf(() => parseHeader(line, 'x.plan'));
      expect([exit, code, hint]).toEqual([EXIT.usage, 'no_plan', expect.stringContaining('refunds plan')]);
    },
  );

  it('of a newer version is told so', () => {
    const failure = failureOf(() => parseHeader(LINE.replace('"version":2', '"version":3'), 'x.plan'));
    expect(failure).toMatchObject({ exit: EXIT.usage, code: 'no_plan', message: expect.stringContaining('newer') });
  });

  it('of an older version, which was not signed, is told how it is made again', () => {
    const failure = failureOf(() => parseHeader(LINE.replace('"version":2', '"version":1'), 'x.plan'));
    expect(failure).toMatchObject({ exit: EXIT.blocked, code: 'plan_unsigned' });
    expect(failure.hint).toContain(`rocketpay refunds plan 'Я "1".csv' --out <new-plan>`);
  });

  it.each<[field: string, value: unknown]>([
    ...Object.entries({
      plan: ['../victim/yarn', 'plan-1', 'plan-0123456789ABCDEF', 'plan-0123456789abcde/', '', null, 47],
      createdAt: ['', 'yesterday', 0],
      by: [null, 1],
      mode: ['Live', ''],
      currency: ['kzt', '', 'KZ', null],
      offline: [true, 0, 'no'],
      again: ['why not', 1],
      ledger: ['x', null],
      project: ['api.rocketpay.kz/1'],
      profile: ['live'],
      makerKey: [null, '', publicKeyText(generateKeyPairSync('ed25519').privateKey)],
      rowsHash: ['c'.repeat(64), 'x'],
      totals: [{}, null, { ...HEADER.totals, totalMinor: 1 }, { ...HEADER.totals, rows: -1 }],
      signature: ['', 'x', null, HEADER.hash],
    }).flatMap(([field, values]) => values.map((value): [string, unknown] => [field, value])),
  ])('with %s %j is refused, also when its hash is made again', (field, value) => {
    const { hash: _, signature, ...said } = { ...HEADER, [field]: value };
    const hash = createHash('sha256').update(JSON.stringify(said)).digest('hex');
    const { code } = failureOf(() => parseHeader(JSON.stringify({ ...said, hash, signature }), 'x.plan'));
    expect(code).toBe('plan_edited');
  });

  const place = fc.nat(LINE.length - 1);
  const sign = fc.oneof(fc.constantFrom(...LINE), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }));

  it('with any one character changed or taken away is refused', () => {
    fc.assert(
      fc.property(place, fc.option(sign, { nil: '' }), (at, other) => {
        fc.pre(other !== LINE[at]);
        expectRefused(LINE.slice(0, at) + other + LINE.slice(at + 1));
      }),
      { numRuns: 500 },
    );
  });

  it('with any character added is refused', () => {
    fc.assert(
      fc.property(place, sign, (at, more) => {
        expectRefused(LINE.slice(0, at) + more + LINE.slice(at));
      }),
      { numRuns: 500 },
    );
  });
});

describe('a row of a plan', () => {
  it.each<PlanRow>([
    refund(),
    refund({ description: 'a "b"\u2028\n😀', seen: null, amountMinor: MAX_MINOR }),
    skip('malformed'),
    skippedRow({ ...CELLS, cells: [] }, skip('x'), { paymentId: 'p', amount: kzt(1), description: undefined }),
  ])('reads back as it was: %j', (row) => {
    const line = formatRow(row);
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(parseRow(line, 2)).toEqual(row);
  });

  it.each<[what: string, line: string]>([
    ['nothing', ''],
    ['no JSON', '{"row":1'],
    ['a list', '[]'],
    ['null', 'null'],
    ['a header', LINE],
    ...Object.entries({
      row: [undefined, '1', 1.5, null],
      line: [undefined, '2', 2.5],
      cells: [undefined, 'a,b', {}],
      verdict: [undefined, 'Refund', 'sell', true],
      paymentId: [undefined, null, 47],
      amountMinor: [undefined, null, '25000', 0, -1, 0.5, MAX_MINOR + 1, 2 ** 53],
      currency: [undefined, null, 398],
      seen: [undefined],
    }).flatMap(([field, values]) =>
      values.map((value): [string, string] => [`${field} ${value}`, JSON.stringify({ ...refund(), [field]: value })]),
    ),
    ['no reason', JSON.stringify({ ...skip('x'), reason: undefined })],
    ['no why', JSON.stringify({ ...skip('x'), why: 1 })],
  ])('is refused with %s', (_, line) => {
    const { exit, code, message } = failureOf(() => parseRow(line, 47));
    expect([exit, code, message]).toEqual([EXIT.blocked, 'plan_edited', expect.stringContaining('line 47')]);
  });
});
