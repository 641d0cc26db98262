import { describe, expect, it } from 'vitest';
import { documentOf, errorOf, expectPromised } from '../../support/session.ts';
import { keep, openLedger, run } from './callback-shop.ts';

const FROM_NOW_ON = '2999-01-01';

/** A ledger with two genuine callbacks, one of them not forwarded yet, one with a wrong signature, and a chargeback. */
async function filled() {
  const ledger = await openLedger();
  const forwarded = await keep(ledger);
  const waiting = await keep(ledger);
  await keep(ledger, false);
  await ledger.addCallback({
    ...{
      project: 'api.rocketpay.kz/1234',
      text: '{"chargeback":{}}',
      valid: false,
      status: 'unknown',
      kind: 'chargeback',
    },
    ...{ paymentId: undefined, operationId: undefined, operationStatus: undefined, requestId: undefined },
  });
  const delivery = { url: 'http://h.test/', at: 1, reason: undefined, milliseconds: 1 };
  await ledger.addDelivery({ ...delivery, callbackId: forwarded.id, status: 200 });
  await ledger.addDelivery({ ...delivery, callbackId: waiting.id, status: 500 });
  const left = async () => (await ledger.findCallbacks({ limit: 9 })).map(({ valid, kind }) => kind ?? valid).sort();
  const prune = async (...words: readonly string[]) => {
    const finished = await run(ledger, 'callbacks', 'prune', ...words, '--json');
    if (finished.exit === 0) expectPromised(documentOf(finished), 'callbacks prune');
    return finished;
  };
  return { ledger, forwarded, left, prune };
}

const ALL = ['chargeback', false, true, true];

describe('callbacks prune', () => {
  it('removes only callbacks with a wrong signature by default', async () => {
    const { left, prune } = await filled();
    const counts = { wrong: 1, genuine: 0, chargebacks: 0, waiting: 0 };
    expect(documentOf(await prune('--dry-run'))).toEqual({ removed: 0, ...counts, dryRun: true });
    expect(await left()).toEqual(ALL);
    expect(documentOf(await prune())).toEqual({ removed: 1, ...counts });
    expect(await left()).toEqual(['chargeback', true, true]);
    expect(documentOf(await prune())).toMatchObject({ removed: 0 });
  });

  it('removes only callbacks that are older than the given age', async () => {
    const { left, prune } = await filled();
    expect(documentOf(await prune('--older-than', '24h', '--genuine', '--chargebacks', '--yes'))).toMatchObject({
      removed: 0,
    });
    expect(await left()).toEqual(ALL);
  });

  it('removes the named genuine and chargeback callbacks, except those still to be forwarded', async () => {
    const { left, prune, ledger, forwarded } = await filled();
    const words = ['--older-than', FROM_NOW_ON, '--genuine', '--chargebacks'];
    const counts = { wrong: 1, genuine: 1, chargebacks: 1, waiting: 1 };
    expect(documentOf(await prune(...words, '--dry-run'))).toMatchObject({ removed: 0, ...counts });
    expect(errorOf(await prune(...words))).toMatchObject({ code: 'not_confirmed' });
    expect(await left()).toEqual(ALL);
    expect(documentOf(await prune(...words, '--yes'))).toEqual({ removed: 3, ...counts });
    expect(await left()).toEqual([true]);
    expect(await ledger.deliveries(forwarded.id)).toEqual([]);
    expect(await ledger.failedDeliveries()).toHaveLength(1);
    expect((await ledger.verify()).problem).toBeUndefined();
  });

  it.each(['--genuine', '--chargebacks'])('does not remove all of %s: it needs a time', async (option) => {
    const { left, prune } = await filled();
    expect((await prune(option, '--yes')).exit).toBe(2);
    expect(await left()).toEqual(ALL);
  });
});
