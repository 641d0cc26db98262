import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMAND, startProcess } from '../../support/cli.ts';
import { ledgerFolder } from '../../support/ledger.ts';
import { allCommands } from '../../support/session.ts';
import { openShop, type Shop } from '../support/shop.ts';

const SECRET = { ROCKETPAY_SECRET_KEY: 'a-secret' };

/** Runs a shell line in which `rocketpay` is the built command. */
const runShell = (line: string, env: Readonly<Record<string, string>> = SECRET) =>
  startProcess('sh', ['-c', line.replaceAll('rocketpay', `'${process.execPath}' '${COMMAND}'`)], {
    env,
    stdin: 'ignore',
    limitMilliseconds: 60_000,
  }).finished;

describe('a reader that closes stdout', () => {
  it.concurrent('stops an endless sign --ndjson, as head does', async () => {
    const piped = await runShell(`{ yes '{"a":1}' | rocketpay sign --ndjson; echo "exit $?" >&2; } | head -n 1`);
    expect(piped.out.split('\n')).toHaveLength(2);
    expect(piped.err).toBe('exit 0\n');
  });

  it.concurrent('stops an endless sign --ndjson that writes to a socket', async () => {
    const more = startProcess('sh', ['-c', `yes '{"a":1}' | '${process.execPath}' '${COMMAND}' sign --ndjson`], {
      env: SECRET,
    });
    await more.shows('stringToSign');
    more.stopReading();
    expect(await more.finished).toMatchObject({ exit: 0, err: '' });
  });

  it.concurrent.each([
    ['refunds export big.plan.jsonl', 10],
    ['refunds export big.plan.jsonl --todo', 10],
    ['refunds export big.plan.jsonl --json', 10],
    ['refunds show big.plan.jsonl', 10],
    ['help exit-codes', 0],
  ])('that reads one line of %s does not change the exit code with pipefail', async (words, whole) => {
    const folder = ledgerFolder();
    const rows = Array.from({ length: 3000 }, (_, at) => `order-${at},10.00`);
    await writeFile(join(folder, 'big.csv'), ['payment_id,amount', ...rows, ''].join('\n'));
    const program = `'${process.execPath}' '${COMMAND}'`;
    const line =
      `set -o pipefail; ${program} refunds plan big.csv --offline > plan.txt 2>&1; ${program} ${words} > whole.txt; ` +
      `${program} ${words} | head -n 1; echo "exit $?"`;
    const { out, err } = await startProcess('bash', ['-c', `cd '${folder}'; ${line}`], {
      env: { ...SECRET, ROCKETPAY_PROJECT_ID: '1', ROCKETPAY_DATA_DIR: folder, ROCKETPAY_CONFIG_DIR: folder },
      limitMilliseconds: 60_000,
    }).finished;
    const [first = '', exit = ''] = out.trimEnd().split('\n');
    expect(first).not.toBe('');
    expect([`exit ${whole}`, 'exit 141', 'exit 0']).toContain(exit);
    expect(err).not.toMatch(/\n\s+at |EPIPE|error:/);
  });

  it.concurrent('does not turn help or a version into an error', async () => {
    const help = await runShell(`{ rocketpay --help; echo "exit $?" >&2; } | true`);
    expect(help.err).toMatch(/^exit (0|141)\n$/);
  });
});

describe.runIf(existsSync('/dev/full'))('an output on a full disk', () => {
  it.concurrent.each([
    `echo '{"a":1}' | rocketpay sign > /dev/full`,
    `yes '{"a":1}' | rocketpay sign --ndjson > /dev/full`,
    'rocketpay --version > /dev/full',
    'rocketpay profiles show --help > /dev/full',
    'rocketpay demo --speed 100 > /dev/full',
  ])('never ends with exit code 0: %s', async (line) => {
    const full = await runShell(line);
    expect(full.exit).toBe(11);
    expect(full.err).toMatch(/ENOSPC|no space|could not be written/i);
  });

  it.concurrent('does not change the exit code of an error', async () => {
    expect((await runShell('rocketpay sign no-such-file 2> /dev/full')).exit).toBe(2);
  });
});

describe('an endless input', () => {
  it.concurrent('is refused when it is larger than any body', async () => {
    const endless = await runShell(`yes '{"a":1}' | rocketpay sign`);
    expect(endless).toMatchObject({ exit: 2, err: expect.stringContaining('larger than 64 MB') });
  });
});

describe('a closed output', () => {
  it.concurrent('never ends with exit code 0', async () => {
    expect((await runShell(`echo '{"a":1}' | rocketpay sign >&-`)).exit).not.toBeNull();
  });

  it.concurrent('does not crash a command that has a closed input too', async () => {
    const closed = await runShell('rocketpay sign <&-');
    expect(closed.exit).toBe(2);
    expect(closed.err).toContain('Standard input');
  });
});

/** Every command with arguments that it can run without a user. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  sale: ['--phone', '77071234567', '--amount', '10'],
  otp: ['nowhere'],
  resend: ['nowhere'],
  refund: ['nowhere', '--amount', '10'],
  status: ['nowhere'],
  wait: ['nowhere', '--deadline', '100ms'],
  request: ['/v2/payment/status', '-'],
  demo: ['--speed', '100'],
  listen: ['--port', '0', '--deadline', '100ms'],
  trigger: ['purchase.success'],
  'callbacks show': ['cb-nothing'],
  'callbacks replay': ['--failed'],
  'profiles add': ['another'],
  'profiles show': ['sandbox'],
  'profiles use': ['sandbox'],
  'profiles rename': ['nothing', 'something'],
  'profiles remove': ['sandbox'],
};

const ends = allCommands.filter(([name]) => name !== 'sandbox');

describe('without a terminal, without input and without a reader', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop();
  });
  afterAll(() => shop.close());

  it.concurrent.each(ends)('%s ends by itself and asks nothing', async (name, spec) => {
    const words = [...name.split(' '), ...(WORDS[name] ?? [])].join(' ');
    const { err } = await runShell(`{ rocketpay ${words} </dev/null; echo "exit $?" >&2; } | true`, shop.env);
    // 141 is that of a program which the closed pipe has ended.
    expect([0, 2, 141, ...spec.exits]).toContain(Number(/exit (\d+)\n$/.exec(err)?.[1]));
    expect(err).not.toMatch(/\? |\(y\/N\)|not shown|EPIPE|\n\s+at /);
  });
});
