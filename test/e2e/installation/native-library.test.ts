import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

const { libraryFor, fileOf } = createRequire(import.meta.url)('../../../scripts/bundle/native-library.cjs') as {
  libraryFor(platform: string, arch: string, readProgram: () => string): string;
  fileOf(library: string, folders: readonly string[]): string | undefined;
};

const GNU = '\x7fELF /lib64/ld-linux-x86-64.so.2\0';
const MUSL = '\x7fELF /lib/ld-musl-x86_64.so.1\0';

describe('the native library of the database', () => {
  it.each([
    ['linux', 'x64', GNU, 'linux-x64-gnu'],
    ['linux', 'x64', MUSL, 'linux-x64-musl'],
    ['linux', 'x64', '\x7fELF /nix/store/abc-glibc-2.40/lib/ld-linux-x86-64.so.2\0', 'linux-x64-gnu'],
    ['linux', 'arm64', GNU, 'linux-arm64-gnu'],
    ['linux', 'arm', GNU, 'linux-arm-gnueabihf'],
    ['linux', 'arm', MUSL, 'linux-arm-musleabihf'],
  ])('is that of the C library of Node.js on %s %s', (platform, arch, program, library) => {
    expect(libraryFor(platform, arch, () => program)).toBe(`@libsql/${library}`);
  });

  it('is that of the report of Node.js when its program names no loader', () => {
    const libc = JSON.stringify(process.report.getReport()).includes('"glibcVersionRuntime"') ? 'gnu' : 'musl';
    expect(libraryFor('linux', 'x64', () => '\x7fELF')).toBe(`@libsql/linux-x64-${libc}`);
  });

  it.each([
    ['darwin', 'arm64', 'darwin-arm64'],
    ['darwin', 'x64', 'darwin-x64'],
    ['win32', 'x64', 'win32-x64-msvc'],
  ])('is found without reading the program on %s %s', (platform, arch, library) => {
    const unread = () => expect.unreachable('the program was read');
    expect(libraryFor(platform, arch, unread)).toBe(`@libsql/${library}`);
  });

  it('is one that libsql depends on', () => {
    const { optionalDependencies } = createRequire(import.meta.url)('../../../node_modules/libsql/package.json') as {
      optionalDependencies: Record<string, string>;
    };
    const libraries = [
      ...['x64', 'arm64', 'arm'].flatMap((arch) =>
        [GNU, MUSL].map((program) => libraryFor('linux', arch, () => program)),
      ),
      ...['x64', 'arm64'].map((arch) => libraryFor('darwin', arch, () => '')),
      libraryFor('win32', 'x64', () => ''),
    ];
    expect(Object.keys(optionalDependencies)).toEqual(expect.arrayContaining(libraries));
  });
});

describe('the file of the native library', () => {
  const LIBRARY = '@libsql/linux-x64-gnu';

  /** Creates an installation with these files. @returns what makes a path in it */
  function install(...files: readonly string[]): (path: string) => string {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'rocketpay-native-')));
    onTestFinished(() => rmSync(root, { recursive: true }));
    for (const file of files) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), '');
    }
    return (path) => join(root, path);
  }

  const OWN = 'node_modules/rocketpay-cli/node_modules';

  it('is the one beside libsql', () => {
    const at = install('node_modules/libsql/index.js', `node_modules/${LIBRARY}/index.node`);
    expect(fileOf(LIBRARY, [at(OWN), at('node_modules')])).toBe(at(`node_modules/${LIBRARY}/index.node`));
  });

  it('is that of the nearest libsql, and not of another version further up', () => {
    const nested = `${OWN}/libsql/node_modules/${LIBRARY}/index.node`;
    const at = install(
      'node_modules/libsql/index.js',
      `node_modules/${LIBRARY}/index.node`,
      `${OWN}/libsql/index.js`,
      nested,
    );
    expect(fileOf(LIBRARY, [at(OWN), at('node_modules')])).toBe(at(nested));
  });

  it('is found where a link leads to libsql, as pnpm installs it', () => {
    const store = 'node_modules/.pnpm/libsql@0.5.29/node_modules';
    const at = install(`${store}/libsql/index.js`, `${store}/${LIBRARY}/index.node`);
    symlinkSync(at(`${store}/libsql`), at('node_modules/libsql'));
    expect(fileOf(LIBRARY, [at('node_modules')])).toBe(at(`${store}/${LIBRARY}/index.node`));
  });

  it('is left to Node.js where it is not found', () => {
    const at = install('node_modules/libsql/index.js');
    expect(fileOf(LIBRARY, [at('node_modules')])).toBeUndefined();
    expect(fileOf(LIBRARY, [])).toBeUndefined();
  });
});
