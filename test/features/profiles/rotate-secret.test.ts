import { readFile } from 'node:fs/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openProfileStore } from '#adapters/profiles/profile-store';
import { credentialsFailure } from '#domain/errors/failure';
import type { Keyring } from '#domain/profiles/profile-store';
import { Secret } from '#domain/signature/secret';
import { profile, temporaryFolder } from '../../adapters/profiles/folders.ts';
import { openPlatform } from '../../sandbox/support.ts';
import { closedPort } from '../../support/gate/fault-server.ts';
import { CANARY, errorOf, rocketpay } from '../../support/session.ts';

/** A keyring, and what is in it. */
function openRing(broken = false): Keyring & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  const fail = () => Promise.reject(credentialsFailure('keyring_unavailable', 'The keyring is locked.'));
  return {
    kept,
    read: async (account, origin) => new Secret(kept.get(account) ?? '', origin),
    write: async (account, secret) => (broken ? fail() : void kept.set(account, secret.reveal())),
    remove: async (account) => (broken ? fail() : void kept.delete(account)),
  };
}

/** A merchant with a stored profile of a sandbox, whose secret is an old one. */
async function openMachine() {
  const { sandbox, events } = await openPlatform();
  const store = openProfileStore(await temporaryFolder());
  const { url: gateUrl, projectId } = sandbox;
  await store.save(
    profile('shop', { gateUrl, projectId, secret: { kind: 'store', secret: new Secret(`${CANARY}-old`) } }),
  );
  const ring = openRing();
  const run = (argv: readonly string[], input = '', keyring: Keyring = ring) =>
    rocketpay(argv, { env: {}, store, input, keyring });
  const rotate = (input: string, ...more: readonly string[]) =>
    run(['profiles', 'rotate', 'shop', '--secret-stdin', '--json', ...more], input);
  const keptSecret = () => {
    const { secret } = store.get('shop');
    return secret?.kind === 'store' ? secret.secret.reveal() : secret?.kind;
  };
  return { store, ring, run, rotate, keptSecret, events, good: sandbox.secret.reveal(), gateUrl };
}

describe('profiles rotate-secret', () => {
  it('stores the new secret after the Gate accepted it with a read', async () => {
    const { rotate, keptSecret, events, good } = await openMachine();
    const finished = await rotate(`${good}\n`);
    expect(finished).toMatchObject({ exit: 0 });
    expect(finished.out + finished.err).not.toContain(good);
    expect(keptSecret()).toBe(good);
    expect(events.map((event) => event.type === 'request' && event.path)).toEqual(['/v2/payment/status']);
  });

  it.each([
    ['is wrong', 'not-the-secret-of-it', 'access_refused', 4],
    ['was pasted with a space', 'GOOD ', 'access_refused', 4],
    ['is empty', '\n', 'usage', 2],
  ])('keeps the old secret when the new one %s', async (_, typed, code, exit) => {
    const { rotate, keptSecret, good } = await openMachine();
    const error = errorOf(await rotate(typed.replace('GOOD', good)));
    expect(error).toMatchObject({ code, exit });
    expect(keptSecret()).toBe(`${CANARY}-old`);
  });

  it('keeps the old secret when the Gate does not answer, unless the check is skipped', async () => {
    const { store, rotate, keptSecret } = await openMachine();
    await store.save({ ...store.get('shop'), gateUrl: `http://${await closedPort()}` }, { replace: true });
    const error = errorOf(await rotate('another-secret', '--timeout', '1s'));
    expect(error).toMatchObject({ exit: 5, message: expect.stringContaining('The old secret is kept.') });
    expect(keptSecret()).toBe(`${CANARY}-old`);
    expect(await rotate('another-secret', '--no-check')).toMatchObject({ exit: 0 });
    expect(keptSecret()).toBe('another-secret');
  });

  it('moves the secret into the keyring, and replaces it there later', async () => {
    const { store, ring, rotate, run, good } = await openMachine();
    expect(await rotate(good, '--secret-keyring')).toMatchObject({ exit: 0 });
    expect([...ring.kept.values()]).toEqual([good]);
    expect(await readFile(store.file, 'utf8')).not.toContain(good);
    expect(await run(['operators', '--profile', 'shop', '--json'])).toMatchObject({ exit: 0 });
    expect(await rotate('the-next-one', '--no-check')).toMatchObject({ exit: 0 });
    expect([...ring.kept.values()]).toEqual(['the-next-one']);
    expect(await run(['profiles', 'remove', 'shop', '--yes'])).toMatchObject({ exit: 0 });
    expect(ring.kept.size).toBe(0);
  });

  it('says where to change a secret that is stored elsewhere', async () => {
    const { store, rotate } = await openMachine();
    await store.save({ ...store.get('shop'), secret: { kind: 'env', name: 'KEY' } }, { replace: true });
    expect(errorOf(await rotate('x'))).toMatchObject({ exit: 2, message: expect.stringContaining('variable KEY') });
  });
});

describe('profiles add', () => {
  const add = ['profiles', 'add', 'new', '--project-id', '7', '--secret-stdin', '--secret-keyring', '--json'];

  it('stores the secret only in the keyring with --secret-keyring', async () => {
    const { store, ring, run } = await openMachine();
    expect(await run(add, `${CANARY}\n`)).toMatchObject({ exit: 0 });
    expect([...ring.kept.values()]).toEqual([CANARY]);
    expect(await readFile(store.file, 'utf8')).not.toContain(`"${CANARY}"`);
    expect(store.get('new').secret).toMatchObject({ kind: 'keyring' });
  });

  it('reports a keyring that does not work, and stores nothing', async () => {
    const { store, run } = await openMachine();
    expect(errorOf(await run(add, CANARY, openRing(true)))).toMatchObject({ exit: 4, code: 'keyring_unavailable' });
    expect(store.list().map(({ name }) => name)).toEqual(['shop']);
  });

  it('leaves nothing in the keyring when the name is in use', async () => {
    const { ring, run } = await openMachine();
    expect(await run(add.with(2, 'shop'), CANARY)).toMatchObject({ exit: 2 });
    expect(ring.kept.size).toBe(0);
  });

  const FROM_ENV = ['profiles', 'add', 'ci', '--from-env', '--test', '--json'];
  const variables = { ROCKETPAY_PROJECT_ID: '4711', ROCKETPAY_GATE_URL: 'https://gate.example' };

  it.each([
    [{ ROCKETPAY_SECRET_KEY: CANARY }, { kind: 'env', name: 'ROCKETPAY_SECRET_KEY' }],
    [{ ROCKETPAY_SECRET_KEY_FILE: '/run/key' }, { kind: 'file', path: '/run/key' }],
  ])('uses the secret of the environment without copying it: %j', async (secret, source) => {
    const store = openProfileStore(await temporaryFolder());
    expect(await rocketpay(FROM_ENV, { env: { ...variables, ...secret }, store })).toMatchObject({ exit: 0 });
    const values = { projectId: 4711, gateUrl: 'https://gate.example', mode: 'test', secret: source };
    expect(store.get('ci')).toMatchObject(values);
    expect(await readFile(store.file, 'utf8')).not.toContain(CANARY);
  });

  it('can copy the secret of the environment into the keyring', async () => {
    const store = openProfileStore(await temporaryFolder());
    const keyring = openRing();
    const env = { ...variables, ROCKETPAY_SECRET_KEY: CANARY };
    expect(await rocketpay([...FROM_ENV, '--secret-keyring'], { env, store, keyring })).toMatchObject({ exit: 0 });
    expect([...keyring.kept.values()]).toEqual([CANARY]);
  });

  it('reports which environment variables are missing', async () => {
    const store = openProfileStore(await temporaryFolder());
    onTestFinished(() => expect(store.list()).toEqual([]));
    const nothing = errorOf(await rocketpay(FROM_ENV, { env: {}, store }));
    expect(nothing).toMatchObject({ exit: 4, message: expect.stringContaining('ROCKETPAY_PROJECT_ID') });
    expect(errorOf(await rocketpay(FROM_ENV, { env: variables, store }))).toMatchObject({ exit: 2 });
  });
});
