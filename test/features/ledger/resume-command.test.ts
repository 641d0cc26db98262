import { describe, expect, it } from 'vitest';
import { openProfileStore } from '#adapters/profiles/profile-store';
import { profileWithSecret, temporaryFolder } from '../../adapters/profiles/folders.ts';
import { movingClock } from '../../support/moving-clock.ts';
import { at, documentOf, expectPromised, rocketpay } from '../../support/session.ts';
import { openIntents } from '../../support/stored-intents.ts';
import { type FaultyShop, openFaultyShop } from '../payments/faulty-shop.ts';

const REFUND = ['refund', 'order-1', '--amount', '250', '--confirm', '250'];

const paidShop = async () => {
  const shop = await openFaultyShop();
  await shop.paid();
  return shop;
};

const resumed = async (shop: FaultyShop, ...words: readonly string[]) => {
  const finished = await shop.run('resume', ...words, '--json');
  const document = documentOf(finished);
  expectPromised(document, 'resume');
  return { exit: finished.exit, document, intents: document.resumed as Record<string, unknown>[] };
};

describe('resume of a refund without an answer', () => {
  it('finds that it is done', async () => {
    const shop = await paidShop();
    const intent = await shop.lost('reset-after', ...REFUND);
    await shop.platform.clock.advance(400_000);
    const { exit, document } = await resumed(shop, intent);
    const operation = at(await shop.done('status', 'order-1'), 'operations.1') as Record<string, unknown>;
    expect({ exit, document }).toMatchObject({
      exit: 0,
      document: {
        open: 0,
        resumed: [{ intent, finding: 'found', state: 'done', amountMinor: 25000, requestId: operation.request_id }],
      },
    });
    expect(at(document, 'resumed.0.operationId')).toBe(String(operation.id));
  });

  it('shows a declined operation as ambiguous', async () => {
    const shop = await paidShop();
    const intent = await shop.lost('502', 'refund', 'order-1', '--amount', '13.13', '--confirm', '13.13');
    await shop.platform.clock.advance(5000);
    expect(await resumed(shop, intent)).toMatchObject({ exit: 8, intents: [{ finding: 'not_yet' }] });
    await shop.platform.clock.advance(400_000);
    const { exit, intents } = await resumed(shop, intent);
    expect({ exit, intents }).toMatchObject({
      exit: 6,
      intents: [{ finding: 'ambiguous', state: 'unknown', candidates: [{ status: 'decline', amountMinor: 1313 }] }],
    });
    const operation = String(at(intents, '0.candidates.0.operationId'));
    expect(await resumed(shop, intent, '--operation', operation)).toMatchObject({
      exit: 3,
      intents: [{ state: 'declined', code: '20100', operationId: operation }],
    });
  });

  it('shows when the result is available, and waits for it with --wait', async () => {
    const shop = await paidShop();
    const intent = await shop.lost('reset-before', ...REFUND);
    const lostAt = shop.platform.clock.now();
    const early = await resumed(shop, intent);
    expect(early).toMatchObject({
      exit: 8,
      document: { open: 1, resumed: [{ finding: 'not_yet', state: 'unknown' }] },
    });
    const askAt = Date.parse(String(at(early.document, 'resumed.0.askAt')));
    expect(askAt).toBeGreaterThanOrEqual(lostAt + 60_000);

    const late = await resumed(shop, intent, '--wait');
    expect(late).toMatchObject({ exit: 5, document: { open: 0, resumed: [{ state: 'never_arrived' }] } });
    expect(shop.platform.clock.now()).toBeGreaterThanOrEqual(askAt);
    expect(await shop.failed(...REFUND)).toMatchObject({ exit: 7, code: 'already_refunded', intent });
    expect(await shop.done(...REFUND, '--again', '--reason', 'not seen')).toMatchObject({ status: 'accepted' });
  });

  it('stops waiting at the deadline', async () => {
    const shop = await paidShop();
    const intent = await shop.lost('reset-before', ...REFUND);
    const before = shop.platform.clock.now();
    expect(await resumed(shop, intent, '--wait', '--deadline', '20s')).toMatchObject({
      exit: 8,
      document: { open: 1 },
    });
    expect(shop.platform.clock.now() - before).toBe(20_000);
  });

  it('keeps it open while status requests fail, and never closes it as never_arrived', async () => {
    const shop = await paidShop();
    const intent = await shop.lost('reset-before', ...REFUND);
    await shop.platform.clock.advance(400_000);
    shop.faults.push({ kind: 'reset-after', rate: 1 });
    const error = await shop.failed('resume', intent);
    expect(error).toMatchObject({ code: 'no_answer', message: expect.stringContaining('No usable answer') });
    expect(await openIntents(shop.ledger)).toMatchObject([{ id: intent, state: 'unknown' }]);
    // 5 is what help gives to "it never arrived": a script would send it again.
    expect([6, 8]).toContain(error.exit);
    shop.faults.pop();
    expect(await resumed(shop, intent)).toMatchObject({ exit: 5, document: { resumed: [{ state: 'never_arrived' }] } });
  });

  it('with --all does not exit with 0 when the platform could not be asked', async () => {
    const shop = await paidShop();
    await shop.done(...shop.sale('77000000001', '--payment-id', 'order-2', '--wait'));
    await shop.lost('reset-before', ...REFUND);
    await shop.lost('reset-before', 'refund', 'order-2', '--full', '--confirm', '1000');
    shop.faults.push({ kind: '502', rate: 1 });
    const { exit, document } = await resumed(shop, '--all');
    expect(document.open).toBe(2);
    expect(exit).not.toBe(0);
  });

  it('with --all exits with 0 when every write has a result', async () => {
    const shop = await paidShop();
    await shop.lost('reset-before', ...REFUND);
    await shop.platform.clock.advance(400_000);
    expect(await resumed(shop, '--all')).toMatchObject({ exit: 0, document: { open: 0 } });
    expect(await resumed(shop, '--all')).toMatchObject({ exit: 0, intents: [] });
  });

  it('is the next command when another refund of the payment is blocked', async () => {
    const shop = await paidShop();
    const intent = await shop.lost('reset-after', ...REFUND);
    const error = await shop.failed(
      'refund',
      'ORDER-1',
      '--amount',
      '10',
      '--confirm',
      '10',
      '--again',
      '--reason',
      'x',
    );
    expect(error).toMatchObject({ exit: 7, code: 'unresolved', intent, hint: `First: rocketpay resume ${intent}` });
    expect(shop.requestsTo('/refund')).toBe(1);
    await shop.platform.clock.advance(400_000);
    await resumed(shop, intent);
    expect(await shop.done('refund', 'order-1', '--amount', '10', '--confirm', '10')).toMatchObject({
      amountMinor: 1000,
    });
  });

  it('is suggested in one line by other commands until nothing is open', async () => {
    const shop = await paidShop();
    const intent = await shop.lost('reset-after', ...REFUND);
    const { err } = await shop.run('status', 'order-1');
    expect(err.match(/rocketpay pending/g)).toHaveLength(1);
    expect((await shop.run('status', 'order-1', '--json')).exit).toBe(0);
    await shop.platform.clock.advance(400_000);
    await resumed(shop, intent);
    expect((await shop.run('status', 'order-1')).err).not.toContain('rocketpay pending');
  });

  it('refuses an unknown intent', async () => {
    const shop = await paidShop();
    expect(await shop.failed('resume', 'in-nothing')).toMatchObject({ exit: 2 });
    for (const words of [[], ['in-1', '--all'], ['--all', '--close-as', 'done', '--reason', 'x']]) {
      expect(await shop.failed('resume', ...words)).toMatchObject({ exit: 2, code: 'usage' });
    }
  });
});

describe('resume with several profiles', () => {
  /** A machine with stored profiles, and nothing in the environment. */
  const machine = async (...shops: readonly FaultyShop[]) => {
    const [first] = shops as [FaultyShop];
    const store = openProfileStore(await temporaryFolder());
    for (const [number, { platform }] of shops.entries()) {
      const { url: gateUrl, projectId, secret } = platform.sandbox;
      for (const name of [`shop-${number}`, `twin-${number}`]) {
        await store.save({ ...profileWithSecret(name, secret.reveal()), projectId, gateUrl, mode: 'test' });
      }
    }
    const clock = movingClock(first.platform.clock);
    const run = (...argv: readonly string[]) => rocketpay(argv, { store, clock, ledger: first.ledger });
    return { store, run };
  };

  it('uses any profile of the same project', async () => {
    const shop = await paidShop();
    const { run, store } = await machine(shop);
    shop.spoilNext('reset-after');
    expect(await run(...REFUND, '--profile', 'shop-0')).toMatchObject({ exit: 6 });
    await store.remove('shop-0');
    await shop.platform.clock.advance(400_000);
    expect(await run('resume', '--all', '--profile', 'twin-0')).toMatchObject({ exit: 0 });
    const [intent] = await shop.ledger.history({ kind: 'refund', limit: 1 });
    expect(intent).toMatchObject({ profile: 'shop-0' });
    expect(['accepted', 'done']).toContain(intent?.state);
  });

  it('finds a profile of the project when another profile is active', async () => {
    const [shop, other] = [await paidShop(), await paidShop()];
    const { run, store } = await machine(shop, other);
    shop.spoilNext('reset-after');
    await run(...REFUND, '--profile', 'shop-0');
    await store.remove('shop-0');
    await store.use('shop-1');
    await shop.platform.clock.advance(400_000);
    expect(await run('resume', '--all')).toMatchObject({ exit: 0 });
    expect(await openIntents(shop.ledger)).toEqual([]);
    expect(other.requestsTo('/status')).toBe(1);
  });

  it('resumes intents of several projects in one run', async () => {
    const [shop, other] = [await paidShop(), await paidShop()];
    const { run } = await machine(shop, other);
    shop.spoilNext('reset-after');
    await run(...REFUND, '--profile', 'shop-0');
    other.faults.push({ kind: '500', rate: 1 });
    await run(...shop.sale('77071234567', '--payment-id', 'order-9'), '--profile', 'shop-1');
    other.faults.pop();
    expect(await openIntents(shop.ledger)).toHaveLength(2);
    await shop.platform.clock.advance(400_000);
    await other.platform.clock.advance(400_000);
    expect(await run('resume', '--all')).toMatchObject({ exit: 0 });
    const states = (await shop.ledger.history({ limit: 2 })).map(({ kind, state }) => `${kind} ${state}`);
    expect(states.sort()).toEqual(['refund done', 'sale never_arrived']);
  });

  it('names a removed profile and keeps the intent open', async () => {
    const shop = await paidShop();
    const { run, store } = await machine(shop);
    shop.spoilNext('reset-before');
    await run(...REFUND, '--profile', 'shop-0');
    for (const name of ['shop-0', 'twin-0']) await store.remove(name);
    await shop.platform.clock.advance(400_000);
    const finished = await run('resume', '--all', '--json');
    expect(documentOf(finished)).toMatchObject({ open: 1, resumed: [{ finding: 'not_asked', state: 'unknown' }] });
    expect(finished.exit).not.toBe(0);
    expect(finished.exit).not.toBe(5);
  });
});
