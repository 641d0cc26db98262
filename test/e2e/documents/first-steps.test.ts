import { readFileSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMAND, type Running, startProcess } from '../../support/cli.ts';
import { readmeText, userDocuments } from '../../support/documents/user-documents.ts';
import { CTRL_C, ENTER, startInPty, startProgramInPty } from '../../support/pty.ts';
import { openFolder } from '../support/shop.ts';
import { order } from '../support/wizard.ts';

const README = readmeText();

/** The lines of the shell blocks below a heading, in order; one list for each block. */
function blocksBelow(heading: string): string[][] {
  const [, chapter = ''] = README.split(`\n## ${heading}\n`);
  const [text = ''] = chapter.split('\n## ');
  return [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block = '']) => block.trim().split('\n'));
}

describe.skipIf(README === '')('the first steps of the README', () => {
  const [[serve = ''] = [], ...typed] = blocksBelow('First steps');
  let folder: Awaited<ReturnType<typeof openFolder>>;
  let env: Readonly<Record<string, string>>;
  let sandbox: Running;
  let url: string;

  beforeAll(async () => {
    folder = await openFolder();
    const bin = join(folder.path, 'bin');
    await mkdir(bin);
    await writeFile(join(bin, 'rocketpay'), `#!/bin/sh\nexec '${process.execPath}' '${COMMAND}' "$@"\n`);
    await chmod(join(bin, 'rocketpay'), 0o755);
    env = {
      PATH: `${bin}:${process.env.PATH}`,
      ROCKETPAY_CONFIG_DIR: join(folder.path, 'settings'),
      ROCKETPAY_DATA_DIR: join(folder.path, 'data'),
      SHOP_SECRET: 'a secret of the tests',
    };
    // The usual port can be taken, and its delays are shortened; all else of the line is as it is printed.
    sandbox = startProcess('sh', ['-c', `exec ${serve} --port 0 --speed 20 --otp-ttl 30m`], { env });
    await sandbox.shows('Stop it with Ctrl-C.');
    url = /http:\/\/127\.0\.0\.1:\d+/.exec(sandbox.output())?.[0] ?? '';
  });
  afterAll(async () => {
    sandbox.kill('SIGINT');
    await sandbox.finished;
    await folder.remove();
  });

  it('start with a sandbox', () => {
    expect(serve).toMatch(/^rocketpay sandbox\b/);
    expect(typed.length).toBeGreaterThan(1);
  });

  it('run as they are printed', async () => {
    for (const line of typed.flat()) {
      const terminal = startProgramInPty('sh', ['-c', line], { env });
      if (/ otp /.test(line)) {
        await terminal.shows('The code that the customer got:');
        const messages = (await (await fetch(`${url}/sandbox/messages`)).json()) as { code: string }[];
        terminal.type(`${messages.at(-1)?.code}${ENTER}`);
      }
      const { exit, text } = await terminal.finished;
      expect({ line, exit, text }).toMatchObject({ exit: 0 });
    }
  });
});

describe('the commands of npm in the documents', () => {
  const scripts = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')).scripts;

  it.each(userDocuments())('exist: $name', ({ text }) => {
    for (const [, name = ''] of text.matchAll(/npm run ([\w:-]+)/g)) expect(scripts).toHaveProperty([name]);
  });
});

describe('the demo after Ctrl-C', () => {
  it('advises to run it again, and names no payment to continue', async () => {
    const demo = startInPty(['demo']);
    await order(demo, '77071234567', '1000.00');
    demo.type(`y${ENTER}`);
    await demo.shows('The code from the SMS');
    demo.type(CTRL_C);
    const { exit, text } = await demo.finished;
    expect(exit).toBe(130);
    expect(text.replace(/\s+/g, ' ')).toContain('Run it again: rocketpay demo');
    expect(text).not.toContain('--continue');
  });
});
