import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../adapters/profiles/folders.ts';
import { COMMAND } from '../../support/cli.ts';

const { compileCacheFolder } = createRequire(import.meta.url)('../../../bin/compile-cache.js') as {
  compileCacheFolder: (
    environment: Readonly<Record<string, string | undefined>>,
    uid: number | undefined,
  ) => string | undefined;
};

let caches: string;
beforeEach(async () => {
  caches = await temporaryFolder();
});

const OWN = process.geteuid?.();
const other = (OWN ?? 0) + 1;
const folderIn = (path: string, uid = OWN) => compileCacheFolder({ XDG_CACHE_HOME: path }, uid);

describe('the folder of compiled code', () => {
  it('is created, readable by its user only', () => {
    expect(folderIn(caches)).toBe(join(caches, 'rocketpay'));
    expect(statSync(join(caches, 'rocketpay')).mode & 0o077).toBe(0);
    expect(compileCacheFolder({ HOME: caches }, OWN)).toBe(join(caches, '.cache/rocketpay'));
  });

  it('is not used when another user owns it', () => {
    expect(folderIn(caches, other)).toBeUndefined();
    expect(compileCacheFolder({ HOME: caches }, other)).toBeUndefined();
    expect(compileCacheFolder({ HOME: caches, XDG_CACHE_HOME: '/' }, other)).toBeUndefined();
    expect(readdirSync(caches)).toEqual([]);
  });

  it.each([
    ['is relative', () => 'caches'],
    ['is empty', () => ''],
    ['is on procfs', () => '/proc/self'],
    ['is deep on procfs', () => '/proc/self/a/b/c'],
    ['is a file', () => made('file', (path) => writeFileSync(path, ''))],
    ['is a symbolic link', () => made('link', (path) => symlinkSync(caches, path))],
    ['is a dangling link', () => made('link', (path) => symlinkSync('/nonexistent/x', path))],
    ['may be written to by the group', () => made('open', (path) => openFolder(path, 0o770))],
    ['may be written to by others', () => made('open', (path) => openFolder(path, 0o1777))],
    [
      'stands in a folder that others may write to',
      () =>
        join(
          made('open', (path) => openFolder(path, 0o777)),
          'in',
        ),
    ],
  ])('is none where the folder of caches %s', (_, place) => {
    expect(folderIn(place())).toBeUndefined();
  });

  it.each([
    ['a file', (path: string) => writeFileSync(path, '')],
    ['a symbolic link', (path: string) => symlinkSync('/tmp', path)],
    ['open to others', (path: string) => openFolder(path, 0o777)],
  ])('is none where it is %s', (_, make) => {
    make(join(caches, 'rocketpay'));
    expect(folderIn(caches)).toBeUndefined();
  });

  const made = (name: string, make: (path: string) => void) => {
    make(join(caches, name));
    return join(caches, name);
  };
  const openFolder = (path: string, mode: number) => {
    mkdirSync(path);
    chmodSync(path, mode);
  };
});

const SECRET = 'canary-5d1c07';
const sign = (env: Readonly<Record<string, string>> = {}, wrap: readonly string[] = []) => {
  const [program = '', ...args] = [...wrap, process.execPath, COMMAND, 'sign', '-', '--json'];
  const { status, signal, stdout, stderr } = spawnSync(program, args, {
    env: { PATH: process.env.PATH, ROCKETPAY_SECRET_KEY: SECRET, XDG_CACHE_HOME: caches, ...env },
    ...{ input: '{"a":1}', encoding: 'utf8', timeout: 60_000, killSignal: 'SIGKILL' },
  });
  return { status, signal, stdout, stderr };
};
const files = () => (readdirSync(caches, { recursive: true }) as string[]).map((name) => join(caches, name));
const hasCache = 'enableCompileCache' in createRequire(import.meta.url)('node:module');

describe('the command', () => {
  it('stores compiled code only in the folder of Node.js, and never a secret', () => {
    const first = sign();
    expect(first).toMatchObject({ status: 0, stderr: '' });
    const kept = files().filter((path) => statSync(path).isFile() && statSync(path).size > 0);
    expect(kept.length > 0).toBe(hasCache);
    expect(kept.filter((path) => readFileSync(path).includes(SECRET))).toEqual([]);
    expect(sign()).toEqual(first);
  });

  it('stores nothing with NODE_DISABLE_COMPILE_CACHE', () => {
    expect(sign({ NODE_DISABLE_COMPILE_CACHE: '1' })).toMatchObject({ status: 0 });
    expect(files()).toEqual([]);
  });

  it.each(['/proc/self', '/proc/self/a/b', 'relative'])('works with XDG_CACHE_HOME at %s', (place) => {
    expect(sign({ XDG_CACHE_HOME: place, HOME: place })).toMatchObject({ status: 0, signal: null });
  });

  it('works when no file can be written', () => {
    expect(sign({}, ['sh', '-c', 'ulimit -f 0; exec "$@"', 'sh'])).toMatchObject({ status: 0, signal: null });
  });
});
