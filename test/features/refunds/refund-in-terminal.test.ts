import { describe, expect, it } from 'vitest';
import { FakeTerminal, type ScriptedAnswer } from '../../support/fake-terminal.ts';
import { movingClock } from '../../support/moving-clock.ts';
import { rocketpay } from '../../support/session.ts';
import { openShop } from '../../support/shop.ts';

const YES: ScriptedAnswer = { kind: 'confirm', question: /^Refund .* of order-1\?/, answer: true };

async function openTerminal() {
  const shop = await openShop();
  await shop.paid();
  const refund = async (answers: readonly ScriptedAnswer[], ...options: readonly string[]) => {
    const terminal = new FakeTerminal({ interactive: true, answers });
    const { env, ledger, platform } = shop;
    const clock = movingClock(platform.clock);
    const { exit } = await rocketpay(['refund', 'order-1', ...options], { env, ledger, clock, context: { terminal } });
    terminal.assertAllAnswered();
    return { exit, terminal, result: terminal.reports[0]?.data };
  };
  return { shop, refund };
}

const amount = (answer: string, left = '1000.00 KZT'): ScriptedAnswer => ({
  kind: 'ask',
  question: `How much of order-1? ${left} is left (all: everything):`,
  answer,
});

describe('refund in a terminal', () => {
  it('asks for the amount when none is given, and waits for the result', async () => {
    const { refund } = await openTerminal();
    const { exit, result, terminal } = await refund([amount('250'), YES]);
    expect(exit).toBe(0);
    expect(result).toMatchObject({ amountMinor: 25_000, status: 'partially refunded' });
    expect(terminal.progress).toContain('sending the refund of 250.00 KZT');
  });

  it('refunds everything that is left after the answer "all"', async () => {
    const { refund } = await openTerminal();
    await refund([amount('250'), YES]);
    expect((await refund([amount('all', '750.00 KZT'), YES])).result).toMatchObject({ status: 'refunded' });
  });

  it('asks for the amount without the refunds that the platform does not show yet', async () => {
    const { shop, refund } = await openTerminal();
    await shop.done('refund', 'order-1', '--amount', '250', '--confirm', '250', '--no-wait');
    const { terminal } = await refund([amount('800', '750.00 KZT'), amount('100', '750.00 KZT'), YES]);
    expect(terminal.complaints).toEqual(['Only 750.00 KZT is left.']);
  });

  it('explains without a question why nothing can be refunded', async () => {
    const { refund } = await openTerminal();
    await refund([YES], '--full');
    const { exit, terminal } = await refund([]);
    expect(exit).toBe(7);
    expect(terminal.failures[0]?.message).toMatch(/^order-1 cannot be refunded: all of it was already refunded/);
  });

  it('does not wait with --no-wait', async () => {
    const { refund } = await openTerminal();
    expect((await refund([YES], '--amount', '250', '--no-wait')).result).toMatchObject({ status: 'accepted' });
  });
});

describe('a ticket number', () => {
  it('is stored with the refund, found by history, and not sent', async () => {
    const { shop } = await openTerminal();
    const bodies = () => JSON.stringify(shop.platform.events);
    const refunded = await shop.done(
      ...['refund', 'order-1', '--amount', '250', '--confirm', '250', '--ticket', ' HD-1981 '],
    );
    expect(await shop.done('receipt', String(refunded.intent))).toMatchObject({ ticket: 'HD-1981' });
    expect((await shop.run('history', '--ticket', 'HD-1981')).out.split('\n')).toHaveLength(2);
    expect((await shop.run('history', '--ticket', 'HD-1982')).out).toBe('');
    expect(await shop.done('audit', 'verify')).toMatchObject({ valid: true });
    expect(bodies()).not.toContain('HD-1981');
  });

  it.each(['', ' ', 'a\nb', 'x'.repeat(101)])('is refused when it is %j', async (ticket) => {
    const { shop } = await openTerminal();
    const words = ['refund', 'order-1', '--amount', '250', '--confirm', '250', '--ticket', ticket];
    expect(await shop.failed(...words)).toMatchObject({ exit: 2 });
  });
});
