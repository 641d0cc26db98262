import { describe, expect, it } from 'vitest';
import { settle } from '../../support/fake-clock.ts';
import { startHandler } from '../../support/handler.ts';
import { callback, startListening } from './listening.ts';

const chargeback = (more = {}) =>
  JSON.stringify({
    project_id: 1234,
    payment: { id: 'payment_47', status: 'success', sum: { amount: 100_000, currency: 'KZT' } },
    operation: { id: 1, type: 'chargeback', status: 'success' },
    ...more,
  });

describe('a chargeback callback', () => {
  it('is answered 200, stored whole and shown as unsigned, without an event', async () => {
    const { post, heard, stored, stop, terminal } = await startListening();
    const text = chargeback({ note: 'x'.repeat(200_000) });
    expect(await post(text, '/cb?shop=1')).toBe(200);
    await settle();
    const marks = { valid: false, kind: 'chargeback', unsigned: true, event: null, answered: 200, repeat: false };
    expect(heard).toMatchObject([marks]);
    expect(heard[0]?.reason).toContain('without a signature');
    expect(await stored()).toMatchObject([
      { text, valid: false, kind: 'chargeback', envelope: { path: '/cb?shop=1' } },
    ]);
    await stop();
    expect(terminal.notes).toEqual([
      'No longer listening: 1 callback (0 genuine, 0 not, 1 unsigned chargeback, 0 repeated).',
    ]);
  });

  it('is stored under no payment, because its content is not verified', async () => {
    const { post, ledger } = await startListening();
    await post(chargeback());
    expect(await ledger.findCallbacks({ paymentId: 'payment_47', limit: 9 })).toEqual([]);
    expect(await ledger.findCallbacks({ event: 'purchase.success', limit: 9 })).toEqual([]);
    expect(await ledger.findCallbacks({ valid: false, kind: null, limit: 9 })).toEqual([]);
  });

  it('is forwarded only to targets that accept unsigned callbacks', async () => {
    for (const forwardInvalid of [false, true]) {
      const handler = await startHandler();
      const targets = [{ url: handler.url, filters: [] }];
      const { post, stop } = await startListening({ targets, forwardInvalid });
      await post(chargeback());
      await post(callback());
      await settle();
      await stop();
      expect(handler.handled).toHaveLength(forwardInvalid ? 2 : 1);
    }
  });

  it.each(['purchase.success', 'refund.success'] as const)('ends no listener that waits for %s', async (exitOn) => {
    const { post, heard, stop } = await startListening({ exitOn });
    await post(chargeback());
    await post(chargeback({ operation: { type: 'refund', status: 'success' }, chargeback: true }));
    await settle();
    expect(heard.map(({ event }) => event)).toEqual([null, null]);
    await expect(stop()).rejects.toMatchObject({ exit: 130 });
  });

  it('with a signature is verified like any other callback', async () => {
    const { post, stored } = await startListening();
    expect(await post(chargeback({ signature: `${'A'.repeat(86)}==` }))).toBe(400);
    expect(await post(chargeback({ signature: 'short' }))).toBe(400);
    expect((await stored()).map(({ kind }) => kind)).toEqual([undefined, undefined]);
  });

  it('is answered 503 and not stored in a flood, while genuine callbacks are stored', async () => {
    const { post, stored, terminal, clock } = await startListening();
    const large = chargeback({ note: 'x'.repeat(900_000) });
    const answers: number[] = [];
    for (let count = 0; count < 8; count += 1) answers.push(await post(large));
    expect(answers).toEqual([200, 200, 200, 200, 503, 503, 503, 503]);
    expect(await post(callback())).toBe(200);
    expect((await stored()).filter(({ kind }) => kind === 'chargeback')).toHaveLength(4);
    expect(terminal.warnings).toEqual([expect.stringContaining('503')]);
    await clock.advance(1000);
    expect(await post(large)).toBe(200);
  });
});
