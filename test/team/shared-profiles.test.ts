import { describe, expect, it } from 'vitest';
import { PROFILE_DEFAULTS } from '#domain/profiles/profile';
import { parseSharedProfile, toSharedSettings, withSharedSettings } from '#domain/team/shared-profile';
import { rejectionOf } from '../support/failures.ts';
import { createKeys, createTeam } from '../support/team/team.ts';

const PROFILE = { ...PROFILE_DEFAULTS, name: 'shop', projectId: 42, maxRefund: 5000, approvers: ['key a', 'key b'] };
const SHARED = { name: 'shop', settings: toSharedSettings(PROFILE) };

describe('a shared profile', () => {
  it('is read by every member in its newest version, without the secret', async () => {
    const team = await createTeam();
    await team.add('anna', 'reader');
    const olga = team.manage('olga');
    await olga.shareProfile({ name: 'shop', settings: { ...SHARED.settings, maxRefund: 1 } });
    await olga.shareProfile(SHARED);
    await olga.rotateKey();
    expect(await team.manage('anna').sharedProfiles()).toEqual([SHARED]);
    const secret = { kind: 'env', name: 'KEY' } as const;
    const own = { ...PROFILE, secret, insecure: true, maxRefundPerDay: 7 };
    expect(withSharedSettings(own, SHARED.settings)).toEqual({ ...PROFILE, secret, insecure: true });
    expect(JSON.stringify(toSharedSettings(own))).not.toContain('KEY');
  });

  it('is shared by administrators only', async () => {
    const team = await createTeam();
    await team.add('anna', 'approver');
    expect(await rejectionOf(team.manage('anna').shareProfile(SHARED))).toMatchObject({ exit: 7 });
  });

  it.each([
    ['was changed', `update rocketpay.shared_profiles set content = replace(content, '5000', '9000')`],
    ['has another name', `update rocketpay.shared_profiles set name = 'live'`],
    ['names a member who is no administrator', `update rocketpay.shared_profiles set shared_by = 'anna'`],
  ])('is refused when it %s', async (_, statement) => {
    const team = await createTeam();
    await team.add('anna', 'support');
    await team.manage('olga').shareProfile(SHARED);
    await team.sql(statement);
    expect(await rejectionOf(team.manage('anna').sharedProfiles())).toMatchObject({
      code: 'profile_unsigned',
      exit: 7,
    });
  });

  it('is refused when the key of its administrator was exchanged in the database', async () => {
    const team = await createTeam();
    await team.add('anna', 'support');
    await team.manage('olga').shareProfile(SHARED);
    const { publicKeyText } = await import('#adapters/ledger/postgres/keys/data-key');
    const forged = publicKeyText(createKeys().sign);
    await team.sql(`update rocketpay.members set sign_key = '${forged}' where name = 'olga'`);
    expect(await rejectionOf(team.manage('anna').sharedProfiles())).toMatchObject({
      code: 'profile_unsigned',
      exit: 7,
    });
  });

  it.each([
    ['a host with a password', { gateUrl: 'https://a:b@gate.example' }],
    ['plain http to another machine', { gateUrl: 'http://gate.example' }],
    ['a control character', { approvers: ['a\u001b[2J'] }],
    ['a limit that is no amount', { maxRefund: -1 }],
    ['no project', { projectId: undefined }],
    ['a callback to a script', { callbackUrl: 'javascript:alert(1)' }],
  ])('is not valid with %s', (_, change) => {
    expect(parseSharedProfile('shop', JSON.stringify({ ...SHARED.settings, ...change }))).toBeUndefined();
    expect(parseSharedProfile('shop', JSON.stringify(SHARED.settings))).toEqual(SHARED);
  });
});
