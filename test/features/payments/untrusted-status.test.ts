import { describe, expect, it } from 'vitest';
import { createGate } from '#adapters/gate/gate';
import type { Clock } from '#async/clock';
import type { Context, Gate } from '#context';
import type { Outcome } from '#domain/gate/request-outcome';
import { isJsonObject, type JsonObject } from '#domain/json/exact-json';
import { Secret } from '#domain/signature/secret';
import { movingClock } from '../../support/moving-clock.ts';
import { CUSTOMER, rocketpay } from '../../support/session.ts';
import { unfinishedIntents } from '../../support/stored-intents.ts';
import { openPlanShop, type PlanShop } from '../bulk-refunds/plan-shop.ts';

type Change = (outcome: Extract<Outcome, { kind: 'accepted' }>) => Outcome;

const unsigned: Change = (outcome) => ({ ...outcome, signed: false });
const rewritten =
  (change: (answer: JsonObject) => JsonObject): Change =>
  (outcome) => ({ ...outcome, answer: isJsonObject(outcome.answer) ? change(outcome.answer) : outcome.answer });
const otherProject = rewritten((answer) => ({ ...answer, project_id: 9 }));
const otherPayment = rewritten((answer) => ({
  ...answer,
  payment: { ...(answer.payment as JsonObject), id: 'other' },
}));

/** Each refund is of one unit more. */
const otherAmount = rewritten(({ operations, ...answer }) => ({
  ...answer,
  operations: ((operations ?? []) as JsonObject[]).map((operation) =>
    operation.type === 'refund' ? { ...operation, sum_initial: { amount: 10_001, currency: 'KZT' } } : operation,
  ),
}));

/** The shop's Gate with each status answer changed. */
function changedGate({ platform }: PlanShop, change: Change, acceptUnsignedStatus = false): Partial<Context> {
  const { sandbox, clock } = platform;
  const gate = createGate({
    gateUrl: sandbox.url,
    projectId: sandbox.projectId,
    secret: new Secret(sandbox.secret.reveal()),
    timeoutMilliseconds: 5000,
    clock: movingClock(clock),
    acceptUnsignedStatus,
    signal: undefined,
    trace: undefined,
  });
  const send: Gate['send'] = async (request) => {
    const outcome = await gate.send(request);
    return request.kind === 'status' && outcome.kind === 'accepted' ? change(outcome) : outcome;
  };
  const changed: Gate = { ...gate, send };
  return { gate: async () => changed, readingGate: async () => changed, openGate: async () => changed };
}

interface Reading {
  /** Brings the shop to where the command makes sense, and gives its words. */
  readonly argv: (shop: PlanShop) => Promise<readonly string[]> | readonly string[];
  /** What the command ends with: by an unsigned status, and by one about something else. */
  readonly ends: readonly [unsigned: number, other: number];
  /** What it prints, where its exit code does not tell. */
  readonly out?: string;
}

const REFUND = ['refund', 'order-1', '--amount', '10', '--confirm', '10'];
const sale = ['sale', '--phone', '77071234567', '--amount', '10', '--payment-id', 'sale-1', ...CUSTOMER];
const plan = (shop: PlanShop) => shop.plan(['order-1,10,x']);

const READINGS: Readonly<Record<string, Reading>> = {
  status: { argv: () => ['status', 'order-1'], ends: [0, 5] },
  // What is about another payment may be another answer the next time.
  wait: { argv: () => ['wait', 'order-1', '--until', 'success', '--deadline', '30s'], ends: [9, 8] },
  'wait for a refund': {
    argv: async (shop) => {
      await shop.done(...REFUND);
      return ['wait', 'order-1', '--until', 'refunded', '--deadline', '30s'];
    },
    ends: [9, 8],
  },
  refund: { argv: () => REFUND, ends: [7, 5] },
  'sale --wait': { argv: () => [...sale, '--wait', '--deadline', '1m'], ends: [9, 8] },
  'resume --all': {
    argv: async (shop) => {
      await shop.done(...REFUND);
      return ['resume', '--all'];
    },
    ends: [9, 8],
  },
  'refunds plan': {
    argv: async (shop) => [
      ...['refunds', 'plan', await shop.csv('payment_id,amount\norder-1,10\n')],
      ...['--rate', '0', '--field', 'refunds'],
    ],
    // The plan is made, and the row is not in it.
    ends: [0, 0],
    out: '0\n',
  },
  'refunds apply': {
    argv: async (shop) => ['refunds', 'apply', await plan(shop), '--confirm', '10', '--rate', '0'],
    ends: [10, 10],
  },
  'refunds apply --wait, with a refund without a result': {
    argv: async (shop) => {
      const file = await plan(shop);
      await shop.apply(file);
      return ['refunds', 'apply', file, '--wait', '--deadline', '1m'];
    },
    ends: [9, 8],
  },
};

/** All that the ledger knows but what was kept from being sent, and what this very run has sent. */
const known = async ({ ledger, platform }: PlanShop, before?: readonly string[]) => {
  const intents = (await ledger.history({ limit: 100 })).filter(({ state }) => state !== 'held');
  const project = `${new URL(platform.sandbox.url).host}/${platform.sandbox.projectId}`;
  return {
    ids: intents.map(({ id }) => id),
    intents: intents.filter(({ id }) => before === undefined || before.includes(id)),
    payment: await ledger.payment(project, 'order-1'),
  };
};

describe.each(Object.entries(READINGS))('%s', (_, { argv, ends, out }) => {
  it.each([
    ['is not signed', unsigned, ends[0]],
    ['is about another project', otherProject, ends[1]],
    ['is about another payment', otherPayment, ends[1]],
  ])('ignores a status that %s, and stores nothing of it', async (_what, change, exit) => {
    const shop = await openPlanShop(1);
    const words = await argv(shop);
    await shop.platform.clock.advance(60_000);
    const before = await known(shop);
    const refunds = shop.requestsTo('/refund');
    const { env, ledger, platform } = shop;
    const clock = movingClock(platform.clock);
    const finished = await rocketpay(words, { env, ledger, clock, context: changedGate(shop, change) });
    expect({ exit: finished.exit, err: finished.err }).toMatchObject({ exit });
    if (out !== undefined) expect(finished.out).toBe(out);
    const { ids: __, ...after } = await known(shop, before.ids);
    expect(after).toEqual({ intents: before.intents, payment: before.payment });
    expect(shop.requestsTo('/refund')).toBe(refunds);
  });

  it('uses an unsigned status that the profile accepts, and says so', async () => {
    const shop = await openPlanShop(1);
    const words = await argv(shop);
    await shop.platform.clock.advance(60_000);
    const { env, ledger, platform } = shop;
    const clock = movingClock(platform.clock);
    const finished = await rocketpay(words, { env, ledger, clock, context: changedGate(shop, unsigned, true) });
    expect(finished.exit).not.toBe(9);
    expect(finished.err).toContain('NOT SIGNED');
  });
});

/** Runs a smoke test; its deadline of five minutes is not reached while it waits for the platform. */
async function smoke(shop: PlanShop, change: Change, ...words: readonly string[]) {
  const { env, ledger, platform } = shop;
  const moving = movingClock(platform.clock);
  const sleep: Clock['sleep'] = (milliseconds, signal) =>
    (milliseconds === 300_000 ? platform.clock : moving).sleep(milliseconds, signal);
  const options = { env, ledger, clock: { ...moving, sleep }, context: changedGate(shop, change) };
  const { exit, out } = await rocketpay(['smoke', '--json', ...words], options);
  const { steps } = JSON.parse(out) as { steps: readonly { name: string; status: string; message: string }[] };
  return { exit, ended: steps.find(({ status }) => status === 'failed') };
}

describe('smoke', () => {
  it('ends when a status is not signed', async () => {
    const shop = await openPlanShop(0);
    const message = expect.stringContaining('has no signature');
    expect(await smoke(shop, unsigned)).toMatchObject({ exit: 9, ended: { name: 'sale', message } });
    expect(shop.requestsTo('/refund')).toBe(0);
  });

  it('takes no operation of another amount as its result, even with its request id', async () => {
    const shop = await openPlanShop(0);
    const ended = await smoke(shop, otherAmount, '--phone', '77000000001');
    expect(ended).toMatchObject({ exit: 8, ended: { name: 'refund' } });
    expect(await unfinishedIntents(shop.ledger)).toMatchObject([{ kind: 'refund', state: 'accepted' }]);
  });
});

describe('wait --until refunded', () => {
  it.each([
    ['the newest operation first', true],
    ['the oldest operation first', false],
  ])('with %s waits for a refund that the status does not show yet', async (_, first) => {
    const shop = await openPlanShop(1);
    await shop.done('refund', 'order-1', '--amount', '100', '--confirm', '100', '--wait');
    // The sandbox declines this amount.
    const { requestId } = await shop.done('refund', 'order-1', '--amount', '13.13', '--confirm', '13.13');
    await shop.platform.clock.advance(60_000);
    let hidden = 0;
    const late = rewritten(({ operations, ...answer }) => {
      const isHidden = hidden++ < 4;
      const shown = (operations as JsonObject[]).filter((one) => !isHidden || one.request_id !== requestId);
      return { ...answer, operations: first ? shown.reverse() : shown };
    });
    const { env, ledger, platform } = shop;
    const options = { env, ledger, clock: movingClock(platform.clock), context: changedGate(shop, late) };
    const { exit, err } = await rocketpay(['wait', 'order-1', '--until', 'refunded', '--deadline', '5m'], options);
    expect({ exit, err }).toMatchObject({ exit: 3, err: expect.stringContaining('The refund was declined') });
    expect(hidden).toBe(5);
  });
});
