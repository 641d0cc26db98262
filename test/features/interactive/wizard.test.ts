import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ProfileStore } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import type { Profile } from '#domain/profiles/profile';
import { temporaryFolder } from '../../adapters/profiles/folders.ts';
import type { ScriptedAnswer } from '../../support/fake-terminal.ts';
import { openWalkPlace, type WalkPlace } from './wizard-support.ts';
import { AFTER_WRONG, atCode, confirmed, FIRST_ASK, giveBack, noRefund, order, peopleAt } from './wizard-users.ts';

const shown = (place: WalkPlace): string => place.terminal.told.flatMap(({ lines = [] }) => lines).join('\n');

/** Stored profiles, the first of them in force by default. */
function store(place: WalkPlace, ...profiles: Profile[]) {
  const [first] = profiles;
  const list: Pick<ProfileStore, 'list' | 'defaultName'> = { list: () => profiles, defaultName: () => first?.name };
  place.change({
    profiles: async () => list as ProfileStore,
    profile: async () => ({ ...(first as Profile), origins: { name: 'the default profile' } }),
    storedGate: (name) => place.storedGate(profiles.find((profile) => profile.name === name) as Profile),
  });
}

/** What stands in each line that is asked for. */
function offersOf(place: WalkPlace): (string | undefined)[] {
  const offered: (string | undefined)[] = [];
  place.onTerminal((terminal) => {
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

describe('a person who chooses a profile', () => {
  it('has to type the name of a live one, and is not taken at a wrong word', async () => {
    const place = await openWalkPlace();
    store(place, { ...place.profile, name: 'shop' }, { ...place.profile, name: 'cash', mode: 'live' });
    const status = await place.walk([
      which('cash, project 4242, LIVE: real money'),
      ask(/^Profile cash is LIVE/, 'yes'),
      ask(/^Profile cash is LIVE/, 'cash'),
      ...order('77000000001'),
      noRefund,
    ]);
    expect(status).toBe('success');
    expect(place.terminal.complaints).toEqual(['Type cash to continue, or leave with Ctrl-C.']);
    expect(await place.intents('sale')).toMatchObject([{ profile: 'cash', mode: 'live' }]);
    expect(shown(place)).toContain('LIVE: real money');
  });

  it('is asked nothing where there is one test profile only', async () => {
    const place = await openWalkPlace();
    store(place, { ...place.profile, name: 'shop' });
    expect(await place.walk([...order('77000000001'), noRefund])).toBe('success');
    expect(place.terminal.questions[0]).toMatch(/^Phone/);
  });

  it('has to confirm a live one where there is no other', async () => {
    const place = await openWalkPlace();
    store(place, { ...place.profile, name: 'cash', mode: 'live' });
    const leaves = { kind: 'ask', question: /^Profile cash is LIVE/, answer: new Error('left') } as const;
    await expect(place.walk([leaves])).rejects.toThrow('left');
    expect(place.count('sale')).toBe(0);
  });

  it('goes back to the profiles from the first question, and from the card', async () => {
    const place = await openWalkPlace();
    store(place, { ...place.profile, name: 'shop' }, { ...place.profile, name: 'other' });
    const [phone, amount] = order('77000000001');
    const status = await place.walk([
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
    expect(await place.intents('sale')).toMatchObject([{ profile: 'shop' }]);
  });
});

describe('a person who says what is to be paid', () => {
  it('goes back from the amount to the phone, and changes both on the card', async () => {
    const place = await openWalkPlace();
    const status = await place.walk([
      ask(/^Phone/, '77071234567'),
      ask(/^Amount/, '<'),
      ...order('77071234567', '12.50').slice(0, 2),
      { kind: 'choose', question: /^Request this payment/, answer: 'Change the phone or the amount' },
      ...order('77000000001', '20.00'),
      noRefund,
    ]);
    expect(status).toBe('success');
    expect(await place.books()).toMatchObject([{ phone: '77000000001', amount: 2000 }]);
    expect(shown(place)).toContain('12.50 KZT');
  });

  it('is offered what was typed before: nothing is typed twice', async () => {
    const place = await openWalkPlace();
    const offered = offersOf(place);
    const change = { kind: 'choose', answer: 'Change' } as const;
    const back = [ask(/^Phone/, '77000000001'), ask(/^Amount/, '<')];
    await place.walk([
      ...order('77000000001', '12.50').slice(0, 2),
      change,
      ...back,
      ...order('77000000001'),
      noRefund,
    ]);
    expect(offered).toEqual([undefined, undefined, '77000000001', '12.50', '77000000001', '12.50']);
  });

  it('types what the profile does not know of the customer, and may go back there', async () => {
    const place = await openWalkPlace({ profile: { customer: { id: 'c-1', ip: '198.51.100.47', email: 'a@b.kz' } } });
    const [phone, ...rest] = order('77000000001') as [ScriptedAnswer, ...ScriptedAnswer[]];
    const status = await place.walk([
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
    expect(place.terminal.complaints).toEqual(['The platform requires it.']);
    expect(shown(place)).toContain(`--first-name 'Ómar' --last-name 'O'\\''Hara'`);
  });

  it('is told what is wrong with a phone or an amount, and nothing is sent', async () => {
    const place = await openWalkPlace();
    const status = await place.walk([
      ask(/^Phone/, 'abc'),
      ask(/^Phone/, '77000000001'),
      ask(/^Amount/, '0'),
      ask(/^Amount/, '1.005'),
      ...order().slice(1),
      noRefund,
    ]);
    expect(status).toBe('success');
    expect(place.terminal.complaints).toHaveLength(3);
  });

  it('leaves at the card: nothing was sent', async () => {
    const place = await openWalkPlace();
    const leave: ScriptedAnswer = { kind: 'choose', question: /^Request this payment/, answer: 'Cancel' };
    const failure = await place.left([...order().slice(0, 2), leave]);
    expect(failure).toMatchObject({ exit: EXIT.interrupted, hint: 'Nothing was sent.' });
    expect(place.count('sale')).toBe(0);
  });

  it('is offered the amount of the last sale, and no phone of it', async () => {
    const place = await openWalkPlace();
    await place.walk([...order('77000000001', '12.50'), noRefund]);
    const offered = offersOf(place);
    await place.walk([...order('77000000001', '12.50'), noRefund]);
    expect(offered).toEqual([undefined, '12.50']);
  });
});

describe('the list of operators', () => {
  it('that cannot be had does not begin a payment: it is said that nothing was changed', async () => {
    const place = await openWalkPlace();
    place.line.cut();
    const failure = await place.left([]);
    expect(failure).toMatchObject({ exit: EXIT.unavailable, code: 'no_answer' });
    expect(place.count('sale')).toBe(0);
  });

  it('is shown, and the operator of a number guessed by it', async () => {
    const place = await openWalkPlace();
    await place.walk([...order('77071234567'), atCode(FIRST_ASK, peopleAt(place).typesRight()), noRefund]);
    expect(shown(place)).toMatch(/Operators .*Tele2/);
    expect(shown(place)).toContain('77071234567, perhaps Tele2');
  });
});

describe('the same as commands', () => {
  const script = (place: WalkPlace): ScriptedAnswer[] => {
    const { typesRight, typesWrong } = peopleAt(place);
    return [
      ...order(),
      atCode(FIRST_ASK, typesWrong()),
      atCode(AFTER_WRONG, typesRight()),
      giveBack('All'),
      confirmed(true),
    ];
  };

  it('is told at the end', async () => {
    const place = await openWalkPlace();
    await place.walk(script(place));
    const id = await place.paymentId();
    const commands = place.terminal.told.at(-1)?.data;
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

  it('is told at each step with --show-commands', async () => {
    const place = await openWalkPlace();
    await place.walk(script(place), { showCommands: true });
    const steps = place.terminal.told.map(({ data }) => data).filter((data) => 'commands' in data);
    expect(steps).toHaveLength(6);
    expect(steps[0]).toEqual({ commands: ['rocketpay operators --profile sandbox'] });
  });

  it('names no profile where none is stored: the environment is one', async () => {
    const place = await openWalkPlace({ profile: { name: '(environment)' } });
    await place.walk(script(place));
    expect(shown(place)).not.toContain('--profile');
  });

  it('is written as a script that holds no secret and no code', async () => {
    const place = await openWalkPlace();
    const file = join(await temporaryFolder(), 'pay.sh');
    await place.walk(script(place), { saveScript: file });
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('run sale --phone 77071234567 --amount 1000.00 --currency KZT --payment-id "$payment_id"');
    expect(text).not.toContain(place.platform.sandbox.secret.reveal());
    expect(text).not.toContain(place.platform.lastCode());
    expect(place.terminal.notes).toContain(`Script saved: ${file}`);
  });

  it('is not begun where the script cannot be written: that is said before anything is sent', async () => {
    const place = await openWalkPlace();
    const file = join(await temporaryFolder(), 'mine.sh');
    writeFileSync(file, 'mine');
    const failure = await place.left([], { saveScript: file });
    expect(failure.exit).toBe(EXIT.usage);
    expect(place.count('sale')).toBe(0);
  });
});
