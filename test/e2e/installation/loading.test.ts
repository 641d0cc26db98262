import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../support/cli.ts';
import { openFolder } from '../support/shop.ts';

/** Parts that take time: the gate, the store, the database, prompts, a spinner, colours, the sandbox, QR codes. */
const SLOW = [
  'gate.cjs',
  'store.cjs',
  'ledger.cjs',
  'prompts.cjs',
  'spinner.cjs',
  'colors.cjs',
  'sandbox.cjs',
  'checkout.cjs',
];

const HOOK = `process.on('exit', () => {
  require('node:fs').writeSync(2, JSON.stringify({ loaded: Object.keys(require.cache) }) + '\\n');
});`;

let folder: Awaited<ReturnType<typeof openFolder>>;
let env: Record<string, string>;
beforeAll(async () => {
  folder = await openFolder();
  const hook = join(folder.path, 'tell-loaded.cjs');
  await writeFile(hook, HOOK);
  env = { ROCKETPAY_SECRET_KEY: 'a-secret', NODE_OPTIONS: `--require ${hook}`, ROCKETPAY_CONFIG_DIR: folder.path };
});
afterAll(() => folder.remove());

/** The files that a command line loaded: those of dist by their names, others by their paths. */
async function loadedBy(args: readonly string[], input = ''): Promise<string[]> {
  const { err } = await runCli(args, { env, input });
  const { loaded } = JSON.parse(err.trimEnd().split('\n').at(-1) ?? '') as { loaded: string[] };
  return loaded.map((file) => file.replace(/.*\/dist\//, ''));
}

/** What comes from other packages, the database's native library among them. */
const installed = (loaded: readonly string[]): string[] => loaded.filter((file) => /node_modules|\.node$/.test(file));

describe('a fast command', () => {
  it.concurrent.each([
    [['--version'], ''],
    [['--help'], ''],
    [['refund', '--help'], ''],
    [['sign'], '{"a":1}'],
    [['sign', '--json', '--explain'], '{"a":1}'],
    [['sign', '--ndjson'], '{"a":1}\n'],
    [['verify-callback'], '{"a":1,"signature":"x"}'],
    [['verify-callback', '--ndjson'], '{"a":1}\n'],
    [['__complete', 'payment'], ''],
    [['explain', '20105'], ''],
    [['help', 'exit-codes'], ''],
    [['no-such-command'], ''],
  ])('loads only what it needs: %j', async (args, input) => {
    const loaded = await loadedBy(args, input);
    expect(loaded).toContain('main.cjs');
    for (const file of SLOW) expect(loaded).not.toContain(file);
    expect(installed(loaded)).toEqual([]);
  });

  it('is checked by files that exist in the build', async () => {
    expect(await readdir(new URL('../../../dist/', import.meta.url))).toEqual(expect.arrayContaining(SLOW));
  });

  it.concurrent('is not a command that reads the ledger, which loads the database', async () => {
    const loaded = await loadedBy(['pending']);
    expect(loaded).toContain('ledger.cjs');
    expect(installed(loaded).join('\n')).toContain('libsql');
  });

  it.concurrent('is not a command that sends, which loads the HTTP client', async () => {
    expect(await loadedBy(['operators', '--profile', 'absent'])).toContain('store.cjs');
  });
});
