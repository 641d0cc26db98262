import { describe, expect, it } from 'vitest';
import { openWizardSetup, STATUS_DELAY } from './wizard-support.ts';
import { AFTER_WRONG, atCode, codeAge, FIRST_ASK, noRefund, onceReceived, order, userAt } from './wizard-users.ts';

/** Faults that lose an answer: those of a request that never arrived, and of one that did. */
const BEFORE = ['reset-before'] as const;
const AFTER = ['reset-after', '502', 'half', 'bad-json'] as const;

describe('a code whose answer is lost', () => {
  it.each(BEFORE)('and that never arrived (%s) stays typed, and is not sent again without the user', async (fault) => {
    const setup = await openWizardSetup();
    const { typesRight, types } = userAt(setup);
    const typed: (string | undefined)[] = [];
    setup.line.spoil('otp', fault);
    const status = await setup.run([
      ...order(),
      atCode(FIRST_ASK, types('0123')),
      atCode(FIRST_ASK, (question) => {
        typed.push(question.typed);
        expect(setup.count('otp')).toBe(1);
        return typesRight(1000)();
      }),
      noRefund,
    ]);
    expect(status).toBe('success');
    expect(typed).toEqual(['0123']);
    expect(setup.count('otp')).toBe(2);
    expect((await setup.intents('otp')).map(({ state }) => state)[1]).toBe('never_arrived');
  });

  it.each(AFTER)('and that arrived (%s) is not sent again', async (fault) => {
    const setup = await openWizardSetup();
    setup.line.spoil('otp', fault);
    expect(await setup.run([...order(), atCode(FIRST_ASK, userAt(setup).typesRight(20_000)), noRefund])).toBe(
      'success',
    );
    expect(setup.count('otp')).toBe(1);
  });

  it('and that was wrong is reported as wrong, and asked for again', async () => {
    const setup = await openWizardSetup();
    const { typesWrong, typesRight } = userAt(setup);
    setup.line.spoil('otp', 'reset-after');
    const script = [...order(), atCode(FIRST_ASK, typesWrong(20_000)), atCode(AFTER_WRONG, typesRight()), noRefund];
    expect(await setup.run(script)).toBe('success');
    expect(setup.count('otp')).toBe(2);
  });

  it('and that was never sent stays typed', async () => {
    const setup = await openWizardSetup();
    const { typesRight, types } = userAt(setup);
    setup.line.instead('otp', { kind: 'not_sent', reason: 'nothing listens there' });
    const status = await setup.run([
      ...order(),
      atCode(FIRST_ASK, types('0123')),
      atCode(FIRST_ASK, (question) => {
        expect(question.typed).toBe('0123');
        return typesRight()();
      }),
      noRefund,
    ]);
    expect(status).toBe('success');
    expect(setup.terminal.warnings.join()).toContain('Nothing was sent');
  });
});

describe('a code that is not accepted', () => {
  it('because the platform refuses it is asked for again with the reason', async () => {
    const setup = await openWizardSetup();
    const { typesRight } = userAt(setup);
    const refusal = { httpStatus: 400, code: '2147', message: 'busy', requestId: undefined };
    setup.line.instead('otp', { kind: 'refused', ...refusal });
    const script = [...order(), atCode(FIRST_ASK, typesRight()), atCode(FIRST_ASK, typesRight()), noRefund];
    expect(await setup.run(script)).toBe('success');
    expect(setup.terminal.warnings.join()).toContain('2147 busy');
  });

  it('because another user has submitted it still leads to the result', async () => {
    const setup = await openWizardSetup({ faults: [{ kind: 'no-callbacks', rate: 1 }] });
    setup.line.when(
      'otp',
      async () => void (await setup.platform.sendCode(setup.platform.lastCode(), await setup.paymentId())),
    );
    const { typesRight, waits } = userAt(setup);
    const script = [...order(), atCode(FIRST_ASK, typesRight()), atCode(FIRST_ASK, waits()), noRefund];
    expect(await setup.run(script)).toBe('success');
    expect(setup.count('otp')).toBe(1);
  });

  it.each(['12', 'abc', 'x'.repeat(300)])(
    'because it is invalid (%#) causes a warning, and the wizard continues',
    async (code) => {
      const setup = await openWizardSetup();
      const { types, typesRight } = userAt(setup);
      const again = /^(Wrong code|The code from the SMS:)/;
      const script = [...order(), atCode(FIRST_ASK, types(code)), atCode(again, typesRight()), noRefund];
      expect(await setup.run(script)).toBe('success');
      expect(setup.terminal.warnings.join()).toContain('a code has ');
    },
  );
});

describe('a request for a new code whose answer is lost', () => {
  it('and that never arrived uses no resend, and can be repeated', async () => {
    const setup = await openWizardSetup();
    const { resends, typesRight } = userAt(setup);
    setup.line.spoil('resend', 'reset-before');
    const status = await setup.run([
      ...order(),
      atCode(FIRST_ASK, resends()),
      atCode(FIRST_ASK, (question) => {
        expect(question.clocks()).toMatchObject({ resendsLeft: 3, codeLeft: 0 });
        return resends()(question);
      }),
      atCode(FIRST_ASK, typesRight()),
      noRefund,
    ]);
    expect(status).toBe('success');
    expect((await setup.payments())[0]?.operations.filter(({ type }) => type === 'customer action')).toHaveLength(1);
  });

  it.each(AFTER)('and that arrived (%s) counts once, with the right clocks for the new code', async (fault) => {
    const setup = await openWizardSetup();
    const { resends, typesRight } = userAt(setup);
    setup.line.spoil('resend', fault);
    const status = await setup.run([
      ...order(),
      atCode(FIRST_ASK, resends()),
      atCode(FIRST_ASK, async ({ clocks }) => {
        expect(clocks().resendsLeft).toBe(2);
        expect(Math.abs((await codeAge(setup)) + clocks().codeLeft - 80_000)).toBeLessThanOrEqual(1000);
        return typesRight()();
      }),
      noRefund,
    ]);
    expect(status).toBe('success');
    expect(setup.count('resend')).toBe(1);
  });

  it('and that arrived while status requests failed has the right age of the new code', async () => {
    const setup = await openWizardSetup();
    const { resends, typesRight } = userAt(setup);
    setup.line.spoil('resend', 'reset-after');
    setup.line.when('resend', () => {
      onceReceived(setup, '/resend', setup.line.cut);
      void setup.clock.sleep(40_000).then(setup.line.restore);
    });
    const status = await setup.run([
      ...order(),
      atCode(FIRST_ASK, resends()),
      atCode(FIRST_ASK, async ({ clocks }) => {
        expect(await codeAge(setup)).toBeGreaterThan(30_000);
        expect(Math.abs((await codeAge(setup)) + clocks().codeLeft - 80_000)).toBeLessThanOrEqual(1000);
        return typesRight()();
      }),
      noRefund,
    ]);
    expect(status).toBe('success');
  });
});

describe('a sale whose answer is lost', () => {
  it('and that never arrived is offered again, as another payment', async () => {
    const setup = await openWizardSetup();
    setup.line.spoil('sale', 'reset-before');
    const code = atCode(FIRST_ASK, userAt(setup).typesRight());
    expect(await setup.run([...order(), ...order(), code, noRefund])).toBe('success');
    const [second, first] = await setup.intents('sale');
    expect(first).toMatchObject({ state: 'never_arrived' });
    expect(setup.terminal.notes).toContain(
      'Not sent again: the platform has not shown the sale. It may still process it.',
    );
    expect(second?.paymentId).not.toBe(first?.paymentId);
    expect(await setup.payments()).toHaveLength(1);
  });

  it.each(AFTER)('and that arrived (%s) is continued', async (fault) => {
    const setup = await openWizardSetup();
    setup.line.spoil('sale', fault);
    expect(await setup.run([...order(), atCode(FIRST_ASK, userAt(setup).typesRight()), noRefund])).toBe('success');
    expect(setup.count('sale')).toBe(1);
  });

  it('is not looked up sooner than the platform allows', async () => {
    const setup = await openWizardSetup();
    setup.line.spoil('sale', 'reset-after');
    await setup.run([...order(), atCode(FIRST_ASK, userAt(setup).typesRight()), noRefund]);
    const [sale, status] = ['sale', 'status'].map((kind) => setup.sent.find((request) => request.kind === kind)?.at);
    expect((status ?? 0) - (sale ?? 0)).toBeGreaterThanOrEqual(STATUS_DELAY * 1000);
  });
});

describe('a connection that is cut', () => {
  it('during the question for a code is reported, also when it is back, and the clocks keep running', async () => {
    const setup = await openWizardSetup();
    const { clock, line } = setup;
    const news: (string | undefined)[] = [];
    const status = await setup.run([
      ...order(),
      atCode(FIRST_ASK, async (question) => {
        line.cut();
        await clock.sleep(15_000);
        news.push(question.news()?.toString());
        expect(question.clocks().codeLeft).toBe(65_000);
        line.restore();
        await clock.sleep(20_000);
        news.push(question.news()?.toString());
        return { kind: 'code', code: setup.platform.lastCode() };
      }),
      noRefund,
    ]);
    expect(status).toBe('success');
    expect(news[0]).toMatch(/^No usable answer.*The time limits continue; asking again\.$/);
    expect(news[1] ?? '').not.toContain('No usable answer');
  });

  it('while nothing is asked is reported as long as it lasts', async () => {
    const setup = await openWizardSetup({ faults: [{ kind: 'no-callbacks', rate: 1 }] });
    const { clock, line } = setup;
    let shown: string | undefined;
    line.when('sale', () => {
      void clock.sleep(5000).then(() => line.cut());
      void clock.sleep(18_000).then(() => {
        shown = setup.terminal.progress.at(-1);
      });
      void clock.sleep(40_000).then(() => line.restore());
    });
    await setup.run([...order(), atCode(FIRST_ASK, userAt(setup).typesRight()), noRefund]);
    expect(shown).toContain('No usable answer');
  });

  it('just when the payment has ended does not hide the result', async () => {
    const setup = await openWizardSetup();
    const { clock, line } = setup;
    const { typesRight } = userAt(setup);
    line.when('otp', () => {
      void clock.sleep(1000).then(() => line.cut());
      void clock.sleep(30_000).then(() => line.restore());
    });
    expect(await setup.run([...order(), atCode(FIRST_ASK, typesRight(20_000)), noRefund])).toBe('success');
  });
});
