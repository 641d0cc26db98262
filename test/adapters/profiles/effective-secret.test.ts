import { chmod, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { effectiveSecret, type SecretSources } from '#adapters/profiles/effective-secret';
import { openProfileStore } from '#adapters/profiles/profile-store';
import { EXIT } from '#domain/errors/exit-codes';
import type { Profile } from '#domain/profiles/profile';
import type { ProfileStore } from '#domain/profiles/profile-store';
import { rejectionOf } from '../../support/failures.ts';
import { killGroup } from '../../support/kill-group.ts';
import { profile, profileWithSecret, SECRET, temporaryFolder } from './folders.ts';

const closed = async (): Promise<ProfileStore> => {
  throw new Error('the store was opened');
};

const effective = (environment: NodeJS.ProcessEnv, given: Partial<SecretSources> = {}) =>
  effectiveSecret({
    settings: { profile: undefined, language: undefined, insecure: false },
    store: closed,
    signal: new AbortController().signal,
    keyring: () => Promise.reject(new Error('the keyring was opened')),
    uid: process.geteuid?.(),
    killGroup,
    environment,
    ...given,
  });

async function storeOf(...profiles: readonly Profile[]): Promise<() => Promise<ProfileStore>> {
  const store = openProfileStore(await temporaryFolder());
  for (const each of profiles) await store.save(each);
  return async () => store;
}

async function fileWith(text: string): Promise<string> {
  const path = join(await temporaryFolder(), 'key');
  await writeFile(path, text);
  return path;
}

describe('the effective secret comes', () => {
  it('from ROCKETPAY_SECRET_KEY first, and no store is opened', async () => {
    const environment = {
      ROCKETPAY_SECRET_KEY: `${SECRET} `,
      ROCKETPAY_SECRET_KEY_FILE: '/nowhere',
      ROCKETPAY_PROFILE: 'shop',
    };
    const secret = await effective(environment);
    expect(secret.reveal()).toBe(`${SECRET} `);
    expect(secret.origin).toBe('ROCKETPAY_SECRET_KEY');
  });

  it('from ROCKETPAY_SECRET_KEY even when the project id is invalid, because signing needs none', async () => {
    expect((await effective({ ROCKETPAY_SECRET_KEY: SECRET, ROCKETPAY_PROJECT_ID: 'x' })).reveal()).toBe(SECRET);
  });

  it('from ROCKETPAY_SECRET_KEY_FILE second, and no store is opened', async () => {
    const secret = await effective({
      ROCKETPAY_SECRET_KEY: '',
      ROCKETPAY_SECRET_KEY_FILE: await fileWith(`${SECRET}\n`),
    });
    expect(secret.reveal()).toBe(SECRET);
    expect(secret.origin).toBe('ROCKETPAY_SECRET_KEY_FILE');
  });

  it('from a relative ROCKETPAY_SECRET_KEY_FILE in the working directory, and its source is named', async () => {
    const file = await fileWith(SECRET);
    const secret = await effective({ ROCKETPAY_SECRET_KEY_FILE: relative('.', file) });
    expect(secret.reveal()).toBe(SECRET);
    expect(secret.origin).toBe(`ROCKETPAY_SECRET_KEY_FILE, here ${file}`);
    const failure = await rejectionOf(effective({ ROCKETPAY_SECRET_KEY_FILE: 'no/such/key' }));
    expect(failure.message).toContain(resolve('no/such/key'));
  });

  it('from the profile when the variables are missing or empty', async () => {
    const store = await storeOf(profileWithSecret('shop'));
    const secret = await effective({ ROCKETPAY_SECRET_KEY: '', ROCKETPAY_SECRET_KEY_FILE: '' }, { store });
    expect(secret.reveal()).toBe(SECRET);
    expect(secret.origin).toBe('profile shop, the profile store');
  });

  it('from the profile that was named', async () => {
    const store = await storeOf(
      profileWithSecret('shop'),
      profile('other', { secret: { kind: 'env', name: 'OTHER_KEY' } }),
    );
    const environment = { OTHER_KEY: 'the other key' };
    const secret = await effective(environment, {
      store,
      settings: { profile: 'other', language: undefined, insecure: false },
    });
    expect(secret.reveal()).toBe('the other key');
    expect(secret.origin).toContain('OTHER_KEY');
  });
});

describe('a missing secret is reported with what to set', () => {
  it('with only a project id in the environment, without opening the store', async () => {
    const failure = await rejectionOf(effective({ ROCKETPAY_PROJECT_ID: '7' }));
    expect(failure).toMatchObject({ exit: EXIT.credentials, code: 'no_secret' });
    expect(failure.hint).toContain('ROCKETPAY_SECRET_KEY');
  });

  it('without any profile', async () => {
    expect(await rejectionOf(effective({}, { store: await storeOf() }))).toMatchObject({
      exit: EXIT.credentials,
      code: 'no_secret',
    });
  });

  it('with a profile that has no secret', async () => {
    const failure = await rejectionOf(effective({}, { store: await storeOf(profile('shop')) }));
    expect(failure).toMatchObject({
      exit: EXIT.credentials,
      code: 'no_secret',
      message: expect.stringContaining('"shop"'),
    });
  });

  it('with an unknown profile, and the nearest name', async () => {
    const store = await storeOf(profileWithSecret('shop'));
    expect((await rejectionOf(effective({ ROCKETPAY_PROFILE: 'shpo' }, { store }))).code).toBe('unknown_profile');
  });

  it('with an unreadable file, without using the secret of the profile', async () => {
    const failure = await rejectionOf(effective({ ROCKETPAY_SECRET_KEY_FILE: '/nowhere/key' }));
    expect(failure).toMatchObject({ exit: EXIT.credentials, code: 'secret_unreadable' });
  });

  it.skipIf(process.platform === 'win32')('with a store that others may read, and how to protect it', async () => {
    const store = await storeOf(profileWithSecret('shop'));
    const { file } = await store();
    await chmod(file, 0o644);
    const failure = await rejectionOf(effective({}, { store }));
    expect(failure).toMatchObject({ exit: EXIT.credentials, hint: `chmod 600 ${file}` });
    expect(failure.message).not.toContain(SECRET);
  });
});
