import { describe, expect, it } from 'vitest';
import type { Amount } from '../../src/domain/amount.ts';
import { type RefundToSend, sendRefund } from '../../src/flows/send-refund.ts';
import { rejectionOf } from '../support/failures.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { accepted, FakeGate, type ScriptedOutcome } from '../support/fake-gate.ts';
import { FakeTerminal } from '../support/fake-terminal.ts';
import { answered, fakeProject } from './payment-answers.ts';

const AMOUNT: Amount = { minor: 25_000, currency: 'KZT' };
const MINUTE = 60_000;

/** A payment of which something is left. */
const paid = answered('success', [{ type: 'sale', requestId: 'req-0' }]);

/** Someone who looks at the card, thinks, and says yes; meanwhile something else happens. */
async function refundAfter(script: readonly ScriptedOutcome[], thinking: (place: Place) => Promise<void>) {
  const clock = new FakeClock();
  const project = fakeProject(clock);
  const gate = new FakeGate(script);
  const place = { clock, ledger: await project.ledger() };
  const terminal = Object.assign(new FakeTerminal({ interactive: true }), {
    confirm: async () => {
      await thinking(place);
      return true;
    },
  });
  const prepare = (amount: Amount) => gate.refund({ paymentId: 'order-1', amount });
  const refund: RefundToSend = {
    paymentId: 'order-1',
    amount: AMOUNT,
    again: true,
    reason: 'two tickets',
    confirm: undefined,
    inMinorUnits: false,
    key: undefined,
    request: prepare(AMOUNT),
    prepare,
    show: () => {},
  };
  const sending = sendRefund(refund, { ...project, gate: async () => gate, clock, terminal });
  return { sending, gate, ...place };
}

interface Place {
  readonly clock: FakeClock;
  readonly ledger: Awaited<ReturnType<ReturnType<typeof fakeProject>['ledger']>>;
}

const somebodyElse = async ({ ledger }: Place): Promise<void> => {
  const intent = await ledger.begin({
    id: 'in-theirs',
    kind: 'refund',
    profile: 'shop',
    mode: 'live',
    project: 'gate.test/4242',
    path: '/v2/payment/mobile/refund',
    paymentId: 'order-1',
    amount: AMOUNT,
    phone: undefined,
    asked: 'theirs',
    endsBy: 0,
    key: undefined,
    again: undefined,
    known: [],
  });
  await ledger.change(intent.id, 'answered', { state: 'accepted', requestId: 'req-theirs' });
};

describe('a person who means the same amount once more, and thinks about it', () => {
  it.each([
    ['a moment', 1000, [paid]],
    ['minutes', 10 * MINUTE, [paid, paid]],
  ])('for %s does not repeat what somebody else has given back meanwhile', async (_, milliseconds, script) => {
    const { sending, gate } = await refundAfter(script, async (place) => {
      await somebodyElse(place);
      await place.clock.advance(milliseconds);
    });
    expect(await rejectionOf(sending)).toMatchObject({ exit: 7, code: 'already_refunded', intentId: 'in-theirs' });
    gate.assertAllSent();
  });

  it('for minutes is held by what the platform says then, not by what it said before', async () => {
    const over = answered('refunded', [{ type: 'sale' }], { left: 0 });
    const { sending, gate } = await refundAfter([paid, over], ({ clock }) => clock.advance(10 * MINUTE));
    expect(await rejectionOf(sending)).toMatchObject({ exit: 7, code: 'not_refundable' });
    gate.assertAllSent();
  });

  it('sends it when nothing else has happened', async () => {
    const took = accepted({ status: 'success' }, { requestId: 'req-mine' });
    const { sending, gate } = await refundAfter([paid, paid, took], ({ clock }) => clock.advance(10 * MINUTE));
    expect(await sending).toMatchObject({ status: 'accepted', amountMinor: 25_000 });
    gate.assertAllSent();
  });
});
