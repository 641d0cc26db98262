import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMAND } from '../../support/cli.ts';
import { userDocuments } from '../../support/documents/user-documents.ts';
import { ENTER, startProgramInPty } from '../../support/pty.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { type Passage, startUnsteadyProxy, type UnsteadyProxy } from '../support/unsteady-proxy.ts';

const text = userDocuments().find(({ name }) => name === 'docs/support.md')?.text ?? '';
const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) => block.trim().split('\n'));
/** What needs a second user, or a conversation of its own, has its own tests. */
const lines = blocks.filter((line) => !/^rocketpay (interactive|refunds approve)/.test(line));

let shop: Shop;
let proxy: UnsteadyProxy;
/** What the network does to refunds. */
let passage: Passage = {};
let env: Readonly<Record<string, string>>;

beforeAll(async () => {
  shop = await openShop();
  proxy = await startUnsteadyProxy(shop.url, {
    passage: ({ path }) => (path.endsWith('/refund') ? passage : undefined),
  });
  shop.through(proxy.url);
  await shop.pay('payment_47');
  await shop.pay('payment_48', '12500.00');
  const bin = join(shop.folder, 'bin');
  await mkdir(bin);
  await writeFile(join(bin, 'rocketpay'), `#!/bin/sh\nexec '${process.execPath}' '${COMMAND}' "$@"\n`);
  await chmod(join(bin, 'rocketpay'), 0o755);
  const [, csv = ''] = /^```csv\n([\s\S]*?)^```/m.exec(text) ?? [];
  await writeFile(join(shop.folder, 'refunds.csv'), csv);
  env = { ...shop.env, PATH: `${bin}:${process.env.PATH}` };
});
afterAll(async () => {
  await proxy.close();
  await shop.close();
});

/** Runs a line in a terminal and answers its question: a refund with yes, a search with the first payment. */
async function type(line: string): Promise<{ readonly exit: number; readonly text: string }> {
  const intent = /INTENT_ID/.test(line) ? await shop.run(['history', '--limit', '1', '--field', 'intent']) : undefined;
  const options = { env: { ...env, INTENT_ID: intent?.out.trim() ?? '' }, cwd: shop.folder };
  const terminal = startProgramInPty('sh', ['-c', line], options);
  if (/^rocketpay refund /.test(line) && !/exit code 7/.test(line)) {
    await terminal.shows('(y/N)');
    terminal.type(`y${ENTER}`);
  }
  if (line.startsWith('rocketpay find ')) {
    await terminal.shows('Timeline of');
    terminal.type(ENTER);
  }
  return terminal.finished;
}

describe.skipIf(lines.length === 0)('the commands of docs/support.md', () => {
  it('run in their order and end with the stated exit codes', async () => {
    for (const line of lines) {
      passage = line.includes('the answer was lost') ? { lose: 'answer' } : {};
      const stated = Number(/# exit code (\d+)/.exec(line)?.[1] ?? 0);
      const { exit, text: screen } = await type(line);
      expect({ line, exit, screen }).toMatchObject({ exit: stated });
    }
  });

  it('refund each payment once', async () => {
    for (const [payment, refunds] of [
      ['payment_47', 2],
      ['payment_48', 1],
    ] as const) {
      const { out } = await shop.run(['status', payment, '--json']);
      const { payment: state, operations } = JSON.parse(out);
      expect(state.status).toBe('refunded');
      expect(operations.filter(({ type: kind }: { type: string }) => kind === 'refund')).toHaveLength(refunds);
    }
  });
});
