import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliOptions, startCli } from '../../support/cli.ts';
import {
  answer,
  type FaultServer,
  hang,
  resetAfterReading,
  startFaultServer,
} from '../../support/gate/fault-server.ts';
import { openFolder } from '../support/shop.ts';

const CANARY = 'canary-Zr7Qx0vW4k-e2e';
const FORMS = [CANARY, Buffer.from(CANARY).toString('base64').replace(/=+$/, ''), Buffer.from(CANARY).toString('hex')];

const servers: FaultServer[] = [];
let folder: Awaited<ReturnType<typeof openFolder>>;
let env: Record<string, string>;
beforeAll(async () => {
  folder = await openFolder();
  env = { ROCKETPAY_SECRET_KEY: CANARY, ROCKETPAY_PROJECT_ID: '1234', ROCKETPAY_CONFIG_DIR: folder.path };
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await folder.remove();
});

function expectNoSecret(text: string): void {
  for (const form of FORMS) expect(text).not.toContain(form);
}

/** Runs a command with the canary as its secret and fails when that stands anywhere in what it wrote. */
async function runSecretly(args: readonly string[], options: CliOptions = {}): Promise<number | null> {
  const all = { ...options, env: { ...env, ...options.env }, limitMilliseconds: 60_000 };
  const { exit, out, err } = await startCli(args, all).finished;
  expectNoSecret(out + err);
  return exit;
}

const COMMANDS: readonly (readonly string[])[] = [
  ['operators'],
  'sale --phone 77071234567 --amount 10 --customer-id c --first-name a --last-name b --email a@b.kz --ip 1.2.3.4'.split(
    ' ',
  ),
  ['otp', 'payment_47', '012345'],
  ['resend', 'payment_47', '--ip', '1.2.3.4'],
  ['refund', 'payment_47', '--amount', '10', '--confirm', '10'],
  ['status', 'payment_47'],
  ['wait', 'payment_47', '--deadline', '200ms'],
  ['request', '/v2/payment/status', '{"general":{"payment_id":"payment_47"}}'],
];
/** They have no dry run. */
const CHECKS = [['doctor'], ['smoke', '--deadline', '3s']];
const WRITES = [...COMMANDS.slice(1, 5), ...COMMANDS.slice(7)];

const GATES = {
  'that answers': [
    answer(200, '{"status":"success","request_id":"r","payment":{"id":"payment_47","status":"success"}}'),
  ],
  'that refuses the key': [answer(403, '{"status":"error","code":"3261","message":"Signature invalid"}')],
  'that answers HTML, then cuts the connection': [answer(502, '<html>Bad gateway</html>'), resetAfterReading],
} as const;

describe.each(Object.entries(GATES))('the secret, with a Gate %s', (_, faults) => {
  it.concurrent.each([...COMMANDS, ...CHECKS].map((args) => [args]))(
    'is in nothing that %j writes, even with --debug',
    async (args) => {
      const gate = await startFaultServer(faults);
      servers.push(gate);
      const more = { env: { ROCKETPAY_GATE_URL: gate.url } };
      const exit = await runSecretly([...args, '--debug', '--verbose', '--json'], more);
      expect(exit).not.toBe(1);
      expect(exit).not.toBe(2);
    },
  );
});

describe('the secret', () => {
  const offline = { ROCKETPAY_GATE_URL: 'http://127.0.0.1:1' };

  it.concurrent.each(WRITES.flatMap((args) => [[[...args, '--dry-run']], [[...args, '--print-curl']]]))(
    'is not in a request that is only shown: %j',
    async (args) => {
      expect(await runSecretly([...args, '--debug'], { env: offline })).toBe(0);
    },
  );

  it.concurrent.each([
    [['whoami']],
    [['sign', '--explain']],
    [['sign', '--body', '--json']],
    [['verify-callback', '--explain']],
    [['profiles', 'list']],
    [['profiles', 'show', 'absent']],
    [['operators']],
    [['refund']],
    [['no-such-command']],
  ])('is not in what %j writes without a Gate', async (args) => {
    expect(await runSecretly([...args, '--debug'], { env: offline, input: '{"a":1}' })).not.toBe(1);
  });

  it.concurrent('is not in the output about its new profile', async () => {
    const own = { ROCKETPAY_CONFIG_DIR: join(folder.path, 'own') };
    const add = ['profiles', 'add', 'shop', '--project-id', '1', '--secret-stdin', '--debug'];
    expect(await runSecretly(add, { env: own, input: CANARY })).toBe(0);
    expect(await runSecretly(['profiles', 'show', 'shop', '--json'], { env: own })).toBe(0);
    expect(await runSecretly(['profiles', 'list', '--json'], { env: own })).toBe(0);
  });

  it.concurrent.each([['--debug'], ['--json']])('is not in a crash, with %s', async (flag) => {
    const hook = join(folder.path, `crash${flag}.cjs`);
    await writeFile(
      hook,
      `require('node:crypto').createHmac = (_, key) => { throw Object.assign(new TypeError('boom'), { key }); };`,
    );
    const exit = await runSecretly(['sign', flag], { env: { NODE_OPTIONS: `--require ${hook}` }, input: '{"a":1}' });
    expect(exit).toBe(1);
  });
});

describe.runIf(existsSync('/proc/self/cmdline'))('the list of processes', () => {
  it('never shows the secret', async () => {
    const gate = await startFaultServer([hang]);
    servers.push(gate);
    const status = startCli(['status', 'payment_47'], { env: { ...env, ROCKETPAY_GATE_URL: gate.url } });
    await gate.seen;
    expectNoSecret(execFileSync('sh', ['-c', 'cat /proc/[0-9]*/cmdline 2>/dev/null || true'], { encoding: 'utf8' }));
    status.kill('SIGTERM');
    await status.finished;
  });
});
