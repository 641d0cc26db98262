import { describe, expect, it } from 'vitest';
import { documentsOf, errorOf, expectPromised } from '../../support/session.ts';
import { openShop } from '../../support/shop.ts';

const shopWithTwo = async () => {
  const shop = await openShop();
  await shop.paid();
  await shop.done(...shop.sale('77000000001', '--payment-id', 'order-2', '--wait'));
  return shop;
};

const byId = (out: string) => new Map(documentsOf(out).map((one) => [one.paymentId, one]));

describe('status of several payments', () => {
  it('prints one object per line, each payment once', async () => {
    const shop = await shopWithTwo();
    const { exit, out } = await shop.run('status', 'order-1', 'order-2', 'order-1', '--json');
    const documents = documentsOf(out);
    for (const one of documents) expectPromised(one, 'status');
    expect(exit).toBe(0);
    expect(documents).toHaveLength(2);
    expect(byId(out).get('order-2')).toMatchObject({ payment: { status: 'success' }, final: true });
  });

  it('names the payment that could not be read, and exits with its exit code', async () => {
    const shop = await shopWithTwo();
    const { exit, out, err } = await shop.run('status', 'order-1', 'nosuch', '--json');
    expect({ exit, err }).toEqual({ exit: 5, err: '' });
    expect(byId(out).get('nosuch')).toMatchObject({ error: { code: 'payment_not_found', exit: 5 } });
    expectPromised(byId(out).get('nosuch') ?? {}, 'status');
    const people = await shop.run('status', 'order-1', 'nosuch');
    expect(people.out).toContain('order-1');
    expect(people.out).toContain('The platform has no payment nosuch');
  });
});

describe('wait for several payments', () => {
  it('prints each result when it is known, and exits with 8 when one is still open', async () => {
    const shop = await shopWithTwo();
    await shop.done(...shop.sale('77071234567', '--payment-id', 'order-3'));
    const { exit, out } = await shop.run('wait', 'order-3', 'order-1', 'order-2', '--deadline', '1m', '--json');
    expect(exit).toBe(8);
    const documents = byId(out);
    expect(documents.get('order-1')).toMatchObject({ payment: { status: 'success' } });
    expect(documents.get('order-3')).toMatchObject({ error: { exit: 8 } });
    for (const one of documents.values()) expectPromised(one, 'wait');
  });

  it.each([
    ['otp,refunded', 0],
    ['refunded,otp', 0],
    ['success, refunded', 0],
  ])('ends with the first of several states: --until %s', async (until, exit) => {
    const shop = await shopWithTwo();
    expect((await shop.run('wait', 'order-1', '--until', until, '--json')).exit).toBe(exit);
  });

  it.each([
    [['wait', 'order-1', '--until', 'paid']],
    [['wait', 'order-1', '--until', 'otp,']],
    [['wait', 'order-1', 'order-2', '--watch']],
    [['wait', 'order-1', 'order-2', '--request-id', 'r', '--until', 'refunded']],
    [['wait', 'order-1', '--request-id', 'r', '--until', 'refunded,otp']],
  ])('refuses invalid arguments: %j', async (argv) => {
    const shop = await openShop();
    expect(errorOf(await shop.run(...argv, '--json')).exit).toBe(2);
  });
});
