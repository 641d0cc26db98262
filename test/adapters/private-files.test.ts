import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeFolder, replaceFile } from '#adapters/private-files';
import { openProfileStore } from '#adapters/profiles/profile-store';
import { checkOwners } from '#adapters/trusted-files';
import { EXIT } from '#domain/errors/exit-codes';
import { failureOf, rejectionOf } from '../support/failures.ts';
import { profile, temporaryFolder } from './profiles/folders.ts';

const OWN = process.geteuid?.();
const isRoot = OWN === 0;

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});

const codeOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  }
};

describe('a folder that only this user can access', () => {
  it('is created with its parents, and an existing one is not changed', () => {
    const deep = join(folder, 'a', 'b', 'c');
    makeFolder(deep, OWN);
    makeFolder(deep, OWN);
    expect(statSync(deep).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'a')).mode & 0o777).toBe(0o700);
  });

  it.runIf(process.platform === 'linux').each(['/proc/self/x', '/proc/self/x/y/z', '/proc/x', '/sys/x/y'])(
    'that cannot be made ends with an error: %s',
    (place) => {
      expect(codeOf(() => makeFolder(place, OWN))).toMatch(/^E(NOENT|ACCES|PERM|ROFS)$/);
    },
  );

  it('never replaces a file or a link to nothing', () => {
    writeFileSync(join(folder, 'file'), '');
    symlinkSync('/nonexistent/place', join(folder, 'link'));
    symlinkSync(join(folder, 'loop'), join(folder, 'loop'));
    expect(codeOf(() => makeFolder(join(folder, 'file'), OWN))).toBe('ENOTDIR');
    expect(codeOf(() => makeFolder(join(folder, 'file', 'below'), OWN))).toBe('ENOTDIR');
    expect(codeOf(() => makeFolder(join(folder, 'link'), OWN))).toBe('EEXIST');
    expect(codeOf(() => makeFolder(join(folder, 'loop'), OWN))).toBe('ELOOP');
  });

  it.runIf(isRoot)('is not created by root in a folder of another user', () => {
    chownSync(folder, 54_321, 54_321);
    expect(failureOf(() => makeFolder(join(folder, 'new'), OWN))).toMatchObject({ exit: 4, code: 'untrusted_file' });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe.skipIf(OWN === undefined)('a file or folder that another user could have written is not used:', () => {
  it.each([0o777, 0o775, 0o1777])('a folder with the mode %o', (mode) => {
    chmodSync(folder, mode);
    const failure = failureOf(() => checkOwners([folder], OWN));
    expect(failure).toMatchObject({ exit: EXIT.credentials, code: 'untrusted_file' });
    expect(failure.hint).toContain(`chmod go-w ${folder}`);
  });

  it.runIf(isRoot)('a file or folder of another owner', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    chownSync(file, 54_321, 54_321);
    expect(failureOf(() => checkOwners([folder, file], OWN)).message).toContain('belongs to another user (uid 54321');
    expect(() => checkOwners([folder, file], 54_321)).not.toThrow();
  });

  it('the profile store', () => {
    writeFileSync(join(folder, 'profiles.json'), '{}', { mode: 0o600 });
    openProfileStore(folder, OWN);
    chmodSync(join(folder, 'profiles.json'), 0o666);
    expect(failureOf(() => openProfileStore(folder, OWN))).toMatchObject({ exit: 4, code: 'untrusted_file' });
    chmodSync(join(folder, 'profiles.json'), 0o644);
    openProfileStore(folder, OWN);
    chmodSync(folder, 0o777);
    expect(failureOf(() => openProfileStore(folder, OWN))).toMatchObject({ exit: 4, code: 'untrusted_file' });
  });
});

it.skipIf(OWN === undefined)(
  'profiles behind links are not used where other users may write to the folder of a target',
  () => {
    const [settings, open, own] = ['settings', 'open', 'own'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    for (const place of [settings, open, own]) mkdirSync(place, { mode: 0o700 });
    writeFileSync(join(own, 'kept.json'), '{}', { mode: 0o600 });
    symlinkSync(join(own, 'kept.json'), join(open, 'link.json'));
    symlinkSync('../open/link.json', join(settings, 'profiles.json'));
    expect(openProfileStore(settings, OWN).list()).toEqual([]);
    for (const place of [open, own]) {
      chmodSync(place, 0o777);
      const failure = failureOf(() => openProfileStore(settings, OWN));
      expect(failure).toMatchObject({
        exit: 4,
        code: 'untrusted_file',
        hint: expect.stringContaining(`chmod go-w ${place}`),
      });
      chmodSync(place, 0o700);
    }
    expect(openProfileStore(settings, OWN).list()).toEqual([]);
  },
);

describe('the profile store', () => {
  it('creates no folder before something is stored', async () => {
    const place = join(folder, 'new');
    expect(openProfileStore(place, OWN).list()).toEqual([]);
    expect(existsSync(place)).toBe(false);
    await openProfileStore(place, OWN).save(profile('shop'));
    expect(existsSync(place)).toBe(true);
  });

  it('reports why it cannot be written, and what to do', async () => {
    writeFileSync(join(folder, 'file'), '');
    symlinkSync('/nonexistent/place', join(folder, 'link'));
    for (const place of ['/proc/self/x', join(folder, 'link')]) {
      const failure = await rejectionOf(openProfileStore(place, OWN).save(profile('shop')));
      expect(failure).toMatchObject({ exit: EXIT.credentials, code: 'store_unwritable' });
      expect(failure.hint).toContain('ROCKETPAY_CONFIG_DIR');
      expect(failure.message).not.toMatch(/locked|E[A-Z]{4,}/);
    }
    expect(failureOf(() => openProfileStore(join(folder, 'file'), OWN))).toMatchObject({ exit: EXIT.credentials });
  });
});

describe('a file that is replaced', () => {
  it('is complete, accessible to its owner only, and stays the target of its link', async () => {
    const folder = await temporaryFolder();
    mkdirSync(join(folder, 'real'));
    symlinkSync(join(folder, 'real', 'file'), join(folder, 'link'));
    writeFileSync(join(folder, 'real', 'file'), 'old', { mode: 0o644 });
    replaceFile(join(folder, 'link'), 'new');
    expect(statSync(join(folder, 'real', 'file')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).sort()).toEqual(['link', 'real']);
    expect(readdirSync(join(folder, 'real'))).toEqual(['file']);
  });
});
