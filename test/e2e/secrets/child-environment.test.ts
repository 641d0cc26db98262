import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../support/cli.ts';
import { startHandler } from '../../support/handler.ts';
import { openFolder } from '../support/shop.ts';

const SECRET = 'canary-of-this-child';
let folder: Awaited<ReturnType<typeof openFolder>>;
beforeAll(async () => {
  folder = await openFolder();
});
afterAll(() => folder.remove());

/** Variables that no other program gets to know, and one that every program gets. */
async function withSecrets() {
  const settings = join(folder.path, 'settings');
  await mkdir(settings, { recursive: true, mode: 0o700 });
  const shop = {
    projectId: 1234,
    mode: 'test',
    gateUrl: 'http://127.0.0.1:9',
    secret: { kind: 'env', name: 'SHOP_SECRET' },
  };
  await writeFile(join(settings, 'profiles.json'), JSON.stringify({ default: 'shop', profiles: { shop } }), {
    mode: 0o600,
  });
  return {
    ...{ ROCKETPAY_CONFIG_DIR: settings, SHOP_SECRET: SECRET, ROCKETPAY_SECRET_KEY: SECRET, SHOP_NAME: 'Shop' },
    ...{ HTTPS_PROXY: `http://user:${SECRET}@127.0.0.1:9`, NO_PROXY: '127.0.0.1', NODE_OPTIONS: '--no-deprecation' },
  };
}

/** The variables that a child has written into a file. */
async function expectReduced(file: string, own: readonly string[]): Promise<void> {
  const text = await readFile(file, 'utf8');
  expect(text).not.toContain(SECRET);
  expect(text).toContain('SHOP_NAME=Shop');
  expect(text).not.toContain('NODE_OPTIONS=');
  const ours = text.split('\n').filter((line) => line.startsWith('ROCKETPAY_'));
  expect(ours.map((line) => line.split('=')[0]).sort()).toEqual(own);
}

describe.skipIf(process.platform === 'win32')('a child process gets no secret', () => {
  it('as the command of --otp-command', async () => {
    const file = join(folder.path, 'code.env');
    const words = ['smoke', '--sandbox', '--otp-command', `env > '${file}'; echo none`];
    const { exit, out, err } = await runCli(words, { env: await withSecrets() });
    expect(exit, out + err).toBe(4);
    await expectReduced(file, ['ROCKETPAY_PAYMENT_ID', 'ROCKETPAY_PHONE']);
  });

  it('as the command that reads the records of a shop', async () => {
    const file = join(folder.path, 'records.env');
    const shop = await startHandler();
    const words = [
      'trigger',
      'purchase.success',
      '--storm',
      '--to',
      shop.url,
      '--verify-command',
      `: {payment}; env > '${file}'; echo 1`,
    ];
    const { out, err } = await runCli(words, { env: await withSecrets() });
    expect(out + err).not.toContain(SECRET);
    await expectReduced(file, []);
  });
});
