import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { effectiveLedger } from '#adapters/profiles/effective-ledger';
import { openProfileStore } from '#adapters/profiles/profile-store';
import type { LedgerSetting } from '#domain/team/ledger-setting';
import { rejectionOf } from '../../support/failures.ts';
import { killGroup } from '../../support/kill-group.ts';
import { profileWithSecret, temporaryFolder } from './folders.ts';

const URL_TEXT = 'postgres://anna@db.example.com/shop';

/** Finds the ledger with these settings and variables, and reads its password. */
async function find(setting: LedgerSetting, environment: Readonly<Record<string, string>> = {}) {
  const store = openProfileStore(await temporaryFolder());
  await store.setLedger(setting);
  const { signal } = new AbortController();
  const place = await effectiveLedger({ environment, store: async () => store, signal, killGroup });
  return place && { ...place, password: await place.readPassword() };
}

const print = (text: string): readonly string[] => [process.execPath, '-e', `console.log(${JSON.stringify(text)})`];

describe('the ledger in use', () => {
  it('is that of this machine when nothing else is set', async () => {
    expect(await find({})).toBeUndefined();
  });

  it('is that of the settings', async () => {
    const found = await find({ ledgerUrl: URL_TEXT }, { PGSSLROOTCERT: '/ca.pem' });
    expect(found).toMatchObject({ origin: expect.stringContaining('profiles.json'), password: undefined });
    expect(found?.url).toMatchObject({ host: 'db.example.com', tls: 'verify', caFile: '/ca.pem' });
  });

  it('is that of the variable, which never gets the password of the settings', async () => {
    const setting = { ledgerUrl: URL_TEXT, ledgerPasswordCommand: print('of-the-settings') };
    const found = await find(setting, { ROCKETPAY_LEDGER_URL: 'postgres://bo@other/shop' });
    expect(found).toMatchObject({ origin: 'ROCKETPAY_LEDGER_URL', url: { host: 'other' }, password: undefined });
  });

  it.each<readonly [string, LedgerSetting, Readonly<Record<string, string>>, string]>([
    ['a command', { ledgerPasswordCommand: print('p w ') }, {}, 'p w '],
    ['PGPASSWORD before the settings', { ledgerPasswordCommand: print('x') }, { PGPASSWORD: 'y' }, 'y'],
  ])('has its password from %s', async (_, password, environment, expected) => {
    expect(await find({ ledgerUrl: URL_TEXT, ...password }, environment)).toMatchObject({ password: expected });
  });

  it('has its password from a file, without the line end', async () => {
    const file = join(await temporaryFolder(), 'password');
    await writeFile(file, 'p w\n');
    await chmod(file, 0o600);
    expect(await find({ ledgerUrl: URL_TEXT, ledgerPasswordFile: file })).toMatchObject({ password: 'p w' });
  });

  it('can have a URL that a command prints', async () => {
    const found = await find({ ledgerUrlCommand: print('postgres://anna:pw@db/shop') });
    expect(found?.url).toMatchObject({ password: 'pw', shown: 'postgres://anna@db/shop' });
  });

  it.each<readonly [string, LedgerSetting, string]>([
    ['a command that fails', { ledgerUrlCommand: [process.execPath, '-e', 'process.exit(3)'] }, 'failed (3)'],
    [
      'a command that prints something else',
      { ledgerUrlCommand: print('s3cret') },
      'not a URL of a PostgreSQL database',
    ],
    ['a password in the stored URL', { ledgerUrl: 'postgres://anna:s3cret@db/shop' }, 'contains a password'],
    [
      'a password command that prints nothing',
      { ledgerUrl: URL_TEXT, ledgerPasswordCommand: print('') },
      'printed nothing',
    ],
  ])('is never replaced by another one after %s', async (_, setting, reason) => {
    const failure = await rejectionOf(find(setting));
    expect(failure).toMatchObject({ exit: 4, message: expect.stringContaining(reason) });
    expect(failure.message).not.toContain('s3cret');
  });

  it('stays set when profiles are added and removed', async () => {
    const folder = await temporaryFolder();
    const store = openProfileStore(folder);
    await store.setLedger({ ledgerUrl: URL_TEXT });
    await store.save(profileWithSecret('one'));
    await store.rename('one', 'two');
    await store.remove('two');
    expect(store.ledger()).toEqual({ ledgerUrl: URL_TEXT });
    await store.setLedger({});
    expect(JSON.parse(await readFile(join(folder, 'profiles.json'), 'utf8'))).toEqual({ profiles: {} });
  });

  it('is refused when the settings file contains something else', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'profiles.json'), '{"profiles":{},"ledgerUrlCommand":"psql"}', { mode: 0o600 });
    expect(() => openProfileStore(folder)).toThrow('"ledgerUrlCommand" is not valid');
  });
});
