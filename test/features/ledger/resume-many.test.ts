import { describe, expect, it } from 'vitest';
import type { Gate } from '#context';
import type { JsonObject } from '#domain/json/exact-json';
import { draft } from '../../adapters/ledger/drafts.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { accepted, FakeGate } from '../../support/gate/fake-gate.ts';
import { openMemoryLedger } from '../../support/ledger.ts';
import { movingClock } from '../../support/moving-clock.ts';
import { documentOf, environment, rocketpay } from '../../support/session.ts';
import { caseCount } from '../../support/suite/case-count.ts';

const SUM = { amount: 100_000, currency: 'KZT' };

/** Two accepted refunds of each payment, at a Gate that knows the results. */
async function openManyRefunds(payments: number) {
  const clock = new FakeClock();
  const ledger = await openMemoryLedger(clock);
  const env = environment('http://127.0.0.1:9');
  const project = '127.0.0.1:9/1234';
  for (let at = 0; at < payments; at++) {
    for (const part of [1, 2]) {
      const amount = { minor: part * 100, currency: 'KZT' };
      await ledger.createIntent(draft(`i-${at}-${part}`, { project, paymentId: `p-${at}`, amount }));
      await ledger.change(`i-${at}-${part}`, 'answered', { state: 'accepted', requestId: `r-${at}-${part}` });
    }
  }
  let [running, most, asked, opened] = [0, 0, 0, 0];
  const gate = new FakeGate();
  const send: Gate['send'] = async ({ paymentId = '' }) => {
    asked += 1;
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    const number = paymentId.slice(2);
    const refunds = [1, 2].map((part) => refund(number, part));
    const sale = { id: '1', type: 'sale', status: 'success', request_id: `s-${number}`, sum_initial: SUM };
    const payment = { id: paymentId, status: 'partially refunded', sum: { ...SUM, amount: 99_700 } };
    return { ...accepted({ payment, operations: [sale, ...refunds] }), signed: true } as ReturnType<typeof accepted>;
  };
  const known = Object.assign(Object.create(gate) as Gate, { send });
  const openGate = async () => {
    opened += 1;
    return known;
  };
  const moving = movingClock(clock);
  const options = { env, ledger, clock: moving, context: { gate: openGate, openGate } };
  const run = (...words: readonly string[]) => rocketpay(['resume', '--all', ...words], options);
  return { run, clock, counts: () => ({ most, asked, opened }) };
}

const refund = (number: string, part: number): JsonObject => ({
  ...{ id: `${number}-${part}`, type: 'refund', status: 'success', request_id: `r-${number}-${part}` },
  sum_initial: { amount: part * 100, currency: 'KZT' },
});

describe('many accepted refunds without a result', () => {
  it('are requested by payment, four concurrently, twenty per second, and get their results in order', async () => {
    const payments = caseCount(500);
    const { run, clock, counts } = await openManyRefunds(payments);
    const before = clock.elapsed();
    const finished = await run('--json');
    const { resumed, accepted: left } = documentOf(finished) as { resumed: JsonObject[]; accepted: number };
    expect({ exit: finished.exit, left, rows: resumed.length }).toEqual({ exit: 0, left: 0, rows: 2 * payments });
    expect(resumed.every(({ state }) => state === 'done')).toBe(true);
    expect(counts()).toMatchObject({ asked: payments, opened: 1 });
    expect(counts().most).toBeLessThanOrEqual(4);
    expect(clock.elapsed() - before).toBeGreaterThanOrEqual(((payments - 1) * 1000) / 20);
  });

  it('are requested with the given concurrency', async () => {
    const { run, counts } = await openManyRefunds(40);
    expect(await run('--concurrency', '16', '--rate', '0')).toMatchObject({ exit: 0 });
    expect(counts().most).toBe(16);
  });

  it('are requested with a progress message every two seconds', async () => {
    const { run, clock } = await openManyRefunds(250);
    const before = clock.elapsed();
    const { err } = await run();
    const lines = err.match(/asking the platform: \d+ of 500/g) ?? [];
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.length).toBeLessThanOrEqual((clock.elapsed() - before) / 2000);
  });
});

describe('accepted writes whose result no status shows', () => {
  /** Three accepted writes of one payment: two codes and a raw request; and a raw request of no payment. */
  async function openWrites(status: string) {
    const clock = new FakeClock();
    const ledger = await openMemoryLedger(clock);
    const project = '127.0.0.1:9/1234';
    const kinds = [
      ['otp', 'p-1'],
      ['otp', 'p-1'],
      ['raw', 'p-1'],
      ['raw', undefined],
    ] as const;
    for (const [at, [kind, paymentId]] of kinds.entries()) {
      const path = kind === 'otp' ? '/v2/payment/clarification' : '/v2/payment/card/sale/check';
      await ledger.createIntent(draft(`i-${at}`, { project, paymentId, kind, path, amount: undefined }));
      await ledger.change(`i-${at}`, 'answered', { state: 'accepted', requestId: `r-${at}` });
    }
    const gate = new FakeGate();
    const send: Gate['send'] = async () => {
      const operations = [{ id: '1', type: 'sale', status, request_id: 's', sum_initial: SUM }];
      const answer = accepted({ payment: { id: 'p-1', status, sum: SUM }, operations });
      return { ...answer, signed: true } as ReturnType<typeof accepted>;
    };
    const openGate = async (): Promise<Gate> => ({ ...gate, status: (id) => gate.status(id), send }) as Gate;
    const options = {
      env: environment('http://127.0.0.1:9'),
      ledger,
      clock: movingClock(clock),
      context: { gate: openGate, openGate },
    };
    const run = (...words: readonly string[]) => rocketpay(['resume', ...words, '--json'], options);
    return { run, clock };
  }

  it('are undecidable when their payment is final, and can be closed manually', async () => {
    const { run, clock } = await openWrites('success');
    const before = clock.elapsed();
    const finished = await run('--all', '--wait', '--deadline', '10m');
    const { resumed } = documentOf(finished) as { resumed: JsonObject[] };
    expect(finished.exit).toBe(6);
    expect(resumed.map(({ finding }) => finding)).toEqual(['undecidable', 'undecidable', 'undecidable', 'undecidable']);
    // Not before a minute has passed, in which a status can be behind.
    expect(clock.elapsed() - before).toBeGreaterThanOrEqual(60_000 - 5000);
    expect(clock.elapsed() - before).toBeLessThan(120_000);
    for (const at of [0, 1, 2, 3]) {
      expect(await run(`i-${at}`, '--close-as', 'done', '--reason', 'seen in the Dashboard')).toMatchObject({
        exit: 0,
      });
    }
    expect(await run('--all')).toMatchObject({ exit: 0 });
  });

  it('are requested again while their payment is not final', async () => {
    const { run } = await openWrites('processing');
    const finished = await run('--all', '--wait', '--deadline', '2m');
    const { resumed } = documentOf(finished) as { resumed: JsonObject[] };
    expect(resumed.map(({ finding }) => finding)).toEqual(['no_result', 'no_result', 'no_result', 'undecidable']);
    expect(finished.exit).toBe(6);
  });
});
