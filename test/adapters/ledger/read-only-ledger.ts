import { readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openLedger } from '#adapters/ledger/open-ledger';
import { systemClock } from '#async/clock';
import type { Ledger } from '#domain/ledger/ledger';
import { rejectionOf } from '../../support/failures.ts';
import { openTestLedger } from '../../support/ledger.ts';
import { openIntents } from '../../support/stored-intents.ts';
import { draft, idsOf, PROJECT, recordsOf } from './drafts.ts';

/** Id of this user; undefined where the system has none. */
export const OWN = process.geteuid?.();

const callback = (paymentId: string) => ({
  ...{ project: PROJECT, text: '{"name":"Әсел"}', valid: true, paymentId, status: 'success' },
  ...{ operationId: '1', operationStatus: 'success', requestId: 'r' },
});

/** A ledger with an intent and a callback, which no process has open. */
export async function fill(folder: string): Promise<void> {
  const ledger = await openTestLedger(systemClock, folder);
  await ledger.createIntent(draft('a', { phone: '77071234567' }));
  await ledger.addCallback(callback('payment_47'));
  await ledger.close();
}

export const openAsUser = (folder: string): Promise<Ledger> =>
  openLedger({ folder, uid: OWN, pid: process.pid, isRunning: () => true, clock: systemClock });

/** Every file, with its content, its mode and its time. */
export const stateOf = (place: string): unknown =>
  readdirSync(place).map((name) => {
    const { mode, mtimeMs, uid } = statSync(join(place, name));
    return [name, mode, mtimeMs, uid, readFileSync(join(place, name)).toString('base64')];
  });

/** The copies of ledgers that this process has made. */
export const copies = (): string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`rocketpay-copy-${process.pid}-`));

/** What every reading command asks. */
export async function expectReadable(ledger: Ledger, ids: readonly string[]): Promise<void> {
  expect(idsOf(await ledger.history({ limit: 50 }))).toEqual([...ids].reverse());
  expect(idsOf(await ledger.history({ limit: 50, phone: '77071234567' }))).toEqual([...ids].reverse());
  expect(idsOf(await openIntents(ledger))).toEqual(ids);
  expect(await recordsOf(ledger)).toHaveLength(ids.length);
  expect(await ledger.verify()).toMatchObject({ records: ids.length, problem: undefined });
  expect(await ledger.findCallbacks({ limit: 50 })).toMatchObject([
    { text: '{"name":"Әсел"}', paymentId: 'payment_47' },
  ]);
  expect(await ledger.deliveries('cb-1')).toEqual([]);
  expect(ledger.damagedFiles()).toEqual([]);
}

/** What would change something, and ends with the same refusal. */
const WRITES: Readonly<Record<string, (ledger: Ledger) => Promise<unknown>>> = {
  createIntent: (ledger) => ledger.createIntent(draft('b')),
  recordBlocked: (ledger) => ledger.recordBlocked(draft('b'), 'a reason'),
  change: (ledger) => ledger.change('a', 'found', { state: 'accepted' }),
  acquireLock: (ledger) => ledger.acquireLock('plan-1'),
  savePayment: (ledger) =>
    ledger.savePayment({
      ...{ project: PROJECT, paymentId: 'p', status: 'success', remaining: undefined },
      ...{ resendsUsed: 0, otpAskedAt: undefined, seenAt: 1 },
    }),
  addCallback: (ledger) => ledger.addCallback(callback('p')),
  addDelivery: (ledger) =>
    ledger.addDelivery({ callbackId: 'c', url: 'http://x/', at: 1, status: 200, reason: undefined, milliseconds: 1 }),
  pruneInvalidCallbacks: (ledger) => ledger.pruneInvalidCallbacks(0),
};

export async function expectRefusals(ledger: Ledger, why: string): Promise<void> {
  for (const [name, write] of Object.entries(WRITES)) {
    expect(await rejectionOf(write(ledger)), name).toMatchObject({
      exit: 7,
      code: 'ledger_unavailable',
      message: `The ledger ${ledger.place} can be read and cannot be written: ${why}.`,
      hint: expect.stringContaining('ROCKETPAY_DATA_DIR'),
    });
  }
}
