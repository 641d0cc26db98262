import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type RecordedStep, toCommand, toShellScript } from '#features/interactive/recorded-step';

const SHOP = { name: 'shop' };

const SALE: Extract<RecordedStep, { step: 'sale' }> = {
  step: 'sale',
  paymentId: 'order-1',
  phone: '77071234567',
  amount: { minor: 100_000, currency: 'KZT' },
  customer: {},
  callbackUrl: undefined,
};
const part = (minor: number): RecordedStep => ({
  step: 'refund',
  paymentId: 'order-1',
  amount: { minor, currency: 'KZT' },
});

const NASTY = [
  "O'Hara",
  '$(touch broken)',
  '`id`',
  'a b',
  '"; exit 3; "',
  '\\',
  '!x',
  '*',
  '~',
  '#',
  '--',
  'два',
  'x\ny',
  '',
];

/** The words that bash makes of a command line. */
function wordsOf(line: string): string[] {
  const { stdout, status } = spawnSync('bash', ['--norc', '-c', `rocketpay() { printf '%s\\0' "$@"; }\n${line}`], {
    encoding: 'utf8',
  });
  expect(status).toBe(0);
  return stdout.split('\0').slice(0, -1);
}

describe('a step as a command', () => {
  it.each<[step: RecordedStep, command: string]>([
    [{ step: 'operators' }, 'rocketpay operators --profile shop'],
    [
      SALE,
      'rocketpay sale --phone 77071234567 --amount 1000.00 --currency KZT --payment-id order-1 --wait otp --profile shop',
    ],
    [{ step: 'otp', paymentId: 'order-1' }, 'rocketpay otp order-1 - --wait --profile shop'],
    [{ step: 'resend', paymentId: 'order-1' }, 'rocketpay resend order-1 --profile shop'],
    [part(25_050), 'rocketpay refund order-1 --amount 250.50 --confirm 250.50 --wait --profile shop'],
  ])('%j', (step, command) => {
    expect(toCommand(step, SHOP)).toBe(command);
  });

  it('contains the customer data that the profile does not have', () => {
    const customer = { id: 'c-1', firstName: 'Ó', lastName: "O'Hara", email: 'a@b.kz', ip: '198.51.100.47' };
    const words = wordsOf(toCommand({ ...SALE, customer, callbackUrl: 'https://shop.kz/cb?a=1&b=2' }, SHOP));
    const flags = ['--customer-id', '--first-name', '--last-name', '--email', '--ip', '--callback-url'];
    expect(flags.map((flag) => words[words.indexOf(flag) + 1])).toEqual([
      ...['c-1', 'Ó', "O'Hara", 'a@b.kz', '198.51.100.47'],
      'https://shop.kz/cb?a=1&b=2',
    ]);
  });

  it('uses whole units for a currency without a minor unit', () => {
    expect(toCommand({ ...SALE, amount: { minor: 500, currency: 'JPY' } }, SHOP)).toContain(
      '--amount 500 --currency JPY',
    );
  });

  it('can be pasted into a shell, whatever its ids and names are', () => {
    const lines = NASTY.map((odd) => toCommand({ ...SALE, paymentId: odd, customer: { lastName: odd } }, SHOP));
    const expected = NASTY.flatMap((odd) => [
      ...['sale', '--phone', '77071234567', '--amount', '1000.00', '--currency', 'KZT', '--last-name', odd],
      ...['--payment-id', odd, '--wait', 'otp', '--profile', 'shop'],
    ]);
    expect(wordsOf(lines.join('\n'))).toEqual(expected);
  });

  it('contains each text as one word', () => {
    const odd = fc.string({ unit: fc.constantFrom(...`ab1 '"$\`\\!*?#&;|<>(){}[]~=%\n\té`), maxLength: 12 });
    const lines: string[] = [];
    const expected: string[] = [];
    fc.assert(
      fc.property(odd, (text) => {
        lines.push(toCommand({ step: 'resend', paymentId: text }, SHOP));
        expected.push('resend', text, '--profile', 'shop');
      }),
    );
    expect(wordsOf(lines.join('\n'))).toEqual(expected);
  });
});

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Runs a script with a program of that name that keeps its words and ends with the codes that it is told. */
function play(script: string, exits: readonly number[], input = '0042\n') {
  const folder = mkdtempSync(join(tmpdir(), 'rocketpay-script-'));
  folders.push(folder);
  const program = join(folder, 'rocketpay');
  const body = [
    '#!/usr/bin/env bash',
    'echo "$*" >> "$0.log"; [ "$1" = otp ] && cat >> "$0.log"',
    `exits=(${exits.join(' ')}); exit "\${exits[$(($(grep -cE '^(sale|otp|refund)' "$0.log") - 1))]:-0}"`,
  ];
  writeFileSync(program, `${body.join('\n')}\n`);
  chmodSync(program, 0o755);
  const env = { PATH: `${folder}${delimiter}${process.env.PATH}`, PAYMENT_ID: 'order-9' };
  const { status, stderr } = spawnSync('bash', ['--norc', '-c', script], { encoding: 'utf8', env, input });
  const { stdout } = spawnSync('cat', [`${program}.log`], { encoding: 'utf8' });
  return { status, stderr, log: stdout.split('\n').slice(0, -1) };
}

describe('a profile from environment variables', () => {
  const environment = { name: '(environment)' };

  it('is not named in a command', () => {
    expect(toCommand({ step: 'operators' }, environment)).toBe('rocketpay operators');
    expect(toCommand({ step: 'otp', paymentId: 'order-1' }, environment)).toBe('rocketpay otp order-1 - --wait');
  });

  it('is not named in a script', () => {
    expect(toShellScript([SALE, part(1)], environment)).not.toContain('--profile');
  });
});

describe('the script of a guided payment', () => {
  const steps: RecordedStep[] = [
    { step: 'operators' },
    SALE,
    { step: 'otp', paymentId: 'order-1' },
    { step: 'resend', paymentId: 'order-1' },
    { step: 'otp', paymentId: 'order-1' },
    part(40_000),
    part(60_000),
  ];
  const script = toShellScript(steps, SHOP);
  const SALE_LINE =
    'sale --phone 77071234567 --amount 1000.00 --currency KZT --payment-id order-9 --wait otp --profile shop';
  const OTP_LINES = ['otp order-9 - --wait --profile shop', '0042'];

  it('stops at the first error, and contains neither the payment id nor a code', () => {
    expect(script.split('\n')).toContain('set -euo pipefail');
    expect(script).toMatch(/^#!.*bash\n/);
    expect(script).not.toContain('order-1');
  });

  it('sells, submits the code, and refunds each part', () => {
    expect(play(script, [])).toMatchObject({
      status: 0,
      log: [
        SALE_LINE,
        ...OTP_LINES,
        'refund order-9 --amount 400.00 --confirm 400.00 --wait --profile shop',
        'refund order-9 --amount 600.00 --confirm 600.00 --wait --profile shop',
      ],
    });
  });

  it.each([
    [[3], 3, [SALE_LINE]],
    [[0, 5], 5, [SALE_LINE, ...OTP_LINES]],
  ])('ends with the exit code of what failed: %j', (exits, status, log) => {
    const played = play(script, exits);
    expect(played).toMatchObject({ status, log });
    expect(played.stderr).toContain(`ended with exit code ${status}`);
  });

  it('repeats nothing with an unknown outcome, and prints what to do', () => {
    const played = play(script, [0, 6]);
    expect(played).toMatchObject({ status: 6, log: [SALE_LINE, ...OTP_LINES] });
    expect(played.stderr).toContain('rocketpay resume --all --wait');
  });

  it('ends when no code comes', () => {
    const played = play(script, [], '');
    expect(played.status).not.toBe(0);
    expect(played.log).toEqual([SALE_LINE]);
  });

  it('creates another payment in each run', () => {
    const ids = [1, 2].map(() => {
      const { log } = play(script.replace(/PAYMENT_ID:-/, 'NOT_SET:-'), [3]);
      return /--payment-id (\S+)/.exec(log[0] ?? '')?.[1];
    });
    expect(ids[0]).toMatch(/^script-\d+-\d+$/);
    expect(ids[0]).not.toBe(ids[1]);
  });

  it('is valid for bash, whatever its names are', () => {
    for (const odd of NASTY) {
      const text = toShellScript([{ ...SALE, customer: { lastName: odd, firstName: odd } }, part(1)], { name: odd });
      const { status, stderr } = spawnSync('bash', ['-n'], { input: text, encoding: 'utf8' });
      expect({ odd, status, stderr }).toEqual({ odd, status: 0, stderr: '' });
    }
    const [odd] = NASTY as [string];
    const text = toShellScript([{ ...SALE, customer: { lastName: odd } }], SHOP);
    expect(play(text, [3]).log[0]).toContain(`--last-name ${odd}`);
  });

  it('runs no text of its values as a command', () => {
    const text = toShellScript(
      [{ ...SALE, customer: { lastName: '$(echo broken >&2)', firstName: '`echo broken >&2`' } }],
      SHOP,
    );
    const { stderr, log } = play(text, []);
    expect(stderr).toBe('');
    expect(log[0]).toContain('$(echo broken >&2)');
  });

  it('is empty for a payment that was continued', () => {
    expect(toShellScript([{ step: 'otp', paymentId: 'order-1' }, part(1)], SHOP)).toBe('');
  });

  it('asks for no code when none was needed', () => {
    expect(toShellScript([{ step: 'operators' }, SALE], SHOP)).not.toContain('otp "$payment_id"');
  });
});
