import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { COMMAND, startProcess } from '../../support/cli.ts';

it.each([
  ['does not load', "throw new Error('half a file\\nsecond line');", 'half a file'],
  ['lacks a file', "require('./nowhere.cjs');", "Cannot find module './nowhere.cjs'"],
])('an installation that %s is reported in one line, without source code and stack', async (_what, code, said) => {
  const folder = mkdtempSync(join(tmpdir(), 'rocketpay-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(dirname(COMMAND), join(folder, 'bin'), { recursive: true });
  cpSync(join(dirname(COMMAND), '../package.json'), join(folder, 'package.json'));
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'dist/main.cjs'), code);
  const command = join(folder, 'bin/rocketpay.js');
  const { exit, out, err } = await startProcess(process.execPath, [command, 'whoami']).finished;
  expect({ exit, out, err }).toEqual({
    exit: 1,
    out: '',
    err: `error: rocketpay cannot start: ${said}\nnext:  Install it again as you did before.\n`,
  });
});
