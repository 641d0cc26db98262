import { describe, expect, it } from 'vitest';
import { projectKey } from '#domain/ledger/intent';
import { settled } from '../../../adapters/ledger/drafts.ts';
import { documentsOf } from '../../../support/session.ts';
import { openShop } from '../../../support/shop.ts';

describe('the status command', () => {
  it('reads a payment by its id and by a request id', async () => {
    const shop = await openShop();
    const { requestId } = await shop.done(...shop.sale());
    await shop.platform.clock.advance(10_000);
    const byId = await shop.done('status', 'order-1');
    expect(byId).toMatchObject({ payment: { id: 'order-1', status: 'awaiting clarification' }, signed: true });
    expect(byId).not.toHaveProperty('signature');
    expect(await shop.done('status', '--request-id', String(requestId))).toEqual(byId);
  });

  it('prints one value with --field', async () => {
    const shop = await openShop();
    await shop.done(...shop.sale('77000000001', '--wait'));
    const finished = await shop.run('status', 'order-1', '--field', 'payment.sum.amount');
    expect(finished).toEqual({ exit: 0, out: '100000\n', err: '' });
  });

  it.each([
    ['immediately', true, '3062', 'not_found_yet', 'ask again in 10 s'],
    ['for a payment that was never sent', false, '3061', 'payment_not_found', 'Check the id and the project'],
  ])('reports %s that the platform does not know it', async (_what, isMade, platformCode, code, hint) => {
    const shop = await openShop();
    if (isMade) await shop.done(...shop.sale());
    const error = await shop.failed('status', 'order-1');
    expect(error).toMatchObject({ exit: 5, code, platformCode, paymentId: 'order-1' });
    expect(error.hint).toContain(hint);
  });

  it.each([
    [59_000, 'not_found_yet'],
    [61_000, 'payment_not_found'],
  ])('reports a payment that is not found %i ms after its first request as %s', async (after, code) => {
    const shop = await openShop();
    const { sandbox, clock } = shop.platform;
    const project = projectKey({ gateUrl: sandbox.url, projectId: sandbox.projectId });
    // A sale that was accepted and has not come to be shown.
    await settled(shop.ledger, 'i-1', 'accepted', { kind: 'sale', paymentId: 'order-1', project });
    await clock.advance(after);
    const error = await shop.failed('status', 'order-1');
    expect(error).toMatchObject({ exit: 5, code });
  });

  it('prints the status in words', async () => {
    const shop = await openShop();
    await shop.done(...shop.sale('77000000001', '--wait'));
    const { out } = await shop.run('status', 'order-1');
    expect(out).toMatch(
      /^Payment +order-1\nStatus +success\nPaid +1000\.00 KZT \(100000 minor units\)\nRefunded +0\.00/,
    );
  });
});

describe('the wait command', () => {
  it.each(['otp', 'final', 'success'])('exits when the state is reached: --until %s', async (until) => {
    const shop = await openShop();
    await shop.done(...shop.sale('77000000001'));
    expect(await shop.done('wait', 'order-1', '--until', until)).toMatchObject({ payment: { status: 'success' } });
  });

  it('prints one JSON object per line with --watch', async () => {
    const shop = await openShop();
    await shop.done(...shop.sale('77000000003'));
    await shop.platform.clock.advance(1000);
    const { exit, out } = await shop.run('wait', 'order-1', '--until', 'otp', '--watch', '--json');
    expect(exit).toBe(0);
    const statuses = documentsOf(out).map(({ payment }) => (payment as { status: string }).status);
    expect(statuses).toEqual(['processing', 'awaiting clarification']);
  });

  it('exits at the deadline and prints how to continue', async () => {
    const shop = await openShop();
    await shop.done(...shop.sale('77071234567', '--wait', 'otp'));
    const error = await shop.failed('wait', 'order-1', '--until', 'success', '--deadline', '30s');
    expect(error).toMatchObject({ exit: 8, code: 'pending', paymentId: 'order-1' });
    expect(error.message).toMatch(/awaiting clarification after 30 s/);
    expect(error.hint).toContain('rocketpay wait order-1');
  });

  it.each([
    ['sale', ['--wait', '--deadline', '20s']],
    ['otp', ['--wait', '--deadline', '1s']],
  ])('exits at the deadline of the command: %s', async (command, words) => {
    const shop = await openShop();
    if (command === 'otp') await shop.done(...shop.sale('77071234567', '--wait', 'otp'));
    const argv = command === 'sale' ? shop.sale('77071234567') : ['otp', 'order-1', '111111'];
    expect(await shop.failed(...argv, ...words)).toMatchObject({ exit: 8, code: 'pending' });
  });

  it('reports that the awaited state can no longer occur', async () => {
    const shop = await openShop();
    await shop.done(...shop.sale('77071234567', '--wait', 'otp'));
    const error = await shop.failed('wait', 'order-1', '--until', 'success', '--deadline', '1h');
    expect(error).toMatchObject({ exit: 3, code: 'declined', platformCode: '20602' });
  });

  it('sends no status request in the first 10 s after the sale', async () => {
    const shop = await openShop();
    const start = shop.platform.clock.now();
    await shop.done(...shop.sale('77000000001', '--wait'));
    expect(shop.requestsTo('/status')).toBe(1);
    expect(shop.platform.clock.now() - start).toBeGreaterThanOrEqual(10_000);
  });
});
