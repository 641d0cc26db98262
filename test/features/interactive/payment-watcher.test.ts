import { describe, expect, it } from 'vitest';
import type { Outcome } from '#domain/gate/request-outcome';
import { isJsonObject, type Json, type JsonObject } from '#domain/json/exact-json';
import { readPaymentState } from '#domain/payments/payment-state';
import { type PaymentEvent, watchPayment } from '#features/interactive/payment-watcher';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeTerminal } from '../../support/fake-terminal.ts';
import { FakeGate, lost, notSent, type ScriptedOutcome } from '../../support/gate/fake-gate.ts';
import { hintedLedger } from '../../support/hinted-ledger.ts';
import { answered, fakeProject, notKnown, statusBody } from '../payments/payment-answers.ts';
import { openWizardSetup } from './wizard-support.ts';
import { AFTER_WRONG, atCode, FIRST_ASK, noRefund, order, userAt } from './wizard-users.ts';

const never = new AbortController().signal;

/** A watch whose questions are answered in order. */
async function openWatch(...outcomes: readonly ScriptedOutcome[]) {
  const clock = new FakeClock();
  const times: number[] = [];
  const gate = new FakeGate(outcomes);
  const { send } = gate;
  gate.send = (request) => {
    times.push(clock.elapsed());
    return send.call(gate, request);
  };
  const project = fakeProject(clock);
  const { ledger, hint, watches } = hintedLedger(project.ledger);
  const start = clock.elapsed();
  const context = { clock, terminal: new FakeTerminal(), gate: async () => gate, profile: project.profile, ledger };
  const watch = await watchPayment({ paymentId: 'order-1', begunAt: start }, context);
  const askedAt = () => times.map((at) => at - start);
  return { watch, clock, next: () => clock.until(watch.next(never)), askedAt, hint, watches };
}

const OPEN = answered('processing');

const callback = (status: string, operations = [{ requestId: 'r-1' }]) =>
  readPaymentState(statusBody(status, operations));
const statusOf = (event: PaymentEvent) => (event.kind === 'state' ? [event.from, event.state.status] : event.kind);

describe('a payment that is watched', () => {
  it('is requested at a slow rate, and never immediately', async () => {
    const { next, askedAt } = await openWatch(...Array.from({ length: 10 }, () => answered('processing')));
    for (let round = 0; round < 10; round++) await next();
    expect(askedAt().map((at) => at / 1000)).toEqual([10, 20, 30, 40, 55, 75, 105, 145, 205, 265]);
  });

  it('shows a callback immediately, and a repeated one only once', async () => {
    const { watch, next, clock } = await openWatch(answered('success'));
    watch.receive(callback('awaiting clarification'));
    watch.receive(callback('awaiting clarification'));
    watch.receive(callback('success'));
    expect([statusOf(await next()), statusOf(await next())]).toEqual([
      ['callback', 'awaiting clarification'],
      ['callback', 'success'],
    ]);
    expect(clock.elapsed()).toBe(new FakeClock().elapsed());
    expect(statusOf(await next())).toEqual(['status', 'success']);
  });

  it('shows a callback that arrives between two status requests', async () => {
    const { watch, next, clock } = await openWatch();
    const gone = new AbortController();
    const waiting = watch.next(gone.signal);
    gone.abort(new Error('answered'));
    await expect(waiting).rejects.toThrow('answered');
    watch.receive(callback('success'));
    expect(statusOf(await next())).toEqual(['callback', 'success']);
    expect(clock.sleeping).toBe(0);
  });

  it('reports once that the platform cannot be reached, and once that it can again', async () => {
    const { next } = await openWatch(lost(), notSent(), lost(), answered('processing'), answered('success'));
    const seen = [await next(), await next(), await next(), await next()].map(statusOf);
    expect(seen).toEqual(['unreachable', 'reachable', ['status', 'processing'], ['status', 'success']]);
  });

  it('shows that the platform does not know the payment yet', async () => {
    const { next } = await openWatch(notKnown('3061'), notKnown('3062'), answered('success'));
    expect([await next(), await next(), await next()].map(statusOf)).toEqual([
      ['status', 'error'],
      ['status', 'error'],
      ['status', 'success'],
    ]);
  });

  it('is requested after the first delay again when something was sent', async () => {
    const { watch, next, clock, askedAt } = await openWatch(...Array.from({ length: 8 }, () => answered('processing')));
    for (let round = 0; round < 7; round++) await next();
    await clock.advance(5000);
    watch.restart();
    await next();
    expect(askedAt().at(-1)).toBe(105_000 + 5000 + 10_000);
  });

  it('is requested soon when a callback must be confirmed, but never before the first delay', async () => {
    const { watch, next, clock, askedAt } = await openWatch(answered('processing'), answered('success'));
    watch.askSoon();
    await next();
    await clock.advance(3000);
    watch.askSoon();
    await next();
    expect(askedAt()).toEqual([10_000, 13_000]);
  });

  it('is asked for soon after a callback that another machine has received, but not more than every five seconds', async () => {
    const { watch, next, clock, hint, askedAt } = await openWatch(...Array.from({ length: 3 }, () => OPEN));
    hint();
    await next();
    hint();
    await next();
    const waiting = watch.next(never);
    await clock.advance(7000);
    hint();
    await clock.until(waiting);
    expect(askedAt()).toEqual([10_000, 15_000, 22_000]);
  });

  it('is not asked for sooner by such a callback while the platform cannot be reached', async () => {
    const { next, hint, askedAt } = await openWatch(lost(), OPEN);
    await next();
    hint();
    await next();
    expect(askedAt()).toEqual([10_000, 20_000]);
  });

  it('receives no hints any more after its end', async () => {
    const { watch, watches } = await openWatch();
    expect(watches()).toBe(1);
    watch.close();
    expect(watches()).toBe(0);
  });
});

/** A status answer as a project has it that sends neither dates nor request ids. */
function bare(outcome: Outcome): Outcome {
  if (outcome.kind !== 'accepted' || !isJsonObject(outcome.answer)) return outcome;
  const { operations } = outcome.answer;
  if (!Array.isArray(operations)) return outcome;
  const plain = (operation: Json): Json => {
    if (!isJsonObject(operation)) return operation;
    const { date: _, created_date: _created, request_id: _request, ...rest } = operation as JsonObject;
    return rest;
  };
  return { ...outcome, answer: { ...outcome.answer, operations: operations.map(plain) } };
}

describe('a project whose answers have neither dates nor request ids', () => {
  it('accepts the right code', async () => {
    const setup = await openWizardSetup({ faults: [{ kind: 'no-callbacks', rate: 1 }] });
    setup.line.rewrite(bare);
    expect(await setup.run([...order(), atCode(FIRST_ASK, userAt(setup).typesRight()), noRefund])).toBe('success');
  });

  it('still reports a wrong code, and asks again', async () => {
    const setup = await openWizardSetup({ faults: [{ kind: 'no-callbacks', rate: 1 }] });
    setup.line.rewrite(bare);
    const { typesWrong, typesRight } = userAt(setup);
    const script = [...order(), atCode(FIRST_ASK, typesWrong()), atCode(AFTER_WRONG, typesRight()), noRefund];
    expect(await setup.run(script)).toBe('success');
  });
});
