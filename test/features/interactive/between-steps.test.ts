import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import { interruptedFailure } from '#domain/errors/failure';
import type { Outcome } from '#domain/gate/request-outcome';
import { formatJson } from '#domain/json/exact-json';
import { withSignature } from '#domain/signature/signature';
import { notKnown } from '../payments/payment-answers.ts';
import { openWizardSetup, type WizardSetup } from './wizard-support.ts';
import { AFTER_WRONG, atCode, codeAge, FIRST_ASK, noRefund, order, userAt } from './wizard-users.ts';

describe('the wizard', () => {
  it.each(['3061', '3062'] as const)('a payment that is not found at first (%s) is found later', async (code) => {
    const setup = await openWizardSetup({ faults: [{ kind: 'no-callbacks', rate: 1 }] });
    setup.line.instead('status', notKnown(code));
    setup.line.instead('status', notKnown(code));
    expect(await setup.run([...order(), atCode(FIRST_ASK, userAt(setup).typesRight()), noRefund])).toBe('success');
  });

  it('keeps its clocks right when the system clock jumps', async () => {
    const setup = await openWizardSetup();
    const { clock } = setup;
    const { resends, typesRight } = userAt(setup);
    const left: number[] = [];
    const status = await setup.run([
      ...order(),
      atCode(FIRST_ASK, async (question) => {
        for (const jump of [3_600_000, -7_200_000, 86_400_000, -3_600_000]) {
          setup.jump(jump);
          await clock.sleep(10_000);
          left.push(question.clocks().codeLeft);
        }
        return resends()(question);
      }),
      atCode(FIRST_ASK, typesRight()),
      noRefund,
    ]);
    expect(left).toEqual([70_000, 60_000, 50_000, 40_000]);
    expect(status).toBe('success');
  });

  it('shows the clocks of a new code that another user has requested, and one resend less', async () => {
    const setup = await openWizardSetup();
    const { clock, platform } = setup;
    const status = await setup.run([
      ...order(),
      atCode(FIRST_ASK, async ({ clocks }) => {
        await clock.sleep(90_000);
        await platform.resend(await setup.paymentId());
        await clock.sleep(65_000);
        expect(clocks().resendsLeft).toBe(2);
        expect(Math.abs((await codeAge(setup)) + clocks().codeLeft - 80_000)).toBeLessThanOrEqual(1000);
        return { kind: 'code', code: platform.lastCode() };
      }),
      noRefund,
    ]);
    expect(status).toBe('success');
  });

  it('ignores a wrong status after a new code that another user has requested', async () => {
    const setup = await openWizardSetup();
    const { clock, platform } = setup;
    const status = await setup.run([
      ...order('77000000004'),
      atCode(FIRST_ASK, async () => {
        await clock.sleep(90_000);
        await platform.resend(await setup.paymentId());
        await clock.sleep(20_000);
        return { kind: 'code', code: platform.lastCode() };
      }),
      noRefund,
    ]);
    expect(status).toBe('success');
  });

  it('blocks a request for a new code just after one of another user, without using a resend', async () => {
    const setup = await openWizardSetup();
    const { clock, platform } = setup;
    const { typesRight } = userAt(setup);
    const status = await setup.run([
      ...order(),
      atCode(FIRST_ASK, async () => {
        await clock.sleep(85_000);
        await platform.resend(await setup.paymentId());
        return { kind: 'resend', typed: '12' };
      }),
      atCode(FIRST_ASK, (question) => {
        expect(question.typed).toBe('12');
        return typesRight()();
      }),
      noRefund,
    ]);
    expect(status).toBe('success');
    expect(setup.count('resend')).toBe(0);
    expect(setup.terminal.warnings.join()).toContain('Too early');
  });

  it('works in the same way at forty times the speed', async () => {
    const setup = await openWizardSetup({ speed: 40 });
    const { resends, typesRight } = userAt(setup);
    const status = await setup.run([
      ...order(),
      atCode(FIRST_ASK, (question) => {
        expect(question.clocks()).toMatchObject({
          codeLeft: 2000,
          resendIn: 2025,
          lifetime: 2000,
          platformLeft: 45_000,
        });
        return resends()(question);
      }),
      atCode(FIRST_ASK, typesRight(1900)),
      noRefund,
    ]);
    expect(status).toBe('success');
    expect(setup.terminal.warnings).toEqual([]);
  });

  it('ends on an answer with a wrong signature, which has no effect', async () => {
    const setup = await openWizardSetup();
    const unverified = { kind: 'unverified', reason: 'its signature is wrong' } as const;
    setup.line.instead('status', unverified);
    const failure = await setup.runToFailure([...order(), atCode(FIRST_ASK, userAt(setup).leaves(60_000))]);
    expect(failure).toMatchObject({ exit: EXIT.unverified, code: 'answer_unverified' });
    expect(failure.hint).toContain('Then continue: rocketpay interactive --continue');
    expect(setup.count('otp')).toBe(0);
  });

  const unsigned = (outcome: Outcome): Outcome => ('signed' in outcome ? { ...outcome, signed: false } : outcome);

  it('ends on an unsigned status, unless the profile accepts it', async () => {
    const strict = await openWizardSetup();
    strict.line.rewrite(unsigned);
    const failure = await strict.runToFailure([...order(), atCode(FIRST_ASK, userAt(strict).leaves(60_000))]);
    expect(failure).toMatchObject({ exit: EXIT.unverified, code: 'answer_unverified' });
    expect((await strict.intents('refund')).length).toBe(0);

    const lax = await openWizardSetup({ profile: { acceptUnsignedStatus: true } });
    lax.line.rewrite(unsigned);
    expect(await lax.run([...order(), atCode(FIRST_ASK, userAt(lax).typesRight(60_000)), noRefund])).toBe('success');
  });

  it('still asks for the code when the Gate refuses the key', async () => {
    const setup = await openWizardSetup();
    const { leaves } = userAt(setup);
    const failure = await setup.runToFailure([
      ...order(),
      atCode(FIRST_ASK, async () => {
        setup.line.instead('status', {
          kind: 'refused',
          httpStatus: 403,
          code: '3261',
          message: undefined,
          requestId: undefined,
        });
        return leaves(20_000)();
      }),
    ]);
    expect(failure.exit).toBe(EXIT.interrupted);
  });

  it('ignores a wrong success after a new code that another user has requested', async () => {
    const setup = await openWizardSetup();
    const { clock, platform } = setup;
    const status = await setup.run([
      ...order(),
      atCode(FIRST_ASK, async () => {
        await clock.sleep(90_000);
        await platform.resend(await setup.paymentId());
        await clock.sleep(1000);
        await tell(setup, 'success');
        await clock.sleep(5000);
        return { kind: 'code', code: platform.lastCode() };
      }),
      noRefund,
    ]);
    expect(status).toBe('success');
    expect(setup.count('otp')).toBe(1);
  });

  it.each([0, 3_600_000, -3_600_000])(
    'requests a new code after a wrong one in time, with a clock that is %i ms off',
    async (off) => {
      const setup = await openWizardSetup();
      setup.jump(off);
      const { resends, typesRight, typesWrong } = userAt(setup);
      const status = await setup.run([
        ...order(),
        atCode(FIRST_ASK, typesWrong(30_000)),
        atCode(AFTER_WRONG, resends()),
        atCode(FIRST_ASK, typesRight()),
        noRefund,
      ]);
      expect(status).toBe('success');
      expect(setup.terminal.warnings).toEqual([]);
    },
  );

  it('ignores a callback after the payment has ended', async () => {
    const setup = await openWizardSetup({ faults: [{ kind: 'late-callbacks', rate: 1 }] });
    setup.onTerminal((terminal) => {
      terminal.choose = async (question, choices) => {
        if (!String(question).startsWith('Refund it')) return choices[0]?.value as never;
        await setup.clock.sleep(60_000);
        throw interruptedFailure();
      };
    });
    const script = [...order().slice(0, 2), atCode(FIRST_ASK, userAt(setup).typesRight())];
    const failure = await setup.runToFailure(script);
    expect(failure.hint).toContain('had status "success" when it was last read');
  });
});

it('the wizard answers an unsigned chargeback callback with 200 and stores it, but does not use it', async () => {
  const setup = await openWizardSetup();
  const status = await setup.run([
    ...order(),
    atCode(FIRST_ASK, async () => {
      const [payment] = await setup.payments();
      const body = formatJson({
        payment: { id: payment?.id ?? '', status: 'decline' },
        operation: { type: 'chargeback', status: 'success' },
      });
      const { status: answer } = await fetch(payment?.callbackUrl ?? '', { method: 'POST', body });
      expect(answer).toBe(200);
      expect(await setup.ledger.findCallbacks({ kind: 'chargeback', limit: 9 })).toMatchObject([{ text: body }]);
      return userAt(setup).typesRight()();
    }),
    noRefund,
  ]);
  expect(status).toBe('success');
});

/** The platform sends a callback of its own making about the newest payment. */
async function tell({ payments, clock, platform }: WizardSetup, status: string): Promise<void> {
  const [payment] = await payments();
  const date = `${new Date(clock.now()).toISOString().slice(0, 19)}+0000`;
  const body = {
    project_id: platform.sandbox.projectId,
    payment: { id: payment?.id ?? '', status, date },
    operation: { id: 1, type: 'sale', status, date, request_id: 'other', code: '0' },
  };
  const signed = formatJson(withSignature(body, platform.sandbox.secret));
  const { status: answer } = await fetch(payment?.callbackUrl ?? '', { method: 'POST', body: signed });
  expect(answer).toBe(200);
}
