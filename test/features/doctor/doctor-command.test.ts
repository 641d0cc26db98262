import { chmod, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openProfileStore } from '#adapters/profiles/profile-store';
import type { Check, Checkup } from '#domain/doctor/health-check';
import { redactPersonalData } from '#domain/encoding/mask-sensitive-data';
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

describe('doctor', () => {
  it('reports that everything is in order, and changes nothing', async () => {
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

  it('reports what is missing when nothing is set up, and still runs checks without a profile', async () => {
    const finished = await doctor({});
    expect(finished.exit).toBe(4);
    expect(checkOf(finished, 'profile')).toMatchObject({
      status: 'fail',
      fix: expect.stringContaining('profiles add'),
    });
    expect(checkOf(finished, 'gate')).toMatchObject({ status: 'skipped' });
    expect(checkOf(finished, 'terminal')).toMatchObject({ status: 'ok' });
  });

  it('reports only the connection when the Gate cannot be reached', async () => {
    const finished = await doctor(environment(`http://${await closedPort()}`), '--timeout', '10s');
    expect(finished.exit).toBe(5);
    expect(checkOf(finished, 'gate')).toMatchObject({
      status: 'fail',
      message: expect.stringMatching(/nothing listens/),
    });
  });

  it('reports that the Gate refuses the key', async () => {
    const gate = await startFaultServer([answer(403, '{"status":"error","code":"3261","message":"Bad signature"}')]);
    onTestFinished(() => gate.close());
    const finished = await doctor(environment(gate.url));
    expect(finished.exit).toBe(4);
    expect(checkOf(finished, 'gate')).toMatchObject({ status: 'fail', message: expect.stringMatching(/3261/) });
  });

  it('reports that the secret was pasted with a line end', async () => {
    const finished = await doctor(environment(`http://${await closedPort()}`, `${CANARY}\n`), '--offline');
    expect(finished.exit).toBe(4);
    expect(checkOf(finished, 'secret')).toMatchObject({ status: 'fail', message: expect.stringMatching(/line end/) });
  });

  it.each([
    [-5_400_000, /^1 h (29|30) min ahead of/],
    [5_400_000, /^1 h (29|30) min behind/],
  ])('reports a clock that differs from the one of the Gate by %d ms', async (difference, message) => {
    const date = new Date(Date.now() + difference).toUTCString();
    const gate = await startFaultServer([answer(200, '{"payment":{"status":"error"},"errors":[]}', { date })]);
    onTestFinished(() => gate.close());
    expect(checkOf(await doctor(environment(gate.url)), 'clock')).toMatchObject({
      status: 'warn',
      message: expect.stringMatching(message),
    });
  });

  it('reports a certificate that is not trusted, and how to trust it', async () => {
    const gate = await startFaultServer([hang], createCertificate());
    onTestFinished(() => gate.close());
    const finished = await doctor(environment(gate.url), '--timeout', '10s');
    expect(finished.exit).toBe(5);
    expect(checkOf(finished, 'tls')).toMatchObject({
      status: 'fail',
      fix: expect.stringMatching(/NODE_EXTRA_CA_CERTS=/),
    });
  });

  it('reports an untrusted certificate even when Node.js is set to trust every certificate', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    // Node.js warns about this setting, which is meant here.
    const warnings = process.listeners('warning');
    process.removeAllListeners('warning');
    onTestFinished(() => {
      vi.unstubAllEnvs();
      for (const warning of warnings) process.on('warning', warning);
    });
    const gate = await startFaultServer([hang], createCertificate());
    onTestFinished(() => gate.close());
    const finished = await doctor(environment(gate.url), '--timeout', '10s');
    expect(checkOf(finished, 'tls')).toMatchObject({ status: 'fail', message: expect.stringMatching(/self-signed/) });
    expect(checkOf(finished, 'gate')).toMatchObject({ status: 'fail', message: expect.stringMatching(/self-signed/) });
  });

  it('reports a proxy that cannot work', async () => {
    const env = { ...environment('https://gate.invalid'), HTTPS_PROXY: 'http://clerk:50%off@proxy.example:3128' };
    const finished = await doctor(env);
    expect(finished.exit).toBe(4);
    expect(checkOf(finished, 'proxy')).toMatchObject({ status: 'fail', message: expect.stringMatching(/HTTPS_PROXY/) });
    expect(finished.out + finished.err).not.toContain('50%off');
  });

  it('reports that other users can read the settings', async () => {
    const store = openProfileStore(await temporaryFolder());
    await store.save(profileWithSecret('shop', CANARY));
    await chmod(store.file, 0o644);
    const finished = await rocketpay(['doctor', '--json', '--offline'], { env: {}, store });
    expect(finished.exit).toBe(4);
    expect(checkOf(finished, 'settings')).toMatchObject({ status: 'fail', fix: `chmod 600 ${store.file}` });
  });

  it('shows a proxy without its password, and reports a missing certificate file', async () => {
    const more = { HTTPS_PROXY: 'http://clerk:pass-9x7q@proxy.example:3128', NODE_EXTRA_CA_CERTS: '/no/such.pem' };
    const finished = await doctor({ ...environment('https://gate.invalid'), ...more }, '--offline');
    expect(checkOf(finished, 'proxy')).toMatchObject({ status: 'ok', message: 'http://proxy.example:3128' });
    expect(checkOf(finished, 'certificates')).toMatchObject({
      status: 'fail',
      message: expect.stringMatching(/no\/such\.pem/),
    });
    expect(finished.out + finished.err).not.toContain('pass-9x7q');
  });

  it('writes a report that only its owner can read, without personal data', async () => {
    const file = join(await temporaryFolder(), 'report.json');
    await doctor(environment('https://gate.invalid'), '--offline', '--bundle', file);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const text = await readFile(file, 'utf8');
    expect(JSON.parse(text)).toMatchObject({ rocketpay: 'doctor', checks: expect.any(Array) });
    expect(text).not.toContain(CANARY);
    expect(await doctor({}, '--bundle', file)).toMatchObject({ exit: 2, out: '' });
  });

  it('prints no line wider than 80 columns', async () => {
    const store = openProfileStore(await temporaryFolder());
    const { out } = await rocketpay(['doctor', '--offline'], { env: environment('https://gate.invalid'), store });
    expect(out).toMatch(/^ok {7}secret /m);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });
});

describe('the report of doctor --bundle', () => {
  it('contains no home folder, phone, e-mail or password', () => {
    const text = '/home/ann/x +77071234567 ann@shop.kz http://ann:pw@proxy 5028800010128225 rp-77071234567';
    expect(redactPersonalData(text, '/home/ann')).toBe(
      '~/x [phone] [e-mail] http://[masked]@proxy 5028800010128225 rp-77071234567',
    );
  });
});
