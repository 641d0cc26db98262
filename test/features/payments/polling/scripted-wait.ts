import type { Failure } from '#domain/errors/failure';
import { evaluateWait, type WaitTarget } from '#domain/payments/wait-result';
import { type Wait, waitForPayment } from '#features/payments/poll-status';
import { rejectionOf } from '../../../support/failures.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { FakeTerminal } from '../../../support/fake-terminal.ts';
import { FakeGate, type ScriptedOutcome } from '../../../support/gate/fake-gate.ts';
import { hintedLedger } from '../../../support/hinted-ledger.ts';
import { answered, fakeProject } from '../payment-answers.ts';

export const OPEN = answered('processing');
export const DONE = answered('success');

interface Given extends Partial<Wait> {
  readonly until?: WaitTarget;
  readonly statusDelaySeconds?: number;
  /** The outcome of every request after the script. */
  readonly always?: ScriptedOutcome;
}

/** Waits for payment `order-1` with a fake clock, and records when the status was requested. */
export function waiting(script: readonly ScriptedOutcome[], given: Given = {}) {
  const clock = new FakeClock();
  const start = clock.elapsed();
  const askedAt: number[] = [];
  const noted =
    (outcome: ScriptedOutcome): ScriptedOutcome =>
    (request) => {
      askedAt.push((clock.elapsed() - start) / 1000);
      if (outcome instanceof Error) throw outcome;
      return typeof outcome === 'function' ? outcome(request) : outcome;
    };
  const { until = 'final', statusDelaySeconds = 10, always, ...wait } = given;
  const gate = new FakeGate(script.map(noted), always === undefined ? undefined : noted(always));
  const terminal = new FakeTerminal();
  const interrupt = new AbortController();
  const project = fakeProject(clock);
  const { ledger, hint, watches } = hintedLedger(project.ledger);
  const check: Wait['check'] = (state) => evaluateWait(state, until);
  const promise = waitForPayment(
    { paymentId: 'order-1', justBegun: true, check, until, ...wait },
    {
      ...{ clock, signal: interrupt.signal, terminal, ledger },
      gate: async () => gate,
      profile: async () => ({ ...(await project.profile()), statusDelaySeconds }),
    },
  );
  promise.catch(() => {});
  const seconds = () => (clock.elapsed() - start) / 1000;
  return { promise, clock, gate, terminal, interrupt, askedAt, seconds, hint, watches };
}

/** Returns the failure of a wait. */
export async function endOf(given: ReturnType<typeof waiting>): Promise<Failure> {
  const failure = await rejectionOf(given.clock.until(given.promise));
  given.gate.assertAllSent();
  return failure;
}
