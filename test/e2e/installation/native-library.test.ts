import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';

const { libraryFor } = createRequire(import.meta.url)('../../../scripts/bundle/native-library.cjs') as {
  libraryFor(platform: string, arch: string, readProgram: () => string): string;
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
