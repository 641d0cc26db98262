import { describe, expect, it } from 'vitest';
import { type Chance, chanceFrom } from '../../kill/chance.ts';
import { openFaultyShop } from '../payments/faulty-shop.ts';
import { expectTrueLedger, expectTrueRun, met, refundsOf, type Truth } from './money-claims.ts';

/** Histories that meet each kind of claim; more of them with `CLAIM_SEEDS=<n>`. */
const SEEDS =
  process.env.CLAIM_SEEDS === undefined
    ? [2, 3, 8, 9, 10, 18]
    : Array.from({ length: Number(process.env.CLAIM_SEEDS) }, (_, at) => at + 1);
const STEPS = 11;

const FAULTS = ['reset-before', 'reset-after', '500', '502', 'half', 'bad-json'] as const;

/** What a payer's number does in the sandbox: paid without a code, asks for one, takes no code, declined. */
const PHONES = ['77000000001', '77000000001', '77000000001', '77071234567', '77000000002', '77000000007'] as const;

/** Refunded, declined later, slow, refused, and again the same. */
const AMOUNTS = ['5', '5', '250', '13.13', '20.20', '30.28', '400'] as const;

/** A shop with a random history. Each run is compared with the payments of the sandbox. */
async function openHistory(chance: Chance) {
  const shop = await openFaultyShop({ random: chanceFrom(1).next });
  const { clock } = shop.platform;
  const operationOf = new Map<string, number>();
  const foreign = new Set<number>();
  let sales = 0;
  const truth = async (): Promise<Truth> => ({
    payments: await shop.payments(),
    intents: await shop.ledger.history({ limit: 1000 }),
    operationOf: new Map(operationOf),
  });
  const all = (of: Truth) => of.payments.flatMap(refundsOf).map(({ id }) => id);
  const run = async (...argv: string[]) => {
    const before = await truth();
    const finished = await shop.run(...argv);
    const booked = await truth();
    // One request at a time: a new operation is that of the new intent.
    const begun = booked.intents.find(
      ({ id, kind }) => kind === 'refund' && before.intents.every((one) => one.id !== id),
    );
    for (const id of all(booked)) {
      if (!all(before).includes(id) && !foreign.has(id) && begun !== undefined) operationOf.set(begun.id, id);
    }
    const after = { ...booked, operationOf: new Map(operationOf) };
    const paymentId = argv.find((word) => /^pay-\d+$/.test(word));
    expectTrueRun({ argv, ...finished, paymentId, before, after });
    expectTrueLedger(after);
    return finished;
  };
  const payment = () => `pay-${1 + Math.floor(chance.next() * sales)}`;
  const pick = <T>(of: readonly T[]): T => of[Math.floor(chance.next() * of.length)] as T;

  const events = {
    async sell(phone: string = pick(PHONES)) {
      sales += 1;
      const wait = pick([[], ['--wait', 'otp', '--deadline', '10s']]);
      await run(...shop.sale(phone, '--payment-id', `pay-${sales}`, ...wait));
    },
    async code() {
      const id = payment();
      const code = (await shop.payments()).find((one) => one.id === id)?.otp?.code ?? '4711';
      await run('otp', id, pick([code, code, '111111']), ...pick([[], ['--wait', '--deadline', '20s']]));
    },
    async refund() {
      const amount = pick(AMOUNTS);
      const extra = pick([
        [],
        [],
        ['--wait', '--deadline', '15s'],
        ['--again', '--reason', 'two tickets'],
        ['--intent', 'key-1'],
        ['--json'],
      ]);
      const all = ['--full', '--confirm', '1000', ...extra];
      await run(
        'refund',
        payment(),
        ...pick([all, ...Array.from({ length: 6 }, () => ['--amount', amount, '--confirm', amount, ...extra])]),
      );
    },
    async lost() {
      shop.spoilNext(pick(FAULTS));
      await events.refund();
      shop.spoilNext(undefined);
      shop.faults.length = 0;
    },
    async foreign() {
      const before = all(await truth());
      const payment_ = { amount: pick([500, 1313, 2020, 25_000]), currency: 'KZT' };
      await shop.platform.refund(payment_, {
        general: { project_id: shop.platform.sandbox.projectId, payment_id: payment() },
      });
      for (const id of all(await truth())) if (!before.includes(id)) foreign.add(id);
    },
    /** The platform processes a request that it did not show in time. */
    async late() {
      const { intents, payments } = await truth();
      const unseen = intents.find(
        ({ id, state, kind }) => kind === 'refund' && state === 'never_arrived' && !operationOf.has(id),
      );
      if (unseen?.paymentId === undefined || unseen.amount === undefined) return;
      const general = { project_id: shop.platform.sandbox.projectId, payment_id: unseen.paymentId };
      await shop.platform.refund({ amount: unseen.amount.minor, currency: 'KZT' }, { general });
      const before = payments.flatMap(refundsOf).map(({ id }) => id);
      for (const id of all(await truth())) if (!before.includes(id)) operationOf.set(unseen.id, id);
    },
    /** Longer than the settle time, then the platform is asked. */
    async settle() {
      await clock.advance(400_000);
      await run('resume', '--all');
    },
    time: async () => clock.advance(pick([1000, 10_000, 60_000, 400_000])),
    async resume() {
      await run('resume', '--all', ...pick([[], ['--wait', '--deadline', '30s']]));
    },
    /** A user who has looked in the Dashboard says what is so. */
    async correct() {
      const { intents, payments } = await truth();
      const open = intents.find(({ state, kind }) => kind === 'refund' && state === 'unknown');
      if (open === undefined) return;
      const operation = payments.flatMap(refundsOf).find(({ id }) => id === operationOf.get(open.id));
      const state =
        operation === undefined ? 'never_arrived' : { success: 'done', decline: 'declined' }[operation.status];
      if (state !== undefined) await run('resume', open.id, '--close-as', state, '--reason', 'seen in the Dashboard');
    },
  };
  /** Every command that states something about money. */
  const ask = async () => {
    const id = payment();
    await run('pending');
    await run('pending', '--json');
    await run('status', id);
    await run('history');
    await run('resume', '--all');
    await run('pending');
    await run(
      'wait',
      id,
      '--until',
      pick(['refunded', 'final', 'success']),
      '--deadline',
      '1s',
      ...pick([[], ['--json']]),
    );
    await run('status', id, '--json');
    await run('history', '--json');
    const [newest] = (await truth()).intents;
    if (newest !== undefined) await run('receipt', newest.id, ...pick([[], ['--json']]));
  };
  return { events, ask, pick };
}

describe('the sentences of every command about refunds', () => {
  it.each(SEEDS)('agree with the sandbox (history %i)', async (seed) => {
    const chance = chanceFrom(seed);
    const { events, ask } = await openHistory(chance);
    await events.sell('77000000001');
    await events.time();
    const weighted = [
      [1, 'sell'],
      [2, 'code'],
      [6, 'refund'],
      [4, 'lost'],
      [2, 'foreign'],
      [2, 'late'],
      [4, 'time'],
      [2, 'resume'],
      [4, 'settle'],
      [1, 'correct'],
    ] as const;
    for (let step = 0; step < STEPS; step++) {
      await events[chance.pick(weighted)]();
      if (step % 4 === 3) await ask();
    }
    await events.time();
    await ask();
  });

  it('cover each kind of sentence', () => {
    const kinds = ['nothing was sent', 'refunded', 'declined', 'all final', 'pending', 'without a final result'];
    const counted = ['NOT refunded, declined or refused', 'not shown by the platform'];
    expect([...met.keys()]).toEqual(expect.arrayContaining([...kinds, ...counted]));
  });
});
