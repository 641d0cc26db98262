import { describe, expect, it } from 'vitest';
import { documentOf, expectPromised } from '../../support/session.ts';
import { openFaultyShop } from '../payments/faulty-shop.ts';
import { projectOf, signedCallback } from './signed-callback.ts';

const PHONE = '77011234567';
const MINUTE = 60_000;

interface Timeline {
  readonly odd: { readonly what: string; readonly text: string }[];
  readonly events: { readonly type: string; readonly text: string; readonly at: string }[];
}

const openPaid = async () => {
  const shop = await openFaultyShop();
  await shop.paid();
  const timeline = async (...words: readonly string[]) => {
    const finished = await shop.run('timeline', 'order-1', ...words, '--json');
    expect(finished.exit).toBe(0);
    const document = documentOf(finished);
    expectPromised(document, 'timeline');
    return document as unknown as Timeline & Record<string, unknown>;
  };
  const odd = async () => (await timeline()).odd.map(({ what }) => what);
  const callback = (values: Partial<Parameters<typeof signedCallback>[1]>) =>
    shop.ledger.addCallback(
      signedCallback('order-1', { phone: PHONE, project: projectOf(shop), minor: 100_000, ...values }),
    );
  return { ...shop, timeline, odd, callback };
};

describe('rocketpay timeline', () => {
  it('shows writes, results, callbacks, forwards and notes in the order of time', async () => {
    const shop = await openPaid();
    await shop.platform.clock.advance(MINUTE);
    const { id } = await shop.callback({});
    await shop.platform.clock.advance(MINUTE);
    const delivery = { callbackId: id, at: shop.platform.clock.now(), milliseconds: 3, reason: undefined };
    await shop.ledger.addDelivery({ ...delivery, url: 'http://127.0.0.1:9/', status: 200 });
    await shop.platform.clock.advance(MINUTE);
    await shop.done('note', 'order-1', 'called back');
    const { events, odd } = await shop.timeline();
    expect(odd).toEqual([]);
    const types = events.filter(({ type }) => type !== 'status' && type !== 'operation').map(({ type }) => type);
    expect(types).toEqual(['sent', 'result', 'callback', 'forward', 'note']);
    const times = events.map(({ at }) => at);
    expect(times).toEqual([...times].sort());
    const { out } = await shop.run('timeline', 'order-1');
    expect(out).toContain('called back');
    expect(out).toContain('The platform was not asked.');
  });

  it('begins with an unknown outcome and how to get the result', async () => {
    const shop = await openPaid();
    const intent = await shop.lost('502', 'refund', 'order-1', '--amount', '250', '--confirm', '250');
    const { odd } = await shop.timeline();
    expect(odd[0]).toMatchObject({
      what: 'unknown write',
      text: expect.stringContaining(`rocketpay resume ${intent}`),
    });
    const { out } = await shop.run('timeline', 'order-1');
    expect(out.split('\n').findIndex((line) => line.startsWith('! The outcome of the refund'))).toBe(2);
  });

  it('points out two refunds of one amount, and one that another program made', async () => {
    const shop = await openPaid();
    await shop.platform.clock.advance(MINUTE);
    await shop.callback({ type: 'refund', minor: 20_000, left: 80_000, operation: 'r-1' });
    expect(await shop.odd()).toEqual(['refund made elsewhere']);
    await shop.callback({ type: 'refund', minor: 20_000, left: 60_000, operation: 'r-2' });
    expect(await shop.odd()).toEqual(['equal refunds', 'refund made elsewhere', 'refund made elsewhere']);
  });

  it('points out an accepted refund without a result only after some minutes', async () => {
    const shop = await openPaid();
    await shop.done('refund', 'order-1', '--amount', '250', '--confirm', '250', '--no-wait');
    expect(await shop.odd()).toEqual([]);
    await shop.platform.clock.advance(11 * MINUTE);
    expect(await shop.odd()).toEqual(['refund without result']);
  });

  it('points out amounts that do not add up', async () => {
    const shop = await openPaid();
    await shop.platform.clock.advance(MINUTE);
    await shop.callback({ type: 'refund', minor: 20_000, left: 50_000 });
    expect(await shop.odd()).toContain('amounts differ');
  });

  it('points out invalid callbacks, and uses nothing that they say', async () => {
    const shop = await openPaid();
    const before = await shop.timeline();
    await shop.callback({ type: 'refund', minor: 100_000, left: 0, valid: false });
    const { odd, ...after } = await shop.timeline();
    expect(odd.map(({ what }) => what)).toEqual(['invalid callback']);
    expect(after).toMatchObject({ refundedMinor: before.refundedMinor, leftMinor: before.leftMinor });
  });

  it('points out a callback that was not forwarded, until it was', async () => {
    const shop = await openPaid();
    const { id } = await shop.callback({});
    const delivery = { callbackId: id, url: 'http://127.0.0.1:9/', at: shop.platform.clock.now(), milliseconds: 1 };
    await shop.ledger.addDelivery({ ...delivery, status: 503, reason: undefined });
    expect(await shop.odd()).toEqual(['not forwarded']);
    await shop.ledger.addDelivery({ ...delivery, status: 200, reason: undefined });
    expect(await shop.odd()).toEqual([]);
  });

  it('asks the platform only with --ask', async () => {
    const shop = await openPaid();
    shop.faults.push({ kind: '500', rate: 1 });
    expect((await shop.run('timeline', 'order-1')).exit).toBe(0);
    expect((await shop.run('timeline', 'order-1', '--ask')).exit).toBe(5);
    shop.faults.pop();
    expect(await shop.timeline('--ask')).toMatchObject({ asked: true, status: 'success', paidMinor: 100_000 });
  });

  it('says that it has nothing about an unknown payment', async () => {
    const shop = await openPaid();
    const { exit, out, err } = await shop.run('timeline', 'оrder-1');
    expect(exit).toBe(0);
    expect(out).toContain('This ledger has nothing about this payment.');
    expect(err).toContain('In Latin: order-1');
  });
});
