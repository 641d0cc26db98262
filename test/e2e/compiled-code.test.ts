import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../profiles/folders.ts';
import { COMMAND } from '../support/cli.ts';

let caches: string;
beforeEach(async () => {
  caches = await temporaryFolder();
});

const SECRET = 'canary-5d1c07';
const sign = () => {
  const env = { ...process.env, ROCKETPAY_SECRET_KEY: SECRET, XDG_CACHE_HOME: caches };
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, 'sign', '-', '--json'], {
    ...{ env, input: '{"a":1}', encoding: 'utf8' },
  });
  return { status, stdout, stderr };
};

const keptFiles = (): readonly string[] =>
  readdirSync(caches, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));

describe('the compiled program', () => {
  it('is kept where only this person can write, holds no secret, and serves the next run', () => {
    const first = sign();
    expect(first).toMatchObject({ status: 0, stderr: '' });
    const files = keptFiles();
    expect(files.length).toBeGreaterThanOrEqual(2);
    expect(statSync(join(caches, 'rocketpay')).mode & 0o077).toBe(0);
    expect(files.filter((file) => readFileSync(file).includes(SECRET))).toEqual([]);
    const before = files.map((file) => statSync(file).mtimeMs);
    expect(sign()).toEqual(first);
    expect(keptFiles()).toEqual(files);
    expect(files.map((file) => statSync(file).mtimeMs)).toEqual(before);
  });

  it.each<[what: string, damage: (bytes: Buffer) => Buffer]>([
    ['cut off', (bytes) => bytes.subarray(0, bytes.length / 2)],
    ['empty', () => Buffer.alloc(0)],
    ['full of zeros', (bytes) => Buffer.alloc(bytes.length)],
    ['changed in one bit', (bytes) => flipped(bytes, bytes.length >> 2)],
    ['changed in one bit near its end', (bytes) => flipped(bytes, bytes.length - 9)],
    ['of another build', (bytes) => Buffer.concat([Buffer.from('//0123456789abcdef'), bytes.subarray(18)])],
  ])('does what it does where what was kept is %s', (_, damage) => {
    const first = sign();
    const files = keptFiles();
    const builds = files.map(buildOf);
    for (const file of files) writeFileSync(file, damage(readFileSync(file)));
    expect(sign()).toEqual(first);
    // It has been made anew.
    expect(keptFiles()).toEqual(files);
    expect(files.map(buildOf)).toEqual(builds);
    expect(files.filter((file) => !isWhole(readFileSync(file)))).toEqual([]);
  });

  it('does what it does where nothing can be kept', () => {
    const first = sign();
    caches = join(caches, 'elsewhere');
    mkdirSync(caches);
    writeFileSync(join(caches, 'rocketpay'), 'no folder');
    expect(sign()).toEqual(first);
  });
});

/** The line by which a file is known. */
const buildOf = (file: string): string => readFileSync(file, 'latin1').slice(0, 18);

/** True where both copies of the code are the same. */
const isWhole = (bytes: Buffer): boolean =>
  bytes.subarray(18, (bytes.length + 18) / 2).equals(bytes.subarray((bytes.length + 18) / 2));

function flipped(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}
