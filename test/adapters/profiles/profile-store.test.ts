import { readFileSync, writeFileSync } from 'node:fs';
import { chmod, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openProfileStore } from '#adapters/profiles/profile-store';
import { EXIT } from '#domain/errors/exit-codes';
import type { Profile } from '#domain/profiles/profile';
import type { ProfileStore } from '#domain/profiles/profile-store';
import { failureOf, rejectionOf } from '../../support/failures.ts';
import { profile, profileWithSecret, SECRET, temporaryFolder } from './folders.ts';

const names = (store: ProfileStore): string[] => store.list().map(({ name }) => name);

async function storeWith(...profiles: readonly Profile[]): Promise<ProfileStore> {
  const store = openProfileStore(await temporaryFolder());
  for (const each of profiles) await store.save(each);
  return store;
}

describe('the profile store', () => {
  it('is empty at first', async () => {
    const store = await storeWith();
    expect(store.list()).toEqual([]);
    expect(store.defaultName()).toBeUndefined();
  });

  it('returns a profile as it was saved, also in another run', async () => {
    const saved = profile('shop', {
      projectId: 4_294_967_295,
      secret: { kind: 'command', command: ['pass', 'show', 'a b'] },
      gateUrl: 'https://gate.example',
      mode: 'test',
      otpSeconds: 90,
      resends: 0,
      currency: 'USD',
      customer: { id: 'ключ', email: 'a@b.kz' },
      callbackUrl: 'https://shop.example/cb',
      statusDelaySeconds: 0,
      insecure: true,
    });
    const store = await storeWith(saved);
    expect(openProfileStore(join(store.file, '..')).get('shop')).toEqual(saved);
  });

  it('returns every character of a stored secret', async () => {
    const store = await storeWith(profileWithSecret('shop', ' ключ"\\ \n'));
    const { secret } = openProfileStore(join(store.file, '..')).get('shop');
    expect(secret?.kind === 'store' && secret.secret.reveal()).toBe(' ключ"\\ \n');
  });

  it('makes the first profile the default one', async () => {
    const store = await storeWith(profile('one'), profile('two'));
    expect(store.defaultName()).toBe('one');
    expect(names(store)).toEqual(['one', 'two']);
  });

  it('sets another default profile', async () => {
    const store = await storeWith(profile('one'), profile('two'));
    await store.use('two');
    expect(store.defaultName()).toBe('two');
  });

  it('refuses a name that is in use, and changes nothing', async () => {
    const store = await storeWith(profile('shop'));
    const failure = await rejectionOf(store.save(profile('shop', { projectId: 7 })));
    expect(failure).toMatchObject({ exit: EXIT.usage, message: expect.stringContaining('"shop"') });
    expect(failure.hint).toContain('--replace');
    expect(store.get('shop').projectId).toBe(42);
  });

  it('replaces a whole profile on request', async () => {
    const store = await storeWith(profile('shop', { otpSeconds: 90 }), profile('other'));
    await store.save(profile('shop', { projectId: 7 }), { replace: true });
    expect(store.get('shop')).toEqual(profile('shop', { projectId: 7 }));
    expect(store.defaultName()).toBe('shop');
  });

  it('stores the profile of a sandbox that runs slower than real time', async () => {
    const store = await storeWith(profile('slow', { speed: 0.1 }));
    expect(store.get('slow').speed).toBe(0.1);
  });

  it('refuses a profile that it could not read again, and keeps the others', async () => {
    const store = await storeWith(profile('shop'));
    await expect(store.save(profile('odd', { resends: -1 }))).rejects.toMatchObject({
      exit: 2,
      message: 'This cannot be stored: "resends" of a profile is not valid.',
    });
    expect(names(store)).toEqual(['shop']);
  });

  it('renames a profile, which stays the default one', async () => {
    const store = await storeWith(profile('one'), profile('two'));
    await store.rename('one', 'uno');
    expect(names(store).sort()).toEqual(['two', 'uno']);
    expect(store.defaultName()).toBe('uno');
    await store.rename('two', 'dos');
    expect(store.defaultName()).toBe('uno');
  });

  it('refuses to rename a profile to a name that is in use', async () => {
    const store = await storeWith(profile('one'), profile('two', { projectId: 7 }));
    expect(await rejectionOf(store.rename('one', 'two'))).toMatchObject({ exit: EXIT.usage });
    expect(store.get('two').projectId).toBe(7);
    expect(store.get('one').projectId).toBe(42);
  });

  it('removes a profile, and the default only when it was that profile', async () => {
    const store = await storeWith(profile('one'), profile('two'), profile('three'));
    await store.remove('two');
    expect(store.defaultName()).toBe('one');
    await store.remove('one');
    expect(store.defaultName()).toBeUndefined();
    expect(names(store)).toEqual(['three']);
  });

  it('returns what another process has saved', async () => {
    const store = await storeWith(profile('one'));
    await openProfileStore(join(store.file, '..')).save(profile('two'));
    expect(names(store)).toEqual(['one', 'two']);
  });
});

describe('the error for an unknown profile name', () => {
  it.each<[what: string, call: (store: ProfileStore) => Promise<unknown>]>([
    ['looks at it', async (store) => store.get('shpo')],
    ['uses it', (store) => store.use('shpo')],
    ['renames it', (store) => store.rename('shpo', 'x')],
    ['removes it', (store) => store.remove('shpo')],
  ])('suggests the nearest name when the user %s', async (_what, call) => {
    const store = await storeWith(profile('bazaar'), profile('shop'));
    const failure = await rejectionOf(call(store));
    expect(failure).toMatchObject({ exit: EXIT.credentials, code: 'unknown_profile' });
    expect(failure.message).toContain('Did you mean "shop"?');
    expect(failure.hint).toContain('bazaar, shop');
    expect(names(store)).toEqual(['bazaar', 'shop']);
  });

  it('suggests no name when none is similar', async () => {
    const store = await storeWith(profile('shop'));
    expect(failureOf(() => store.get('qqqqqqqq')).message).not.toContain('Did you mean');
  });

  it('says how to add a profile when there are none', async () => {
    const store = await storeWith();
    const failure = failureOf(() => store.get('x'));
    expect(failure.message).toBe('There is no profile "x".');
    expect(failure.hint).toContain('rocketpay profiles add');
  });
});

describe('a profile may have an unusual name', () => {
  it.each(['a.b', 'shop.test.1', 'constructor', 'toString', 'hasOwnProperty', '__proto__', 'default', 'profiles', '0'])(
    '%s',
    async (name) => {
      const store = await storeWith(profile('first'));
      expect(failureOf(() => store.get(name)).code).toBe('unknown_profile');
      await store.save(profile(name, { projectId: 7 }));
      await store.use(name);
      const again = openProfileStore(join(store.file, '..'));
      expect(again.get(name).projectId).toBe(7);
      expect(again.defaultName()).toBe(name);
      expect(names(again).sort()).toEqual(['first', name].sort());
      await again.rename(name, 'second');
      expect(again.get('second').projectId).toBe(7);
      await again.remove('second');
      expect(names(again)).toEqual(['first']);
    },
  );
});

describe.skipIf(process.platform === 'win32')('no other user of the machine can read the profiles', () => {
  const mode = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8);

  it('in a directory that was made for them', async () => {
    const directory = join(await temporaryFolder(), 'deep', 'rocketpay');
    const store = openProfileStore(directory);
    await store.save(profileWithSecret('shop'));
    expect(await mode(store.file)).toBe('600');
    expect(await mode(directory)).toBe('700');
  });

  it('after each change', async () => {
    const store = await storeWith(profileWithSecret('shop'), profile('other'));
    await chmod(store.file, 0o644);
    await store.use('other');
    expect(await mode(store.file)).toBe('600');
  });

  it('and the file holds the secret only where a profile keeps it there', async () => {
    const store = await storeWith(
      profileWithSecret('shop'),
      profile('other', { secret: { kind: 'env', name: 'KEY' } }),
    );
    expect((await readFile(store.file, 'utf8')).split(SECRET)).toHaveLength(2);
  });
});

describe('the path of a secret file', () => {
  const pathOf = (store: ProfileStore): unknown => Object(store.get('shop').secret).path;

  it('is stored whole', async () => {
    const folder = await temporaryFolder();
    const store = openProfileStore(folder);
    await store.save(profile('shop', { secret: { kind: 'file', path: 'key.txt' } }));
    expect(JSON.parse(readFileSync(store.file, 'utf8')).profiles.shop.secret.path).toBe(resolve('key.txt'));
  });

  it('begins in the folder of the settings where it was written there as a relative one', async () => {
    const folder = await temporaryFolder();
    const shop = (path: string) => ({ profiles: { shop: { projectId: 1, secret: { kind: 'file', path } } } });
    const cases = [
      ['key.txt', join(folder, 'key.txt')],
      ['../keys/a', resolve(folder, '../keys/a')],
      ['/run/secrets/a', '/run/secrets/a'],
    ] as const;
    for (const [path, whole] of cases) {
      writeFileSync(join(folder, 'profiles.json'), JSON.stringify(shop(path)), { mode: 0o600 });
      expect(pathOf(openProfileStore(folder))).toBe(whole);
      expect(openProfileStore(folder).list()).toMatchObject([{ secret: { kind: 'file', path: whole } }]);
    }
  });
});
