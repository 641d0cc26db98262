import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '#domain/language/catalogue/catalogue';
import { createTranslator } from '#domain/language/translator';
import { PROFILE_DEFAULTS } from '#domain/profiles/profile';
import { Secret } from '#domain/signature/secret';
import { adviceForPrompt } from '#domain/terminal/advice-profile';
import { confirmTotal } from '#features/bulk-refunds/confirm-total';
import { askOrder } from '#features/interactive/order-prompts';
import { FakeTerminal, type ScriptedAnswer } from '../../support/fake-terminal.ts';

const PROFILE = {
  ...PROFILE_DEFAULTS,
  name: 'trial',
  projectId: 1,
  mode: 'test',
  secret: { kind: 'store', secret: new Secret('key') },
  customer: {},
} as const;

/** Every answer to one question: the last one is taken. */
const typed = (question: RegExp, ...answers: string[]): ScriptedAnswer[] =>
  answers.map((answer) => ({ kind: 'ask', question, answer }));

describe('a message about an invalid answer at a prompt', () => {
  it('shows the right form, and never an option', async () => {
    const terminal = new FakeTerminal({
      answers: [
        ...typed(/^Phone of the payer/, '', 'abc', '123', '9'.repeat(12), '77071234567'),
        ...typed(/^Your id/, '', 'customer-1'),
        ...typed(/^First name/, ' ', 'John'),
        ...typed(/^Last name/, '', 'Doe'),
        ...typed(/^Email/, 'john', 'john@example.com'),
        ...typed(/^IP address/, '1.2.3', '198.51.100.47'),
        ...typed(
          /^Amount in KZT/,
          '',
          '0',
          '-1',
          '100.555',
          '100,5',
          '1000 KZT',
          '100 тг',
          '1e3',
          '9'.repeat(20),
          '1000',
        ),
      ],
    });
    const order = await askOrder({}, PROFILE, [], false, { terminal });
    expect(order).toMatchObject({ phone: '77071234567', amount: { minor: 100_000 } });
    terminal.assertAllAnswered();
    const amounts = terminal.complaints.filter((text) => text.includes('amount'));
    expect(amounts).toHaveLength(9);
    for (const text of amounts) expect(text).toContain('for example 1000.00');
    expect(amounts.filter((text) => text.includes('letters beside the number'))).toHaveLength(2);
  });

  it.each([
    [true, true],
    [false, false],
  ])('names < at the first question only when it works: %s', async (canGoBack, said) => {
    const terminal = new FakeTerminal({ answers: typed(/^Phone/, '<') });
    expect(await askOrder({}, PROFILE, [], canGoBack, { terminal })).toBeUndefined();
    expect(terminal.questions[0]?.includes('<')).toBe(said);
  });
});

describe('the question for the total of a plan', () => {
  const total = { minor: 101_930_000, currency: 'KZT' };
  const confirm = (...answers: string[]) => {
    const terminal = new FakeTerminal({ answers: typed(/type the total of the plan, in KZT/, ...answers) });
    return confirmTotal({ total, confirm: undefined, what: 'refund' }, { terminal }).then(() => terminal);
  };

  it.each(['1019300', '1019300.00', '1 019 300', '1 019 300.00', ' 1019300 '])('accepts %j', async (text) => {
    expect((await confirm(text)).complaints).toEqual([]);
  });

  it.each(['', '1019300.01', '101 930 0', '1,019,300', 'yes', '101930000'])('is asked again after %j', async (text) => {
    const { complaints } = await confirm(text, '1019300');
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).not.toContain('1019300');
  });
});

describe.each(['ru', 'kk'] as const)('the question for the total of a plan in %s', (language) => {
  const confirm = async (...answers: string[]) => {
    const terminal = new FakeTerminal({ answers: typed(/KZT/, ...answers) });
    terminal.useTranslator(createTranslator(language, CATALOGUE));
    const total = { minor: 101_930_000, currency: 'KZT' };
    await confirmTotal({ total, confirm: undefined, what: 'approve' }, { terminal });
    return terminal;
  };

  it.each(['1 019 300,00', '1\u00a0019\u00a0300,00\u00a0KZT', '1019300,00', '1 019 300.00', '1019300'])(
    'accepts %j, as the screen or the command line writes it',
    async (text) => {
      expect((await confirm(text)).complaints).toEqual([]);
    },
  );

  it.each(['1,019,300', '1.019.300', '1 019,300', '1019300,01'])('is asked again after %j', async (text) => {
    expect((await confirm(text, '1019300')).complaints).toHaveLength(1);
  });
});

describe('a hint', () => {
  it.each([
    ['To refund it a second time: --again --reason "…".', false],
    ['Everything that is left: --full', false],
    ['To see its result: rocketpay resume in-1 --wait', true],
    ['Ask for a new code.', true],
    [undefined, false],
  ])('%s is shown at a prompt: %s', (hint, shown) => {
    expect(adviceForPrompt(hint)).toBe(shown ? hint : undefined);
  });
});
