import { describe, expect, it } from 'vitest';
import { effectiveProfile, type ProfileSources } from '#adapters/profiles/effective-profile';
import { openProfileStore } from '#adapters/profiles/profile-store';
import { EXIT } from '#domain/errors/exit-codes';
import { PROFILE_DEFAULTS, type Profile } from '#domain/profiles/profile';
import type { ProfileStore } from '#domain/profiles/profile-store';
import { rejectionOf } from '../../support/failures.ts';
import { profile, temporaryFolder } from './folders.ts';

type Given = Partial<Omit<ProfileSources, 'settings'>> & { readonly flags?: Partial<ProfileSources['settings']> };

/** A store that must not be opened. */
const closed = async (): Promise<ProfileStore> => {
  throw new Error('the store was opened');
};

const effective = ({ flags, ...given }: Given) =>
  effectiveProfile({
    settings: { profile: undefined, language: undefined, insecure: false, ...flags },
    environment: {},
    store: closed,
    ...given,
  });

async function storeOf(...profiles: readonly Profile[]): Promise<() => Promise<ProfileStore>> {
  const store = openProfileStore(await temporaryFolder());
  for (const each of profiles) await store.save(each);
  return async () => store;
}

const LOCAL = 'http://127.0.0.1:4010';

describe('the effective profile is', () => {
  const shop = profile('shop', { projectId: 1 });
  const bazaar = profile('bazaar', { projectId: 2 });
  const kiosk = profile('kiosk', { projectId: 3 });

  it.each<[what: string, given: Given, name: string, by: string]>([
    ['the default one', {}, 'shop', 'the default profile'],
    ['the one of ROCKETPAY_PROFILE', { environment: { ROCKETPAY_PROFILE: 'bazaar' } }, 'bazaar', 'ROCKETPAY_PROFILE'],
    ['the one of --profile', { flags: { profile: 'kiosk' } }, 'kiosk', '--profile'],
    [
      'the one of --profile before that of ROCKETPAY_PROFILE',
      { flags: { profile: 'kiosk' }, environment: { ROCKETPAY_PROFILE: 'bazaar' } },
      'kiosk',
      '--profile',
    ],
    [
      'the default one when ROCKETPAY_PROFILE is empty',
      { environment: { ROCKETPAY_PROFILE: '' } },
      'shop',
      'the default profile',
    ],
    [
      'the default one when ROCKETPAY_PROJECT_ID is empty',
      { environment: { ROCKETPAY_PROJECT_ID: '' } },
      'shop',
      'the default profile',
    ],
  ])('%s', async (_what, given, name, by) => {
    const result = await effective({ store: await storeOf(shop, bazaar, kiosk), ...given });
    expect(result.name).toBe(name);
    expect(result.origins.name).toBe(by);
  });

  it('missing when its name is unknown, and the nearest name is suggested', async () => {
    const failure = await rejectionOf(effective({ store: await storeOf(shop), flags: { profile: 'shpo' } }));
    expect(failure).toMatchObject({ exit: EXIT.credentials, message: expect.stringContaining('"shop"') });
  });

  it('missing when none is selected, and the message says how to select one', async () => {
    const store = await storeOf(shop, bazaar);
    await (await store()).remove('shop');
    const failure = await rejectionOf(effective({ store }));
    expect(failure).toMatchObject({ exit: EXIT.credentials, code: 'no_profile' });
    expect(failure.hint).toContain('rocketpay profiles use bazaar');
  });

  it('missing when none is stored, and the message says how to add one', async () => {
    const failure = await rejectionOf(effective({ store: await storeOf() }));
    expect(failure).toMatchObject({ exit: EXIT.credentials, code: 'no_profile' });
    expect(failure.hint).toContain('rocketpay profiles add');
  });
});

describe('each value has precedence over the next one and names its source:', () => {
  const stored = profile('shop', { projectId: 1, gateUrl: 'https://stored.example', otpSeconds: 90 });

  it.each<[what: string, key: keyof Profile, variables: Record<string, string>, value: unknown, origin: string]>([
    ['a default', 'paymentPageUrl', {}, PROFILE_DEFAULTS.paymentPageUrl, 'default'],
    ['a default number', 'resends', {}, 3, 'default'],
    ['the profile', 'otpSeconds', {}, 90, 'profile shop'],
    ['the profile’s URL', 'gateUrl', {}, 'https://stored.example', 'profile shop'],
    ['the profile’s project', 'projectId', {}, 1, 'profile shop'],
    [
      'the environment’s Gate',
      'gateUrl',
      { ROCKETPAY_GATE_URL: 'https://env.example' },
      'https://env.example',
      'ROCKETPAY_GATE_URL',
    ],
    [
      'the environment’s Payment Page',
      'paymentPageUrl',
      { ROCKETPAY_PAYMENT_PAGE_URL: 'https://page.example' },
      'https://page.example',
      'ROCKETPAY_PAYMENT_PAGE_URL',
    ],
    [
      'the environment’s project',
      'projectId',
      { ROCKETPAY_PROFILE: 'shop', ROCKETPAY_PROJECT_ID: '7' },
      7,
      'ROCKETPAY_PROJECT_ID',
    ],
    [
      'an empty variable counts as none',
      'gateUrl',
      { ROCKETPAY_GATE_URL: '' },
      'https://stored.example',
      'profile shop',
    ],
  ])('%s', async (_what, key, environment, value, origin) => {
    const result = await effective({ store: await storeOf(stored), environment });
    expect(result[key]).toEqual(value);
    expect(result.origins[key]).toBe(origin);
  });

  it('--insecure has precedence over the profile', async () => {
    const result = await effective({ store: await storeOf(stored), flags: { insecure: true } });
    expect(result).toMatchObject({ insecure: true, origins: { insecure: '--insecure' } });
  });

  it('a URL without the slash at its end', async () => {
    const environment = {
      ROCKETPAY_PROJECT_ID: '7',
      ROCKETPAY_GATE_URL: 'https://a.example/x//',
      ROCKETPAY_PAYMENT_PAGE_URL: 'https://b.example/',
    };
    expect(await effective({ environment })).toMatchObject({
      gateUrl: 'https://a.example/x',
      paymentPageUrl: 'https://b.example',
    });
  });
});

describe('with all values in the environment no stored profile is read,', () => {
  it('and the mode is live by default', async () => {
    const result = await effective({ environment: { ROCKETPAY_PROJECT_ID: '7' } });
    expect(result).toMatchObject({ ...PROFILE_DEFAULTS, projectId: 7, mode: 'live', name: '(environment)' });
    expect(result.origins).toMatchObject({ name: 'ROCKETPAY_PROJECT_ID', gateUrl: 'default', mode: 'default' });
  });

  it.each([LOCAL, 'http://localhost:4010', 'http://[::1]:4010', 'https://127.0.0.1'])(
    'and %s is a test',
    async (url) => {
      const result = await effective({ environment: { ROCKETPAY_PROJECT_ID: '7', ROCKETPAY_GATE_URL: url } });
      expect(result).toMatchObject({ mode: 'test', gateUrl: url });
      expect(result.origins.mode).toContain('assumed');
    },
  );

  it('and a live profile stays live when its Gate is on this machine', async () => {
    const store = await storeOf(profile('shop'));
    expect((await effective({ store, environment: { ROCKETPAY_GATE_URL: LOCAL } })).mode).toBe('live');
  });

  it('unless a profile is named', async () => {
    const environment = { ROCKETPAY_PROJECT_ID: '7', ROCKETPAY_PROFILE: 'shop' };
    await expect(effective({ environment })).rejects.toThrow('the store was opened');
  });
});

describe('an invalid value is refused with its name:', () => {
  it.each(['0', '-1', '1.5', 'abc', '4294967296', ' 7', '7 ', '1e3', '0x10', '007'])('project id %j', async (id) => {
    const failure = await rejectionOf(effective({ environment: { ROCKETPAY_PROJECT_ID: id } }));
    expect(failure).toMatchObject({ exit: EXIT.credentials, message: expect.stringContaining('ROCKETPAY_PROJECT_ID') });
  });

  it.each([
    'nonsense',
    'ftp://a.example',
    'https://user:word@a.example',
    'https://a.example?x=1',
    'https://a.example#x',
    '//a.example',
  ])('Gate URL %j', async (url) => {
    const environment = { ROCKETPAY_PROJECT_ID: '7', ROCKETPAY_GATE_URL: url };
    const failure = await rejectionOf(effective({ environment }));
    expect(failure).toMatchObject({ exit: EXIT.credentials, code: 'bad_url' });
    expect(failure.message).toContain('ROCKETPAY_GATE_URL');
  });

  it.each(['http://gate.example', 'http://10.0.0.1', 'http://127.0.0.1.evil.example', 'http://localhost.evil.example'])(
    'plain http to another machine without --insecure: %s',
    async (url) => {
      const environment = { ROCKETPAY_PROJECT_ID: '7', ROCKETPAY_GATE_URL: url };
      const failure = await rejectionOf(effective({ environment }));
      expect(failure.message).toContain('--insecure');
      expect(await effective({ environment, flags: { insecure: true } })).toMatchObject({ gateUrl: url, mode: 'live' });
    },
  );

  it('a stored URL, with the name of its profile', async () => {
    const store = await storeOf(profile('shop', { paymentPageUrl: 'http://page.example' }));
    expect((await rejectionOf(effective({ store }))).message).toContain('profile shop');
  });
});
