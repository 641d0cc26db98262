import { describe, expect, it } from 'vitest';
import type { Payment } from '#sandbox/store';
import { documentOf } from '../../support/session.ts';
import { openIntents } from '../../support/stored-intents.ts';
import { type FaultyShop, openFaultyShop } from './faulty-shop.ts';

/** A write, and where the sandbox shows it. */
interface Write {
  /** Brings the payment to where the write makes sense. */
  readonly ready: (shop: FaultyShop) => Promise<unknown>;
  /** Then makes the platform refuse it. */
  readonly spoil: (shop: FaultyShop) => Promise<unknown>;
  readonly argv: (shop: FaultyShop) => readonly string[];
  /** Its status at the sandbox, once for each time that the sandbox has it. */
  readonly booked: (payment: Payment | undefined) => readonly string[];
}

const RESEND = ['resend', 'order-1', '--ip', '198.51.100.47'];

const sold = (phone?: string) => async (shop: FaultyShop) => {
  await shop.done(...shop.sale(phone));
  await shop.platform.clock.advance(2000);
};
const paid = async (shop: FaultyShop) => {
  await shop.done(...shop.sale('77000000001'));
  await shop.platform.clock.advance(2000);
};
const forget = async (shop: FaultyShop) => shop.platform.clock.advance(31 * 60_000);

const sale = (phone: string): Write => ({
  ready: async () => {},
  spoil: (shop) => shop.platform.sale(),
  argv: (shop) => shop.sale(phone),
  booked: (payment) => (payment === undefined ? [] : [payment.status]),
});
const otp = (code: (shop: FaultyShop) => string, phone?: string): Write => ({
  ready: sold(phone),
  spoil: forget,
  argv: (shop) => ['otp', 'order-1', code(shop)],
  // A payment lists the requests that it has accepted: the first one is the sale.
  booked: (payment) => (payment?.requestIds.slice(1) ?? []).map(() => payment?.status ?? ''),
});
const refund = (amount: string): Write => ({
  ready: paid,
  spoil: async () => {},
  // What was lost and not seen is sent again only with a reason.
  argv: () => ['refund', 'order-1', '--amount', amount, '--confirm', amount, '--again', '--reason', 'not seen'],
  booked: (payment) => operations(payment, 'refund'),
});

const operations = (payment: Payment | undefined, type: string): string[] =>
  (payment?.operations ?? []).filter((operation) => operation.type === type).map(({ status }) => status);

const WRITES: Readonly<Record<string, Write>> = {
  'a sale that asks for a code': sale('77071234567'),
  'a sale that is paid immediately': sale('77000000001'),
  'a sale that is declined': sale('77000000007'),
  'a right code': otp((shop) => shop.platform.lastCode()),
  'a wrong code': otp((shop) => shop.platform.wrongCode()),
  'a right code whose payment is declined': otp((shop) => shop.platform.lastCode(), '77000000005'),
  'a resend': {
    ready: async (shop) => {
      await sold()(shop);
      await shop.platform.clock.advance(81_000);
    },
    spoil: (shop) => shop.platform.resend(),
    argv: () => RESEND,
    booked: (payment) => operations(payment, 'customer action'),
  },
  'a refund': refund('250'),
  'a refund that is declined': refund('13.13'),
};

/** One of each kind in every run; the others, whose end is another, in the long one: `npm run test:kill`. */
const COMMON = ['a sale that asks for a code', 'a right code', 'a resend', 'a refund'];
const TRIED = Object.entries(WRITES).filter(([what]) => process.env.TEST_LONG !== undefined || COMMON.includes(what));

const FAULTS = ['reset-before', 'reset-after', 'hang', '500', '502', 'half', 'bad-json', 'drip'] as const;
const TIMES = ['right after, and again when the platform has caught up', 'when the platform has caught up'] as const;

/** Longer than the platform needs to show a request. */
const CAUGHT_UP = 400_000;

const CLOSED = { success: 'done', decline: 'declined' } as const;

async function truthOf({ booked }: Write, shop: FaultyShop): Promise<{ times: number; state: string }> {
  const [payment] = await shop.payments();
  const statuses = booked(payment);
  return { times: statuses.length, state: CLOSED[statuses[0] as keyof typeof CLOSED] ?? 'accepted' };
}

/** The possible results by the current state of the sandbox. */
function verdictsOf({ times, state }: { times: number; state: string }): readonly string[] {
  return times === 0 ? ['never_arrived'] : ['accepted', state];
}

const stateOf = async (intent: string, shop: FaultyShop) => (await shop.ledger.get(intent)).state;

describe.each(TRIED)('the outcome of %s', (_what, write) => {
  describe.each(FAULTS)('after the fault %s', (fault) => {
    it.each(process.env.TEST_LONG === undefined ? TIMES.slice(0, 1) : TIMES)(
      'agrees with the sandbox when it is requested %s, and the write is never sent twice',
      async (time) => {
        const shop = await openFaultyShop();
        await write.ready(shop);
        await shop.platform.clock.advance(5000);
        const argv = [...write.argv(shop), '--intent', 'key-1'];
        const intent = await shop.lost(fault, ...argv);

        if (time === TIMES[0]) {
          const { exit } = await shop.run('resume', intent);
          const verdict = await stateOf(intent, shop);
          if (verdict === 'unknown') expect(exit).toBe(8);
          else expect(verdictsOf(await truthOf(write, shop))).toContain(verdict);
        }
        await shop.platform.clock.advance(CAUGHT_UP);
        const { exit } = await shop.run('resume', intent);
        const verdict = await stateOf(intent, shop);
        const truth = await truthOf(write, shop);
        expect(verdictsOf(truth)).toContain(verdict);
        expect(exit).toBe({ never_arrived: 5, declined: 3, accepted: 8 }[verdict as string] ?? 0);

        // What was taken and not decided yet is followed by anyone who asks for the status.
        if (truth.times > 0) {
          await shop.run('status', 'order-1');
          expect(await stateOf(intent, shop)).toBe(truth.state);
        }
        expect(await openIntents(shop.ledger)).toEqual([]);
        await shop.run(...argv);
        expect((await truthOf(write, shop)).times).toBe(1);
        expect(await shop.ledger.verify()).toMatchObject({ problem: undefined });
      },
    );
  });
});

/** Refunds of these amounts are refused by the platform, and by no earlier check. */
const REFUSED: Readonly<Record<string, Write>> = {
  // Another sale of this ledger has made the payment.
  'a sale': { ...sale('77071234567'), spoil: (shop) => shop.done(...shop.sale('77000000001')) },
  'a code': WRITES['a right code'] as Write,
  'a resend': { ...(WRITES['a resend'] as Write), argv: () => [...RESEND, '--force'] },
  'a refund': refund('30.28'),
};

describe.each(Object.entries(REFUSED))('the outcome of %s that the platform refused', (_what, write) => {
  it('is final immediately, and is not requested again', async () => {
    const shop = await openFaultyShop();
    await write.ready(shop);
    await write.spoil(shop);
    const before = await truthOf(write, shop);
    const argv = [...write.argv(shop), '--intent', 'key-1'];
    const { exit, intent = '', platformCode } = await shop.failed(...argv);
    expect(exit).toBe(3);
    expect(await stateOf(intent, shop)).toBe('refused');

    const asked = shop.requestsTo('/status');
    const resumed = documentOf(await shop.run('resume', intent, '--json'));
    expect(resumed).toMatchObject({ open: 0, resumed: [{ intent, state: 'refused', finding: 'closed' }] });
    expect(shop.requestsTo('/status')).toBe(asked);
    expect(await shop.failed(...argv)).toMatchObject({ exit: 3, platformCode, intent });
    expect(await truthOf(write, shop)).toEqual(before);
  });
});

describe('with a connection that fails twice', () => {
  it.each(Object.entries(WRITES))('%s is processed once in the end', async (_what, write) => {
    const shop = await openFaultyShop();
    await write.ready(shop);
    await shop.platform.clock.advance(5000);
    const argv = [...write.argv(shop), '--intent', 'key-1'];
    for (const fault of ['reset-before', '500'] as const) {
      await shop.lost(fault, ...argv);
      expect(await truthOf(write, shop)).toMatchObject({ times: 0 });
      await shop.platform.clock.advance(CAUGHT_UP);
      await shop.run('resume', '--all');
    }
    for (const _ of [1, 2]) expect(await shop.run(...argv)).toMatchObject({ exit: 0 });
    expect(await truthOf(write, shop)).toMatchObject({ times: 1 });
  });
});
