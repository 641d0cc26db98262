import https from 'node:https';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { startConnectProxy } from '../support/connect-proxy.ts';
import { answer, closeAfterReading, closedPort, type Fault, hang, startFaultServer } from '../support/fault-server.ts';
import { createCertificate } from '../support/gate-certificate.ts';
import { ACCEPTED, expectNoSecret, openTestGate, refund, sale } from '../support/gate-fixtures.ts';

const GOOD = JSON.stringify(ACCEPTED);
const certificate = createCertificate();

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const server of open.splice(0)) await server.close();
});

/** Makes the sender trust the certificate of the test, as it trusts the public ones. */
function trust(): void {
  const connect = https.Agent.prototype.createConnection;
  vi.spyOn(https.Agent.prototype, 'createConnection').mockImplementation(function (this: https.Agent, options, done) {
    return connect.call(this, { ...options, ca: certificate.cert }, done);
  });
}

/** A Gate behind a proxy. */
async function behindProxy(fault: Fault, { tls = true, user = '' } = {}) {
  const server = await startFaultServer([fault], tls ? certificate : undefined);
  const proxy = await startConnectProxy({ target: server.host });
  open.push(server, proxy);
  if (user !== '') Object.assign(proxy.url, { username: user, password: 'proxy-pass-9x7q' });
  return { server, proxy, t: openTestGate({ gateUrl: server.url, proxy: proxy.url, timeoutMilliseconds: 500 }) };
}

describe.each([
  ['https', true],
  ['http', false],
])('through a proxy, over %s', (_, tls) => {
  test('a sale arrives, and each write has a tunnel of its own', async () => {
    trust();
    const { server, proxy, t } = await behindProxy(answer(200, GOOD), { tls });
    expect(await t.gate.send(t.gate.sale(sale))).toMatchObject({ kind: 'accepted', requestId: 'req-1' });
    expect(await t.gate.send(t.gate.refund(refund))).toMatchObject({ kind: 'accepted' });
    expect(server.requests).toHaveLength(2);
    expect(proxy.asked.map(({ to }) => to)).toEqual([server.host, server.host]);
  });

  test.each([
    ['cut off', closeAfterReading],
    ['never answered', hang],
  ])('a refund that arrived and was %s may have happened', async (_, fault) => {
    trust();
    const { server, t } = await behindProxy(fault, { tls });
    const request = t.gate.refund(refund);
    const outcome = await t.gate.send(request);
    expect(server.requests).toHaveLength(1);
    expect(outcome.kind).toBe('unknown');
    expect(t.exitOf(outcome, request)).toBe(6);
  });
});

test('the proxy gets its name and password, and nobody else sees them', async () => {
  trust();
  const { proxy, server, t } = await behindProxy(answer(200, GOOD), { user: 'clerk' });
  await t.gate.send(t.gate.refund(refund));
  expect(proxy.asked[0]?.authorization).toBe(`Basic ${btoa('clerk:proxy-pass-9x7q')}`);
  expect(t.traces.join('\n')).toContain('through the proxy http://127.0.0.1:');
  expect(JSON.stringify([t.traces, server.requests])).not.toMatch(/proxy-pass|clerk/);
  expectNoSecret(t.evidence);
});

const REFUSALS = [
  ['refuses the Gate', 502, /the proxy http:\S+ refused the way to the Gate with HTTP 502$/],
  ['wants a password', 407, /with HTTP 407: it wants a name and a password$/],
  ['cuts the connection', 0, /^no connection to the proxy/],
  ['never answers', -1, /^the proxy http:\S+ could not be reached in time$/],
] as const;

test.each(REFUSALS)('a refund was certainly not sent when the proxy %s', async (_, refuse, reason) => {
  const proxy = await startConnectProxy({ refuse });
  open.push(proxy);
  proxy.url.password = 'proxy-pass-9x7q';
  const t = openTestGate({ gateUrl: 'https://gate.invalid', proxy: proxy.url, timeoutMilliseconds: 300 });
  const request = t.gate.refund(refund);
  const outcome = await t.gate.send(request);
  expect(outcome).toEqual({ kind: 'not_sent', reason: expect.stringMatching(reason) });
  expect(t.exitOf(outcome, request)).toBe(5);
  expect(proxy.asked).toHaveLength(1);
  expect(JSON.stringify([t.traces, outcome])).not.toContain('proxy-pass');
});

test('a refund was certainly not sent when no proxy is there', async () => {
  const t = openTestGate({ gateUrl: 'https://gate.invalid', proxy: new URL(`http://${await closedPort()}`) });
  const outcome = await t.gate.send(t.gate.refund(refund));
  expect(outcome).toEqual({ kind: 'not_sent', reason: expect.stringMatching(/^nothing listens at the proxy http:/) });
});

test('a refund was certainly not sent when the Gate behind the proxy cannot be trusted', async () => {
  const { server, t } = await behindProxy(answer(200, GOOD));
  expect(await t.gate.send(t.gate.refund(refund))).toMatchObject({ kind: 'not_sent' });
  expect(server.requests).toEqual([]);
});
