import { createHash, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPublicKey } from '#domain/bulk-refunds/approval-key';
import { formatRow, parseHeader, parseRow, signHeader } from '#domain/bulk-refunds/plan-format';
import { type PlanRow, toSkippedRow } from '#domain/bulk-refunds/refund-plan';
import { EXIT } from '#domain/errors/exit-codes';
import { MAX_MINOR } from '#domain/payments/amount';
import { failureOf } from '../../support/failures.ts';
import { caseCount } from '../../support/suite/case-count.ts';
import { kzt } from '../ledger/intents.ts';
import { addRows, CELLS, refundRow, skippedRow } from './plan-rows.ts';

const HEADER = signHeader(
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
    totals: addRows(refundRow(), skippedRow('malformed')),
    rowsHash: 'b'.repeat(64),
  },
  generateKeyPairSync('ed25519').privateKey,
);
const LINE = JSON.stringify(HEADER);

/** Expects that the line is refused with the exit code of its error. */
function expectRefused(line: string): void {
  const { exit, code } = failureOf(() => parseHeader(line, 'x.plan'));
  expect(exit).toBe(code === 'no_plan' ? EXIT.usage : EXIT.blocked);
  expect(['no_plan', 'plan_edited', 'plan_unsigned']).toContain(code);
}

describe('the first line of a plan', () => {
  it('is parsed as it was written', () => {
    expect(parseHeader(LINE, 'x.plan')).toEqual(HEADER);
    expect(HEADER.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each(['', ' ', 'payment_id,amount', '{}', '[]', 'null', '1', '"plan"', '{"type":"approval"}', LINE.slice(0, -1)])(
    'is not %j',
    (line) => {
      const { exit, code, hint } = failureOf(() => parseHeader(line, 'x.plan'));
      expect([exit, code, hint]).toEqual([EXIT.usage, 'no_plan', expect.stringContaining('refunds plan')]);
    },
  );

  it('of a newer version is refused with that reason', () => {
    const failure = failureOf(() => parseHeader(LINE.replace('"version":2', '"version":3'), 'x.plan'));
    expect(failure).toMatchObject({ exit: EXIT.usage, code: 'no_plan', message: expect.stringContaining('newer') });
  });

  it('of version 1, which has no signature, is refused with the command that makes the plan again', () => {
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
      makerKey: [null, '', formatPublicKey(generateKeyPairSync('ed25519').privateKey)],
      rowsHash: ['c'.repeat(64), 'x'],
      totals: [{}, null, { ...HEADER.totals, totalMinor: 1 }, { ...HEADER.totals, rows: -1 }],
      signature: ['', 'x', null, HEADER.hash],
    }).flatMap(([field, values]) => values.map((value): [string, unknown] => [field, value])),
  ])('with %s %j is refused even when its hash is correct', (field, value) => {
    const { hash: _, signature, ...rest } = { ...HEADER, [field]: value };
    const hash = createHash('sha256').update(JSON.stringify(rest)).digest('hex');
    const { code } = failureOf(() => parseHeader(JSON.stringify({ ...rest, hash, signature }), 'x.plan'));
    expect(code).toBe('plan_edited');
  });

  const position = fc.nat(LINE.length - 1);
  const character = fc.oneof(fc.constantFrom(...LINE), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }));

  it('with any one character changed or removed is refused', () => {
    fc.assert(
      fc.property(position, fc.option(character, { nil: '' }), (at, other) => {
        fc.pre(other !== LINE[at]);
        expectRefused(LINE.slice(0, at) + other + LINE.slice(at + 1));
      }),
      { numRuns: caseCount(500) },
    );
  });

  it('with any character added is refused', () => {
    fc.assert(
      fc.property(position, character, (at, more) => {
        expectRefused(LINE.slice(0, at) + more + LINE.slice(at));
      }),
      { numRuns: caseCount(500) },
    );
  });
});

describe('a row of a plan', () => {
  it.each<PlanRow>([
    refundRow(),
    refundRow({ description: 'a "b"\u2028\n😀', seen: null, amountMinor: MAX_MINOR }),
    skippedRow('malformed'),
    toSkippedRow({ ...CELLS, cells: [] }, skippedRow('x'), { paymentId: 'p', amount: kzt(1) }),
  ])('is parsed as it was written: %j', (row) => {
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
      values.map((value): [string, string] => [
        `${field} ${value}`,
        JSON.stringify({ ...refundRow(), [field]: value }),
      ]),
    ),
    ['no reason', JSON.stringify({ ...skippedRow('x'), reason: undefined })],
    ['no why', JSON.stringify({ ...skippedRow('x'), why: 1 })],
    ['a number as payment id', JSON.stringify({ ...skippedRow('x'), paymentId: 47 })],
  ])('is refused with %s', (_, line) => {
    const { exit, code, message } = failureOf(() => parseRow(line, 47));
    expect([exit, code, message]).toEqual([EXIT.blocked, 'plan_edited', expect.stringContaining('line 47')]);
  });
});
