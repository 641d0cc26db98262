import { afterEach, expect, test } from 'vitest';
import { interruptedFailure } from '#domain/errors/failure';
import type { SignedRequest } from '#domain/gate/signed-request';
import {
  answer,
  drip,
  type Fault,
  type FaultServer,
  hang,
  ignore,
  startFaultServer,
} from '../../support/gate/fault-server.ts';
import { expectNoSecret, openTestGate, refund, sale, type TestGate } from '../../support/gate/fixtures.ts';
import { textMatching } from '../../support/language/text-matching.ts';

const servers: FaultServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function startServer(...faults: Fault[]): Promise<FaultServer> {
  const server = await startFaultServer(faults);
  servers.push(server);
  return server;
}

const reason = interruptedFailure();

const writes: [string, (t: TestGate) => SignedRequest][] = [
  ['sale', ({ gate }) => gate.sale(sale)],
  ['refund', ({ gate }) => gate.refund(refund)],
  ['OTP', ({ gate }) => gate.otp('payment_47', '123456')],
  ['resend', ({ gate }) => gate.resend('payment_47', '198.51.100.47')],
  ['request to any other endpoint', ({ gate }) => gate.raw('/v2/any', {})],
];

test.each(writes)('Ctrl-C during a %s leaves its outcome unknown', async (_what, make) => {
  const server = await startServer(hang);
  const t = openTestGate({ gateUrl: server.url });
  const request = make(t);
  const sending = t.gate.send(request);
  await server.seen;
  t.abort.abort(reason);
  const outcome = await sending;
  expect(outcome).toEqual({ kind: 'unknown', reason: textMatching('interrupted') });
  expect(t.exitOf(outcome, request)).toBe(6);
  expect(server.requests).toHaveLength(1);
  expectNoSecret(t.evidence);
});

test('Ctrl-C during the answer to a refund leaves its outcome unknown', async () => {
  const server = await startServer(drip);
  const t = openTestGate({ gateUrl: server.url });
  const sending = t.gate.send(t.gate.refund(refund));
  await server.seen;
  t.abort.abort(reason);
  expect(await sending).toMatchObject({ kind: 'unknown', reason: textMatching('interrupted') });
});

test('Ctrl-C during a read ends it without another attempt', async () => {
  const server = await startServer(hang);
  const t = openTestGate({ gateUrl: server.url });
  const sending = t.gate.send(t.gate.status('payment_47'));
  await server.seen;
  t.abort.abort(reason);
  await expect(sending).rejects.toBe(reason);
  expect(server.connections).toBe(1);
  expectNoSecret(t.evidence);
});

test('Ctrl-C between two attempts of a read ends it without another attempt', async () => {
  const server = await startServer(answer(503, ''));
  const abort = new AbortController();
  const t = openTestGate({
    gateUrl: server.url,
    signal: abort.signal,
    clock: {
      now: () => 0,
      elapsed: () => 0,
      sleep: async (_milliseconds, signal) => {
        abort.abort(reason);
        signal?.throwIfAborted();
      },
    },
  });
  await expect(t.gate.send(t.gate.status('payment_47'))).rejects.toBe(reason);
  expect(server.connections).toBe(1);
});

test('Ctrl-C before a secure connection is established ends a refund as not sent', async () => {
  let tellConnected = (): void => {};
  const connected = new Promise<void>((resolve) => {
    tellConnected = resolve;
  });
  const server = await startServer((...words) => {
    tellConnected();
    return ignore(...words);
  });
  const t = openTestGate({ gateUrl: `https://${server.host}` });
  const sending = t.gate.send(t.gate.refund(refund));
  await connected;
  t.abort.abort(reason);
  await expect(sending).rejects.toBe(reason);
  expect(server.requests).toEqual([]);
  expectNoSecret(t.evidence);
});

test.each([...writes, ['question', ({ gate }: TestGate) => gate.status('payment_47')] as const])(
  'after Ctrl-C no %s is sent',
  async (_what, make) => {
    const server = await startServer(answer(200, '{}'));
    const t = openTestGate({ gateUrl: server.url });
    t.abort.abort(reason);
    await expect(t.gate.send(make(t))).rejects.toBe(reason);
    expect(server.connections).toBe(0);
    expect(t.traces).toEqual([]);
  },
);

test('Ctrl-C right after the answer to a refund keeps the answer', async () => {
  const server = await startServer(answer(200, '{"status":"success","request_id":"req-1"}'));
  const t = openTestGate({ gateUrl: server.url });
  const outcome = await t.gate.send(t.gate.refund(refund));
  t.abort.abort(reason);
  expect(outcome).toMatchObject({ kind: 'accepted', requestId: 'req-1' });
});
