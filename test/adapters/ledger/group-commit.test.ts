import { describe, expect, it } from 'vitest';
import { systemClock } from '#async/clock';
import { EXIT } from '#domain/errors/exit-codes';
import type { PaymentHistory } from '#domain/ledger/ledger';
import { rejectionOf } from '../../support/failures.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { ledgerFolder, openTestLedger } from '../../support/ledger.ts';
import { openIntents } from '../../support/stored-intents.ts';
import { draft, idsOf, PROJECT, recordsOf, settled } from './drafts.ts';

const NOON = Date.UTC(2026, 10, 23, 12);
const MANY = Array.from({ length: 40 }, (_, index) => index);

const refuse = async () => {
  throw new Error('not this one');
};
const onlyFirst = async ({ intents }: PaymentHistory) => {
  await settle();
  if (intents.length > 0) throw new Error('not twice');
};

describe('concurrent writes', () => {
  it('are all on disk in their order, with a valid audit trail', async () => {
    const folder = ledgerFolder();
    const ledger = await openTestLedger(systemClock, folder);
    const begun = await Promise.all(MANY.map((id) => ledger.createIntent(draft(`in-${id}`, { paymentId: `p${id}` }))));
    // Another process sees them.
    const other = await openTestLedger(systemClock, folder);
    expect(await other.verify()).toMatchObject({ records: MANY.length, problem: undefined });
    expect((await recordsOf(other)).map(({ intentId }) => intentId)).toEqual(MANY.map((id) => `in-${id}`));
    for (const intent of begun) expect(await other.get(intent.id)).toEqual(intent);
  });

  it('that are committed together tell the newest record first, so that only this one is saved beside the ledger', async () => {
    const ledger = await openTestLedger();
    const told: number[] = [];
    await Promise.all(
      MANY.map(async (id) => {
        await ledger.createIntent(draft(`in-${id}`, { paymentId: `p${id}` }));
        told.push(id);
      }),
    );
    expect(told).toEqual([...MANY].reverse());
  });

  it('of every kind have the same results as single ones', async () => {
    const ledger = await openTestLedger();
    await Promise.all(MANY.map((id) => ledger.createIntent(draft(`in-${id}`, { paymentId: `p${id}` }))));
    const told = { project: PROJECT, paymentId: 'p1', remaining: undefined, resendsUsed: 0, otpAskedAt: undefined };
    await Promise.all([
      ...MANY.map((id) => ledger.change(`in-${id}`, 'answered', { state: 'accepted', requestId: `r-${id}` })),
      ledger.recordBlocked(draft('held', { paymentId: 'p1' }), 'its payment has changed'),
      ledger.savePayment({ ...told, status: 'success', seenAt: 1 }),
      ledger.createIntent(draft('new', { paymentId: 'p1' })),
    ]);
    expect(await ledger.verify()).toMatchObject({ records: 2 * MANY.length + 2, problem: undefined });
    const accepted = await ledger.history({ state: 'accepted', limit: 99 });
    expect(accepted.map(({ requestId }) => requestId).sort()).toEqual(MANY.map((id) => `r-${id}`).sort());
    expect(idsOf((await ledger.paymentHistory(PROJECT, 'p1')).intents).sort()).toEqual(['held', 'in-1', 'new']);
    expect(await ledger.payment(PROJECT, 'p1')).toMatchObject({ status: 'success' });
  });

  it('are stored although a rule refuses some others', async () => {
    const ledger = await openTestLedger();
    const ends = await Promise.allSettled(
      MANY.map((id) =>
        ledger.createIntent(draft(`in-${id}`, { paymentId: `p${id}` }), id % 3 === 0 ? refuse : onlyFirst),
      ),
    );
    const refused = MANY.filter((id) => ends[id]?.status === 'rejected');
    expect(refused).toEqual(MANY.filter((id) => id % 3 === 0));
    const kept = await recordsOf(ledger);
    expect(kept.map(({ intentId }) => intentId)).toEqual(MANY.filter((id) => id % 3 !== 0).map((id) => `in-${id}`));
    expect(await ledger.verify()).toMatchObject({ records: kept.length, problem: undefined });
    for (const id of refused) expect((await rejectionOf(ledger.get(`in-${id}`))).exit).toBe(EXIT.usage);
  });

  it('are stored although another one fails after a part of its work', async () => {
    const ledger = await openTestLedger();
    const ids = ['a', 'a', 'b', 'a', 'c'];
    const ends = await Promise.allSettled([
      ...ids.map((id) => ledger.createIntent(draft(id))),
      ledger.change('none', 'answered', { state: 'done' }),
      ledger.change('c', 'answered', { state: 'done' }),
    ]);
    const well = ends.map(({ status }) => status === 'fulfilled');
    expect(well).toEqual([true, false, true, false, true, false, true]);
    const records = await recordsOf(ledger);
    expect(records.map(({ intentId, event }) => `${event} ${intentId}`)).toEqual([
      'begun a',
      'begun b',
      'begun c',
      'answered c',
    ]);
    expect(await ledger.verify()).toMatchObject({ records: 4, problem: undefined });
  });

  it('for the same payment or with the same key: only one is stored', async () => {
    const ledger = await openTestLedger();
    const forOne = MANY.map((id) =>
      ledger.createIntent(draft(`p-${id}`, { paymentId: id % 2 ? 'P1' : 'p1' }), onlyFirst),
    );
    const withKey = MANY.map((id) => ledger.createIntent(draft(`k-${id}`, { paymentId: `k${id}`, key: 'k' })));
    const [paid, keyed] = [await Promise.allSettled(forOne), await Promise.allSettled(withKey)];
    expect(paid.filter(({ status }) => status === 'fulfilled')).toEqual([paid[0]]);
    expect(keyed.filter(({ status }) => status === 'fulfilled')).toEqual([keyed[0]]);
    expect(keyed[1]).toMatchObject({ reason: { exit: EXIT.blocked, code: 'in_flight', intentId: 'k-0' } });
    expect(await ledger.verify()).toMatchObject({ records: 2, problem: undefined });
  });

  it('run one after another: a rule never reads an unfinished one', async () => {
    const ledger = await openTestLedger();
    let inside = 0;
    const alone = async ({ intents }: PaymentHistory) => {
      inside += 1;
      await settle();
      expect([inside, intents.length]).toEqual([1, seen.length]);
      seen.push(intents.length);
      inside -= 1;
    };
    const seen: number[] = [];
    await Promise.all(MANY.slice(0, 8).map((id) => ledger.createIntent(draft(`in-${id}`), alone)));
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
});

describe('an intent that a rule has blocked', () => {
  it('is recorded with the reason, is never in flight, and does not count as a refund', async () => {
    const ledger = await openTestLedger();
    const held = await ledger.recordBlocked(
      draft('a', { key: 'plan-1/1' }),
      'it has a refund that the plan does not know',
    );
    expect(held).toMatchObject({ state: 'held', reason: 'it has a refund that the plan does not know' });
    expect(await ledger.get('a')).toEqual(held);
    expect((await recordsOf(ledger)).map(({ event }) => event)).toEqual(['held']);
    expect(await openIntents(ledger)).toEqual([]);
    expect(ledger.isInFlight(held)).toBe(false);
    const { refundedSince } = await ledger.paymentHistory(PROJECT, 'payment_47');
    expect(await refundedSince(0, 'KZT')).toBe(0);
    expect((await ledger.createIntent(draft('b', { key: 'plan-1/1' }))).id).toBe('b');
    expect(await ledger.verify()).toMatchObject({ records: 2, problem: undefined });
  });
});

describe('a query of many intents', () => {
  it('by keys returns the relevant intent of each key', async () => {
    const clock = new FakeClock(0);
    const ledger = await openTestLedger(clock);
    for (const [id, state, key] of [
      ['z', 'not_sent', 'k1'],
      ['y', 'denied', 'k1'],
      ['x', 'refused', 'k2'],
      ['a', 'never_arrived', 'k3'],
    ] as const) {
      await settled(ledger, id, state, { key });
      await clock.advance(1);
    }
    await ledger.recordBlocked(draft('b', { key: 'k1' }), 'changed');
    await ledger.createIntent(draft('c', { key: 'k3' }));
    await ledger.createIntent(draft('d', { key: 'k3', project: 'gate.example/43' }));
    await ledger.createIntent(draft('e'));
    const found = await ledger.newestByKey(PROJECT, ['k1', 'k2', 'k3', 'K1', 'none']);
    expect([...found].map(([key, { id, state }]) => `${key} ${id} ${state}`).sort()).toEqual([
      'k1 b held',
      'k2 x refused',
      'k3 c sending',
    ]);
    expect(await ledger.newestByKey(PROJECT, [])).toEqual(new Map());
  });

  it.each([0, -1, -3_600_000])(
    'by keys returns the processed intent although the clock was set by %d ms',
    async (jump) => {
      const clock = new FakeClock(NOON);
      const ledger = await openTestLedger(clock);
      await settled(ledger, 'z', 'not_sent', { key: 'k' });
      clock.jump(jump);
      await settled(ledger, 'a', 'done', { key: 'k' });
      expect((await ledger.newestByKey(PROJECT, ['k'])).get('k')?.id).toBe('a');
    },
  );

  it('by payments returns all intents of each, oldest first, by its id in any case', async () => {
    const clock = new FakeClock(0);
    const ledger = await openTestLedger(clock);
    for (const [id, paymentId] of [
      ['c', 'Order-É7'],
      ['b', 'order-1'],
      ['a', 'oRDER-é7'],
    ] as const) {
      await ledger.createIntent(draft(id, { paymentId }));
      await clock.advance(1);
    }
    await ledger.createIntent(draft('other', { paymentId: 'order-1', project: 'gate.example/43' }));
    const found = await ledger.intentsByPayment(PROJECT, ['ORDER-É7', 'Order-1', 'none', 'order-1']);
    expect([...found].map(([id, intents]) => [id, ...idsOf(intents)])).toEqual([
      ['ORDER-É7', 'c', 'a'],
      ['Order-1', 'b'],
      ['none'],
      ['order-1', 'b'],
    ]);
    expect(await ledger.intentsByPayment(PROJECT, [])).toEqual(new Map());
  });
});
