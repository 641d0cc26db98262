import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '#domain/language/catalogue/catalogue';
import { message } from '#domain/language/message';
import { createTranslator } from '#domain/language/translator';
import type { OtpAnswer, OtpQuestion } from '#domain/terminal/terminal';
import { confirmLive } from '#features/profiles/confirm-live';
import { FakeTerminal, type ScriptedAnswer } from '../../support/fake-terminal.ts';
import { listEnglishWords } from '../../support/language/english-words.ts';
import { runProgram } from '../../support/run-program.ts';
import { openWizardSetup, type WizardSetup } from './wizard-support.ts';
import {
  AFTER_WRONG,
  atCode,
  chooseRefund,
  confirmed,
  FIRST_ASK,
  howMuch,
  noRefund,
  order,
  userAt,
  whyAgain,
} from './wizard-users.ts';

/** Names and statuses that no language changes. */
const KNOWN = [
  'sandbox',
  'sale',
  'customer',
  'action',
  'Activ',
  'Altel',
  'Beeline',
  'Kcell',
  'Tele2',
  'Ctrl-C',
  'Enter',
  'John',
  'Doe',
  'callback',
];

describe.each(['ru', 'kk'] as const)('the guided payment in %s', (language) => {
  const translator = createTranslator(language, CATALOGUE);

  async function open(options?: Parameters<typeof openWizardSetup>[0]): Promise<WizardSetup> {
    const setup = await openWizardSetup(options);
    setup.onTerminal((terminal) => terminal.useTranslator(translator));
    return setup;
  }

  const expectNoEnglish = (texts: readonly string[], ...known: string[]) =>
    expect(texts.flatMap((text) => listEnglishWords(text, [...KNOWN, ...known]))).toEqual([]);

  /** What the user reads after the failure of a session. */
  async function readFailure(setup: WizardSetup, script: readonly ScriptedAnswer[]): Promise<string[]> {
    const { text, nextStep } = await setup.runToFailure(script);
    return [...setup.terminal.seen, translator.show(text), translator.show(nextStep ?? '')];
  }

  it('has no English word from a wrong code and a new code to two refunds', async () => {
    const setup = await open();
    const { typesRight, typesWrong, resends } = userAt(setup);
    const status = await setup.run([
      { kind: 'ask', question: /^Phone/, answer: '12' },
      ...order('77071234567', '1000'),
      atCode(FIRST_ASK, typesWrong()),
      atCode(AFTER_WRONG, resends()),
      atCode(FIRST_ASK, typesRight()),
      chooseRefund('A part'),
      howMuch('100'),
      confirmed(true),
      chooseRefund('A part'),
      howMuch('100'),
      whyAgain(''),
      noRefund,
    ]);
    expect(status).toBe('partially refunded');
    expect(setup.terminal.seen.length).toBeGreaterThan(20);
    expectNoEnglish(setup.terminal.seen, 'success', 'partially', 'refunded', 'awaiting', 'clarification');
  });

  it('has no English word when the customer is asked for, and no code is accepted', async () => {
    const setup = await open({ profile: { customer: {}, statusDelaySeconds: 10 } });
    const { typesWrong } = userAt(setup);
    const [phone, ...rest] = order('77000000002') as [ScriptedAnswer, ...ScriptedAnswer[]];
    const ask = (question: RegExp, answer: string): ScriptedAnswer => ({ kind: 'ask', question, answer });
    await setup.run([
      phone,
      ...[ask(/^Your id/, ''), ask(/^Your id/, 'customer-1'), ask(/^First/, 'John'), ask(/^Last/, 'Doe')],
      ...[ask(/^Email/, 'john'), ask(/^Email/, 'john@example.com'), ask(/^IP/, '1.2'), ask(/^IP/, '198.51.100.47')],
      ...rest,
      ...[FIRST_ASK, ...Array(4).fill(AFTER_WRONG)].map((question) => atCode(question, typesWrong())),
    ]);
    expectNoEnglish(setup.terminal.seen, 'decline');
  });

  it('has no English word when a live profile is chosen, or there is no terminal', async () => {
    const answers = ['no', 'cash'].map((answer) => ({ kind: 'ask', answer }) as const);
    const terminal = new FakeTerminal({ answers });
    terminal.useTranslator(translator);
    await confirmLive({ ...(await open()).profile, name: 'cash', mode: 'live' }, { terminal });
    const { err } = await runProgram(['interactive', '--language', language]);
    expectNoEnglish([...terminal.seen, err], 'cash');
  });

  it('has no English word when answers are lost and the platform cannot be reached', async () => {
    const setup = await open();
    const { typesRight } = userAt(setup);
    setup.line.spoil('sale', 'reset-after');
    setup.line.spoil('otp', 'reset-after');
    const news: string[] = [];
    const waitsForConnection = async (question: OtpQuestion): Promise<OtpAnswer> => {
      setup.line.instead('status', { kind: 'not_sent', reason: message('nothing listens there') });
      await setup.clock.sleep(12_000);
      news.push(translator.show(question.news() ?? ''));
      return typesRight()();
    };
    await setup.run([...order(), atCode(FIRST_ASK, waitsForConnection), noRefund]);
    expect(news[0]).toContain(translator.say('The platform cannot be reached'));
    expect(news[0]).not.toContain(translator.say('Nothing was sent.').slice(0, -1));
    expectNoEnglish([...news, ...setup.terminal.seen], 'success');
  });

  it('has no English word after Ctrl-C, and when the payment is continued', async () => {
    const setup = await open();
    const { leaves, typesRight } = userAt(setup);
    expectNoEnglish(
      await readFailure(setup, [...order(), atCode(FIRST_ASK, leaves(15_000))]),
      'awaiting',
      'clarification',
      'sandbox',
    );
    const continueId = await setup.paymentId();
    await setup.run([atCode(FIRST_ASK, typesRight()), noRefund], { continueId });
    expectNoEnglish(setup.terminal.seen, 'success');
  });
});
