import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type CliOptions, type Finished, type Running, startCli } from '../../support/cli.ts';

/** A merchant with a sandbox of their own, in a folder of their own. */
export interface Shop {
  readonly folder: string;
  readonly url: string;
  readonly projectId: number;
  readonly secret: string;
  /** What a command needs to find this shop's profiles, and nothing of this machine. */
  readonly env: Readonly<Record<string, string>>;
  readonly sandbox: Running;
  run(args: readonly string[], options?: CliOptions): Promise<Finished>;
  start(args: readonly string[], options?: CliOptions): Running;
  /** The newest code that the customer got for a payment. */
  code(paymentId: string): Promise<string>;
  /** Takes a payment to its end, a success. */
  pay(paymentId: string, amount?: string): Promise<void>;
  /** Lets the profile reach its sandbox by another URL on this machine; it stays marked as our sandbox. */
  through(url: string): void;
  /** Stores a copy of the profile that reaches its sandbox by another URL, and gives its name. */
  copyThrough(url: string): string;
  close(): Promise<void>;
  /** The same profiles with a ledger in another folder: settings of their own, for settings keep to one ledger. */
  withLedger(data: string): Readonly<Record<string, string>>;
}

/** Makes a folder that is there until `remove` is called. */
export async function openFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'rocketpay-e2e-'));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) };
}

/** Starts a sandbox, forty times as fast as real time, whose codes live 15 s of real time. */
export async function openShop(sandboxArgs: readonly string[] = ['--otp-ttl', '10m']): Promise<Shop> {
  const folder = await openFolder();
  const env = { ROCKETPAY_CONFIG_DIR: folder.path, ROCKETPAY_DATA_DIR: join(folder.path, 'data') };
  const speed = sandboxArgs.includes('--speed') ? [] : ['--speed', '40'];
  const sandbox = startCli(['sandbox', '--port', '0', '--json', ...speed, ...sandboxArgs], { env });
  await sandbox.shows('\n');
  const ready = JSON.parse(sandbox.output().split('\n')[0] ?? '');
  expect(ready).toMatchObject({ type: 'ready', profile: 'sandbox' });
  const { url, projectId, secret } = ready;

  const withLedger: Shop['withLedger'] = (data) => {
    const settings = mkdtempSync(join(folder.path, 'settings-'));
    copyFileSync(join(folder.path, 'profiles.json'), join(settings, 'profiles.json'));
    return { ROCKETPAY_CONFIG_DIR: settings, ROCKETPAY_DATA_DIR: data };
  };
  const start: Shop['start'] = (args, options) => {
    const data = options?.env?.ROCKETPAY_DATA_DIR;
    return startCli(args, { ...options, env: { ...env, ...options?.env, ...(data && withLedger(data)) } });
  };
  const run: Shop['run'] = (args, options) => start(args, options).finished;
  const code: Shop['code'] = async (paymentId) => {
    const messages = (await (await fetch(`${url}/sandbox/messages`)).json()) as { payment_id: string; code: string }[];
    return messages.filter((message) => message.payment_id === paymentId).at(-1)?.code ?? '';
  };
  return {
    folder: folder.path,
    url,
    projectId,
    secret,
    env,
    withLedger,
    sandbox,
    run,
    start,
    code,
    async pay(paymentId, amount = '1000.00') {
      // The sandbox asks this payer for no code.
      const sale = ['sale', '--phone', '77000000001', '--amount', amount, '--payment-id', paymentId, '--wait'];
      expect(await run(sale)).toMatchObject({ exit: 0 });
    },
    through(other) {
      const file = join(folder.path, 'profiles.json');
      writeFileSync(file, readFileSync(file, 'utf8').replace(`"gateUrl": "${url}"`, `"gateUrl": "${other}"`));
    },
    copyThrough(other) {
      const file = join(folder.path, 'profiles.json');
      const stored = JSON.parse(readFileSync(file, 'utf8'));
      const name = `through-${new URL(other).port}`;
      stored.profiles[name] = { ...stored.profiles.sandbox, gateUrl: other };
      writeFileSync(file, JSON.stringify(stored));
      return name;
    },
    async close() {
      sandbox.kill('SIGINT');
      await sandbox.finished;
      await folder.remove();
    },
  };
}

/** The one JSON document that a command printed, and nothing beside it. */
export function documentOf({ out }: Finished): Record<string, unknown> {
  expect(out).toMatch(/^\{.*\}\n$/);
  return JSON.parse(out);
}

/** The error document of `--json`, from the last line of stderr. */
export function errorOf({ out, err }: Finished): Record<string, unknown> {
  expect(out).toBe('');
  return JSON.parse(err.trim().split('\n').at(-1) ?? '').error;
}

/** Another code than the right one. */
export const wrongCode = (code: string): string => code.replace(/\d/g, (digit) => String((Number(digit) + 1) % 10));
