import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXIT } from '#domain/errors/exit-codes';
import type { Profile } from '#domain/profiles/profile';
import type { ProfileStore } from '#domain/profiles/profile-store';
import { temporaryFolder } from '../../adapters/profiles/folders.ts';
import type { ScriptedAnswer } from '../../support/fake-terminal.ts';
import { openWizardSetup, type WizardSetup } from './wizard-support.ts';
import { AFTER_WRONG, atCode, chooseRefund, confirmed, FIRST_ASK, noRefund, order, userAt } from './wizard-users.ts';

const shown = (setup: WizardSetup): string => setup.terminal.told.flatMap(({ lines = [] }) => lines).join('\n');

/** Stored profiles, the first of them in force by default. */
function store(setup: WizardSetup, ...profiles: Profile[]) {
  const [first] = profiles;
  const list: Pick<ProfileStore, 'list' | 'defaultName'> = { list: () => profiles, defaultName: () => first?.name };
  setup.change({
    profiles: async () => list as ProfileStore,
    profile: async () => ({ ...(first as Profile), origins: { name: 'the default profile' } }),
    storedGate: (name) => setup.storedGate(profiles.find((profile) => profile.name === name) as Profile),
  });
}

/** What stands in each line that is asked for. */
function offersOf(setup: WizardSetup): (string | undefined)[] {
  const offered: (string | undefined)[] = [];
  setup.onTerminal((terminal) => {
    const { ask: asks } = terminal;
    terminal.ask = async (question, options) => {
      offered.push(options?.initial);
      return asks(question, options);
    };
  });
  return offered;
}

const which = (answer: string): ScriptedAnswer => ({ kind: 'choose', question: 'Which profile?', answer });
const ask = (question: RegExp, answer: string): ScriptedAnswer => ({ kind: 'ask', question, answer });

describe('the profile question of the wizard', () => {
  it('needs the name of a live profile, and refuses another word', async () => {
    const setup = await openWizardSetup();
    store(setup, { ...setup.profile, name: 'shop' }, { ...setup.profile, name: 'cash', mode: 'live' });
    const status = await setup.run([
      which('cash, project 4242, LIVE: real money'),
      ask(/^Profile cash is LIVE/, 'yes'),
      ask(/^Profile cash is LIVE/, 'cash'),
      ...order('77000000001'),
      noRefund,
    ]);
    expect(status).toBe('success');
    expect(setup.terminal.complaints).toEqual(['Type cash to continue, or leave with Ctrl-C.']);
    expect(await setup.intents('sale')).toMatchObject([{ profile: 'cash', mode: 'live' }]);
    expect(shown(setup)).toContain('LIVE: real money');
  });

  it('is skipped when there is only one test profile', async () => {
    const setup = await openWizardSetup();
    store(setup, { ...setup.profile, name: 'shop' });
    expect(await setup.run([...order('77000000001'), noRefund])).toBe('success');
    expect(setup.terminal.questions[0]).toMatch(/^Phone/);
  });

  it('asks to confirm the only profile when it is live', async () => {
    const setup = await openWizardSetup();
    store(setup, { ...setup.profile, name: 'cash', mode: 'live' });
    const leaves = { kind: 'ask', question: /^Profile cash is LIVE/, answer: new Error('left') } as const;
    await expect(setup.run([leaves])).rejects.toThrow('left');
    expect(setup.count('sale')).toBe(0);
  });

  it('can be reached again from the first question and from the summary', async () => {
    const setup = await openWizardSetup();
    store(setup, { ...setup.profile, name: 'shop' }, { ...setup.profile, name: 'other' });
    const [phone, amount] = order('77000000001');
    const status = await setup.run([
      which('shop'),
      ask(/^Phone/, '<'),
      which('other'),
      ...order().slice(0, 2),
      { kind: 'choose', question: /^Request this payment/, answer: 'Use another profile' },
      which('shop'),
      ...([phone, amount] as ScriptedAnswer[]),
      { kind: 'choose', question: /^Request this payment/, answer: 'Yes' },
      noRefund,
    ]);
    expect(status).toBe('success');
    expect(await setup.intents('sale')).toMatchObject([{ profile: 'shop' }]);
  });
});

describe('the payment questions of the wizard', () => {
  it('allow to go back from the amount to the phone, and to change both in the summary', async () => {
    const setup = await openWizardSetup();
    const status = await setup.run([
      ask(/^Phone/, '77071234567'),
      ask(/^Amount/, '<'),
      ...order('77071234567', '12.50').slice(0, 2),
      { kind: 'choose', question: /^Request this payment/, answer: 'Change the phone or the amount' },
      ...order('77000000001', '20.00'),
      noRefund,
    ]);
    expect(status).toBe('success');
    expect(await setup.payments()).toMatchObject([{ phone: '77000000001', amount: 2000 }]);
    expect(shown(setup)).toContain('12.50 KZT');
  });

  it('suggest the earlier answers', async () => {
    const setup = await openWizardSetup();
    const offered = offersOf(setup);
    const change = { kind: 'choose', answer: 'Change' } as const;
    const back = [ask(/^Phone/, '77000000001'), ask(/^Amount/, '<')];
    await setup.run([...order('77000000001', '12.50').slice(0, 2), change, ...back, ...order('77000000001'), noRefund]);
    expect(offered).toEqual([undefined, undefined, '77000000001', '12.50', '77000000001', '12.50']);
  });

  it('ask for the customer data that the profile does not have, and can be reached again', async () => {
    const setup = await openWizardSetup({ profile: { customer: { id: 'c-1', ip: '198.51.100.47', email: 'a@b.kz' } } });
    const [phone, ...rest] = order('77000000001') as [ScriptedAnswer, ...ScriptedAnswer[]];
    const status = await setup.run([
      phone,
      ask(/^First name/, '<'),
      phone,
      ask(/^First name/, ' '),
      ask(/^First name/, 'Ómar'),
      ask(/^Last name/, "O'Hara"),
      ...rest,
      noRefund,
    ]);
    expect(status).toBe('success');
    expect(setup.terminal.complaints).toEqual(['The platform requires it.']);
    expect(shown(setup)).toContain(`--first-name 'Ómar' --last-name 'O'\\''Hara'`);
  });

  it('explain an invalid phone or amount, and send nothing', async () => {
    const setup = await openWizardSetup();
    const status = await setup.run([
      ask(/^Phone/, 'abc'),
      ask(/^Phone/, '77000000001'),
      ask(/^Amount/, '0'),
      ask(/^Amount/, '1.005'),
      ...order().slice(1),
      noRefund,
    ]);
    expect(status).toBe('success');
    expect(setup.terminal.complaints).toHaveLength(3);
  });

  it('send nothing when the user leaves at the summary', async () => {
    const setup = await openWizardSetup();
    const leave: ScriptedAnswer = { kind: 'choose', question: /^Request this payment/, answer: 'Cancel' };
    const failure = await setup.runToFailure([...order().slice(0, 2), leave]);
    expect(failure).toMatchObject({ exit: EXIT.interrupted, hint: 'Nothing was sent.' });
    expect(setup.count('sale')).toBe(0);
  });

  it('suggest the amount of the last sale, and not its phone', async () => {
    const setup = await openWizardSetup();
    await setup.run([...order('77000000001', '12.50'), noRefund]);
    const offered = offersOf(setup);
    await setup.run([...order('77000000001', '12.50'), noRefund]);
    expect(offered).toEqual([undefined, '12.50']);
  });
});

describe('the list of operators', () => {
  it('that is not available starts no payment, and the message says that nothing was changed', async () => {
    const setup = await openWizardSetup();
    setup.line.cut();
    const failure = await setup.runToFailure([]);
    expect(failure).toMatchObject({ exit: EXIT.unavailable, code: 'no_answer' });
    expect(setup.count('sale')).toBe(0);
  });

  it('is shown, and the operator of the phone number is suggested', async () => {
    const setup = await openWizardSetup();
    await setup.run([...order('77071234567'), atCode(FIRST_ASK, userAt(setup).typesRight()), noRefund]);
    expect(shown(setup)).toMatch(/Operators .*Tele2/);
    expect(shown(setup)).toContain('77071234567, perhaps Tele2');
  });
});

describe('the list of equivalent commands', () => {
  const script = (setup: WizardSetup): ScriptedAnswer[] => {
    const { typesRight, typesWrong } = userAt(setup);
    return [
      ...order(),
      atCode(FIRST_ASK, typesWrong()),
      atCode(AFTER_WRONG, typesRight()),
      chooseRefund('All'),
      confirmed(true),
    ];
  };

  it('is printed at the end', async () => {
    const setup = await openWizardSetup();
    await setup.run(script(setup));
    const id = await setup.paymentId();
    const commands = setup.terminal.told.at(-1)?.data;
    expect(commands).toEqual({
      commands: [
        'rocketpay operators --profile sandbox',
        `rocketpay sale --phone 77071234567 --amount 1000.00 --currency KZT --payment-id ${id} --wait otp --profile sandbox`,
        `rocketpay otp ${id} - --wait --profile sandbox`,
        `rocketpay otp ${id} - --wait --profile sandbox`,
        `rocketpay refund ${id} --amount 1000.00 --confirm 1000.00 --wait --profile sandbox`,
      ],
    });
  });

  it('is printed at each step with --show-commands', async () => {
    const setup = await openWizardSetup();
    await setup.run(script(setup), { showCommands: true });
    const steps = setup.terminal.told.map(({ data }) => data).filter((data) => 'commands' in data);
    expect(steps).toHaveLength(6);
    expect(steps[0]).toEqual({ commands: ['rocketpay operators --profile sandbox'] });
  });

  it('names no profile when the profile comes from environment variables', async () => {
    const setup = await openWizardSetup({ profile: { name: '(environment)' } });
    await setup.run(script(setup));
    expect(shown(setup)).not.toContain('--profile');
  });

  it('is written as a script without secret and code', async () => {
    const setup = await openWizardSetup();
    const file = join(await temporaryFolder(), 'pay.sh');
    await setup.run(script(setup), { saveScript: file });
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('run sale --phone 77071234567 --amount 1000.00 --currency KZT --payment-id "$payment_id"');
    expect(text).not.toContain(setup.platform.sandbox.secret.reveal());
    expect(text).not.toContain(setup.platform.lastCode());
    expect(setup.terminal.notes).toContain(`Script saved: ${file}`);
  });

  it('is reported before anything is sent when its script cannot be written', async () => {
    const setup = await openWizardSetup();
    const file = join(await temporaryFolder(), 'mine.sh');
    writeFileSync(file, 'mine');
    const failure = await setup.runToFailure([], { saveScript: file });
    expect(failure.exit).toBe(EXIT.usage);
    expect(setup.count('sale')).toBe(0);
  });
});
