import { afterAll, beforeAll, expect, it } from 'vitest';
import { openShop, type Shop } from '../support/shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  await shop.pay('order-1');
});
afterAll(() => shop.close());

it('ten concurrent refunds with one --intent key send one request, and each reports its result or that it is in progress', async () => {
  const words = ['refund', 'order-1', '--amount', '10', '--confirm', '10', '--intent', 'ticket-1', '--json'];
  const all = await Promise.all(Array.from({ length: 10 }, () => shop.run(words)));
  const ends = all.map(({ exit, out, err }) => (exit === 0 ? JSON.parse(out).requestId : JSON.parse(err).error.code));
  const requestId = JSON.parse((await shop.run(words)).out).requestId;
  expect(new Set([...ends, requestId, 'in_flight'])).toEqual(new Set([requestId, 'in_flight']));
  const payment = JSON.parse((await shop.run(['status', 'order-1', '--json'])).out);
  expect(payment.operations.filter(({ type }: { type: string }) => type === 'refund')).toHaveLength(1);
});
