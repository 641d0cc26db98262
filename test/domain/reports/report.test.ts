import { describe, expect, it } from 'vitest';
import { INTENT_STATES, type IntentState } from '#domain/ledger/intent';
import { type LedgerCounts, SLOT_MS } from '#domain/reports/ledger-counts';
import { buildReport, REFUND_RESULTS } from '#domain/reports/report';
import { csvRows } from '#domain/reports/report-tables';

const START = new Date(2026, 10, 23).getTime();
const DAY = 24 * 3_600_000;

const request = (state: IntentState, parts: object = {}) => ({
  ...{ kind: 'refund' as const, path: '/v2/payment/mobile/refund', state, currency: 'KZT' as string | undefined },
  ...{ count: 1, minor: 101, code: undefined as string | undefined, ...parts },
});

const counts = (parts: Partial<LedgerCounts>): LedgerCounts => ({
  modes: { live: 1, test: 2 },
  ...{ requests: [], groups: [], slots: [], payments: [] },
  durations: { count: 0, median: undefined, p90: undefined },
  callbacks: { received: 0, repeated: 0, invalid: 0, unsigned: 0, notForwarded: 0 },
  ...parts,
});

const report = (parts: Partial<LedgerCounts>, days = 1, by?: 'user' | 'hour') =>
  buildReport(counts(parts), { since: START, until: START + days * DAY, mode: 'live', by });

describe('a report', () => {
  it('counts each state of a refund in exactly one result, and only what was sent as asked for', () => {
    const [total] = report({ requests: INTENT_STATES.map((state) => request(state)) }).refunds;
    if (total === undefined) throw new Error('no refunds were counted');
    const sum = REFUND_RESULTS.reduce((all, result) => all + total[result].refunds, 0);
    expect(sum).toBe(INTENT_STATES.length);
    expect(total.done).toEqual({ refunds: 1, amountMinor: 101 });
    expect(total.unknown.refunds).toBe(2);
    expect(total.asked).toEqual({ refunds: 7, amountMinor: 707 });
  });

  it('has separate sums for each currency, and counts no other request as a refund', () => {
    const sale = request('done', { kind: 'sale', path: '/v2/payment/mobile/sale' });
    const requests = [
      request('done'),
      request('done', { currency: 'USD' }),
      request('done', { currency: undefined }),
      sale,
    ];
    const { refunds } = report({ requests });
    expect(refunds.map(({ currency, done }) => [currency, done.refunds])).toEqual([
      [null, 1],
      ['KZT', 1],
      ['USD', 1],
    ]);
  });

  it('lists every hour of a day and every day of a longer period, by the clock of this machine', () => {
    const slots = [{ ...request('done'), slot: START / SLOT_MS + 37 }];
    const day = report({ slots });
    expect(day.times).toHaveLength(24);
    expect(day.times.filter(({ refunds }) => refunds.done > 0).map(({ label }) => label)).toEqual(['11-23 09:00']);
    const week = report({ slots }, 7);
    expect(week.times.map(({ refunds }) => refunds.done)).toEqual([1, 0, 0, 0, 0, 0, 0]);
    expect(report({ slots }, 1, 'hour').groups.map(({ group }) => group)).toEqual(['09:00']);
    expect(report({ slots }, 4000).times).toHaveLength(1);
  });

  it('shows the invisible characters of a name, and limits its length', () => {
    const groups = [{ ...request('done'), group: `\u001b[2J${'x'.repeat(5000)}` }];
    const [group] = report({ groups }, 1, 'user').groups;
    expect(group?.group).toMatch(/^\\u001b\[2Jx+$/);
    expect(group?.group.length).toBeLessThan(400);
    expect(csvRows(report({ groups }, 1, 'user'))[1]?.slice(2)).toEqual([group?.group, 'KZT', 'done', 1, '1.01', 101]);
  });
});
