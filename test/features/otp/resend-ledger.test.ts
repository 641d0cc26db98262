import { describe, expect, it } from 'vitest';
import { type FaultyShop, openFaultyShop } from '../payments/faulty-shop.ts';

const RESEND = ['resend', 'order-1', '--ip', '198.51.100.47'] as const;

/** A payment whose first code is over. */
async function awaiting() {
  const shop = await openFaultyShop();
  await shop.done(...shop.sale('77071234567', '--wait', 'otp'));
  await shop.platform.clock.advance(81_000);
  return shop;
}

/** From now on no status can be had; writes are answered. */
function silenceStatus(shop: FaultyShop): void {
  const { createIntent, change } = shop.ledger;
  const fault = { kind: '502', rate: 1 } as const;
  shop.faults.push(fault);
  Object.assign(shop.ledger, {
    createIntent: async (...words: Parameters<typeof createIntent>) => {
      shop.faults.pop();
      return createIntent(...words);
    },
    change: async (...words: Parameters<typeof change>) => {
      shop.faults.push(fault);
      return change(...words);
    },
  });
}

describe('resend without a status', () => {
  it('uses the number and times of resends in the ledger', async () => {
    const shop = await awaiting();
    silenceStatus(shop);
    for (const resendsLeft of [2, 1, 0]) {
      const finished = await shop.run(...RESEND, '--json');
      expect(finished).toMatchObject({ exit: 0, err: expect.stringContaining('so only the ledger is checked') });
      expect(JSON.parse(finished.out)).toMatchObject({ resendsLeft });
      if (resendsLeft === 0) break;
      await shop.platform.clock.advance(70_000);
      const early = await shop.failed(...RESEND);
      expect(early).toMatchObject({
        exit: 7,
        code: 'too_early',
        hint: expect.stringContaining(`left: ${resendsLeft}.`),
      });
      expect(early.message).toMatch(/possible in (9|1[0-2]) s/);
      await shop.platform.clock.advance(12_000);
    }
    await shop.platform.clock.advance(82_000);
    expect(await shop.failed(...RESEND)).toMatchObject({ exit: 7, code: 'no_resends_left' });
    expect(shop.platform.events.filter(({ type }) => type === 'sms')).toHaveLength(4);
  });

  it('is blocked until the first code has expired', async () => {
    const shop = await openFaultyShop();
    await shop.done(...shop.sale('77071234567', '--wait', 'otp'));
    silenceStatus(shop);
    expect(await shop.failed(...RESEND)).toMatchObject({ exit: 7, code: 'too_early' });
    await shop.platform.clock.advance(81_000);
    expect(await shop.done(...RESEND)).toMatchObject({ resendsLeft: 2 });
  });
});

describe('resend with a status', () => {
  it('counts resends of other machines', async () => {
    const shop = await awaiting();
    await shop.platform.resend();
    expect(await shop.failed(...RESEND)).toMatchObject({
      exit: 7,
      code: 'too_early',
      hint: expect.stringContaining('left: 2.'),
    });
    await shop.platform.clock.advance(82_000);
    expect(await shop.done(...RESEND)).toMatchObject({ resendsLeft: 1 });
  });

  it('is blocked while the outcome of an earlier resend is unknown', async () => {
    const shop = await awaiting();
    const intent = await shop.lost('reset-before', ...RESEND);
    const error = await shop.failed(...RESEND);
    expect(error).toMatchObject({ exit: 7, code: 'too_early', hint: expect.stringContaining('left: 2.') });
    await shop.platform.clock.advance(82_000);
    await shop.run('resume', intent);
    // It never arrived: nothing of it is used.
    expect(await shop.done(...RESEND)).toMatchObject({ resendsLeft: 2 });
  });

  it('counts a resend once when its answer was lost and the platform shows it', async () => {
    const shop = await awaiting();
    await shop.lost('reset-after', ...RESEND);
    await shop.platform.clock.advance(82_000);
    await shop.run('resume', '--all');
    expect(await shop.done(...RESEND)).toMatchObject({ resendsLeft: 1 });
  });

  it('does not count resends that the platform refused', async () => {
    const shop = await openFaultyShop();
    await shop.done(...shop.sale('77071234567', '--wait', 'otp'));
    expect(await shop.failed(...RESEND, '--force')).toMatchObject({ exit: 3 });
    await shop.platform.clock.advance(81_000);
    expect(await shop.done(...RESEND)).toMatchObject({ resendsLeft: 2 });
  });

  it('twice at the same time sends one code', async () => {
    const shop = await awaiting();
    const two = await Promise.all([shop.run(...RESEND, '--json'), shop.run(...RESEND, '--json')]);
    expect(two.map(({ exit }) => exit).sort()).toEqual([0, 7]);
    expect(shop.requestsTo('/resend')).toBe(1);
  });

  it('twice at the same time sends one code, even without a status', async () => {
    const shop = await awaiting();
    shop.faults.push({ kind: '500', rate: 1 });
    const two = await Promise.all([shop.run(...RESEND, '--json'), shop.run(...RESEND, '--json')]);
    expect(two.map(({ exit }) => exit).sort()).toEqual([6, 7]);
    expect(shop.requestsTo('/resend')).toBe(1);
  });

  it('is listed in the history', async () => {
    const shop = await awaiting();
    const { intent } = await shop.done(...RESEND);
    await shop.done('status', 'order-1');
    expect(await shop.done('receipt', String(intent))).toMatchObject({
      kind: 'resend',
      state: 'done',
      paymentId: 'order-1',
    });
  });
});
