import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { COMMAND, startProcess } from '../../support/cli.ts';
import { ledgerFolder } from '../../support/ledger.ts';

it.each(['12.22.12', '18.20.8', '20.16.0'])('Node.js %s is told to be too old before anything loads', async (node) => {
  const preload = join(ledgerFolder(), 'old-node.cjs');
  writeFileSync(preload, `Object.defineProperty(process, 'versions', { value: { node: '${node}' } });`);
  const { exit, out, err } = await startProcess(process.execPath, ['--require', preload, COMMAND, '--version'])
    .finished;
  expect({ exit, out }).toEqual({ exit: 4, out: '' });
  expect(err).toContain(`needs Node.js 20.17 or newer; this is Node.js ${node}.`);
});
