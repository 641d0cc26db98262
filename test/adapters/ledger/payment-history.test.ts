import { describe, expect, it } from 'vitest';
import { openLedger } from '#adapters/ledger/open-ledger';
import type { IntentDraft, IntentState } from '#domain/ledger/intent';
import type { Ledger } from '#domain/ledger/ledger';
import { FakeClock } from '../../support/fake-clock.ts';
import { ledgerFolder, openTestLedger } from '../../support/ledger.ts';
import { draft, idsOf, openDatabase, PROJECT, settled } from './drafts.ts';

const KZT = 'KZT';
const DAY = 86_400_000;

describe('the history of a payment', () => {
  it('contains its intents oldest first, by its id in any case', async () => {
    const clock = new FakeClock(1000);
    const ledger = await openTestLedger(clock);
    for (const [id, values] of [
      ['c', { paymentId: 'Order-É7' }],
      ['a', { paymentId: 'oRDER-é7', kind: 'sale' }],
      ['b', { paymentId: 'order-é7' }],
      ['x', { paymentId: 'order-é7', project: 'gate.example/43' }],
      ['y', { paymentId: 'order-é70' }],
      ['z', { paymentId: undefined }],
    ] as const) {
      await ledger.createIntent(draft(id, values));
      await clock.advance(1000);
    }
    const { intents } = await ledger.paymentHistory(PROJECT, 'ORDER-É7');
    expect(idsOf(intents)).toEqual(['c', 'a', 'b']);
    expect(intents[0]?.paymentId).toBe('Order-É7');
  });

  it('lists intents of the same project id under another host apart, and none of another path of the same host', async () => {
    const clock = new FakeClock(1000);
    const ledger = await openTestLedger(clock);
    const projects = [
      'gw/live/42',
      'gw/42',
      'gw/test/42',
      'gw:8443/live/42',
      'alias/42',
      'alias/43',
      '127.0.0.1:9000/42',
    ];
    for (const [at, project] of projects.entries()) {
      await ledger.createIntent(draft(String(at), { project, paymentId: at % 2 ? 'ORDER-1' : 'order-1' }));
      await clock.advance(1000);
    }
    const { intents, elsewhere } = await ledger.paymentHistory('gw/live/42', 'Order-1');
    // Without a path: an earlier version has written it.
    expect(idsOf(intents)).toEqual(['0', '1']);
    expect(idsOf(elsewhere)).toEqual(['3', '4', '6']);
    const many = await ledger.intentsByPayment('gw/live/42', ['Order-1', 'other']);
    expect(idsOf(many.get('Order-1') ?? [])).toEqual(['0', '1', '3', '4', '6']);
    expect(many.get('other')).toEqual([]);
    expect(await ledger.intentsByPayment('gw/test/42', ['order-1'])).toEqual(
      new Map([
        [
          'order-1',
          [expect.objectContaining({ id: '1' }), ...['2', '3', '4', '6'].map((id) => expect.objectContaining({ id }))],
        ],
      ]),
    );
  });

  it('contains an intent whose project an earlier version has stored without the path of the Gate', async () => {
    const ledger = await openTestLedger();
    await settled(ledger, 'a', 'done', { project: 'gw/42', key: 'order-1' });
    expect((await ledger.findByKey('gw/live/42', 'order-1'))?.id).toBe('a');
    expect((await ledger.newestByKey('gw/live/42', ['order-1'])).get('order-1')?.id).toBe('a');
    expect(await ledger.findByKey('gw/live/43', 'order-1')).toBeUndefined();
  });
});

describe('the refunds of a project since a time', () => {
  const counted = async (ledger: Ledger, since = 0, currency = KZT): Promise<number> =>
    (await ledger.paymentHistory(PROJECT, 'any')).refundedSince(since, currency);

  it.each<[IntentState, number]>([
    ['sending', 100],
    ['unknown', 100],
    ['accepted', 100],
    ['done', 100],
    ['declined', 0],
    ['refused', 0],
    ['denied', 0],
    ['not_sent', 0],
    ['never_arrived', 100],
  ])('include a refund in the state %s with %i minor units', async (state, sum) => {
    const ledger = await openTestLedger();
    await settled(ledger, 'a', state);
    expect(await counted(ledger)).toBe(sum);
  });

  it.each<[string, Partial<IntentDraft>, number]>([
    ['a refund that was sent as a raw request', { kind: 'raw' }, 100],
    ['a refund by another method, sent as a raw request', { kind: 'raw', path: '/v2/payment/card/refund' }, 100],
    ['a raw request that is no refund', { kind: 'raw', path: '/v2/payment/mobile/sale' }, 0],
    ['a sale', { kind: 'sale', path: '/v2/payment/mobile/sale' }, 0],
    ['another project', { project: 'gate.example/43' }, 0],
    ['the same project id under another host', { project: 'alias.example/42' }, 100],
    ['another currency', { amount: { minor: 100, currency: 'USD' } }, 0],
    ['another payment of the same project', { paymentId: 'another' }, 100],
    ['another profile of the same project', { profile: 'till-2' }, 100],
  ])('are correct for %s', async (_, values, sum) => {
    const ledger = await openTestLedger();
    await settled(ledger, 'a', 'done', values);
    expect(await counted(ledger)).toBe(sum);
  });

  it('are summed from the minute of that time', async () => {
    const clock = new FakeClock(DAY);
    const ledger = await openTestLedger(clock);
    await settled(ledger, 'a', 'done', { amount: { minor: 9_999_999_999_999, currency: KZT } });
    await clock.advance(60_000);
    await settled(ledger, 'b', 'unknown', { amount: { minor: 7, currency: KZT } });
    expect(await counted(ledger, DAY)).toBe(10_000_000_000_006);
    expect(await counted(ledger, DAY + 60_000)).toBe(7);
    expect(await counted(ledger, DAY + 120_000)).toBe(0);
  });
});

describe('the refund sums of a day', () => {
  it('equal the sums of the intents after each change of state, and after a migration', async () => {
    const folder = ledgerFolder();
    const ledger = await openTestLedger(undefined, folder);
    const counts = new Set<IntentState>(['sending', 'unknown', 'accepted', 'done', 'never_arrived']);
    const states: IntentState[] = ['unknown', 'never_arrived', 'refused', 'done', 'declined', 'not_sent', 'accepted'];
    const sum = async () => (await ledger.paymentHistory(PROJECT, 'any')).refundedSince(0, KZT);
    let expected = 0;
    for (const [at, state] of states.entries()) {
      const minor = 10 ** at;
      await settled(ledger, `in-${at}`, 'unknown', { amount: { minor, currency: KZT }, paymentId: `p-${at}` });
      await ledger.change(`in-${at}`, 'found', { state });
      await ledger.change(`in-${at}`, 'found', { state });
      if (counts.has(state)) expected += minor;
      expect(await sum()).toBe(expected);
    }
    await ledger.change('in-2', 'found', { state: 'done' });
    expect(await sum()).toBe(expected + 100);
    await ledger.close();
    const database = openDatabase(folder);
    database.exec('drop table refund_sums; create index intents_day on intents (project)');
    database.exec('drop view all_records');
    database.exec('drop index callbacks_time; drop index deliveries_time; alter table payments drop column operator');
    database.exec('drop index intents_ticket; alter table intents drop column ticket');
    database.exec('drop index callbacks_invalid; alter table callbacks drop column kind');
    database.exec('create index callbacks_invalid on callbacks (id, length(body)) where valid = 0');
    database.exec('alter table intents drop column approval');
    database.exec('drop trigger search_backlog_add');
    for (const table of ['payments', 'terms', 'times', 'state', 'backlog']) database.exec(`drop table search_${table}`);
    database.exec("delete from kysely_migration where name >= '009-refund-sums'");
    database.close();
    const later = await openTestLedger(undefined, folder);
    expect(await (await later.paymentHistory(PROJECT, 'any')).refundedSince(0, KZT)).toBe(expected + 100);
    expect(await (await later.paymentHistory('alias.example/42', 'any')).refundedSince(0, KZT)).toBe(expected + 100);
    expect(await (await later.paymentHistory('gate.example/43', 'any')).refundedSince(0, KZT)).toBe(0);
  });

  it('count a refund at the later time of both clocks', async () => {
    const ledger = await openTestLedger(new FakeClock(DAY));
    await settled(ledger, 'a', 'done', { platformAt: 3 * DAY });
    expect(await (await ledger.paymentHistory(PROJECT, 'any')).refundedSince(2 * DAY, KZT)).toBe(100);
  });
});

describe('the state of a payment', () => {
  it('is the last one that was stored, for each payment of each project', async () => {
    const ledger = await openTestLedger();
    const told = { project: PROJECT, paymentId: 'Order-1', status: 'processing', resendsUsed: 0, seenAt: 1 };
    await ledger.savePayment({ ...told, remaining: undefined, otpAskedAt: undefined });
    const last = { ...told, paymentId: 'order-1', remaining: { minor: 5, currency: KZT }, otpAskedAt: 3, seenAt: 4 };
    await ledger.savePayment({ ...last, status: 'awaiting clarification', resendsUsed: 2 });
    expect(await ledger.payment(PROJECT, 'ORDER-1')).toEqual({
      ...last,
      status: 'awaiting clarification',
      resendsUsed: 2,
    });
    expect(await ledger.payment('gate.example/43', 'order-1')).toBeUndefined();
  });
});

describe('an intent without a known outcome', () => {
  const OWN = 100;
  const LIVING = 200;
  const DEAD = 300;

  it.each<[string, { state?: IntentState; pid?: number; host?: string; begun?: boolean; after?: number }, boolean]>([
    ['created by this process', { begun: true }, true],
    ['created by this process days ago', { begun: true, after: 3 * DAY }, true],
    ['created by an earlier process with the same id', { pid: OWN }, false],
    ['of another process that runs', { pid: LIVING }, true],
    ['of another process that has run for nearly a day', { pid: LIVING, after: DAY - 1 }, true],
    ['of a process id that another program has by now', { pid: LIVING, after: DAY }, false],
    ['of a process that has ended', { pid: DEAD }, false],
    ['of another machine, within its time', { host: 'elsewhere', pid: DEAD, after: 59_999 }, true],
    ['of another machine, after its time', { host: 'elsewhere', pid: LIVING, after: 60_000 }, false],
    ['created by this process and answered', { begun: true, state: 'unknown' }, false],
    ['of another process that runs, and answered', { pid: LIVING, state: 'unknown' }, false],
    ['of another machine, and answered', { host: 'elsewhere', state: 'unknown' }, false],
  ])('%s is correctly in flight or not', async (_, { state, pid, host, begun = false, after = 0 }, flying) => {
    const clock = new FakeClock(0);
    const folder = ledgerFolder();
    const open = () => openLedger({ folder, pid: OWN, isRunning: (asked) => asked === LIVING, clock });
    const first = await open();
    await settled(first, 'a', state ?? 'sending');
    const ledger = begun ? first : await open();
    const database = openDatabase(folder);
    database
      .prepare('update intents set pid = coalesce(?, pid), host = coalesce(?, host)')
      .run([pid ?? null, host ?? null]);
    database.close();
    await clock.advance(after);
    expect(ledger.isInFlight(await ledger.get('a'))).toBe(flying);
  });
});
