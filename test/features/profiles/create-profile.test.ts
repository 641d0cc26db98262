import { describe, expect, it } from 'vitest';
import type { Input } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { interruptedFailure } from '#domain/errors/failure';
import { PROFILE_DEFAULTS } from '#domain/profiles/profile';
import { Secret } from '#domain/signature/secret';
import { checkName, type NewProfile, newProfile } from '#features/profiles/create-profile';
import { profileDocument } from '#features/profiles/profile-view';
import { failureOf, rejectionOf } from '../../support/failures.ts';
import { FakeTerminal, type ScriptedAnswer } from '../../support/fake-terminal.ts';

/** Standard input with this text; without a text it must not be read. */
const inputOf = (text?: string): Input => ({
  text: async (source) => {
    if (text === undefined || source !== '-') throw new Error(`${source} was read`);
    return text;
  },
  lines: () => {
    throw new Error('lines were read');
  },
});

function add(
  words: Partial<NewProfile>,
  given: { stdin?: string; answers?: ScriptedAnswer[]; interactive?: boolean } = {},
) {
  const { stdin, ...rest } = given;
  const terminal = new FakeTerminal(rest);
  const unused = () => Promise.reject(new Error('the environment was read'));
  const context = { terminal, input: inputOf(stdin), environmentProfile: unused, secret: unused };
  const result = newProfile({ name: 'shop', ...words }, context);
  return { result, terminal };
}

const FROM_ENV = { projectId: 42, secretEnv: 'KEY' };

async function secretOf(
  words: Partial<NewProfile>,
  given: Parameters<typeof add>[1],
): Promise<[text: string, warnings: string[]]> {
  const { result, terminal } = add({ projectId: 42, ...words }, given);
  const { secret } = await result;
  terminal.assertAllAnswered();
  return [secret?.kind === 'store' ? secret.secret.reveal() : '(elsewhere)', terminal.warnings];
}

describe('profiles add with flags only', () => {
  it('uses the defaults for missing flags', async () => {
    expect(await add(FROM_ENV).result).toEqual({
      ...PROFILE_DEFAULTS,
      name: 'shop',
      projectId: 42,
      secret: { kind: 'env', name: 'KEY' },
    });
  });

  it('stores the given values', async () => {
    const words: Partial<NewProfile> = {
      projectId: 7,
      secretCommand: ['pass', 'show'],
      test: true,
      gateUrl: 'http://127.0.0.1:4010',
      paymentPageUrl: 'https://page.example',
      otpSeconds: 90,
      resends: 0,
      currency: 'USD',
      customerId: 'c',
      firstName: 'A',
      lastName: 'B',
      email: 'a@b.kz',
      ip: '127.0.0.1',
      callbackUrl: 'https://shop.example/cb',
      statusDelay: 0,
      maxRefund: '500',
      maxRefundPerDay: '1500.50',
      merchantRefundId: true,
      acceptUnsignedStatus: true,
    };
    expect(await add(words).result).toEqual({
      name: 'shop',
      projectId: 7,
      secret: { kind: 'command', command: ['pass', 'show'] },
      mode: 'test',
      gateUrl: 'http://127.0.0.1:4010',
      paymentPageUrl: 'https://page.example',
      otpSeconds: 90,
      resends: 0,
      currency: 'USD',
      customer: { id: 'c', firstName: 'A', lastName: 'B', email: 'a@b.kz', ip: '127.0.0.1' },
      callbackUrl: 'https://shop.example/cb',
      statusDelaySeconds: 0,
      maxRefund: 50_000,
      maxRefundPerDay: 150_050,
      requireApproval: false,
      approvers: [],
      merchantRefundId: true,
      acceptUnsignedStatus: true,
      speed: 1,
      insecure: false,
    });
  });

  it.each<[what: string, words: Partial<NewProfile>, said: RegExp]>([
    ['the project id is missing', { secretEnv: 'KEY' }, /--project-id/],
    [
      'the secret is missing',
      { projectId: 42 },
      /--secret-stdin, --secret-env, --secret-file, --secret-command or --from-env/,
    ],
    ['the secret comes from two places', { projectId: 42, secretEnv: 'KEY', secretFile: 'f' }, /only one source/],
    [
      'the secret comes from standard input and elsewhere',
      { projectId: 42, secretStdin: true, secretEnv: 'KEY' },
      /only one source/,
    ],
    ['it is test and live', { ...FROM_ENV, test: true, live: true }, /--test and --live/],
    ['the Gate is plain http elsewhere', { ...FROM_ENV, gateUrl: 'http://gate.example' }, /--gate-url: .*--insecure/],
    ['the Gate is not a URL', { ...FROM_ENV, gateUrl: 'gate' }, /--gate-url/],
    [
      'the Payment Page is plain http elsewhere',
      { ...FROM_ENV, paymentPageUrl: 'http://page.example' },
      /--payment-page-url: .*--insecure/,
    ],
    ['a limit is not an amount', { ...FROM_ENV, maxRefund: '1,000' }, /--max-refund: .*"1,000".*--max-refund 1000\.00/],
    ['a limit is zero', { ...FROM_ENV, maxRefund: '0' }, /--max-refund: .*zero/],
    ['a limit is negative', { ...FROM_ENV, maxRefundPerDay: '-5' }, /--max-refund-per-day: .*negative/],
    ['a limit has more decimals than its currency', { ...FROM_ENV, maxRefund: '1.5', currency: 'JPY' }, /JPY has 0/],
    ['the name has a space', { ...FROM_ENV, name: 'my shop' }, /"my shop"/],
  ])('is refused when %s', async (_what, words, said) => {
    const failure = await rejectionOf(add(words).result);
    expect(failure.exit).toBe(EXIT.usage);
    expect(`${failure.message} ${failure.hint}`).toMatch(said);
  });

  it('accepts plain http to another machine with --insecure', async () => {
    const words = { ...FROM_ENV, gateUrl: 'http://gate.example', insecure: true };
    expect(await add(words).result).toMatchObject({ gateUrl: 'http://gate.example', insecure: true });
  });
});

describe('the refund limits of a profile', () => {
  it.each<[words: Partial<NewProfile>, limits: object]>([
    [{ maxRefund: '500' }, { maxRefund: 50_000 }],
    [{ maxRefundPerDay: '0.01' }, { maxRefundPerDay: 1 }],
    [
      { maxRefund: '500', maxRefundPerDay: '1500.5' },
      { maxRefund: 50_000, maxRefundPerDay: 150_050 },
    ],
    [
      { maxRefund: '500', currency: 'JPY' },
      { maxRefund: 500, currency: 'JPY' },
    ],
    [
      { maxRefund: '1.234', currency: 'KWD' },
      { maxRefund: 1234, currency: 'KWD' },
    ],
  ])('are given in major units and stored in minor units of the currency: %o', async (words, limits) => {
    expect(await add({ ...FROM_ENV, ...words }).result).toMatchObject(limits);
  });

  it('are missing when none are set', async () => {
    const profile = await add(FROM_ENV).result;
    expect(profile).not.toHaveProperty('maxRefund');
    expect(profile).not.toHaveProperty('maxRefundPerDay');
    expect(profile.merchantRefundId).toBe(false);
  });

  it('are shown with the profile', async () => {
    const profile = await add({ ...FROM_ENV, maxRefund: '500', merchantRefundId: true }).result;
    expect(profileDocument(profile)).toMatchObject({ maxRefund: 50_000, merchantRefundId: true });
  });
});

describe('a secret from standard input', () => {
  it.each<[what: string, stdin: string, secret: string]>([
    ['as it is', 'key', 'key'],
    ['without the line end that echo adds', 'key\n', 'key'],
    ['without a Windows line end', 'key\r\n', 'key'],
    ['with quotes and spaces inside', `k "e' y`, `k "e' y`],
  ])('is stored %s', async (_what, stdin, secret) => {
    expect(await secretOf({ secretStdin: true }, { stdin })).toEqual([secret, []]);
  });

  it.each<[what: string, stdin: string, secret: string, words: RegExp]>([
    ['two line ends', 'key\n\n', 'key\n', /line end.*signatures will not match/],
    ['a space at its end', 'key \n', 'key ', /white space.*signatures will not match/],
    ['a space in front', ' key', ' key', /white space.*signatures will not match/],
  ])('is stored unchanged with a warning about %s', async (_what, stdin, secret, words) => {
    expect(await secretOf({ secretStdin: true }, { stdin })).toEqual([secret, [expect.stringMatching(words)]]);
  });

  it.each(['', '\n', '\r\n'])('is refused when it is empty: %j', async (stdin) => {
    const failure = await rejectionOf(add({ projectId: 42, secretStdin: true }, { stdin }).result);
    expect(failure).toMatchObject({ exit: EXIT.usage, message: 'The secret is empty.' });
  });
});

describe('profiles add in a terminal', () => {
  const key: ScriptedAnswer = { kind: 'askHidden', question: /Secret key/, answer: 'key' };

  it('asks for missing values, and hides the secret', async () => {
    const { result, terminal } = add({}, { answers: [{ kind: 'ask', question: /Project id/, answer: '42' }, key] });
    expect(await result).toMatchObject({ projectId: 42, secret: { kind: 'store' } });
    terminal.assertAllAnswered();
  });

  it('asks again until the project id is valid', async () => {
    const ids = ['', 'x', '0', '4294967296', '42'].map((answer) => ({ kind: 'ask', answer }) as const);
    const { result, terminal } = add({ secretEnv: 'KEY' }, { answers: [...ids] });
    expect((await result).projectId).toBe(42);
    expect(terminal.complaints).toHaveLength(4);
    terminal.assertAllAnswered();
  });

  it('does not ask for values that are given as flags', async () => {
    await add(FROM_ENV, { interactive: true }).result;
    expect(await secretOf({}, { answers: [key] })).toEqual(['key', []]);
    expect(await secretOf({ secretStdin: true }, { stdin: 'key', interactive: true })).toEqual(['key', []]);
  });

  it('can be cancelled with Ctrl-C', async () => {
    const { result } = add({ projectId: 42 }, { answers: [{ ...key, answer: interruptedFailure() }] });
    expect((await rejectionOf(result)).exit).toBe(EXIT.interrupted);
  });
});

describe('profiles add', () => {
  it.each(['shop', 'a', '0', 'a.b-c_d', 'x'.repeat(64)])('accepts the name %s', (name) => {
    checkName(name);
  });

  it.each(['', ' ', 'a b', '.a', '-a', '_a', '__proto__', 'a/b', '../a', 'магазин', 'x'.repeat(65), 'a\n'])(
    'refuses the name %j',
    (name) => {
      expect(failureOf(() => checkName(name)).exit).toBe(EXIT.usage);
    },
  );
});

describe('the JSON document of a profile', () => {
  it('names the source of the secret, and never contains the secret', () => {
    const base = { ...PROFILE_DEFAULTS, name: 'shop', projectId: 42 };
    const document = profileDocument({ ...base, secret: { kind: 'store', secret: new Secret('hunter22') } });
    expect(document).toMatchObject({ profile: 'shop', projectId: 42, secret: 'the profile store' });
    expect(JSON.stringify(document)).not.toContain('hunter22');
    expect(profileDocument(base).secret).toBeNull();
    expect(document).not.toHaveProperty('name');
  });
});
