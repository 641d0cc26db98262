import { describe, expect, it } from 'vitest';
import { draft, PROJECT } from '../../adapters/ledger/drafts.ts';
import { startCuttingProxy } from '../../support/team/cutting-proxy.ts';
import { createTeam } from '../../support/team/team.ts';

/** Opens a ledger, and returns a function that counts how often a call waits for the server. */
async function openCounted() {
  const team = await createTeam();
  const proxy = await startCuttingProxy(team.port);
  const ledger = await team.open('olga', { port: proxy.port });
  const count = async (call: () => Promise<unknown>) => {
    const before = proxy.roundTrips();
    await call();
    return proxy.roundTrips() - before;
  };
  return { team, ledger, count };
}

const alone = async ({ intents }: { readonly intents: readonly unknown[] }) => {
  if (intents.length > 0) throw new Error('refunded already');
};

describe('a write in the ledger of a team', () => {
  it('waits twice for the server: for what its rules read, and for its commit', async () => {
    const { ledger, count } = await openCounted();
    const first = draft('a', { paymentId: 'p1', key: 'k1' });
    expect(await count(() => ledger.createIntent(first, alone))).toBe(2);
    expect(await count(() => ledger.createIntent(draft('b', { paymentId: 'p2', key: 'k2' }), alone))).toBe(2);
    expect(await ledger.verify()).toMatchObject({ records: 2, problem: undefined });
  });

  it('waits once when it needs nothing that this process has not written itself', async () => {
    const { ledger, count } = await openCounted();
    await ledger.createIntent(draft('a', { paymentId: 'p1' }), alone);
    expect(await count(() => ledger.change('a', 'answered', { state: 'accepted', requestId: 'r1' }))).toBe(1);
    expect(await count(() => ledger.change('a', 'found', { state: 'done' }, ['accepted']))).toBe(1);
    expect(await count(() => ledger.recordBlocked(draft('c', { paymentId: 'p1' }), 'changed'))).toBe(1);
    const seen = { project: PROJECT, paymentId: 'p1', status: 'success', remaining: undefined, seenAt: 1 };
    expect(await count(() => ledger.savePayment({ ...seen, resendsUsed: 0, otpAskedAt: undefined }))).toBe(1);
    expect(await ledger.get('a')).toMatchObject({ state: 'done', requestId: 'r1' });
    expect(await ledger.verify()).toMatchObject({ records: 4, problem: undefined });
  });

  it('that holds a lock does not wait longer', async () => {
    const { ledger, count } = await openCounted();
    const release = await ledger.acquireLock('plan');
    expect(await count(() => ledger.createIntent(draft('a'), alone))).toBe(2);
    expect(await count(() => ledger.change('a', 'answered', { state: 'accepted' }))).toBe(1);
    release?.();
  });

  it('waits three times after a colleague has written, and then as before', async () => {
    const { team, ledger, count } = await openCounted();
    const colleague = await team.open('olga');
    await ledger.createIntent(draft('a', { paymentId: 'p1' }));
    await colleague.createIntent(draft('b', { paymentId: 'p2' }));
    expect(await count(() => ledger.change('a', 'answered', { state: 'accepted' }))).toBe(3);
    expect(await count(() => ledger.change('a', 'found', { state: 'unknown' }))).toBe(2);
    expect(await count(() => ledger.change('a', 'found', { state: 'done' }))).toBe(1);
    expect(await ledger.verify()).toMatchObject({ records: 5, problem: undefined });
  });

  it('shares its waits with the writes that come at the same time', async () => {
    const { ledger, count } = await openCounted();
    const ids = Array.from({ length: 16 }, (_, at) => `in-${at}`);
    const refund = (id: string) => ledger.createIntent(draft(id, { paymentId: id, key: id }), alone);
    expect(await count(() => Promise.all(ids.map(refund)))).toBe(2);
    const accept = (id: string) => ledger.change(id, 'answered', { state: 'accepted', requestId: id });
    expect(await count(() => Promise.all(ids.map(accept)))).toBe(1);
    expect(await ledger.verify()).toMatchObject({ records: 32, problem: undefined });
  });
});

it('a verification waits eleven times for the server: it reads the records of unchanged intents once', async () => {
  const { ledger, count } = await openCounted();
  await ledger.createIntent(draft('a', { paymentId: 'p1' }), alone);
  await ledger.change('a', 'answered', { state: 'accepted', requestId: 'r1' });
  expect(await count(() => ledger.verify())).toBe(11);
});
