import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import { formatJson } from '#domain/json/exact-json';
import { openWalkPlace } from './wizard-support.ts';
import { confirmed, giveBack, howMuch, noRefund, order, whyAgain } from './wizard-users.ts';

describe('money back', () => {
  const paid = order('77000000001');

  it('of a part, then of the rest', async () => {
    const place = await openWalkPlace();
    const script = [
      giveBack('A part'),
      howMuch('400'),
      confirmed(true),
      giveBack('All of it: 600.00'),
      confirmed(true),
    ];
    expect(await place.walk([...paid, ...script])).toBe('refunded');
    expect((await place.intents('refund')).map(({ amount, state }) => [amount?.minor, state])).toEqual([
      [60_000, 'done'],
      [40_000, 'done'],
    ]);
  });

  it('of a half, then of the other half', async () => {
    const place = await openWalkPlace();
    const script = [
      giveBack('A part'),
      howMuch('500'),
      confirmed(true),
      giveBack('All of it: 500.00'),
      whyAgain('the second of two tickets'),
      confirmed(true),
    ];
    expect(await place.walk([...paid, ...script])).toBe('refunded');
    expect((await place.intents('refund')).map(({ repeatReason: again }) => again)).toEqual([
      'the second of two tickets',
      undefined,
    ]);
  });

  it('of the same amount again is not sent without a reason', async () => {
    const place = await openWalkPlace();
    const half = [giveBack('A part'), howMuch('500'), confirmed(true)];
    const script = [...half, giveBack('All of it: 500.00'), whyAgain(''), noRefund];
    expect(await place.walk([...paid, ...script])).toBe('partially refunded');
    expect(place.count('refund')).toBe(1);
  });

  it('whose operation is of another amount has no result, and is not called refunded', async () => {
    const place = await openWalkPlace();
    place.line.rewrite((outcome) => {
      if (outcome.kind !== 'accepted') return outcome;
      const answer = JSON.parse(formatJson(outcome.answer));
      for (const one of answer.operations ?? []) if (one.type === 'refund') one.sum_initial.amount += 1;
      return { ...outcome, answer };
    });
    await place.walk([...paid, giveBack('All'), confirmed(true)]);
    expect(place.terminal.notes.join()).not.toContain('Refunded: ');
    expect(place.terminal.warnings.join()).toContain('No final result of the refund');
    expect(await place.intents('refund')).toMatchObject([{ state: 'accepted' }]);
  });

  it('of more than is left is not taken, and < goes back', async () => {
    const place = await openWalkPlace();
    expect(await place.walk([...paid, giveBack('A part'), howMuch('1000.01'), howMuch('<'), noRefund])).toBe('success');
    expect(place.terminal.complaints).toEqual(['Only 1000.00 KZT is left.']);
    expect(place.count('refund')).toBe(0);
  });

  it('that nobody confirms is not sent', async () => {
    const place = await openWalkPlace();
    expect(await place.walk([...paid, giveBack('All'), confirmed(false), noRefund])).toBe('success');
    expect(place.count('refund')).toBe(0);
    expect(place.terminal.warnings.join()).toContain('Nothing was sent');
  });

  it.each([
    ['36.10', '3610'],
    ['30.28', '3028'],
    ['13.13', '20100'],
  ])('of %s that the platform does not give (%s) is told, and the walk goes on', async (amount, code) => {
    const place = await openWalkPlace();
    const script = [giveBack('A part'), howMuch(amount), confirmed(true), noRefund];
    expect(await place.walk([...paid, ...script])).toBe('success');
    expect(place.terminal.warnings.join()).toContain(code);
  });

  it('whose answer is lost is not sent again', async () => {
    const place = await openWalkPlace();
    place.line.spoil('refund', 'reset-after');
    const script = [giveBack('A part'), howMuch('400'), confirmed(true)];
    const failure = await place.left([...paid, ...script]);
    expect(failure).toMatchObject({ exit: EXIT.unknown, paymentId: await place.paymentId() });
    expect(failure.hint).toContain(`rocketpay interactive --continue ${await place.paymentId()}`);
    expect(place.count('refund')).toBe(1);
  });

  it('that nobody wants: a line that is cut then does not make a failure of a paid payment', async () => {
    const place = await openWalkPlace();
    place.onTerminal((terminal) => {
      const { choose } = terminal;
      terminal.choose = async (question, choices) => {
        if (question.startsWith('Refund it')) place.line.cut();
        return choose(question, choices);
      };
    });
    expect(await place.walk([...paid, noRefund])).toBe('success');
  });
});
