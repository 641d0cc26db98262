import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { NewCallback } from '#domain/ledger/stored-callback';
import { FakeClock } from '../../support/fake-clock.ts';
import { acceptTestLedger, ledgerFolder, openTestLedger } from '../../support/ledger.ts';

const PROJECT = 'api.rocketpay.kz/1234';
const PHONE = '77079998877';

const callback = (parts: Partial<NewCallback> = {}): NewCallback => ({
  project: PROJECT,
  text: `{"account":{"number":"${PHONE}"},"name":"Әсел \\u0041"}`,
  valid: true,
  paymentId: 'Order-1',
  status: 'success',
  operationId: '5028800010128225',
  operationStatus: 'success',
  requestId: 'req-1',
  ...parts,
});

describe('a stored callback', () => {
  it('is stored byte for byte with its time, and found by its payment id in any case', async () => {
    const clock = new FakeClock();
    const ledger = await openTestLedger(clock);
    const { id } = await ledger.addCallback(callback());
    expect(await ledger.callbacks(PROJECT, 'ORDER-1')).toEqual([
      { ...callback(), id, receivedAt: clock.now(), repeat: false },
    ]);
    expect(await ledger.callbacks('api.rocketpay.kz/9', 'Order-1')).toEqual([]);
  });

  it('is marked as repeated only when an equal one was stored before', async () => {
    const ledger = await openTestLedger();
    expect((await ledger.addCallback(callback())).repeat).toBe(false);
    expect((await ledger.addCallback(callback({ text: 'another text' }))).repeat).toBe(true);
    const others: Partial<NewCallback>[] = [
      { status: 'decline' },
      { operationId: '2' },
      { operationStatus: 'decline' },
      { requestId: undefined },
      { paymentId: 'order-2' },
      { project: 'api.rocketpay.kz/9' },
    ];
    for (const parts of others)
      expect((await ledger.addCallback(callback(parts))).repeat, JSON.stringify(parts)).toBe(false);
    expect((await ledger.addCallback(callback({ paymentId: undefined }))).repeat).toBe(false);
    expect((await ledger.addCallback(callback({ paymentId: undefined }))).repeat).toBe(true);
  });

  it('is not marked as repeated when its signature is wrong or it names no payment', async () => {
    const ledger = await openTestLedger();
    const nameless = { paymentId: undefined, operationId: undefined, requestId: undefined };
    for (const parts of [{ valid: false }, { valid: false, ...nameless }, nameless]) {
      for (let time = 0; time < 2; time++) expect((await ledger.addCallback(callback(parts))).repeat).toBe(false);
    }
  });

  it('leaves no phone in any byte of the folder', async () => {
    const folder = ledgerFolder();
    const ledger = await openTestLedger(undefined, folder);
    await ledger.addCallback(callback());
    for (const file of readdirSync(folder)) {
      expect(readFileSync(join(folder, file)).includes(PHONE), file).toBe(false);
    }
  });

  it('is listed without its text when the key is lost', async () => {
    const folder = ledgerFolder();
    const before = await openTestLedger(undefined, folder);
    await before.addCallback(callback());
    await before.close();
    rmSync(join(folder, 'ledger.key'));
    const ledger = await acceptTestLedger(folder);
    expect(await ledger.callbacks(PROJECT, 'Order-1')).toMatchObject([{ text: '', status: 'success' }]);
  });
});
