import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runCli } from '../../support/cli.ts';

const CHECKOUT = [
  'checkout',
  '--amount',
  '10',
  '--customer-id',
  'c',
  '--first-name',
  'A',
  '--last-name',
  'B',
  '--open',
];
const secret = { ROCKETPAY_PROJECT_ID: '1234', ROCKETPAY_SECRET_KEY: 'a-secret-that-is-hidden' };

describe.skipIf(process.platform === 'win32')('checkout --open', () => {
  it('gives the program of the system a private page and never the link', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rocketpay-open-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const got = join(folder, 'got');
    for (const name of ['xdg-open', 'open']) {
      await writeFile(join(folder, name), `#!/bin/sh\necho "$# $1" > '${got}.part'\n/bin/mv '${got}.part' '${got}'\n`);
      await chmod(join(folder, name), 0o755);
    }
    const { exit, out } = await runCli([...CHECKOUT, '--email', 'a@b.c'], { env: { ...secret, PATH: folder } });
    expect(exit).toBe(0);
    await expect
      .poll(() => readFile(got, 'utf8').catch(() => ''))
      .toMatch(/^1 file:\/\/\/.*\/open-[0-9a-f]{16}\.html\n$/);
    const page = fileURLToPath((await readFile(got, 'utf8')).slice(2).trim());
    expect((await stat(page)).mode & 0o777).toBe(0o600);
    expect(await readFile(page, 'utf8')).toContain(`0;url=${out.trim().replaceAll('&', '&amp;')}`);
  });

  it('reports that there is no such program', async () => {
    const { exit, out, err } = await runCli([...CHECKOUT, '--email', 'a@b.c'], {
      env: { ...secret, PATH: '/nonexistent' },
    });
    expect({ exit, out }).toEqual({
      exit: 0,
      out: expect.stringMatching(/^https:\/\/paymentpage\.rocketpay\.kz\/payment\?/),
    });
    expect(err).toContain('the browser could not be opened');
  });
});
