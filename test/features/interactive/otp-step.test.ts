import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import type { OtpClocks } from '#domain/otp/otp-state';
import { openWizardSetup, STATUS_DELAY } from './wizard-support.ts';
import { AFTER_LATE, AFTER_WRONG, atCode, codeAge, FIRST_ASK, noRefund, order, userAt } from './wizard-users.ts';

describe('the wizard', () => {
  it('completes the payment with the right code', async () => {
    const setup = await openWizardSetup();
    const noted: OtpClocks[] = [];
    const { typesRight, noting } = userAt(setup);
    const status = await setup.run([...order(), atCode(FIRST_ASK, noting(noted, typesRight())), noRefund]);
    expect(status).toBe('success');
    expect(noted).toEqual([
      { codeLeft: 80_000, resendIn: 81_000, resendsLeft: 3, resends: 3, lifetime: 80_000, platformLeft: 1_800_000 },
    ]);
    expect([setup.count('sale'), setup.count('otp'), setup.count('resend')]).toEqual([1, 1, 0]);
    expect(await setup.intents('otp')).toMatchObject([{ state: 'done' }]);
  });

  it('reports a wrong code and asks again, and the code keeps its age', async () => {
    const setup = await openWizardSetup();
    const noted: OtpClocks[] = [];
    const { typesRight, typesWrong, noting } = userAt(setup);
    const status = await setup.run([
      ...order(),
      atCode(FIRST_ASK, noting(noted, typesWrong(20_000))),
      atCode(AFTER_WRONG, noting(noted, typesRight())),
      noRefund,
    ]);
    expect(status).toBe('success');
    // Twenty seconds of typing and one step of the operator later.
    expect(noted.map(({ codeLeft }) => codeLeft)).toEqual([80_000, 58_500]);
    expect(setup.count('otp')).toBe(2);
  });

  it('accepts a new code after the first one has expired', async () => {
    const setup = await openWizardSetup();
    const noted: OtpClocks[] = [];
    const { resends, typesRight, noting } = userAt(setup);
    const status = await setup.run([
      ...order(),
      atCode(FIRST_ASK, resends()),
      atCode(FIRST_ASK, noting(noted, typesRight())),
      noRefund,
    ]);
    expect(status).toBe('success');
    expect(noted).toMatchObject([{ codeLeft: 80_000, resendIn: 81_000, resendsLeft: 2 }]);
    expect(setup.terminal.notes).toContain(
      'A new code has been sent; the old one is no longer valid. New codes left: 2.',
    );
    expect(setup.terminal.warnings).toEqual([]);
  });

  it('refuses a new code before its time, and keeps the typed text', async () => {
    const setup = await openWizardSetup();
    const { typesRight } = userAt(setup);
    const typed: (string | undefined)[] = [];
    await setup.run([
      ...order(),
      atCode(FIRST_ASK, () => ({ kind: 'resend', typed: '12' })),
      atCode(FIRST_ASK, (question) => {
        typed.push(question.typed);
        return typesRight()();
      }),
      noRefund,
    ]);
    expect(typed).toEqual(['12']);
    expect(setup.count('resend')).toBe(0);
  });

  it('requests three new codes and never a fourth', async () => {
    const setup = await openWizardSetup();
    const noted: OtpClocks[] = [];
    const { resends, leaves, noting } = userAt(setup);
    const asks = [1, 2, 3, 4].map(() => atCode(FIRST_ASK, noting(noted, resends())));
    const failure = await setup.runToFailure([...order(), ...asks, atCode(FIRST_ASK, noting(noted, leaves()))]);
    expect(failure.exit).toBe(EXIT.interrupted);
    expect(noted.map(({ resendsLeft }) => resendsLeft)).toEqual([3, 2, 1, 0, 0]);
    expect(setup.count('resend')).toBe(3);
  });

  it('completes the payment with the third new code', async () => {
    const setup = await openWizardSetup();
    const { resends, typesRight } = userAt(setup);
    const again = [1, 2, 3].map(() => atCode(FIRST_ASK, resends()));
    const script = [...order(), ...again, atCode(FIRST_ASK, typesRight()), noRefund];
    expect(await setup.run(script)).toBe('success');
  });

  it('reports that a code came too late, and asks again', async () => {
    const setup = await openWizardSetup();
    const { resends, typesRight } = userAt(setup);
    const status = await setup.run([
      ...order(),
      atCode(FIRST_ASK, typesRight(85_000)),
      atCode(AFTER_LATE, resends()),
      atCode(FIRST_ASK, typesRight()),
      noRefund,
    ]);
    expect(status).toBe('success');
  });

  it.each([
    ['77000000005', '20100', 1],
    ['77000000006', '20105', 1],
    ['77000000007', '20201', 0],
    ['77000000008', '20206', 0],
  ])(
    'shows that payer %s is declined (%s), offers no refund, and asks only for a code that was sent',
    async (phone, code, codes) => {
      const setup = await openWizardSetup();
      const asks = codes === 1 ? [atCode(FIRST_ASK, userAt(setup).typesRight())] : [];
      const status = await setup.run([...order(phone), ...asks]);
      expect(status).toBe('decline');
      expect(JSON.stringify(setup.terminal.told)).toContain(code);
    },
  );

  it('asks no sixth time after five wrong codes', async () => {
    const setup = await openWizardSetup();
    const { typesRight } = userAt(setup);
    const more = [2, 3, 4, 5].map(() => atCode(AFTER_WRONG, typesRight(2000)));
    const status = await setup.run([...order('77000000002'), atCode(FIRST_ASK, typesRight(2000)), ...more]);
    expect(status).toBe('decline');
  });

  it('asks for no code when the operator needs none', async () => {
    const setup = await openWizardSetup();
    expect(await setup.run([...order('77000000001'), noRefund])).toBe('success');
  });

  it('shows the end when the platform has waited for 30 minutes', async () => {
    const setup = await openWizardSetup();
    const status = await setup.run([...order(), atCode(FIRST_ASK, userAt(setup).waits())]);
    expect(status).toBe('decline');
    expect(JSON.stringify(setup.terminal.told)).toContain('20602');
  });
});

describe('unreliable callbacks', () => {
  it.each(['duplicate-callbacks', 'reorder-callbacks', 'late-callbacks', 'no-callbacks'] as const)(
    '%s: each OTP request is one question, and the payment succeeds',
    async (kind) => {
      const setup = await openWizardSetup({ faults: [{ kind, rate: 1 }] });
      const { typesRight, typesWrong } = userAt(setup);
      const status = await setup.run([
        ...order(),
        atCode(FIRST_ASK, typesWrong()),
        atCode(AFTER_WRONG, typesRight()),
        noRefund,
      ]);
      expect(status).toBe('success');
      expect(setup.count('otp')).toBe(2);
    },
  );

  it.each(['late-callbacks', 'no-callbacks'] as const)('%s: the clocks are right all the same', async (kind) => {
    const setup = await openWizardSetup({ faults: [{ kind, rate: 1 }] });
    const ages: number[] = [];
    await setup.run([
      ...order(),
      atCode(FIRST_ASK, async ({ clocks }) => {
        ages.push((await codeAge(setup)) + clocks().codeLeft);
        return userAt(setup).typesRight()();
      }),
      noRefund,
    ]);
    expect(Math.abs((ages[0] ?? 0) - 80_000)).toBeLessThan(1000);
  });

  it('with a wrong status after a new code are ignored', async () => {
    const setup = await openWizardSetup();
    const { resends, typesRight } = userAt(setup);
    const status = await setup.run([
      ...order('77000000004'),
      atCode(FIRST_ASK, resends()),
      atCode(FIRST_ASK, typesRight(15_000)),
      noRefund,
    ]);
    expect(status).toBe('success');
    expect(setup.platform.events.filter((event) => event.type === 'callback').map((event) => event.status)).toContain(
      'decline',
    );
  });
});

describe('the status of a payment', () => {
  const firstAfterSale = (sent: readonly { kind: string; at: number }[]): number => {
    const sale = sent.find(({ kind }) => kind === 'sale')?.at ?? Number.NaN;
    const status = sent.find(({ kind }) => kind === 'status')?.at ?? Number.NaN;
    return status - sale;
  };

  it('is never requested sooner than the platform allows without callbacks', async () => {
    const setup = await openWizardSetup({ faults: [{ kind: 'no-callbacks', rate: 1 }] });
    await setup.run([...order(), atCode(FIRST_ASK, userAt(setup).typesRight()), noRefund]);
    expect(firstAfterSale(setup.sent)).toBeGreaterThanOrEqual(STATUS_DELAY * 1000);
  });

  it('is never requested sooner after a callback has shown the end', async () => {
    const setup = await openWizardSetup();
    await setup.run([...order('77000000001'), noRefund]);
    expect(firstAfterSale(setup.sent)).toBeGreaterThanOrEqual(STATUS_DELAY * 1000);
  });

  it('is never requested sooner after a code that was typed fast', async () => {
    const setup = await openWizardSetup();
    await setup.run([...order(), atCode(FIRST_ASK, userAt(setup).typesRight(2000)), noRefund]);
    expect(firstAfterSale(setup.sent)).toBeGreaterThanOrEqual(STATUS_DELAY * 1000);
  });

  it('is requested soon after a code that took minutes, without callbacks', async () => {
    const setup = await openWizardSetup({
      faults: [{ kind: 'no-callbacks', rate: 1 }],
      otpMilliseconds: 600_000,
      profile: { otpSeconds: 600 },
    });
    await setup.run([...order(), atCode(FIRST_ASK, userAt(setup).typesRight(260_000)), noRefund]);
    const code = setup.sent.findIndex(({ kind }) => kind === 'otp');
    const [submitted, asked] = [setup.sent[code]?.at ?? 0, setup.sent[code + 1]?.at ?? 0];
    expect(asked - submitted).toBeLessThanOrEqual(STATUS_DELAY * 1000 + 1000);
  });
});
