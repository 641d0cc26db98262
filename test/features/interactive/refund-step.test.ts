import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import { formatJson } from '#domain/json/exact-json';
import { openWizardSetup } from './wizard-support.ts';
import { chooseRefund, confirmed, howMuch, noRefund, order, whyAgain } from './wizard-users.ts';

describe('a refund in the wizard', () => {
  const paid = order('77000000001');

  it('of a part, then of the rest', async () => {
    const setup = await openWizardSetup();
    const script = [
      chooseRefund('A part'),
      howMuch('400'),
      confirmed(true),
      chooseRefund('All of it: 600.00'),
      confirmed(true),
    ];
    expect(await setup.run([...paid, ...script])).toBe('refunded');
    expect((await setup.intents('refund')).map(({ amount, state }) => [amount?.minor, state])).toEqual([
      [60_000, 'done'],
      [40_000, 'done'],
    ]);
  });

  it('of a half, then of the other half', async () => {
    const setup = await openWizardSetup();
    const script = [
      chooseRefund('A part'),
      howMuch('500'),
      confirmed(true),
      chooseRefund('All of it: 500.00'),
      whyAgain('the second of two tickets'),
      confirmed(true),
    ];
    expect(await setup.run([...paid, ...script])).toBe('refunded');
    expect((await setup.intents('refund')).map(({ repeatReason: again }) => again)).toEqual([
      'the second of two tickets',
      undefined,
    ]);
  });

  it('of the same amount again is not sent without a reason', async () => {
    const setup = await openWizardSetup();
    const half = [chooseRefund('A part'), howMuch('500'), confirmed(true)];
    const script = [...half, chooseRefund('All of it: 500.00'), whyAgain(''), noRefund];
    expect(await setup.run([...paid, ...script])).toBe('partially refunded');
    expect(setup.count('refund')).toBe(1);
  });

  it('whose operation is of another amount has no result, and is not called refunded', async () => {
    const setup = await openWizardSetup();
    setup.line.rewrite((outcome) => {
      if (outcome.kind !== 'accepted') return outcome;
      const answer = JSON.parse(formatJson(outcome.answer));
      for (const one of answer.operations ?? []) if (one.type === 'refund') one.sum_initial.amount += 1;
      return { ...outcome, answer };
    });
    await setup.run([...paid, chooseRefund('All'), confirmed(true)]);
    expect(setup.terminal.notes.join()).not.toContain('Refunded: ');
    expect(setup.terminal.warnings.join()).toContain('No final result of the refund');
    expect(await setup.intents('refund')).toMatchObject([{ state: 'accepted' }]);
  });

  it('of more than what is left is refused, and < returns to the previous question', async () => {
    const setup = await openWizardSetup();
    expect(await setup.run([...paid, chooseRefund('A part'), howMuch('1000.01'), howMuch('<'), noRefund])).toBe(
      'success',
    );
    expect(setup.terminal.complaints).toEqual(['Only 1000.00 KZT is left.']);
    expect(setup.count('refund')).toBe(0);
  });

  it('that is not confirmed is not sent', async () => {
    const setup = await openWizardSetup();
    expect(await setup.run([...paid, chooseRefund('All'), confirmed(false), noRefund])).toBe('success');
    expect(setup.count('refund')).toBe(0);
    expect(setup.terminal.warnings.join()).toContain('Nothing was sent');
  });

  it.each([
    ['36.10', '3610'],
    ['30.28', '3028'],
    ['13.13', '20100'],
  ])('of %s that the platform refuses (%s) is reported, and the wizard continues', async (amount, code) => {
    const setup = await openWizardSetup();
    const script = [chooseRefund('A part'), howMuch(amount), confirmed(true), noRefund];
    expect(await setup.run([...paid, ...script])).toBe('success');
    expect(setup.terminal.warnings.join()).toContain(code);
  });

  it('whose answer is lost is not sent again', async () => {
    const setup = await openWizardSetup();
    setup.line.spoil('refund', 'reset-after');
    const script = [chooseRefund('A part'), howMuch('400'), confirmed(true)];
    const failure = await setup.runToFailure([...paid, ...script]);
    expect(failure).toMatchObject({ exit: EXIT.unknown, paymentId: await setup.paymentId() });
    expect(failure.hint).toContain(`rocketpay interactive --continue ${await setup.paymentId()}`);
    expect(setup.count('refund')).toBe(1);
  });

  it('that is declined does not make the paid payment fail, even when the connection is cut', async () => {
    const setup = await openWizardSetup();
    setup.onTerminal((terminal) => {
      const { choose } = terminal;
      terminal.choose = async (question, choices) => {
        if (String(question).startsWith('Refund it')) setup.line.cut();
        return choose(question, choices);
      };
    });
    expect(await setup.run([...paid, noRefund])).toBe('success');
  });
});
