import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openProfileStore } from '#adapters/profiles/profile-store';
import { PROFILE_DEFAULTS, type Profile, type SecretSource } from '#domain/profiles/profile';
import { adviceWithProfile } from '#domain/terminal/advice-profile';
import { temporaryFolder } from '../../adapters/profiles/folders.ts';
import type { Finished } from '../../support/cli.ts';
import { advisedLines, problemOf } from '../../support/documents/advice.ts';
import { closedPort } from '../../support/gate/fault-server.ts';
import { movingClock } from '../../support/moving-clock.ts';
import { rocketpay } from '../../support/session.ts';
import { openShop, type Shop } from '../../support/shop.ts';

type Run = (...argv: readonly string[]) => Promise<Finished>;

interface AdviceShop {
  readonly shop: Shop;
  /** Runs without a project in the environment; the default profile has no secret. */
  readonly run: Run;
  readonly folder: string;
}

async function openAdviceShop(): Promise<AdviceShop> {
  const shop = await openShop();
  const { sandbox, clock } = shop.platform;
  const folder = await temporaryFolder();
  const store = openProfileStore(folder);
  const customer = { id: 'c', firstName: 'A', lastName: 'B', email: 'a@b.kz', ip: '::1' };
  const add = (name: string, secret: SecretSource, gateUrl = sandbox.url) =>
    store.save({
      ...PROFILE_DEFAULTS,
      name,
      projectId: sandbox.projectId,
      mode: 'test',
      gateUrl,
      customer,
      secret,
    } as Profile);
  await add('other', { kind: 'env', name: 'NOT_SET' });
  await add('shop', { kind: 'env', name: 'SHOP_SECRET' });
  await add('wrong', { kind: 'env', name: 'WRONG_SECRET' });
  await add('cmd', { kind: 'command', command: [process.execPath, '-e', 'process.exit(3)'] });
  await add('gone', { kind: 'env', name: 'SHOP_SECRET' }, `http://${await closedPort()}`);
  const env = { SHOP_SECRET: sandbox.secret.reveal(), WRONG_SECRET: 'another secret than that' };
  const { ledger } = shop;
  const run: Run = (...argv) => rocketpay(argv, { env, store, ledger, clock: movingClock(clock) });
  return { shop, run, folder };
}

const SALE = ['sale', '--payment-id', 'order-1', '--amount', '1000'];

const STATES: readonly (readonly [what: string, state: (shop: AdviceShop) => Promise<Finished>])[] = [
  ['an accepted sale', ({ run }) => run(...SALE, '--phone', '77071234567', '--profile', 'shop')],
  ['a payment that is not known', ({ run }) => run('status', 'nowhere', '--profile', 'shop')],
  [
    'an accepted refund',
    async ({ run }) => {
      await run(...SALE, '--phone', '77000000001', '--wait', '--profile', 'shop');
      return run('refund', 'order-1', '--amount', '5', '--confirm', '5', '--profile', 'shop');
    },
  ],
  [
    'a refund that was made before',
    async ({ run }) => {
      await run(...SALE, '--phone', '77000000001', '--wait', '--profile', 'shop');
      const refund = ['refund', 'order-1', '--amount', '5', '--confirm', '5', '--wait', '--profile', 'shop'];
      await run(...refund);
      return run(...refund);
    },
  ],
  [
    'a plan of refunds',
    async ({ run, folder }) => {
      await run(...SALE, '--phone', '77000000001', '--wait', '--profile', 'shop');
      const file = join(folder, 'refunds.csv');
      writeFileSync(file, 'payment_id,amount\norder-1,10.00\n');
      return run('refunds', 'plan', file, '--profile', 'shop');
    },
  ],
  [
    'a wrong code',
    async ({ run }) => {
      await run(...SALE, '--phone', '77071234567', '--wait', 'otp', '--profile', 'shop');
      return run('otp', 'order-1', '000', '--wait', '--profile', 'shop');
    },
  ],
  ['a wrong secret, asked for a status', ({ run }) => run('status', 'p', '--profile', 'wrong')],
  ['a wrong secret, used for a sale', ({ run }) => run(...SALE, '--phone', '77071234567', '--profile', 'wrong')],
  ['a wrong secret, used for a refund', ({ run }) => run('refund', 'p', '--full', '--profile', 'wrong')],
  ['a Gate that cannot be reached, asked for a status', ({ run }) => run('status', 'p', '--profile', 'gone')],
  [
    'a Gate that cannot be reached, used for a sale',
    ({ run }) => run(...SALE, '--phone', '77071234567', '--profile', 'gone'),
  ],
  ['a wait for a Gate that cannot be reached', ({ run }) => run('wait', 'p', '--deadline', '1s', '--profile', 'gone')],
];

describe('advice for a profile that is not the default one', () => {
  it.each(STATES)('after %s works when it is copied', async (_what, state) => {
    const advised = await openAdviceShop();
    const { out, err } = await state(advised);
    const lines = advisedLines(`${err}\n${out}`);
    expect(lines.length, err).toBeGreaterThan(0);
    for (const line of lines) {
      expect(await problemOf(line), line).toBeUndefined();
      if (line.includes('<')) continue;
      // A terminal asks for the code.
      const code = line.startsWith('rocketpay otp ') ? ['1234'] : [];
      const { exit, err: said } = await advised.run(...line.split(' ').slice(1), ...code);
      // The default profile has no secret: without --profile the line would end with 4.
      expect([1, 2, 4], `${line}: ${said}`).not.toContain(exit);
    }
  });

  it.each(['status p', 'refund p --full', 'operators', 'otp p 1234'])(
    'is not needed where its secret command fails: %s',
    async (words) => {
      const { run } = await openAdviceShop();
      const { exit, err } = await run(...words.split(' '), '--profile', 'cmd');
      expect({ exit, err }).toMatchObject({ exit: 4, err: expect.stringContaining('next:') });
      for (const line of advisedLines(err)) expect(await problemOf(line), line).toBeUndefined();
    },
  );

  it.each([
    'trigger purchase.success --to http://a.test',
    'listen',
    'sign --body',
    'verify-callback -',
    'checkout verify -',
    'smoke',
  ])('names the profile after rocketpay %s', (words) => {
    const said = adviceWithProfile(`Next: rocketpay ${words}`, 'shop');
    expect(said).toContain(' --profile shop');
    expect(said.match(/--profile/g)).toHaveLength(1);
  });
});

describe('advice without any profile', () => {
  it.each([
    'status p',
    'whoami',
    'operators',
    'sale --phone 77071234567 --amount 1',
    'refund p --full',
    'listen',
    'sign',
    'trigger purchase.success',
    'doctor --offline',
    'profiles show shop',
    'callbacks list',
    'profiles list',
  ])('of rocketpay %s says how to add a profile', async (words) => {
    const store = openProfileStore(await temporaryFolder());
    const { out, err } = await rocketpay(words.split(' '), { store, env: {}, input: '{}' });
    const lines = advisedLines(`${err}\n${out}`);
    expect(lines.length, err).toBeGreaterThan(0);
    for (const line of lines) expect(await problemOf(line), line).toBeUndefined();
    // What needs a profile that is there already is no advice here.
    expect(lines.join('\n')).not.toMatch(/rotate|profiles use/);
  });

  it('names the sandbox for the profile of the sandbox', async () => {
    const store = openProfileStore(await temporaryFolder());
    const { exit, err } = await rocketpay(['operators', '--profile', 'sandbox'], { store, env: {} });
    expect({ exit, lines: advisedLines(err) }).toEqual({ exit: 4, lines: ['rocketpay sandbox'] });
  });
});
