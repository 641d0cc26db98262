import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import { createIntentId, type IntentDraft, type IntentState } from '#domain/ledger/intent';
import { checkResend } from '#features/otp/check-resend';
import { rejectionOf } from '../../support/failures.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeTerminal } from '../../support/fake-terminal.ts';
import { FAKE_PROJECT, FakeGate, lost, notSent, refused, type ScriptedOutcome } from '../../support/gate/fake-gate.ts';
import { answered, fakeProject, notKnown, type Told } from '../payments/payment-answers.ts';

const NOW = Date.UTC(2024, 11, 7, 19, 8, 5);
const RULES = { otpSeconds: 80, resends: 3, speed: 1, gateUrl: 'https://gate.test', projectId: FAKE_PROJECT };
const PROJECT = `gate.test/${FAKE_PROJECT}`;
const ago = (seconds: number): number => NOW - seconds * 1000;

const sale = (seconds: number): Told => ({
  status: 'awaiting clarification',
  createdAt: ago(seconds + 5),
  changedAt: ago(seconds),
});
const resend = (seconds: number, status = 'success'): Told => ({
  type: 'customer action',
  status,
  createdAt: ago(seconds),
  changedAt: ago(0),
});

const asking = (...operations: Told[]) => answered('awaiting clarification', operations);

function check(outcome: ScriptedOutcome, rules = RULES, project = fakeProject(new FakeClock(NOW))) {
  const terminal = new FakeTerminal();
  const gate = new FakeGate([outcome]);
  const clock = new FakeClock(NOW);
  const result = checkResend('order-1', rules, { terminal, clock, gate: async () => gate, ledger: project.ledger });
  return { result, terminal, gate };
}

const draft = (): IntentDraft => ({
  id: createIntentId(),
  kind: 'resend',
  profile: 'shop',
  mode: 'test',
  project: PROJECT,
  path: '/v2/customer/action/resend',
  paymentId: 'order-1',
  amount: undefined,
  endsBy: NOW,
  key: undefined,
  repeatReason: undefined,
  knownOperations: [],
  phone: undefined,
  asked: 'resend',
});

/** A ledger in which resends were asked for, some seconds ago each. */
async function withResends(...resends: readonly [seconds: number, state: Exclude<IntentState, 'sending'>][]) {
  const clock = new FakeClock(ago(Math.max(...resends.map(([seconds]) => seconds))));
  const project = fakeProject(clock);
  const ledger = await project.ledger();
  for (const [seconds, state] of resends) {
    await clock.advance(ago(seconds) - clock.now());
    const { id } = await ledger.createIntent(draft());
    await ledger.change(id, 'answered', { state });
  }
  return project;
}

describe('checkResend', () => {
  it('allows a resend when the last code has expired', async () => {
    expect(await check(asking(sale(80))).result).toMatchObject({ remaining: 3 });
  });

  it('fails with the time until a resend is possible', async () => {
    const failure = await rejectionOf(check(asking(sale(30))).result);
    expect(failure).toMatchObject({ exit: EXIT.blocked, code: 'too_early', paymentId: 'order-1' });
    expect(failure.message).toContain('in 50 s');
    expect(failure.message).toContain(new Date(NOW + 50_000).toTimeString().slice(0, 8));
    expect(failure.message).toContain('Nothing was sent');
    expect(failure.hint).toContain('Resends left: 3');
    expect(failure.hint).toContain('--force');
  });

  it('waits until the last code has expired, not the first one', async () => {
    const failure = await rejectionOf(check(asking(sale(200), resend(20))).result);
    expect(failure.message).toContain('in 1 min,');
    expect(failure.hint).toContain('Resends left: 2');
  });

  it('uses the code lifetime of the project', async () => {
    const failure = await rejectionOf(check(asking(sale(80)), { ...RULES, otpSeconds: 90 }).result);
    expect(failure.message).toContain('in 10 s');
  });

  it('refuses a fourth code', async () => {
    const failure = await rejectionOf(check(asking(sale(900), resend(700), resend(500), resend(300))).result);
    expect(failure).toMatchObject({ exit: EXIT.blocked, code: 'no_resends_left' });
    expect(failure.message).toContain('All 3 resends');
  });

  it('does not count a declined resend', async () => {
    const window = await check(asking(sale(900), resend(700), resend(500), resend(5, 'decline'))).result;
    expect(window).toMatchObject({ remaining: 1 });
  });

  it.each(['success', 'decline', 'expired', 'refunded'])(
    'cannot have one for a payment that is over: %s',
    async (status) => {
      const failure = await rejectionOf(check(answered(status, [sale(500)])).result);
      expect(failure).toMatchObject({ exit: EXIT.blocked, code: 'over', message: expect.stringContaining(status) });
    },
  );
});

describe('checkResend without a status uses the ledger', () => {
  it.each([lost('cut off'), notSent()])('after a warning: %o', async (outcome) => {
    const { result, terminal, gate } = check(outcome);
    expect(await result).toMatchObject({ remaining: 3 });
    expect(terminal.warnings).toEqual([expect.stringContaining('only the ledger is checked')]);
    gate.assertAllSent();
  });

  it('and refuses a payment that has ended', async () => {
    const clock = new FakeClock(NOW);
    const { ledger } = fakeProject(clock);
    const project = { project: `gate.test/${FAKE_PROJECT}`, paymentId: 'order-1', status: 'success' };
    await (await ledger()).savePayment({
      ...project,
      remaining: undefined,
      resendsUsed: 0,
      otpAskedAt: undefined,
      seenAt: NOW,
    });
    const context = { terminal: new FakeTerminal(), clock, gate: async () => new FakeGate([notSent()]), ledger };
    const failure = await rejectionOf(checkResend('order-1', RULES, context));
    expect(failure).toMatchObject({ exit: EXIT.blocked, code: 'over' });
  });

  it.each(['3061', '3062'] as const)('when it does not know the payment yet (%s)', async (code) => {
    expect(await check(notKnown(code)).result).toMatchObject({ remaining: 3 });
  });

  it('when the status does not contain the time of the code', async () => {
    expect(await check(asking({ status: 'awaiting clarification' })).result).toMatchObject({ remaining: 3 });
  });

  it('but reports a wrong key immediately', async () => {
    expect((await rejectionOf(check(refused('3261')).result)).exit).toBe(EXIT.credentials);
  });
});

describe('checkResend counts the resends of this machine', () => {
  it('when the platform does not show them yet', async () => {
    const project = await withResends([30, 'accepted']);
    const failure = await rejectionOf(check(asking(sale(200)), RULES, project).result);
    expect(failure).toMatchObject({ exit: EXIT.blocked, code: 'too_early' });
    expect(failure.message).toMatch(/in (50|51) s/);
    expect(failure.hint).toContain('Resends left: 2');
  });

  it('when the platform cannot be asked', async () => {
    const project = await withResends([300, 'accepted'], [200, 'unknown'], [100, 'done']);
    const failure = await rejectionOf(check(notSent(), RULES, project).result);
    expect(failure).toMatchObject({ exit: EXIT.blocked, code: 'no_resends_left' });
  });

  it('but not those that were refused or never sent', async () => {
    const project = await withResends([30, 'refused'], [20, 'not_sent'], [10, 'never_arrived']);
    expect(await check(asking(sale(80)), RULES, project).result).toMatchObject({ remaining: 3 });
  });

  it('from the first status that asks for the code, when the platform reports no time', async () => {
    const project = fakeProject(new FakeClock(NOW));
    const seen = { project: PROJECT, paymentId: 'order-1', status: 'awaiting clarification', remaining: undefined };
    await (await project.ledger()).savePayment({ ...seen, resendsUsed: 0, otpAskedAt: ago(30), seenAt: ago(30) });
    const failure = await rejectionOf(check(asking({ status: 'awaiting clarification' }), RULES, project).result);
    expect(failure.message).toMatch(/in (50|51) s/);
  });

  it('again before sending, so that only one of two concurrent resends passes', async () => {
    const project = fakeProject(new FakeClock(NOW));
    const outcome = asking(sale(80));
    const first = await check(outcome, RULES, project).result;
    const second = await check(outcome, RULES, project).result;
    const ledger = await project.ledger();
    await ledger.createIntent(draft(), first.allow);
    expect(await rejectionOf(ledger.createIntent(draft(), second.allow))).toMatchObject({
      exit: EXIT.blocked,
      code: 'too_early',
    });
    expect((await ledger.paymentHistory(PROJECT, 'order-1')).intents).toHaveLength(1);
  });

  it('and returns the known operations, so that a later check finds new ones', async () => {
    const { knownOperations: known } = await check(asking(sale(500), resend(300))).result;
    expect(known).toEqual(['5028800010128225', '5028800010128226']);
  });
});
