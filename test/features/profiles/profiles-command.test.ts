import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CANARY, documentOf, errorOf, hmac } from '../../support/session.ts';
import { ADD, openMachine, withShop } from './test-machine.ts';

describe('profiles add', () => {
  it('stores the secret for its owner only, without the line end of a pipe', async () => {
    const { store, run } = await openMachine();
    const { exit, out, err } = await run([...ADD, '--test', '--customer-id', 'c-1', '--ip', '::1'], `${CANARY}\n`);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toMatch(/^stored profile shop in .*profiles\.json\nNext: rocketpay whoami --profile shop\n$/);
    expect((await stat(store.file)).mode & 0o777).toBe(0o600);
    const signed = await run(['sign'], '{"a":1}');
    expect(signed).toEqual({ exit: 0, out: `${hmac('a:1', CANARY)}\n`, err: '' });
  });

  it('reports that the same project is stored under another host', async () => {
    const { run } = await withShop();
    const add = (name: string, ...more: string[]) =>
      run(['profiles', 'add', name, '--project-id', '1234', '--secret-env', 'X', ...more]);
    const { exit, err } = await add('alias', '--gate-url', 'https://gate.example');
    expect(exit).toBe(0);
    expect(err.replace(/\s+/g, ' ')).toContain(
      'project 1234 is also stored under another host: shop (api.rocketpay.kz)',
    );
    expect((await add('same', '--gate-url', 'https://gate.example')).err).not.toContain('alias');
    const other = ['profiles', 'add', 'other', '--project-id', '77', '--secret-env', 'X'];
    expect((await run(other)).err).not.toContain('another host');
  });

  it('can keep an existing profile unchanged, for a script that runs again', async () => {
    const { store, run, failed } = await withShop();
    const before = store.get('shop');
    const again = [...ADD, '--if-missing', '--otp-seconds', '90', '--json'];
    expect(documentOf(await run(again, 'another secret'))).toMatchObject({ changed: 'unchanged', profile: 'shop' });
    expect(store.get('shop')).toEqual(before);
    const other = ['profiles', 'add', 'shop', '--project-id', '77', '--secret-env', 'X', '--if-missing'];
    expect(await failed(...other)).toMatchObject({ exit: 2, message: expect.stringContaining('project 1234') });
    const fresh = ['profiles', 'add', 'fresh', '--project-id', '5', '--secret-env', 'X', '--if-missing', '--json'];
    expect(documentOf(await run(fresh))).toMatchObject({ changed: 'stored' });
  });

  it('warns about a space at the end of the secret', async () => {
    const { run } = await openMachine();
    const { exit, err } = await run(ADD, `${CANARY} \n`);
    expect(exit).toBe(0);
    expect(err).toMatch(/white space/);
  });

  it.each<[what: string, argv: readonly string[], input: string, message: RegExp]>([
    ['no secret', ADD.slice(0, -1), '', /secret of the profile is missing/],
    ['an empty secret', ADD, '\n', /secret is empty/],
    ['two secrets', [...ADD, '--secret-env', 'X'], 'x', /only one source/],
    ['no project id', ['profiles', 'add', 'shop', '--secret-env', 'X'], '', /--project-id/],
    ['a wrong project id', ['profiles', 'add', 'shop', '--project-id', '0'], '', /--project-id.*"0"/],
    ['a name with a space', ['profiles', 'add', 'my shop', '--project-id', '1', '--secret-env', 'X'], '', /"my shop"/],
    ['both kinds', [...ADD, '--test', '--live'], 'x', /--test and --live/],
    ['plain http', [...ADD, '--gate-url', 'http://api.example.com'], 'x', /--gate-url.*https/],
    ['a secret as a value', [...ADD.slice(0, -1), '--secret', 'x'], '', /unknown option '--secret'/],
  ])('refuses %s', async (_what, argv, input, message) => {
    const { store, run } = await openMachine();
    const error = errorOf(await run([...argv, '--json'], input));
    expect(error).toMatchObject({ exit: 2, message: expect.stringMatching(message) });
    expect(store.list()).toEqual([]);
  });

  it('does not overwrite a profile with the same name', async () => {
    const { store, run } = await withShop();
    expect(errorOf(await run([...ADD, '--json'], 'x'))).toMatchObject({
      exit: 2,
      hint: expect.stringContaining('--replace'),
    });
    expect(store.get('shop').mode).toBe('test');
    expect((await run([...ADD, '--replace'], CANARY)).exit).toBe(0);
    expect(store.get('shop').mode).toBe('live');
  });
});

describe('profiles', () => {
  it('lists the stored profiles and marks the default one', async () => {
    const { run } = await withShop();
    const { out } = await run(['profiles', 'list']);
    expect(out).toMatch(/^\* +shop +1234 +test +https:\/\/api\.rocketpay\.kz$/m);
    expect(out).toMatch(/^ +live +9 +live +https/m);
    const { profiles } = documentOf(await run(['profiles', 'list', '--json']));
    expect(profiles).toEqual([
      { name: 'shop', projectId: 1234, mode: 'test', gateUrl: 'https://api.rocketpay.kz', default: true },
      { name: 'live', projectId: 9, mode: 'live', gateUrl: 'https://api.rocketpay.kz', default: false },
    ]);
  });

  it('shows a profile without its secret', async () => {
    const { run } = await withShop();
    expect(documentOf(await run(['profiles', 'show', 'shop', '--json']))).toMatchObject({
      profile: 'shop',
      projectId: 1234,
      secret: 'the profile store',
    });
    expect((await run(['profiles', 'show', 'live'])).out).toMatch(/^secret +the variable LIVE$/m);
  });

  it('selects, renames and removes a profile', async () => {
    const { store, run } = await withShop();
    expect(await run(['profiles', 'use', 'live'])).toMatchObject({ exit: 0, out: 'now using profile live\n' });
    expect(store.defaultName()).toBe('live');
    expect(await run(['profiles', 'rename', 'live', 'main'])).toMatchObject({ exit: 0 });
    expect(store.defaultName()).toBe('main');
    expect(await run(['profiles', 'remove', 'main', '--yes'])).toMatchObject({
      exit: 0,
      out: 'removed profile main\n',
    });
    expect(store.list().map(({ name }) => name)).toEqual(['shop']);
  });

  it('asks before a profile is removed, and removes none without a terminal', async () => {
    const { store, failed } = await withShop();
    expect(await failed('profiles', 'remove', 'shop')).toMatchObject({
      exit: 7,
      hint: expect.stringContaining('--yes'),
    });
    expect(store.list()).toHaveLength(2);
  });

  it.each([
    ['show', ['profiles', 'show', 'shpo']],
    ['use', ['profiles', 'use', 'shpo']],
    ['remove', ['profiles', 'remove', 'shpo', '--yes']],
    ['rename', ['profiles', 'rename', 'shpo', 'x']],
    ['--profile', ['operators', '--profile', 'shpo']],
    ['whoami', ['whoami', '--profile', 'shpo']],
    ['sign', ['sign', '--profile', 'shpo']],
  ])('suggests the nearest name: %s', async (_what, argv) => {
    const { failed } = await withShop();
    const error = await failed(...argv);
    expect(error).toMatchObject({ exit: 4, code: 'unknown_profile' });
    expect(error.message).toContain('Did you mean "shop"?');
  });

  it('refuses a name that is in use', async () => {
    const { failed } = await withShop();
    expect(await failed('profiles', 'rename', 'shop', 'live')).toMatchObject({ exit: 2 });
  });

  it('explains what to do when other users can read the store', async () => {
    const { store, folder, run } = await withShop();
    const { chmod } = await import('node:fs/promises');
    await chmod(join(folder, 'profiles.json'), 0o644);
    const error = errorOf(await run(['sign', '--json'], '{}'));
    expect(error).toMatchObject({ exit: 4, hint: `chmod 600 ${store.file}` });
  });
});

describe('a profile that requires an approval and lists no approvers', () => {
  it('is reported by profiles add, whoami and doctor', async () => {
    const { run } = await openMachine();
    const added = await run([...ADD, '--test', '--require-approval'], `${CANARY}\n`);
    const shown = await run(['whoami']);
    for (const { err } of [added, shown]) expect(err.replace(/\s+/g, ' ')).toContain('no approver is listed');
    const { checks } = documentOf(await run(['doctor', '--offline', '--json'])) as { checks?: object[] };
    expect(checks).toContainEqual(
      expect.objectContaining({
        name: 'profile',
        status: 'warn',
        message: expect.stringContaining('no approver is listed'),
      }),
    );
  });

  it('is not reported once two are listed', async () => {
    const { run } = await openMachine();
    await run([...ADD, '--test', '--approver', 'a'.repeat(64), '--approver', 'b'.repeat(64)], `${CANARY}\n`);
    expect((await run(['whoami'])).err).not.toContain('approver');
  });
});

it('whoami prints a space between each name and its value', async () => {
  const { run } = await withShop();
  const { out } = await run(['whoami']);
  for (const line of out.trimEnd().split('\n')) expect(line).toMatch(/^[\w.]+ {2,}\S/);
});
