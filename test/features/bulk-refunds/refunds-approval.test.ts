import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openProfileStore } from '#adapters/profiles/profile-store';
import type { Profile } from '#domain/profiles/profile';
import { profileWithSecret, temporaryFolder } from '../../adapters/profiles/folders.ts';
import { movingClock } from '../../support/moving-clock.ts';
import { documentOf, errorOf, expectPromised, rocketpay } from '../../support/session.ts';
import { openPlanShop } from './plan-shop.ts';

const TOTAL = ['--confirm', '10.00'];

/** Opens two users, each with their own key, and a profile that requires the approval of one for the plans of the other. */
async function openOffice(changes: (keys: readonly string[]) => Partial<Profile> = (keys) => ({ approvers: keys })) {
  const shop = await openPlanShop(1);
  const { sandbox, clock } = shop.platform;
  const store = openProfileStore(await temporaryFolder());
  const folders = [await temporaryFolder(), await temporaryFolder()];
  const as = (user: number, ...argv: readonly string[]) =>
    rocketpay([...argv, '--json'], {
      env: { ROCKETPAY_CONFIG_DIR: folders[user] ?? '' },
      store,
      ledger: shop.ledger,
      clock: movingClock(clock),
    });
  const keys = await Promise.all(
    folders.map(async (_, user) => String(documentOf(await as(user, 'refunds', 'key')).key)),
  );
  const base = profileWithSecret('shop', sandbox.secret.reveal());
  const project = { gateUrl: sandbox.url, projectId: sandbox.projectId };
  await store.save({ ...base, ...project, requireApproval: true, ...changes(keys) });
  const file = await shop.csv('payment_id,amount\norder-1,10.00\n');
  const plan = file.replace('.csv', '.plan.jsonl');
  expect(await as(0, 'refunds', 'plan', file)).toMatchObject({ exit: 0 });
  const apply = () => as(0, 'refunds', 'apply', plan, ...TOTAL);
  return { shop, as, apply, plan, folders, keys, clock };
}

describe('a plan that needs an approval', () => {
  it('is applied after another user than its maker has approved it', async () => {
    const { shop, as, apply, plan, folders, keys } = await openOffice();
    expect(errorOf(await apply())).toMatchObject({ exit: 7, code: 'approval_missing' });
    const approved = documentOf(await as(1, 'refunds', 'approve', plan, ...TOTAL));
    expectPromised(approved, 'refunds approve');
    expect(approved).toMatchObject({ key: keys[1] });
    expect((await stat(join(folders[1] ?? '', 'approval-key.pem'))).mode & 0o777).toBe(0o600);
    expect(await apply()).toMatchObject({ exit: 0 });
    expect(shop.requestsTo('/refund')).toBe(1);
  });

  it('is not approved by its maker', async () => {
    const { as, apply, plan } = await openOffice();
    expect(errorOf(await as(0, 'refunds', 'approve', plan, ...TOTAL))).toMatchObject({ exit: 7, code: 'approval_own' });
    expect(errorOf(await apply())).toMatchObject({ exit: 7, code: 'approval_missing' });
  });

  it('is not approved without its total', async () => {
    const { as, plan } = await openOffice();
    expect(errorOf(await as(1, 'refunds', 'approve', plan))).toMatchObject({ exit: 7, code: 'not_confirmed' });
    expect(errorOf(await as(1, 'refunds', 'approve', plan, '--confirm', '11'))).toMatchObject({
      code: 'not_confirmed',
    });
  });

  it('is not applied with an approval that was changed, or was given by a user who is not listed', async () => {
    const { as, apply, plan, clock } = await openOffice(([first = '']) => ({ approvers: [first] }));
    await as(1, 'refunds', 'approve', plan, ...TOTAL);
    expect(errorOf(await apply())).toMatchObject({ exit: 7, code: 'approval_unknown' });
    const file = `${plan}.approval.json`;
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(/"hash": "./, '"hash": "z'));
    expect(errorOf(await apply())).toMatchObject({ exit: 7, code: 'approval_invalid' });
    await writeFile(file, 'nothing');
    expect(errorOf(await apply())).toMatchObject({ exit: 7, code: 'approval_invalid' });
    await writeFile(file, text);
    await clock.advance(25 * 3_600_000);
    const late = await as(0, 'refunds', 'apply', plan, ...TOTAL, '--max-age', '26h');
    expect(errorOf(late)).toMatchObject({ code: 'approval_unknown' });
  });

  it('is not applied while no approver is listed', async () => {
    const { as, apply, plan } = await openOffice(() => ({}));
    expect(await as(1, 'refunds', 'approve', plan, ...TOTAL)).toMatchObject({ exit: 0 });
    const { code, hint } = errorOf(await apply());
    expect([code, hint]).toEqual(['no_approvers', expect.stringContaining('rocketpay refunds key')]);
  });

  it('is not applied when its maker is not listed, because with another settings folder a user has a second key', async () => {
    const { as, apply, plan, keys } = await openOffice(([, second = '']) => ({ approvers: [second] }));
    await as(1, 'refunds', 'approve', plan, ...TOTAL);
    const { code, hint } = errorOf(await apply());
    expect([code, hint]).toEqual(['maker_unknown', expect.stringContaining(`--approver ${keys[0]}`)]);
  });
});
