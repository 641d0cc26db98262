import { describe, expect, it } from 'vitest';
import type { IntentDraft, IntentState } from '#domain/ledger/intent';
import type { NewCallback } from '#domain/ledger/stored-callback';
import { type CountsQuery, SLOT_MS } from '#domain/reports/ledger-counts';
import { FakeClock } from '../../support/fake-clock.ts';
import { openTestLedger } from '../../support/ledger.ts';
import { draft, PROJECT } from './drafts.ts';

const START = Date.UTC(2026, 10, 23, 7);
const DAY: CountsQuery = { since: START, until: START + 24 * 3_600_000, by: undefined };

async function openShop() {
  const clock = new FakeClock(START);
  const ledger = await openTestLedger(clock);
  let last = 0;
  const add = async (state: IntentState, seconds: number, values: Partial<IntentDraft> = {}, code?: string) => {
    last += 1;
    const id = `in-${last}`;
    await ledger.createIntent(draft(id, { paymentId: `p-${last}`, ...values }));
    await clock.advance(seconds * 1000);
    if (state !== 'sending') await ledger.change(id, 'found', { state, code });
  };
  return { clock, ledger, add };
}

const callback = (paymentId: string, parts: Partial<NewCallback> = {}): NewCallback => ({
  project: PROJECT,
  text: '{}',
  valid: true,
  paymentId,
  status: 'success',
  operationId: '1',
  operationStatus: 'success',
  requestId: 'r-1',
  ...parts,
});

describe('the counts of a report', () => {
  it('add up requests by state, currency and code, and the time of refunds that are done', async () => {
    const { ledger, add, clock } = await openShop();
    for (const seconds of [1, 2, 3, 4, 5, 6, 7, 8, 9, 100]) await add('done', seconds, {}, '0');
    await add('declined', 1, { amount: { minor: 2500, currency: 'KZT' } }, '20100');
    await add('accepted', 1, { amount: { minor: 7, currency: 'USD' } });
    await add('unknown', 1, { amount: undefined });
    await add('done', 1000, { kind: 'sale', path: '/v2/payment/mobile/sale' });
    const { requests, durations, groups, slots } = await ledger.counts({ ...DAY, by: 'code' });
    const refunds = requests.filter(({ kind }) => kind === 'refund');
    expect(refunds).toHaveLength(4);
    const path = '/v2/payment/mobile/refund';
    for (const row of [
      { state: 'done', currency: 'KZT', count: 10, minor: 1000, code: '0' },
      { state: 'declined', currency: 'KZT', count: 1, minor: 2500, code: '20100' },
      { state: 'accepted', currency: 'USD', count: 1, minor: 7, code: undefined },
      { state: 'unknown', currency: undefined, count: 1, minor: 0, code: undefined },
    ]) {
      expect(refunds).toContainEqual({ kind: 'refund', path, ...row });
    }
    expect(durations).toEqual({ count: 10, median: 5000, p90: 9000 });
    expect(groups.find(({ group }) => group === '20100')).toMatchObject({ count: 1, minor: 2500 });
    expect(slots.map(({ slot }) => slot * SLOT_MS)).toContain(START);
    expect(slots.reduce((sum, { count }) => sum + count, 0)).toBe(14);
    const later = await ledger.counts({ ...DAY, since: clock.now(), until: clock.now() + 1 });
    expect(later).toMatchObject({ requests: [], slots: [], durations: { count: 0, median: undefined } });
    const other = await ledger.counts({ ...DAY, profile: 'other' });
    expect(other).toMatchObject({ requests: [], durations: { count: 0 } });
  });

  it('group by user, profile and the operator of the payment', async () => {
    const { ledger, add } = await openShop();
    await add('done', 1, { paymentId: 'P-9', profile: 'first' });
    await add('done', 1, { profile: 'second' });
    const seen = { status: 'success', remaining: undefined, resendsUsed: 0, otpAskedAt: undefined, seenAt: START };
    await ledger.savePayment({ project: PROJECT, paymentId: 'p-9', operator: 'KCELL', ...seen });
    const { user, host } = ledger.currentUser;
    const groupsBy = async (by: CountsQuery['by']) =>
      (await ledger.counts({ ...DAY, by })).groups.map(({ group, count }) => [group, count]);
    expect(await groupsBy('user')).toEqual([[`${user}@${host}`, 2]]);
    expect((await groupsBy('profile')).sort()).toEqual([
      ['first', 1],
      ['second', 1],
    ]);
    expect(await groupsBy('operator')).toEqual(
      expect.arrayContaining([
        ['KCELL', 1],
        [undefined, 1],
      ]),
    );
    expect((await ledger.counts(DAY)).payments).toEqual([{ status: 'success', count: 1 }]);
    expect((await ledger.counts({ ...DAY, project: 'gate.example/43' })).payments).toEqual([]);
  });

  it('have the status of the newest callback for a payment whose recorded status is not final', async () => {
    const { ledger, clock } = await openShop();
    const save = (paymentId: string, status: string) =>
      ledger.savePayment({
        ...{ project: PROJECT, paymentId, status, seenAt: clock.now() },
        ...{ remaining: undefined, resendsUsed: 0, otpAskedAt: undefined },
      });
    await ledger.addCallback(callback('p-1', { status: 'decline', operationId: '0' }));
    await clock.advance(1000);
    for (const id of ['p-1', 'p-2', 'p-3']) await save(id, 'awaiting clarification');
    await save('p-4', 'refunded');
    await clock.advance(1000);
    await ledger.addCallback(callback('P-2'));
    await ledger.addCallback(callback('p-3', { valid: false }));
    await ledger.addCallback(callback('p-4'));
    const { payments } = await ledger.counts(DAY);
    expect(payments.map(({ status, count }) => [status, count]).sort()).toEqual([
      ['awaiting clarification', 2],
      ['refunded', 1],
      ['success', 1],
    ]);
  });

  it('tell callbacks that were repeated, forged, unsigned by design, and not forwarded', async () => {
    const { ledger } = await openShop();
    const first = await ledger.addCallback(callback('p-1'));
    await ledger.addCallback(callback('p-1'));
    const second = await ledger.addCallback(callback('p-2'));
    await ledger.addCallback(callback('p-3', { valid: false }));
    await ledger.addCallback(callback('p-4', { valid: false, kind: 'chargeback' }));
    const attempt = { url: 'http://127.0.0.1/a', reason: undefined, milliseconds: 3, at: START };
    await ledger.addDelivery({ callbackId: first.id, ...attempt, status: 500 });
    await ledger.addDelivery({ callbackId: first.id, ...attempt, status: 200 });
    await ledger.addDelivery({ callbackId: second.id, ...attempt, status: undefined, reason: 'refused' });
    const { callbacks } = await ledger.counts(DAY);
    expect(callbacks).toEqual({ received: 5, repeated: 1, invalid: 1, unsigned: 1, notForwarded: 1 });
    const other = await ledger.counts({ ...DAY, project: 'gate.example/43' });
    expect(other.callbacks).toEqual({ received: 0, repeated: 0, invalid: 0, unsigned: 0, notForwarded: 0 });
  });
});
