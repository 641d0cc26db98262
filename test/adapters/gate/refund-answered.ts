import nock from 'nock';
import { expect } from 'vitest';
import type { Outcome } from '#domain/gate/request-outcome';
import { expectNoSecret, GATE_URL, openTestGate, refund } from '../../support/gate/fixtures.ts';

/** Sends a refund that gets this answer, and returns its outcome and the exit code of the command. */
export async function refundAnswered(
  status: number,
  answer: string,
  t = openTestGate(),
): Promise<{ outcome: Outcome; exit: number }> {
  const scope = nock(GATE_URL)
    .post('/v2/payment/mobile/refund')
    .reply(status, answer, { 'content-type': 'application/json' });
  const request = t.gate.refund(refund);
  const outcome = await t.gate.send(request);
  expect(scope.isDone()).toBe(true);
  const exit = t.exitOf(outcome, request);
  expectNoSecret(t.evidence);
  return { outcome, exit };
}
