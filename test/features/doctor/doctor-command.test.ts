import { chmod, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openProfileStore } from '#adapters/profiles/profile-store';
import type { Check, Checkup } from '#domain/doctor/health-check';
import { redactPersonalData } from '#domain/doctor/health-check';
import { profileWithSecret, temporaryFolder } from '../../adapters/profiles/folders.ts';
import { openPlatform } from '../../sandbox/support.ts';
import type { Finished } from '../../support/cli.ts';
import { createCertificate } from '../../support/gate/certificate.ts';
import { answer, closedPort, hang, startFaultServer } from '../../support/gate/fault-server.ts';
import { movingClock } from '../../support/moving-clock.ts';
import { CANARY, documentOf, environment, expectPromised, rocketpay } from '../../support/session.ts';

async function doctor(env: Readonly<Record<string, string>>, ...words: readonly string[]): Promise<Finished> {
  const store = openProfileStore(await temporaryFolder());
  return rocketpay(['doctor', '--json', ...words], { env, store });
}

const checkOf = (finished: Finished, name: string): Check | undefined =>
  (documentOf(finished) as unknown as Checkup).checks.find((check) => check.name === name);

describe('a user who asks the doctor', () => {
  it('is told that everything is in order, and nothing was changed by asking', async () => {
    const { sandbox, clock, events } = await openPlatform();
    const store = openProfileStore(await temporaryFolder());
    const env = environment(sandbox.url, sandbox.secret.reveal());
    const mine = { ...env, ROCKETPAY_PROJECT_ID: String(sandbox.projectId) };
    // The sandbox and the program share one clock, and the network check waits by it.
    const own = { ...movingClock(clock), sleep: clock.sleep.bind(clock) };
    const finished = await rocketpay(['doctor', '--json'], { env: mine, store, clock: own });
    expect(finished).toMatchObject({ exit: 0 });
    expectPromised(documentOf(finished), 'doctor');
    expect(documentOf(finished)).toMatchObject({ healthy: true });
    for (const name of ['node', 'settings', 'ledger', 'profile', 'secret', 'dns', 'gate', 'clock']) {
      expect(checkOf(finished, name), name).toMatchObject({ status: 'ok' });
    }
    expect(events.map((event) => event.type === 'request' && event.path)).toEqual(['/v2/payment/status']);
    expect(clock.sleeping).toBe(0);
  });

  it('is told what is missing where nothing is set up, and all the rest too', async () => {
    const finished = await doctor({});
    expect(finished.exit).toBe(4);
    expect(checkOf(finished, 'profile')).toMatchObject({
      status: 'fail',
      fix: expect.stringContaining('profiles add'),
    });
    expect(checkOf(finished, 'gate')).toMatchObject({ status: 'skipped' });
    expect(checkOf(finished, 'terminal')).toMatchObject({ status: 'ok' });
  });

  it('is told that only the way to the Gate is wrong', async () => {
    const finished = await doctor(environment(`http://${await closedPort()}`), '--timeout', '10s');
    expect(finished.exit).toBe(5);
    expect(checkOf(finished, 'gate')).toMatchObject({
      status: 'fail',
      message: expect.stringMatching(/nothing listens/),
    });
  });

  it('is told that the Gate refuses the key', async () => {
    const gate = await startFaultServer([answer(403, '{"status":"error","code":"3261","message":"Bad signature"}')]);
    onTestFinished(() => gate.close());
    const finished = await doctor(environment(gate.url));
    expect(finished.exit).toBe(4);
    expect(checkOf(finished, 'gate')).toMatchObject({ status: 'fail', message: expect.stringMatching(/3261/) });
  });

  it('is told that the secret was pasted with a line end', async () => {
    const finished = await doctor(environment(`http://${await closedPort()}`, `${CANARY}\n`), '--offline');
    expect(finished.exit).toBe(4);
    expect(checkOf(finished, 'secret')).toMatchObject({ status: 'fail', message: expect.stringMatching(/line end/) });
  });

  it.each([
    [-5_400_000, /^1 h (29|30) min ahead of/],
    [5_400_000, /^1 h (29|30) min behind/],
  ])('is told that the clock is wrong: the one of the Gate differs by %d ms', async (difference, message) => {
    const date = new Date(Date.now() + difference).toUTCString();
    const gate = await startFaultServer([answer(200, '{"payment":{"status":"error"},"errors":[]}', { date })]);
    onTestFinished(() => gate.close());
    expect(checkOf(await doctor(environment(gate.url)), 'clock')).toMatchObject({
      status: 'warn',
      message: expect.stringMatching(message),
    });
  });

  it('is told that a certificate is not trusted, and how to have it trusted', async () => {
    const gate = await startFaultServer([hang], createCertificate());
    onTestFinished(() => gate.close());
    const finished = await doctor(environment(gate.url), '--timeout', '10s');
    expect(finished.exit).toBe(5);
    expect(checkOf(finished, 'tls')).toMatchObject({
      status: 'fail',
      fix: expect.stringMatching(/NODE_EXTRA_CA_CERTS=/),
    });
  });

  it('is told so even where Node is told to trust everything, for the Gate is asked with care all the same', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    onTestFinished(() => void vi.unstubAllEnvs());
    const gate = await startFaultServer([hang], createCertificate());
    onTestFinished(() => gate.close());
    const finished = await doctor(environment(gate.url), '--timeout', '10s');
    expect(checkOf(finished, 'tls')).toMatchObject({ status: 'fail', message: expect.stringMatching(/self-signed/) });
    expect(checkOf(finished, 'gate')).toMatchObject({ status: 'fail', message: expect.stringMatching(/self-signed/) });
  });

  it('is told that a proxy cannot work, before any payment meets it', async () => {
    const env = { ...environment('https://gate.invalid'), HTTPS_PROXY: 'http://clerk:50%off@proxy.example:3128' };
    const finished = await doctor(env);
    expect(finished.exit).toBe(4);
    expect(checkOf(finished, 'proxy')).toMatchObject({ status: 'fail', message: expect.stringMatching(/HTTPS_PROXY/) });
    expect(finished.out + finished.err).not.toContain('50%off');
  });

  it('is told that others may read the settings', async () => {
    const store = openProfileStore(await temporaryFolder());
    await store.save(profileWithSecret('shop', CANARY));
    await chmod(store.file, 0o644);
    const finished = await rocketpay(['doctor', '--json', '--offline'], { env: {}, store });
    expect(finished.exit).toBe(4);
    expect(checkOf(finished, 'settings')).toMatchObject({ status: 'fail', fix: `chmod 600 ${store.file}` });
  });

  it('sees a proxy without its password, and a file of certificates that is not there', async () => {
    const more = { HTTPS_PROXY: 'http://clerk:pass-9x7q@proxy.example:3128', NODE_EXTRA_CA_CERTS: '/no/such.pem' };
    const finished = await doctor({ ...environment('https://gate.invalid'), ...more }, '--offline');
    expect(checkOf(finished, 'proxy')).toMatchObject({ status: 'ok', message: 'http://proxy.example:3128' });
    expect(checkOf(finished, 'certificates')).toMatchObject({
      status: 'fail',
      message: expect.stringMatching(/no\/such\.pem/),
    });
    expect(finished.out + finished.err).not.toContain('pass-9x7q');
  });

  it('can send the support a report that only they can read, without personal data', async () => {
    const file = join(await temporaryFolder(), 'report.json');
    await doctor(environment('https://gate.invalid'), '--offline', '--bundle', file);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const text = await readFile(file, 'utf8');
    expect(JSON.parse(text)).toMatchObject({ rocketpay: 'doctor', checks: expect.any(Array) });
    expect(text).not.toContain(CANARY);
    expect(await doctor({}, '--bundle', file)).toMatchObject({ exit: 2, out: '' });
  });

  it('reads it on a screen of 80 columns', async () => {
    const store = openProfileStore(await temporaryFolder());
    const { out } = await rocketpay(['doctor', '--offline'], { env: environment('https://gate.invalid'), store });
    expect(out).toMatch(/^ok {7}secret /m);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });
});

describe('a report for the support', () => {
  it('names no home folder, phone, e-mail or password', () => {
    const text = '/home/ann/x +77071234567 ann@shop.kz http://ann:pw@proxy 5028800010128225 rp-77071234567';
    expect(redactPersonalData(text, '/home/ann')).toBe(
      '~/x [phone] [e-mail] http://[masked]@proxy 5028800010128225 rp-77071234567',
    );
  });
});
