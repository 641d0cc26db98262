import type { Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { interruptedFailure } from '#domain/errors/failure';
import { createCertificate } from '../../support/gate/certificate.ts';
import { startConnectProxy } from '../../support/gate/connect-proxy.ts';
import {
  answer,
  closeAfterReading,
  closedPort,
  type Fault,
  hang,
  startFaultServer,
} from '../../support/gate/fault-server.ts';
import { ACCEPTED, expectNoSecret, openTestGate, refund, sale, trusting } from '../../support/gate/fixtures.ts';
import { textMatching } from '../../support/language/text-matching.ts';

const GOOD = JSON.stringify(ACCEPTED);
const certificate = createCertificate();

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

/** A Gate behind a proxy. */
async function behindProxy(fault: Fault, { tls = true, user = '', trusted = true } = {}) {
  const server = await startFaultServer([fault], tls ? certificate : undefined);
  const proxy = await startConnectProxy({ target: server.host });
  open.push(server, proxy);
  if (user !== '') Object.assign(proxy.url, { username: user, password: 'proxy-pass-9x7q' });
  const connect = trusted ? trusting(certificate) : undefined;
  const t = openTestGate({ gateUrl: server.url, proxy: proxy.url, timeoutMilliseconds: 500, connect });
  return { server, proxy, t };
}

describe.each([
  ['https', true],
  ['http', false],
])('through a proxy, over %s', (_, tls) => {
  test('a sale and a refund arrive, each in a tunnel of its own after an answer that closes the first', async () => {
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
    const { server, t } = await behindProxy(fault, { tls });
    const request = t.gate.refund(refund);
    const outcome = await t.gate.send(request);
    expect(server.requests).toHaveLength(1);
    expect(outcome.kind).toBe('unknown');
    expect(t.exitOf(outcome, request)).toBe(6);
  });
});

test('only the proxy gets its user name and password', async () => {
  const { proxy, server, t } = await behindProxy(answer(200, GOOD), { user: 'clerk' });
  await t.gate.send(t.gate.refund(refund));
  expect(proxy.asked[0]?.authorization).toBe(`Basic ${btoa('clerk:proxy-pass-9x7q')}`);
  expect(t.traces.join('\n')).toContain('through the proxy http://127.0.0.1:');
  expect(JSON.stringify([t.traces, server.requests])).not.toMatch(/proxy-pass|clerk/);
  expectNoSecret(t.evidence);
});

const REFUSALS = [
  ['refuses the Gate', 502, /the proxy http:\S+ refused the connection to the Gate with HTTP 502$/],
  ['wants a password', 407, /with HTTP 407: it needs a user name and a password$/],
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
  expect(outcome).toEqual({ kind: 'not_sent', reason: textMatching(reason) });
  expect(t.exitOf(outcome, request)).toBe(5);
  expect(proxy.asked).toHaveLength(1);
  expect(JSON.stringify([t.traces, outcome])).not.toContain('proxy-pass');
});

test('a refund was certainly not sent when the proxy is not running', async () => {
  const t = openTestGate({ gateUrl: 'https://gate.invalid', proxy: new URL(`http://${await closedPort()}`) });
  const outcome = await t.gate.send(t.gate.refund(refund));
  expect(outcome).toEqual({ kind: 'not_sent', reason: textMatching(/^nothing listens at the proxy http:/) });
});

test('a refund was certainly not sent when the Gate behind the proxy is not trusted', async () => {
  const { server, t } = await behindProxy(answer(200, GOOD), { trusted: false });
  expect(await t.gate.send(t.gate.refund(refund))).toMatchObject({ kind: 'not_sent' });
  expect(server.requests).toEqual([]);
});

describe('behind a proxy that misbehaves', () => {
  /** Opens a tunnel in which nothing is ever said. */
  const silent = (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\n\r\n');
  /** Answers a byte now and then, for ever. */
  const dripping = (socket: Socket) => {
    socket.write('HTTP/1.1 200 OK\r\nx-filler: ');
    const timer = setInterval(() => socket.write('x'), 20);
    socket.on('close', () => clearInterval(timer));
  };
  const plain = (socket: Socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  };
  const garbled = (socket: Socket) => socket.end('220 mail ready\r\n');
  const ways: [string, (socket: Socket) => void, RegExp][] = [
    [
      'opens a tunnel that stays silent',
      silent,
      /^gate\.invalid through the proxy http:\S+ could not be reached in time$/,
    ],
    ['drips its answer', dripping, /^the proxy http:\S+ could not be reached in time$/],
    [
      'leads to a port without TLS',
      plain,
      /^no connection to gate\.invalid through the proxy \S+: the server does not support TLS/,
    ],
    ['speaks no HTTP', garbled, /^no connection to the proxy \S+: the answer is not HTTP$/],
  ];

  test.each(ways)('a refund was certainly not sent when it %s', async (_, misbehave, reason) => {
    const proxy = await startConnectProxy({ misbehave });
    open.push(proxy);
    const t = openTestGate({ gateUrl: 'https://gate.invalid', proxy: proxy.url, timeoutMilliseconds: 300 });
    const request = t.gate.refund(refund);
    const outcome = await t.gate.send(request);
    expect(outcome).toEqual({ kind: 'not_sent', reason: textMatching(reason) });
    expect(t.exitOf(outcome, request)).toBe(5);
  });

  test.each([
    ['a silent tunnel', silent],
    ['a dripping answer', dripping],
  ])('Ctrl-C ends a refund during %s, nothing was sent, and the connection is closed', async (_, misbehave) => {
    let tell = (_: Socket): void => {};
    const reached = new Promise<Socket>((resolve) => {
      tell = resolve;
    });
    const proxy = await startConnectProxy({
      misbehave: (socket) => {
        misbehave(socket);
        tell(socket);
      },
    });
    open.push(proxy);
    const t = openTestGate({ gateUrl: 'https://gate.invalid', proxy: proxy.url, timeoutMilliseconds: 60_000 });
    const sending = t.gate.send(t.gate.refund(refund));
    const socket = await reached;
    const closed = new Promise((resolve) => socket.on('close', resolve));
    t.abort.abort(interruptedFailure());
    await expect(sending).rejects.toMatchObject({ exit: 130 });
    await closed;
  });
});

test('an https proxy at an IP address gets no server name, about which Node.js would warn', async () => {
  const warnings: string[] = [];
  const onWarning = ({ message }: Error) => warnings.push(message);
  process.on('warning', onWarning);
  const proxy = await startConnectProxy({ refuse: 502, certificate });
  open.push(proxy);
  const t = openTestGate({ gateUrl: 'https://gate.invalid', proxy: proxy.url });
  expect(await t.gate.send(t.gate.refund(refund))).toEqual({
    kind: 'not_sent',
    reason: textMatching(/^no connection to the proxy https:\S+: self-signed certificate$/),
  });
  process.off('warning', onWarning);
  expect(warnings).toEqual([]);
});

test('a tunnel to an IPv6 address is requested with brackets', async () => {
  const proxy = await startConnectProxy({ refuse: 502 });
  open.push(proxy);
  const t = openTestGate({ gateUrl: 'https://[fd00::2]:8443', proxy: proxy.url });
  await t.gate.send(t.gate.refund(refund));
  expect(proxy.asked.map(({ to }) => to)).toEqual(['[fd00::2]:8443']);
});

test('an answer that came with the answer of the proxy, before the request, is not believed', async () => {
  const proxy = await startConnectProxy({
    misbehave: (socket) => {
      const body = GOOD;
      socket.end(`HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
    },
  });
  open.push(proxy);
  const t = openTestGate({ gateUrl: 'http://gate.invalid', proxy: proxy.url });
  expect(await t.gate.send(t.gate.sale(sale))).toEqual({
    kind: 'not_sent',
    reason: textMatching('data was received before the request was sent'),
  });
});
