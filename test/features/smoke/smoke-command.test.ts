import { mkdirSync, rmSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openProfileStore } from '#adapters/profiles/profile-store';
import { type Clock, nextTurn } from '#async/clock';
import { interruptedFailure } from '#domain/errors/failure';
import type { SmokeReport } from '#domain/smoke/smoke-report';
import { profileWithSecret, temporaryFolder } from '../../adapters/profiles/folders.ts';
import { openPlatform, type PlatformOptions } from '../../sandbox/support.ts';
import type { Finished } from '../../support/cli.ts';
import { movingClock } from '../../support/moving-clock.ts';
import { documentOf, errorOf, expectPromised, rocketpay } from '../../support/session.ts';

/** The default one, and that of these tests. */
const DEADLINES = [300_000, 17_000];

/** A merchant whose test project is a sandbox; the program and the sandbox share one clock. */
async function openProject(options: PlatformOptions = {}) {
  const { sandbox, clock, events } = await openPlatform(options);
  const env = {
    ROCKETPAY_PROJECT_ID: String(sandbox.projectId),
    ROCKETPAY_SECRET_KEY: sandbox.secret.reveal(),
    ROCKETPAY_GATE_URL: sandbox.url,
  };
  const folder = await mkdtemp(join(tmpdir(), 'rocketpay-smoke-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const interrupt = new AbortController();
  const moving = movingClock(clock);
  // Time passes while the program waits for the platform, and only then: the deadline is waited for beside it.
  const sleep: Clock['sleep'] = (milliseconds, signal) =>
    (DEADLINES.includes(milliseconds) ? clock : moving).sleep(milliseconds, signal);
  const run = (...argv: readonly string[]): Promise<Finished> =>
    rocketpay(['smoke', ...argv], { env, clock: { ...moving, sleep }, interrupt });
  return { run, folder, events, interrupt, clock, junit: join(folder, 'smoke.xml') };
}

const reportOf = (finished: Finished): SmokeReport => documentOf(finished) as unknown as SmokeReport;

const statusesOf = ({ steps }: SmokeReport) => Object.fromEntries(steps.map(({ name, status }) => [name, status]));

const PASSED = { operators: 'passed', sale: 'passed', otp: 'passed', status: 'passed', refund: 'passed' };

describe('smoke in a CI job', () => {
  it('passes with a whole purchase and its refund', async () => {
    const { run, events } = await openProject();
    const finished = await run('--json');
    expect(finished.exit).toBe(0);
    const report = reportOf(finished);
    expectPromised(report, 'smoke');
    expect(report).toMatchObject({ passed: true, amountMinor: 10000, currency: 'KZT', charged: true, refunded: true });
    expect(statusesOf(report)).toEqual(PASSED);
    const paths = events.filter(({ type }) => type === 'request').map((event) => 'path' in event && event.path);
    expect(paths).toEqual(expect.arrayContaining(['/v2/payment/clarification', '/v2/payment/mobile/refund']));
  });

  it.each<[amount: string, phone: string, charged: boolean, refunded: boolean, said: string]>([
    ['13.13', '77000000001', true, false, 'NOT refunded: the payer was charged 13.13 KZT.'],
    ['30.28', '77000000001', true, false, 'NOT refunded: the payer was charged 30.28 KZT.'],
    ['20', '77000000007', false, false, 'The payer was not charged.'],
  ])('reports whether money moved: %s from %s', async (amount, phone, charged, refunded, said) => {
    const argv = ['--amount', amount, '--phone', phone];
    const first = await openProject();
    expect(reportOf(await first.run(...argv, '--json'))).toMatchObject({ passed: false, charged, refunded });
    const second = await openProject();
    expect((await second.run(...argv)).out).toContain(said);
  });

  it('needs no code when the platform does not request one', async () => {
    const { run } = await openProject();
    const finished = await run('--phone', '77000000001', '--json');
    expect(finished.exit).toBe(0);
    expect(reportOf(finished)).toMatchObject({ passed: true });
    expect(statusesOf(reportOf(finished))).toEqual({ ...PASSED, otp: 'skipped' });
  });

  it('exits with the exit code of the failed step, and the report names the step', async () => {
    const { run, junit } = await openProject();
    const finished = await run('--phone', '77000000005', '--junit', junit, '--json');
    expect(finished.exit).toBe(3);
    const report = reportOf(finished);
    expect(statusesOf(report)).toEqual({ ...PASSED, otp: 'failed', status: 'skipped', refund: 'skipped' });
    expect(report.steps[2]).toMatchObject({ error: { code: 'declined', exit: 3 } });
    const xml = await readFile(junit, 'utf8');
    expect(xml).toContain('failures="1" errors="0" skipped="2"');
    expect(xml).toContain('<failure type="declined" message="The payment ended as &quot;decline&quot;: 20100');
  });

  it('exits with 6 when the answer to the sale is lost', async () => {
    const { run } = await openProject({ faults: [{ kind: 'reset-after', rate: 1 }] });
    // The list of operators is lost too, and that is only a question.
    expect((await run('--json')).exit).toBe(5);
  });

  it('fails when the code is wrong', async () => {
    const { run } = await openProject();
    const finished = await run('--otp', '000', '--json');
    expect(finished.exit).toBe(3);
    expect(reportOf(finished).steps[2]).toMatchObject({ name: 'otp', error: { code: 'otp_asked_again' } });
  });

  it('ends at its deadline and writes the report', async () => {
    const { run, junit } = await openProject();
    const finished = await run('--phone', '77000000003', '--deadline', '17s', '--junit', junit, '--json');
    expect(finished.exit).toBe(8);
    expect(reportOf(finished)).toMatchObject({ passed: false });
    expect(await readFile(junit, 'utf8')).toContain('<failure type="deadline"');
  });

  it('writes the report when it is cancelled', async () => {
    const { run, junit, interrupt, clock } = await openProject();
    clock.sleep(5000).then(() => interrupt.abort(interruptedFailure()));
    const finished = await run('--phone', '77000000003', '--junit', junit, '--json');
    expect(finished.exit).toBe(130);
    expect(await readFile(junit, 'utf8')).toContain('<failure type="interrupted"');
  });

  it('overwrites the report of an earlier job before anything is sent', async () => {
    const { run, junit, events } = await openProject();
    await writeFile(junit, 'all passed');
    expect((await run('--junit', junit)).exit).toBe(0);
    expect(await readFile(junit, 'utf8')).toMatch(/^<\?xml .*failures="0"/s);
    const before = events.length;
    expect((await run('--junit', join(junit, 'nowhere'), '--json')).exit).toBe(2);
    expect(events.length).toBe(before);
  });

  it.each([
    ['passed', '77000000001', 11, 'The smoke test itself passed.'],
    ['failed', '77000000005', 3, 'cannot be written'],
  ])('reports that the report of a %s test could not be written', async (_what, phone, exit, words) => {
    const { run, junit, events } = await openProject();
    const running = run('--phone', phone, '--junit', junit);
    while (events.length === 0) await nextTurn();
    rmSync(junit);
    mkdirSync(junit);
    const finished = await running;
    expect(finished.exit).toBe(exit);
    expect(finished.err.replace(/\s+/g, ' ')).toContain(words);
  });

  it('shows a user a table that fits the screen', async () => {
    const { run } = await openProject();
    const { out } = await run('--phone', '77000000005');
    expect(out).toMatch(/^otp {8}failed .*The payment ended/m);
    expect(out).toMatch(/^failed in /m);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });
});

describe('a smoke test', () => {
  const live = {
    ROCKETPAY_PROJECT_ID: '1',
    ROCKETPAY_SECRET_KEY: 'a-secret-of-sixteen',
    ROCKETPAY_GATE_URL: 'https://gate.invalid',
  };

  it('refuses a live profile, and says how to mark one for tests', async () => {
    const error = errorOf(await rocketpay(['smoke', '--json', '--phone', '77071234567'], { env: live }));
    expect(error).toMatchObject({ exit: 7, code: 'live_profile', hint: expect.stringContaining('--test') });
  });

  it('refuses a test profile when the environment names another project', async () => {
    const store = openProfileStore(await temporaryFolder());
    await store.save({ ...profileWithSecret('shop'), gateUrl: 'https://gate.invalid', mode: 'test' });
    const words = ['smoke', 'shop', '--phone', '77071234567', '--otp', '1234', '--json', '--timeout', '1s'];
    for (const more of [{ ROCKETPAY_PROJECT_ID: '1' }, { ROCKETPAY_GATE_URL: 'https://other.invalid' }]) {
      expect(errorOf(await rocketpay(words, { env: more, store }))).toMatchObject({ exit: 7, code: 'live_profile' });
    }
    // The same project is no other one: only the way to it is missing here.
    expect(await rocketpay(words, { env: { ROCKETPAY_PROJECT_ID: '42' }, store })).toMatchObject({ exit: 5 });
  });

  it.each([
    [['--sandbox', 'shop'], /--sandbox and a profile/],
    [['--otp', '12ab'], /not 3 to 10 digits/],
    [['--otp', '1234', '--otp-command', 'true'], /both given/],
    [['--deadline', 'soon'], /not a valid duration/],
    [['--amount', '1,000'], /not valid/],
  ])('exits with 2 for %j', async (words, message) => {
    const { run, events } = await openProject();
    expect(errorOf(await run(...words, '--json'))).toMatchObject({ exit: 2, message: expect.stringMatching(message) });
    expect(events).toEqual([]);
  });
});
