import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProcess } from '../../support/cli.ts';
import { linkedFiles, userDocuments } from '../../support/documents/user-documents.ts';
import { openFolder } from '../support/shop.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const run = promisify(execFile);

let folder: Awaited<ReturnType<typeof openFolder>>;
let files: string[];
beforeAll(async () => {
  folder = await openFolder();
  // Without scripts: the build is there, and other tests run it.
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder.path];
  const { stdout } = await run('npm', pack, { cwd: ROOT });
  const [packed] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  files = packed.files.map(({ path }) => path);
  const install = [
    'install',
    '--global',
    '--prefix',
    folder.path,
    '--prefer-offline',
    '--ignore-scripts',
    '--no-audit',
  ];
  await run('npm', [...install, join(folder.path, packed.filename)], { cwd: folder.path });
});
afterAll(() => folder.remove());

const installed = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  startProcess(join(folder.path, 'bin/rocketpay'), args, { cwd: folder.path, env }).finished;

/** The packages in a folder of packages: `libsql`, `@libsql/linux-x64-gnu`. */
async function packagesIn(place: string): Promise<string[]> {
  const names = (await readdir(place)).filter((name) => !name.startsWith('.'));
  const inScope = async (scope: string) => (await readdir(join(place, scope))).map((name) => `${scope}/${name}`);
  return (await Promise.all(names.map((name) => (name.startsWith('@') ? inScope(name) : [name])))).flat().sort();
}

describe('the installed package', () => {
  it('contains the program, its licences and nothing else', () => {
    const others = files.filter(
      (file) => !/^(bin|completions|dist|docs|schemas)\/|^(README\.md|LICENSE|package\.json)$/.test(file),
    );
    expect(others).toEqual([]);
    expect(files).toContain('LICENSE');
    expect(files).toContain('dist/THIRD-PARTY-LICENSES.txt');
  });

  it('contains every document that a document links to, except those of the repository', () => {
    const linked = userDocuments()
      .flatMap(linkedFiles)
      .map((file) => relative(ROOT, file));
    for (const file of linked.filter((one) => one !== 'CONTRIBUTING.md')) expect(files).toContain(file);
  });

  it('depends on the database and the keyring only', async () => {
    const manifest = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
    expect(Object.keys(manifest.dependencies)).toEqual(['libsql']);
    expect(Object.keys(manifest.optionalDependencies)).toEqual(['@napi-rs/keyring']);
    expect(await readdir(join(folder.path, 'lib/node_modules'))).toEqual(['rocketpay-cli']);
    const installedWith = await packagesIn(join(folder.path, 'lib/node_modules/rocketpay-cli/node_modules'));
    // Their native libraries for this system, and what finds such a library.
    const known = /^(libsql|@libsql\/[\w-]+|@neon-rs\/load|detect-libc|@napi-rs\/keyring(-[\w-]+)?)$/;
    for (const name of installedWith) expect(name).toMatch(known);
    expect(installedWith).toContain('libsql');
  });

  it('can use a ledger', async () => {
    const data = { ROCKETPAY_DATA_DIR: join(folder.path, 'data') };
    const verified = await installed(['audit', 'verify'], data);
    expect(verified).toMatchObject({ exit: 0, err: '' });
    expect(await readdir(join(folder.path, 'data'))).toContain('ledger.db');
  });

  it('contains no path of the machine that built it', async () => {
    const dist = join(folder.path, 'lib/node_modules/rocketpay-cli/dist');
    const entries = await readdir(dist, { recursive: true, withFileTypes: true });
    for (const { parentPath, name: file } of entries.filter((entry) => entry.isFile())) {
      const text = await readFile(join(parentPath, file), 'utf8');
      for (const place of [ROOT, homedir()]) expect(text.includes(`${place.replace(/\/$/, '')}/`), file).toBe(false);
    }
  });

  it('contains the manual and the completions of each shell', async () => {
    const pages = await readdir(join(folder.path, 'share/man/man1'));
    expect(pages).toEqual(expect.arrayContaining(['rocketpay.1', 'rocketpay-refund.1']));
    const { out } = await installed(['completion', 'fish', '--quiet']);
    expect(out).toContain('complete -c rocketpay');
  });

  it('prints its version', async () => {
    const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
    expect(await installed(['--version'])).toMatchObject({ exit: 0, out: `${version}\n`, err: '' });
  });

  it('runs the demo', async () => {
    const demo = await installed(['demo', '--speed', '100']);
    expect(demo.exit).toBe(0);
    expect(demo.out).toContain('verified: refunded');
  });
});
