import { chmod, copyFile, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { Secret } from '#domain/signature/secret';
import { COMMAND, type Finished, type Running, startProcess } from '../../support/cli.ts';
import { exampleFiles } from '../../support/documents/example-files.ts';
import type { Shop } from './shop.ts';

/** Runs lines of documentation as a merchant would who has a shop, some files, and a payment called payment_47. */
export interface PreparedFolder {
  /** Runs a shell line in which `rocketpay` is a command; ends a sandbox once it is ready. */
  run(line: string): Promise<Finished>;
}

/** Values that examples name without making them. */
const ENVIRONMENT = { ROCKETPAY_NO_INPUT: '1', PAYMENT_ID: 'payment_47', payment_id: 'payment_47' };

/** Fills `folder` with all that examples name: the command itself, `pass`, bodies, callbacks, a secret. */
export async function prepareFolder(shop: Shop, folder: string): Promise<PreparedFolder> {
  const bin = join(folder, 'bin');
  await mkdir(bin, { recursive: true });
  const examples = exampleFiles(shop.projectId, new Secret(shop.secret));
  const files = {
    ...examples,
    'bin/rocketpay': `#!/bin/sh\nexec '${process.execPath}' '${COMMAND}' "$@"\n`,
    'bin/pass': '#!/bin/sh\ncat "$(dirname "$0")/../secret.txt"\n',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  await shop.pay('payment_48', '12500.00');
  expect(await shop.run(['refunds', 'plan', join(folder, 'refunds.csv')])).toMatchObject({ exit: 0 });
  // The examples of a team name a plan by its id. Without a team it is the name of a file.
  await copyFile(join(folder, 'refunds.plan.jsonl'), join(folder, 'plan-7k2mq9x4c1w8b3n5'));
  for (const name of ['rocketpay', 'pass']) await chmod(join(bin, name), 0o755);

  const stored = JSON.parse(await readFile(join(shop.folder, 'profiles.json'), 'utf8'));
  const others = ['shop-1', 'test', 'old', 'live', 'shop'].map((name) => [name, stored.profiles.sandbox]);
  const profiles = { sandbox: stored.profiles.sandbox, ...Object.fromEntries(others) };

  const { out: intent } = await shop.run(['history', '--limit', '1', '--field', 'intent']);
  const env = {
    ...ENVIRONMENT,
    ...shop.env,
    INTENT_ID: intent.trim(),
    CALLBACK_ID: await receiveOne(examples['callback.json'], shop),
    PATH: `${bin}:${process.env.PATH}`,
    HOME: folder,
    ROCKETPAY_GATE_URL: shop.url,
    SHOP_SECRET: shop.secret,
  };
  return {
    async run(line) {
      // Each example starts from the same settings; one that makes a profile finds none of that name.
      const made = /profiles (?:add (\S+)|rename \S+ (\S+))/.exec(line);
      const { [made?.[1] ?? made?.[2] ?? '']: _, ...found } = profiles;
      const settings = await mkdtemp(join(folder, 'settings-'));
      await writeFile(join(settings, 'profiles.json'), JSON.stringify({ ...stored, profiles: found }), { mode: 0o600 });
      // A plan is never overwritten.
      const plans = /refunds plan\b/.test(line);
      if (plans) await writeFile(join(settings, 'refunds.csv'), examples['refunds.csv']);
      const serves = /^rocketpay (sandbox|listen)\b/.test(line);
      const endless = serves && !line.includes('--deadline');
      // Signals must reach the command, not only the shell.
      const shortened = line.replace(/^(rocketpay resume --all --wait)( --deadline 2m)?/, '$1 --deadline 3s');
      const running = startProcess('sh', ['-c', serves ? withFreePort(line) : shortened], {
        env: { ...env, ROCKETPAY_CONFIG_DIR: settings },
        cwd: plans ? settings : folder,
        stdin: 'ignore',
        limitMilliseconds: 60_000,
      });
      if (endless) await endWhenReady(running);
      return running.finished;
    },
  };
}

/** Has a callback received, and gives the id that it is kept by. */
async function receiveOne(body: string, shop: Shop): Promise<string> {
  const listening = shop.start(['listen', '--port', '0', '--max', '1', '--json']);
  await listening.shows('\n');
  await fetch(JSON.parse(listening.output().split('\n')[0] ?? '').url, { method: 'POST', body });
  const { out } = await listening.finished;
  return JSON.parse(out.split('\n')[1] ?? '').id;
}

/** Anyone who runs the tests may have a sandbox of their own at the usual port. */
const withFreePort = (line: string): string =>
  `exec ${line.includes('--port') ? line : line.replace(/^rocketpay \S+/, '$& --port 0')}`;

async function endWhenReady(running: Running): Promise<void> {
  await Promise.race([running.shows('http://127.0.0.1:'), running.finished]);
  running.kill('SIGINT');
}
