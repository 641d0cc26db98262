import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type CliOptions, startCli } from '../../support/cli.ts';
import { type FaultServer, hang, startFaultServer } from '../../support/gate/fault-server.ts';
import { caseCount, turnOf } from '../../support/suite/case-count.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { type Passenger, startUnsteadyProxy } from '../support/unsteady-proxy.ts';

const SECRET = { ROCKETPAY_SECRET_KEY: 'a-secret' };
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

const servers: { close(): Promise<void> }[] = [];
let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  const sale = ['sale', '--phone', '77071234567', '--amount', '1000', '--payment-id', 'order-1', '--wait', 'otp'];
  expect(await shop.run(sale)).toMatchObject({ exit: 0 });
});
afterAll(async () => {
  await Promise.all([shop.close(), ...servers.map((server) => server.close())]);
});

/** A Gate that takes every request and never answers. */
async function silentGate(): Promise<{ readonly gate: FaultServer; readonly options: CliOptions }> {
  const gate = await startFaultServer([hang]);
  servers.push(gate);
  return { gate, options: { env: { ...SECRET, ROCKETPAY_PROJECT_ID: '1234', ROCKETPAY_GATE_URL: gate.url } } };
}

/** A Gate that never answers a refund, and reports when one was received. */
async function silentRefunds(): Promise<{ readonly profile: string; readonly sent: Promise<void> }> {
  let tellSent = (): void => {};
  const sent = new Promise<void>((resolve) => {
    tellSent = resolve;
  });
  const isRefund = ({ path }: Passenger): boolean => path.endsWith('/refund');
  const proxy = await startUnsteadyProxy(shop.url, {
    passage: (passenger) => (isRefund(passenger) ? { backMilliseconds: 60_000 } : undefined),
    onSent: (passenger) => {
      if (isRefund(passenger)) tellSent();
    },
  });
  servers.push(proxy);
  return { profile: shop.copyThrough(proxy.url), sent };
}

describe.each(SIGNALS)('%s', (signal) => {
  it.concurrent('during a refund reports the unknown outcome and the command that finds it', async () => {
    const { profile, sent } = await silentRefunds();
    const paymentId = `paid-${signal}`;
    await shop.pay(paymentId);
    const amount = ['--amount', '250.00', '--confirm', '250.00'];
    const refund = shop.start(['refund', paymentId, ...amount, '--profile', profile, '--json']);
    await sent;
    refund.kill(signal);
    const { exit, out, err } = await refund.finished;
    expect({ exit, out }).toEqual({ exit: 6, out: '' });
    const { error } = JSON.parse(err.trimEnd().split('\n').at(-1) ?? '');
    expect(error).toMatchObject({ code: 'outcome_unknown', intent: expect.stringMatching(/^in-/) });
    expect(error.hint).toBe(`Do not retry. To find the outcome: rocketpay resume ${error.intent}`);

    const resumed = await shop.run(['resume', error.intent, '--wait', '--json']);
    expect(resumed.exit).toBe(0);
    expect(JSON.parse(resumed.out)).toMatchObject({ open: 0, resumed: [{ intent: error.intent, paymentId }] });
  });

  it.concurrent('during a status request exits with 130', async () => {
    const { gate, options } = await silentGate();
    const status = startCli(['status', 'order-1'], options);
    await gate.seen;
    status.kill(signal);
    expect(await status.finished).toMatchObject({ exit: 130, out: '' });
  });

  it.concurrent('while reading standard input exits with 130 immediately', async () => {
    // More than fits into the pipe: when it is taken, the command reads and waits for the rest.
    const input = `{"a":"${'x'.repeat(1_000_000)}`;
    const sign = startCli(['sign', '-'], { env: SECRET, input, openInput: true });
    await sign.inputTaken;
    const sentAt = Date.now();
    sign.kill(signal);
    expect((await sign.finished).exit).toBe(130);
    expect(Date.now() - sentAt).toBeLessThan(20_000);
  });

  it.concurrent('stops a sandbox with exit code 0 and frees its port', async () => {
    const other = await openShop();
    other.sandbox.kill(signal);
    expect(await other.sandbox.finished).toMatchObject({ exit: 0 });
    await expect(listenAt(Number(new URL(other.url).port))).resolves.toBeUndefined();
    await other.close();
  });

  it.concurrent('while a program is asked for the secret exits with 130', async () => {
    const asked = join(shop.folder, `asked-${signal}`);
    const command = JSON.stringify(['sh', '-c', `echo > ${asked}; exec sleep 60`]);
    const add = ['profiles', 'add', 'slow', '--secret-command', command, '--project-id', '1', '--replace'];
    expect(await shop.run(add)).toMatchObject({ exit: 0 });
    const sign = shop.start(['sign', '--profile', 'slow'], { input: '{}' });
    await vi.waitUntil(() => existsSync(asked), 60_000);
    sign.kill(signal);
    expect((await sign.finished).exit).toBe(130);
  });
});

describe.each(turnOf(SIGNALS, 0, 2))('%s', (signal) => {
  it.concurrent('during a wait exits with 130 and the command that continues', async () => {
    const wait = shop.start(['wait', 'order-1', '--until', 'success']);
    await wait.shows('awaiting clarification');
    wait.kill(signal);
    const { exit, err } = await wait.finished;
    expect(exit).toBe(130);
    expect(err.replace(/\s+/g, ' ')).toContain('rocketpay wait order-1 --until success');
  });

  it.concurrent('in a stream of bodies keeps the printed signatures and exits with 130', async () => {
    const sign = startCli(['sign', '--ndjson'], { env: SECRET, input: '{"a":1}\n', openInput: true });
    await sign.shows('stringToSign');
    sign.kill(signal);
    const { exit, out } = await sign.finished;
    expect(exit).toBe(130);
    expect(JSON.parse(out)).toMatchObject({ stringToSign: 'a:1' });
  });

  it.concurrent('stops the demo with exit code 130', async () => {
    const demo = startCli(['demo', '--speed', '10']);
    await demo.shows('has expired');
    demo.kill(signal);
    expect(await demo.finished).toMatchObject({ exit: 130 });
  });

  it.concurrent('stops the demo with exit code 130 even during a request, as no real money is involved', async () => {
    const demo = startCli(['demo', '--speed', '10']);
    await demo.shows('POST /v2/payment/mobile/sale');
    demo.kill(signal);
    expect(await demo.finished).toMatchObject({ exit: 130 });
  });
});

it('signals during the exit of a command do not change its exit code', async () => {
  for (let round = 0; round < caseCount(5); round++) {
    const explain = startCli(['explain', '20105', '--json']);
    await explain.shows('20105');
    let hasEnded = false;
    const sendSignal = (): void => {
      explain.kill('SIGTERM');
      if (!hasEnded) setImmediate(sendSignal);
    };
    sendSignal();
    const { exit } = await explain.finished.finally(() => {
      hasEnded = true;
    });
    expect(exit).toBe(0);
  }
});

/** Resolves when the port can be listened at. */
function listenAt(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(port, '127.0.0.1', () => server.close(() => resolve()));
  });
}
