import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMAND, startProcess } from '../../support/cli.ts';
import { userDocuments } from '../../support/documents/user-documents.ts';
import { openShop, type Shop } from '../support/shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  const bin = join(shop.folder, 'bin');
  await mkdir(bin);
  // This platform runs forty times as fast as the one that the examples are for: its status may be asked sooner.
  const sooner = 'if [ "$1" = profiles ]; then set -- "$@" --status-delay 1; fi';
  await writeFile(join(bin, 'rocketpay'), `#!/bin/sh\n${sooner}\nexec '${process.execPath}' '${COMMAND}' "$@"\n`);
  await chmod(join(bin, 'rocketpay'), 0o755);
});
afterAll(() => shop.close());

/** The shell lines of a CI file: what follows `run:` in steps, or stands in the list under `script:`. */
function shellLines(yaml: string): string[] {
  const steps = [...yaml.matchAll(/^( *)- run: (?:\|\n((?:\1 {4}.*\n)+)|(.+)\n)/gm)].map(
    ([, , block, line]) => block ?? line ?? '',
  );
  const scripts = [...yaml.matchAll(/^( *)script:\n((?:\1 {2}- .*\n)+)/gm)].map(([, , list = '']) =>
    list.replace(/^ *- /gm, ''),
  );
  return [...steps, ...scripts]
    .join('\n')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** How a merchant finds the code whose test phone is this sandbox. The command gets no variable that leads to the Gate. */
const codeAt = (url: string): string =>
  `curl -s '${url}/sandbox/messages' | sed "s/.*$ROCKETPAY_PAYMENT_ID\\",\\"code\\":\\"//; s/\\".*//"`;

const documents = userDocuments();

describe.skipIf(documents.length === 0)('the CI examples of the documents', () => {
  const blocks = documents.flatMap(({ text }) => [...text.matchAll(/^```yaml\n([\s\S]*?)^```/gm)]);
  const files = blocks.map(([, yaml = '']) => shellLines(yaml));

  it('include one for GitHub and one for GitLab', () => {
    expect(files).toHaveLength(2);
  });

  it.concurrent.each(files.map((lines, at) => [at === 0 ? 'GitHub' : 'GitLab', lines] as const))(
    'has both smoke tests pass: %s',
    async (name, lines) => {
      const cwd = join(shop.folder, name);
      await mkdir(cwd);
      // The package is here already: test/e2e/installation/package.test.ts installs it.
      const [install, ...rest] = lines;
      expect(install).toBe('npm install -g --ignore-scripts "$ROCKETPAY_PACKAGE"');
      const env = {
        PATH: `${join(shop.folder, 'bin')}:${process.env.PATH}`,
        ROCKETPAY_CONFIG_DIR: cwd,
        ROCKETPAY_DATA_DIR: join(cwd, 'data'),
        ROCKETPAY_PROJECT_ID: String(shop.projectId),
        ROCKETPAY_SECRET_KEY: shop.secret,
        ROCKETPAY_GATE_URL: shop.url,
        TEST_PHONE: '77071234567',
        OTP_COMMAND: codeAt(shop.url),
      };
      const script = ['set -e', ...rest].join('\n');
      const { exit, err } = await startProcess('sh', ['-c', script], { cwd, env, limitMilliseconds: 60_000 }).finished;
      expect(exit, err).toBe(0);
      for (const report of ['sandbox.xml', 'project.xml']) {
        expect(await readFile(join(cwd, report), 'utf8')).toContain('tests="5" failures="0"');
      }
      expect(await readFile(join(cwd, 'profiles.json'), 'utf8')).not.toContain(shop.secret);
    },
  );
});
