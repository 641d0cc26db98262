import { describe, expect, it, vi } from 'vitest';
import { readFindQuery } from '#domain/find/find-query';
import type { Ledger } from '#domain/ledger/ledger';
import { FakeClock } from '../../../support/fake-clock.ts';
import { ledgerFolder, openTestLedger } from '../../../support/ledger.ts';
import { draft, openDatabase, PROJECT } from '../drafts.ts';
import { find, PHONE, purchase } from './purchases.ts';

describe('a stored callback', () => {
  const waiting = async (ledger: Ledger) => (await ledger.search.state()).waiting;

  it('is indexed when no other one has arrived for a second', async () => {
    const clock = new FakeClock();
    const ledger = await openTestLedger(clock);
    await ledger.addCallback(purchase('order-1'));
    expect(await waiting(ledger)).toBe(1);
    await clock.advance(1000);
    await vi.waitFor(async () => expect(await waiting(ledger)).toBe(0));
    const criteria = readFindQuery([PHONE], 0);
    expect((await ledger.search.find({ criteria, limit: 2 })).payments).toHaveLength(1);
  });

  it('waits for the next search when its process ends before', async () => {
    const folder = ledgerFolder();
    const listener = await openTestLedger(undefined, folder);
    await listener.addCallback(purchase('order-1'));
    await listener.close();
    const ledger = await openTestLedger(undefined, folder);
    expect(await ledger.search.settings()).toMatchObject({ payments: 0, indexed: false });
    expect(await find(ledger, PHONE)).toEqual(['order-1 phone']);
    expect(await ledger.search.settings()).toMatchObject({ payments: 1, indexed: true });
  });

  it('is not indexed after it was removed', async () => {
    const ledger = await openTestLedger(new FakeClock());
    await ledger.addCallback(purchase('order-1'));
    const all = { genuine: true, chargebacks: false, before: undefined, dryRun: false };
    expect(await ledger.pruneCallbacks(all)).toMatchObject({ genuine: 1 });
    expect(await ledger.search.state()).toMatchObject({ payments: 0, waiting: 0 });
    expect(await find(ledger, PHONE)).toEqual([]);
  });
});

describe('the index of payments', () => {
  it('is made of what an earlier version has stored, also after it was interrupted', async () => {
    const folder = ledgerFolder();
    const clock = new FakeClock();
    const earlier = await openTestLedger(clock, folder);
    for (let at = 0; at < 450; at++) await earlier.addCallback(purchase(`order-${at}`));
    await earlier.createIntent(draft('in-1', { paymentId: 'sent-1', phone: PHONE }));
    await earlier.savePayment({
      ...{ project: PROJECT, paymentId: 'read-1', status: 'success', remaining: undefined },
      ...{ resendsUsed: 0, otpAskedAt: undefined, seenAt: 5 },
    });
    await earlier.close();
    const database = openDatabase(folder);
    // What the migration leaves: an empty index, and the tables whose rows it lacks.
    for (const table of ['payments', 'terms', 'times', 'state', 'backlog'])
      database.exec(`delete from search_${table}`);
    database.exec("insert into search_state (name, value) values ('callbacks', ''), ('intents', ''), ('payments', '')");
    database.close();

    const interrupted = await openTestLedger(clock, folder);
    expect(await interrupted.search.state()).toMatchObject({ payments: 0, waiting: 452 });
    expect(await interrupted.search.indexMore()).toBe(200);
    await interrupted.close();
    const ledger = await openTestLedger(clock, folder);
    expect(await ledger.search.state()).toMatchObject({ payments: 200, waiting: 252 });
    let rows = 0;
    for (let some = 1; some > 0; rows += some) some = await ledger.search.indexMore();
    expect(rows).toBe(252);
    expect(await ledger.search.state()).toEqual({ payments: 452, waiting: 0, lastDigits: false });
    expect(await find(ledger, 'order-449')).toEqual(['order-449 payment id']);
    expect(await find(ledger, PHONE, 'sent-1')).toEqual(['sent-1 phone payment id']);
    expect(await find(ledger, 'read-1')).toEqual(['read-1 payment id']);
  });
});
