import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import { credentialsFailure } from '#domain/errors/failure';
import type { OtpQuestion } from '#domain/terminal/terminal';
import { rejectionOf } from '../../support/failures.ts';
import { openIntents } from '../../support/stored-intents.ts';
import { openWizardSetup, STATUS_DELAY, type WizardSetup } from './wizard-support.ts';
import { AFTER_WRONG, atCode, codeAge, FIRST_ASK, interruptInFlight, noRefund, order, userAt } from './wizard-users.ts';

const ANY_ASK = /code/i;

/** Leaves at the first question for the code, after a while. */
async function leftAtCode(setup: WizardSetup, milliseconds: number, phone?: string): Promise<string> {
  await setup.runToFailure([...order(phone), atCode(FIRST_ASK, userAt(setup).leaves(milliseconds))]);
  return setup.paymentId();
}

/** Fails when the clocks at a question are more than a second off. */
async function expectRight({ clocks }: OtpQuestion, setup: WizardSetup): Promise<void> {
  const age = await codeAge(setup);
  expect(Math.abs(Math.max(0, 80_000 - age) - clocks().codeLeft)).toBeLessThanOrEqual(1000);
}

describe('a continued payment', () => {
  it.each([5000, 40_000])('that was left %i ms after the OTP request has the right clocks', async (milliseconds) => {
    const setup = await openWizardSetup();
    const { clock } = setup;
    const continueId = await leftAtCode(setup, milliseconds);
    await clock.advance(13_000);
    const script = [
      atCode(FIRST_ASK, async (question) => {
        await expectRight(question, setup);
        expect(question.clocks().resendsLeft).toBe(3);
        return userAt(setup).typesRight(3000)();
      }),
      noRefund,
    ];
    expect(await setup.run(script, { continueId })).toBe('success');
    expect(setup.count('sale')).toBe(1);
  });

  it('has the right rest of the platform’s 30 minutes', async () => {
    const setup = await openWizardSetup();
    const continueId = await leftAtCode(setup, 600_000);
    const script = [
      atCode(FIRST_ASK, ({ clocks }) => {
        expect(Math.abs(clocks().platformLeft - 1_200_000)).toBeLessThanOrEqual(11_000);
        return userAt(setup).leaves()();
      }),
    ];
    expect((await setup.runToFailure(script, { continueId })).exit).toBe(EXIT.interrupted);
  });

  it('has the number of used new codes and the clocks of the last one', async () => {
    const setup = await openWizardSetup();
    const { resends, leaves, typesRight } = userAt(setup);
    await setup.runToFailure([...order(), atCode(FIRST_ASK, resends()), atCode(FIRST_ASK, leaves(30_000))]);
    const script = [
      atCode(FIRST_ASK, async (question) => {
        await expectRight(question, setup);
        expect(question.clocks().resendsLeft).toBe(2);
        return typesRight()();
      }),
      noRefund,
    ];
    expect(await setup.run(script, { continueId: await setup.paymentId() })).toBe('success');
  });

  it('has no new code left after three were used', async () => {
    const setup = await openWizardSetup();
    const { resends, leaves } = userAt(setup);
    const asks = [1, 2, 3].map(() => atCode(FIRST_ASK, resends()));
    await setup.runToFailure([...order(), ...asks, atCode(FIRST_ASK, leaves())]);
    const more = [atCode(FIRST_ASK, resends()), atCode(FIRST_ASK, leaves())];
    await setup.runToFailure(more, { continueId: await setup.paymentId() });
    expect(setup.count('resend')).toBe(3);
  });

  it('has the right age of a code that was wrong once', async () => {
    const setup = await openWizardSetup();
    const { typesWrong, leaves } = userAt(setup);
    // Each step takes 20 s: a status is read in the middle of it.
    await setup.runToFailure([
      ...order('77000000003'),
      atCode(FIRST_ASK, typesWrong(15_000)),
      atCode(AFTER_WRONG, leaves(15_000)),
    ]);
    const script = [
      atCode(ANY_ASK, async (question) => {
        await expectRight(question, setup);
        return leaves()();
      }),
    ];
    expect((await setup.runToFailure(script, { continueId: await setup.paymentId() })).exit).toBe(EXIT.interrupted);
  });

  it('has the right age of a new code when it was left while a code was checked', async () => {
    const setup = await openWizardSetup();
    const { typesWrong, resends, leaves } = userAt(setup);
    setup.line.when('otp', () => void setup.clock.sleep(500).then(setup.interrupt));
    await setup.runToFailure([
      ...order('77000000003'),
      atCode(FIRST_ASK, resends()),
      atCode(FIRST_ASK, typesWrong(20_000)),
    ]);
    const script = [
      atCode(ANY_ASK, async (question) => {
        await expectRight(question, setup);
        expect(question.clocks().resendsLeft).toBe(2);
        return leaves()();
      }),
    ];
    expect((await setup.runToFailure(script, { continueId: await setup.paymentId() })).exit).toBe(EXIT.interrupted);
  });

  it.each([3_600_000, -3_600_000])(
    'has the right clocks after the system clock was set by %i ms',
    async (milliseconds) => {
      const setup = await openWizardSetup();
      const continueId = await leftAtCode(setup, 15_000);
      setup.jump(milliseconds);
      const script = [
        atCode(FIRST_ASK, async (question) => {
          await expectRight(question, setup);
          return userAt(setup).typesRight()();
        }),
        noRefund,
      ];
      expect(await setup.run(script, { continueId })).toBe('success');
    },
  );

  it('soon after the sale waits until a status request is allowed', async () => {
    const setup = await openWizardSetup();
    setup.line.when('sale', () => void setup.clock.sleep(500).then(setup.interrupt));
    await setup.runToFailure(order());
    const script = [atCode(FIRST_ASK, userAt(setup).typesRight()), noRefund];
    expect(await setup.run(script, { continueId: await setup.paymentId() })).toBe('success');
    const [sale, status] = ['sale', 'status'].map((kind) => setup.sent.find((request) => request.kind === kind)?.at);
    expect((status ?? 0) - (sale ?? 0)).toBeGreaterThanOrEqual(STATUS_DELAY * 1000);
  });

  it('that has been paid meanwhile needs no code', async () => {
    const setup = await openWizardSetup();
    const continueId = await leftAtCode(setup, 5000);
    await setup.platform.sendCode(setup.platform.lastCode(), continueId);
    await setup.clock.advance(60_000);
    expect(await setup.run([noRefund], { continueId })).toBe('success');
  });

  it('that has ended meanwhile shows its result', async () => {
    const setup = await openWizardSetup();
    const continueId = await leftAtCode(setup, 5000);
    await setup.clock.advance(1_900_000);
    expect(await setup.run([], { continueId })).toBe('decline');
  });

  it('that the platform does not know is reported', async () => {
    const setup = await openWizardSetup();
    const failure = await setup.runToFailure([], { continueId: 'order-9' });
    expect(failure).toMatchObject({ exit: EXIT.unavailable, paymentId: 'order-9' });
  });

  it('uses the profile that it was started with', async () => {
    const setup = await openWizardSetup();
    const continueId = await leftAtCode(setup, 5000);
    setup.change({
      profile: () => Promise.reject(credentialsFailure('no_profile', 'No profile is chosen.')),
      storedGate: (name) => setup.storedGate({ ...setup.profile, name }),
    });
    const script = [atCode(FIRST_ASK, userAt(setup).typesRight(15_000)), noRefund];
    expect(await setup.run(script, { continueId })).toBe('success');
  });
});

describe('the wizard that continues after a write with an unknown outcome', () => {
  it('finds a sale that arrived, and sends no second one', async () => {
    const setup = await openWizardSetup();
    interruptInFlight(setup, 'sale', '/sale');
    await setup.runToFailure(order());
    const script = [atCode(FIRST_ASK, userAt(setup).typesRight()), noRefund];
    expect(await setup.run(script, { continueId: await setup.paymentId() })).toBe('success');
    expect(setup.terminal.notes.join()).toContain('Asking the platform first');
    expect([setup.count('sale'), await openIntents(setup.ledger)]).toEqual([1, []]);
    const [sale, status] = ['sale', 'status'].map((kind) => setup.sent.find((request) => request.kind === kind)?.at);
    expect((status ?? 0) - (sale ?? 0)).toBeGreaterThanOrEqual(STATUS_DELAY * 1000);
  });

  it('finds a code that arrived, and does not submit it again', async () => {
    const setup = await openWizardSetup();
    interruptInFlight(setup, 'otp', '/clarification');
    await setup.runToFailure([...order(), atCode(FIRST_ASK, userAt(setup).typesRight(20_000))]);
    await setup.clock.advance(10_000);
    expect(await setup.run([noRefund], { continueId: await setup.paymentId() })).toBe('success');
    expect([setup.count('otp'), await openIntents(setup.ledger)]).toEqual([1, []]);
  });

  it('finds that a code never arrived before it is asked for again', async () => {
    const setup = await openWizardSetup();
    const { typesRight } = userAt(setup);
    setup.line.spoil('otp', 'reset-before');
    setup.line.when('otp', () => void setup.clock.sleep(20_000).then(setup.interrupt));
    await rejectionOf(setup.run([...order(), atCode(FIRST_ASK, typesRight(5000))]));
    const script = [
      atCode(FIRST_ASK, async () => {
        expect(await openIntents(setup.ledger)).toEqual([]);
        return typesRight(1000)();
      }),
      noRefund,
    ];
    expect(await setup.run(script, { continueId: await setup.paymentId() })).toBe('success');
  });

  it('finds a new code that was sent, and counts it once', async () => {
    const setup = await openWizardSetup();
    interruptInFlight(setup, 'resend', '/resend');
    await setup.runToFailure([...order(), atCode(FIRST_ASK, userAt(setup).resends())]);
    await setup.clock.advance(15_000);
    const script = [
      atCode(FIRST_ASK, async (question) => {
        await expectRight(question, setup);
        expect(question.clocks().resendsLeft).toBe(2);
        return userAt(setup).typesRight()();
      }),
      noRefund,
    ];
    expect(await setup.run(script, { continueId: await setup.paymentId() })).toBe('success');
    expect(setup.count('resend')).toBe(1);
  });
});
