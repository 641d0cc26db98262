import { describe, expect, it } from 'vitest';
import { interruptedFailure } from '#domain/errors/failure';
import type { Amount } from '#domain/payments/amount';
import { type RefundToSend, sendRefund } from '#features/refunds/send-refund';
import { rejectionOf } from '../../support/failures.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeTerminal } from '../../support/fake-terminal.ts';
import { accepted, FakeGate, type ScriptedOutcome } from '../../support/gate/fake-gate.ts';
import { answered, fakeProject } from '../payments/payment-answers.ts';

const AMOUNT: Amount = { minor: 25_000, currency: 'KZT' };
const MINUTE = 60_000;

/** A payment of which something is left. */
const paid = answered('success', [{ type: 'sale', requestId: 'req-0' }]);
/** The same payment after a refund that was made elsewhere, in the Dashboard. */
const refundedElsewhere = answered(
  'partially refunded',
  [
    { type: 'sale', requestId: 'req-0' },
    { type: 'refund', requestId: 'req-elsewhere' },
  ],
  { left: 75_000 },
);
const took = accepted({ status: 'success' }, { requestId: 'req-mine' });

/** What happens while a question waits for its answer; false is a no. */
type Thinking = (place: Place) => Promise<boolean | undefined>;

/** A user who looks at the summary, thinks at each question, and answers; meanwhile something else happens. */
async function refundAfter(
  script: readonly ScriptedOutcome[],
  thinking: readonly Thinking[],
  overrides: Partial<RefundToSend> = {},
) {
  const clock = new FakeClock();
  const project = fakeProject(clock);
  const gate = new FakeGate(script);
  const place = { clock, ledger: await project.ledger() };
  let questions = 0;
  const terminal = Object.assign(new FakeTerminal({ interactive: true }), {
    confirm: async () => {
      const think = thinking[questions++];
      if (think === undefined) throw new Error('a question too many');
      return (await think(place)) ?? true;
    },
  });
  const prepare = (amount: Amount, method?: string) => gate.refund({ paymentId: 'order-1', amount, method });
  let shows = 0;
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
    show: () => {
      shows++;
    },
    ...overrides,
  };
  const sending = sendRefund(refund, { ...project, gate: async () => gate, clock, terminal });
  const asked = () => ({ questions, shows });
  return { sending, gate, terminal, asked, ...place };
}

interface Place {
  readonly clock: FakeClock;
  readonly ledger: Awaited<ReturnType<ReturnType<typeof fakeProject>['ledger']>>;
}

const colleagueRefunds = async ({ ledger }: Place): Promise<void> => {
  const intent = await ledger.createIntent({
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
    repeatReason: undefined,
    knownOperations: [],
  });
  await ledger.change(intent.id, 'answered', { state: 'accepted', requestId: 'req-theirs' });
};

const thinks =
  (milliseconds: number): Thinking =>
  async ({ clock }) => {
    await clock.advance(milliseconds);
    return undefined;
  };
const colleague: Thinking = async (place) => {
  await colleagueRefunds(place);
  return undefined;
};
const saysNo: Thinking = async () => false;

it('a refund that is interrupted before it is sent says that nothing was sent', async () => {
  const interrupted: Thinking = () => Promise.reject(interruptedFailure());
  const { sending } = await refundAfter([paid], [interrupted]);
  expect(await rejectionOf(sending)).toMatchObject({ exit: 130, hint: 'Nothing was sent.' });
});

describe('a refund that changes during its question', () => {
  it.each([0, 1, 24_000, 10 * MINUTE])(
    'is sent on a status that was read after the answer, %i ms later',
    async (milliseconds) => {
      const { sending, gate, asked } = await refundAfter([paid, paid, took], [thinks(milliseconds)]);
      expect(await sending).toMatchObject({ status: 'accepted', amountMinor: 25_000 });
      expect(asked()).toEqual({ questions: 1, shows: 1 });
      gate.assertAllSent();
    },
  );

  it.each([1, 24_000])(
    'is blocked by an equal refund that was made elsewhere meanwhile (after %i ms)',
    async (milliseconds) => {
      const { sending, gate } = await refundAfter([paid, refundedElsewhere], [thinks(milliseconds)], { again: false });
      expect(await rejectionOf(sending)).toMatchObject({ exit: 7, code: 'already_refunded' });
      gate.assertAllSent();
    },
  );

  it('with --again is shown and confirmed again, because --again covers only what the user has seen', async () => {
    const { sending, gate, asked, terminal } = await refundAfter([paid, refundedElsewhere], [thinks(1), saysNo]);
    expect(await rejectionOf(sending)).toMatchObject({ exit: 7, code: 'not_confirmed' });
    expect(asked()).toEqual({ questions: 2, shows: 2 });
    expect(terminal.warnings.join()).toMatch(/has changed since it was shown:.*a new operation: refund/);
    gate.assertAllSent();
  });

  it('is sent when the user confirms the changes', async () => {
    const script = [paid, refundedElsewhere, refundedElsewhere, took];
    const { sending, gate, asked } = await refundAfter(script, [thinks(1), thinks(1)]);
    expect(await sending).toMatchObject({ status: 'accepted' });
    expect(asked()).toEqual({ questions: 2, shows: 2 });
    gate.assertAllSent();
  });

  it('is confirmed again when another user has sent a refund that the platform does not show', async () => {
    const { sending, gate, asked, terminal } = await refundAfter([paid, paid], [colleague, saysNo]);
    expect(await rejectionOf(sending)).toMatchObject({ exit: 7, code: 'not_confirmed' });
    expect(asked()).toEqual({ questions: 2, shows: 2 });
    expect(terminal.warnings.join()).toContain('intent in-theirs');
    gate.assertAllSent();
  });

  it('without --again is blocked by the refund of another user', async () => {
    const { sending } = await refundAfter([paid, paid], [colleague], { again: false });
    expect(await rejectionOf(sending)).toMatchObject({ exit: 7, code: 'already_refunded', intentId: 'in-theirs' });
  });

  it('is blocked when the platform shows less than before', async () => {
    const less = answered('success', [{ type: 'sale', requestId: 'req-0' }], { left: 10_000 });
    const { sending } = await refundAfter([paid, less], [thinks(1)]);
    expect(await rejectionOf(sending)).toMatchObject({ exit: 7, code: 'more_than_left' });
  });
});

describe('a refund with --confirm', () => {
  it('is sent after one status request', async () => {
    const { sending, gate } = await refundAfter([paid, took], [], { confirm: '250.00' });
    expect(await sending).toMatchObject({ status: 'accepted' });
    gate.assertAllSent();
  });

  const slow = async (script: readonly ScriptedOutcome[], delay: number) => {
    const { sending, gate, ledger, clock } = await refundAfter(script, [], { confirm: '250.00' });
    const { createIntent } = ledger;
    let late = true;
    // Another process writes meanwhile: this one waits for its turn.
    Object.assign(ledger, {
      createIntent: async (...[draft, allow]: Parameters<typeof createIntent>) =>
        createIntent(draft, async (past) => {
          if (late) await clock.advance(delay);
          late = false;
          await allow?.(past);
        }),
    });
    return { sending, gate };
  };

  it('reads the status again when it had to wait for the ledger', async () => {
    const { sending, gate } = await slow([paid, paid, took], 5000);
    expect(await sending).toMatchObject({ status: 'accepted' });
    gate.assertAllSent();
  });

  it('is blocked when the payment has changed meanwhile', async () => {
    const { sending, gate } = await slow([paid, refundedElsewhere], 5000);
    expect(await rejectionOf(sending)).toMatchObject({ exit: 7, code: 'payment_changed' });
    gate.assertAllSent();
  });
});

describe('the endpoint of a refund', () => {
  const withMethod = (method: string | undefined) =>
    accepted({
      payment: {
        id: 'order-1',
        status: 'success',
        ...(method === undefined ? {} : { method }),
        sum: { amount: 100_000, currency: 'KZT' },
      },
      operations: [{ id: 1, type: 'sale', status: 'success' }],
    });
  it.each([
    ['card', '/v2/payment/card/refund'],
    ['mobile', '/v2/payment/mobile/refund'],
    ['apple_pay-2', '/v2/payment/apple_pay-2/refund'],
    [undefined, '/v2/payment/mobile/refund'],
  ])('for a payment by %s is %s', async (method, path) => {
    const { sending, gate } = await refundAfter([withMethod(method), took], [], { confirm: '250.00' });
    await sending;
    expect(new URL(gate.requests.at(-1)?.url ?? '').pathname).toBe(path);
  });

  it.each(['../status', 'Card', 'a/b', 'x'.repeat(65), 'a b'])('is not made from %s', async (method) => {
    const { sending, gate } = await refundAfter([withMethod(method)], [], { confirm: '250.00' });
    expect(await rejectionOf(sending)).toMatchObject({ exit: 7, code: 'unknown_method' });
    gate.assertAllSent();
  });
});
