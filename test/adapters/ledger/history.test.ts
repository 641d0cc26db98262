import { beforeAll, describe, expect, it } from 'vitest';
import type { IntentDraft, IntentState } from '#domain/ledger/intent';
import type { Ledger } from '#domain/ledger/ledger';
import type { HistoryFilter } from '#domain/ledger/ledger-filters';
import { FakeClock } from '../../support/fake-clock.ts';
import { ledgerFolder, openTestLedger } from '../../support/ledger.ts';
import { openIntents } from '../../support/stored-intents.ts';
import { draft, idsOf, openDatabase, recordsOf, settled } from './drafts.ts';

const PHONE = '77071234567';

/** One second apart, from 1000 on. */
const WRITES: readonly (readonly [string, IntentState, Partial<IntentDraft>])[] = [
  ['a', 'done', { kind: 'sale', phone: PHONE, paymentId: 'Order-1' }],
  ['b', 'unknown', { paymentId: 'order-1' }],
  ['c', 'done', { kind: 'sale', phone: '77071234568', paymentId: 'order-2', profile: 'till-2' }],
  ['d', 'refused', { kind: 'raw', paymentId: undefined, profile: 'till-2' }],
  ['e', 'sending', { kind: 'otp', phone: PHONE, paymentId: 'order-1', project: 'gate.example/43' }],
];

let ledger: Ledger;
beforeAll(async () => {
  const clock = new FakeClock(1000);
  const folder = ledgerFolder();
  ledger = await openTestLedger(clock, folder);
  for (const [id, state, values] of WRITES) {
    await settled(ledger, id, state, values);
    await clock.advance(1000);
  }
  const database = openDatabase(folder);
  database.exec(`update intents set user = 'aigerim' where id in ('b', 'c')`);
  database.close();
});

describe('history of a ledger', () => {
  it.each<[string, Omit<HistoryFilter, 'limit'>, string]>([
    ['by nothing', {}, 'edcba'],
    ['by payment, in any project and in any letters', { paymentId: 'ORDER-1' }, 'eba'],
    ['by a payment that is not there', { paymentId: 'order-9' }, ''],
    ['by kind', { kind: 'sale' }, 'ca'],
    ['by state', { state: 'done' }, 'ca'],
    ['by profile', { profile: 'till-2' }, 'dc'],
    ['by user', { user: 'aigerim' }, 'cb'],
    ['by phone, with all that was sent for its payments', { phone: PHONE }, 'eba'],
    ['by a phone that is not there', { phone: '77070000000' }, ''],
    ['by the mask of a phone, which is no phone', { phone: '7707•••••67' }, ''],
    ['not before a time', { since: 3000 }, 'edc'],
    ['before a time', { until: 3000 }, 'ba'],
    ['between two times', { since: 2000, until: 4000 }, 'cb'],
    [
      'by all together',
      { kind: 'sale', state: 'done', profile: 'till-2', user: 'aigerim', since: 0, until: 9000 },
      'c',
    ],
    ['by things that no write has together', { kind: 'otp', profile: 'till-2' }, ''],
  ])('by %s finds the matching intents, newest first', async (_, filter, ids) => {
    expect(idsOf(await ledger.history({ ...filter, limit: 50 }))).toEqual([...ids]);
  });

  it.each([
    [1, 'e'],
    [2, 'ed'],
    [5, 'edcba'],
    [6, 'edcba'],
  ])('with the limit %i returns the newest intents', async (limit, ids) => {
    expect(idsOf(await ledger.history({ limit }))).toEqual([...ids]);
  });

  it('applies the limit after the filter', async () => {
    expect(idsOf(await ledger.history({ user: 'aigerim', limit: 1 }))).toEqual(['c']);
  });

  it('shows phones masked', async () => {
    const phones = (await ledger.history({ limit: 50 })).map(({ phone }) => phone);
    expect(phones).toEqual(['7707•••••67', undefined, '7707•••••68', undefined, '7707•••••67']);
  });
});

describe('open intents of a ledger', () => {
  it('are those of all projects, oldest first', async () => {
    expect(idsOf(await openIntents(ledger))).toEqual(['b', 'e']);
  });

  it('are sorted by time, not by state', async () => {
    const clock = new FakeClock(1000);
    const other = await openTestLedger(clock);
    for (const [id, state] of [
      ['1', 'unknown'],
      ['2', 'sending'],
      ['3', 'unknown'],
      ['4', 'sending'],
    ] as const) {
      await settled(other, id, state, { paymentId: id });
      await clock.advance(1);
    }
    expect(idsOf(await openIntents(other))).toEqual(['1', '2', '3', '4']);
  });
});

describe('records of a ledger', () => {
  const numbers = async (filter: Parameters<Ledger['records']>[0]): Promise<number[]> =>
    (await recordsOf(ledger, filter)).map(({ number }) => number);

  it('are selected by intent or by time', async () => {
    expect(await numbers({})).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(await numbers({ intentId: 'b' })).toEqual([3, 4]);
    expect(await numbers({ from: 2000, to: 3000 })).toEqual([3, 4]);
    expect(await numbers({ intentId: 'a', from: 2000 })).toEqual([]);
  });

  it('are complete when they need more than one query', async () => {
    const long = await openTestLedger(new FakeClock(1));
    for (let index = 0; index < 501; index++)
      await long.createIntent(draft(`in-${index}`, { paymentId: `p-${index}` }));
    expect((await recordsOf(long)).map(({ number }) => number)).toEqual(
      Array.from({ length: 501 }, (_, index) => index + 1),
    );
    expect(await long.verify()).toMatchObject({ records: 501, problem: undefined });
  });
});
