import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Failure } from '#domain/errors/failure';
import { settle } from '../support/fake-clock.ts';
import { openPlatform, type PlatformOptions, pick, type TestPlatform } from './support.ts';

function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rocketpay-sandbox-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'state.json');
}

/** Closes a sandbox and starts it again from its state file, with the same merchant. */
async function restart(platform: TestPlatform, options: PlatformOptions): Promise<TestPlatform> {
  await platform.sandbox.close();
  return openPlatform({ clock: platform.clock, callbackUrl: platform.merchant.url, ...options });
}

const failureOf = async (work: Promise<unknown>): Promise<Failure> => {
  const error = await work.catch((reason: unknown) => reason);
  if (error instanceof Failure) return error;
  throw error;
};

describe('a sandbox', () => {
  it('has no timer and no server after it was closed', async () => {
    const platform = await openPlatform();
    await platform.sale();
    await platform.clock.advance(5000);
    platform.merchant.answers.push(500);
    await platform.sendCode(platform.lastCode());
    await platform.clock.advance(5000);
    expect(platform.clock.sleeping).toBeGreaterThan(0);

    await platform.sandbox.close();
    await settle();
    expect(platform.clock.sleeping).toBe(0);
    await expect(platform.status()).rejects.toThrow();
    await platform.sandbox.close();
  });

  it('closes without waiting for a merchant who never answers', async () => {
    const platform = await openPlatform({ faults: [{ kind: 'hang', rate: 1 }] });
    await openPlatform({ clock: platform.clock, callbackUrl: `${platform.sandbox.url}/v2/payment/status` }).then(
      async (other) => {
        await other.sale();
        await platform.clock.advance(1500);
        await other.sandbox.close();
        await settle();
        expect(other.events.filter(({ type }) => type === 'callback')).toEqual([]);
      },
    );
  });

  it('names --port when its port is in use', async () => {
    const platform = await openPlatform();
    const port = Number(new URL(platform.sandbox.url).port);
    const failure = await failureOf(openPlatform({ port }));
    expect([failure.exit, failure.code]).toEqual([2, 'port_in_use']);
    expect(failure.hint).toContain('--port');
  });

  it('refuses an invalid callback URL', async () => {
    expect((await failureOf(openPlatform({ callbackUrl: 'shop.example' }))).exit).toBe(2);
  });

  it('has a new secret at each start, and the given project id', async () => {
    const [one, two] = [await openPlatform(), await openPlatform()];
    expect(one.sandbox.projectId).toBe(4242);
    expect(one.sandbox.secret.length).toBe(48);
    expect(one.sandbox.secret.reveal()).not.toBe(two.sandbox.secret.reveal());
  });

  it('runs faster with a time factor', async () => {
    const platform = await openPlatform({ speed: 10 });
    await platform.sale({ phone: '77000000001' });
    await platform.clock.advance(150);
    expect(pick((await platform.status()).body, 'payment.status')).toEqual(['success']);
  });
});

describe('a sandbox with a state file', () => {
  it('continues after a restart, as the same project', async () => {
    const stateFile = temporaryFile();
    const platform = await openPlatform({ stateFile });
    await platform.paid({ id: 'paid' });
    await platform.sale({ id: 'order-1' });
    const later = await restart(platform, { stateFile });
    expect(later.sandbox.secret.reveal()).toBe(platform.sandbox.secret.reveal());
    expect(pick((await later.status('PAID')).body, 'payment.status')).toEqual(['success']);

    await later.clock.advance(1500);
    await later.sendCode(later.lastCode());
    await later.clock.advance(1500);
    expect(platform.merchant.callbacks.map(({ body }) => pick(body, 'payment.id', 'payment.status'))).toEqual([
      ['paid', 'success'],
      ['order-1', 'awaiting clarification'],
      ['order-1', 'success'],
    ]);
  });

  it('continues to wait for an OTP, to process a refund and to deliver a callback after a restart', async () => {
    const stateFile = temporaryFile();
    const platform = await openPlatform({ stateFile });
    await platform.paid({ id: 'order-1' });
    await platform.sale({ id: 'waiting' });
    await platform.callback();
    platform.merchant.answers.push(503);
    await platform.sale({ id: 'undelivered', phone: '77000000001' });
    await platform.callback();
    await settle();
    await platform.refund();

    const later = await restart(platform, { stateFile });
    await later.clock.advance(30 * 60_000);
    expect(platform.merchant.callbacks.slice(2).map(({ body }) => pick(body, 'payment.id', 'payment.status'))).toEqual([
      ['undelivered', 'success'],
      ['order-1', 'refunded'],
      ['undelivered', 'success'],
      ['waiting', 'decline'],
    ]);
  });

  it('continues from a state file of version 1, which has other keys', async () => {
    const stateFile = temporaryFile();
    const platform = await openPlatform({ stateFile });
    platform.merchant.answers.push(503);
    await platform.sale({ id: 'undelivered', phone: '77000000001' });
    await platform.callback();
    await platform.sale();
    await platform.callback();
    await platform.sendCode(platform.lastCode());
    await platform.sandbox.close();
    const { version, store, ...state } = JSON.parse(readFileSync(stateFile, 'utf8'));
    const { queuedCallbacks: letters, tasks, ...lists } = store;
    const toOldTask = ({ kind, result, ...task }: Record<string, unknown>) =>
      kind === 'check-code' ? { ...task, kind: 'judge-code', verdict: result } : { ...task, kind };
    const books = { ...lists, letters, tasks: tasks.map(toOldTask) };
    expect([version, letters.length, JSON.stringify(books)]).toEqual([2, 1, expect.stringContaining('judge-code')]);
    writeFileSync(stateFile, JSON.stringify({ ...state, version: 1, books }));

    const later = await openPlatform({ clock: platform.clock, callbackUrl: platform.merchant.url, stateFile });
    await later.clock.advance(60_000);
    expect(platform.merchant.callbacks.slice(2).map(({ body }) => pick(body, 'payment.id', 'payment.status'))).toEqual([
      ['order-1', 'success'],
      ['undelivered', 'success'],
    ]);
    expect(JSON.parse(readFileSync(stateFile, 'utf8'))).toMatchObject({ version: 2, store: { queuedCallbacks: [] } });
    expect(Object.keys(JSON.parse(readFileSync(stateFile, 'utf8')))).not.toContain('books');
  });

  it('runs tasks immediately at its start when they were due while it was closed', async () => {
    const stateFile = temporaryFile();
    const platform = await openPlatform({ stateFile });
    await platform.sale({ phone: '77000000001' });
    await platform.sandbox.close();
    await platform.clock.advance(3_600_000);
    const later = await openPlatform({ clock: platform.clock, stateFile });
    await settle();
    expect(pick((await later.status()).body, 'payment.status')).toEqual(['success']);
  });

  it('does not set its clock back after it ran with a time factor', async () => {
    const stateFile = temporaryFile();
    const platform = await openPlatform({ stateFile, speed: 1000 });
    await platform.clock.advance(3_600_000);
    await platform.sale();
    await platform.sandbox.close();
    const later = await openPlatform({ clock: platform.clock, stateFile });
    await later.clock.advance(1500);
    expect(pick((await later.status()).body, 'payment.status')).toEqual(['awaiting clarification']);
  });

  it('writes the file for its owner only, and leaves no temporary files', async () => {
    const stateFile = temporaryFile();
    const platform = await openPlatform({ stateFile });
    await platform.sale();
    expect(statSync(stateFile).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(stateFile, '..'))).toEqual(['state.json']);
    expect(JSON.parse(readFileSync(stateFile, 'utf8')).store.payments[0].id).toBe('order-1');
  });

  it.each([
    ['is not JSON', '{'],
    ['is another JSON file', '{"name":"rocketpay"}'],
    ['is of another version', '{"version":3}'],
    ['has no lists', '{"version":2,"projectId":4242,"secret":"s","time":0,"store":{"payments":{}}}'],
    ['has no lists, in version 1', '{"version":1,"projectId":4242,"secret":"s","time":0,"books":{"payments":{}}}'],
  ])('refuses to start and names the file when it %s', async (_, text) => {
    const stateFile = temporaryFile();
    writeFileSync(stateFile, text);
    const failure = await failureOf(openPlatform({ stateFile }));
    expect([failure.exit, failure.code]).toEqual([2, 'state_file']);
    expect(failure.message).toContain(stateFile);
    expect(readFileSync(stateFile, 'utf8')).toBe(text);
  });

  it('refuses to start when the file cannot be written', async () => {
    const failure = await failureOf(openPlatform({ stateFile: join(temporaryFile(), 'nowhere', 'state.json') }));
    expect(failure.message).toContain('cannot be written');
  });
});
