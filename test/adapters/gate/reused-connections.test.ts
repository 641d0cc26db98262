import type { Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { type OpenConnection, openConnection } from '#adapters/gate/connection';
import { createConnections } from '#adapters/gate/gate';
import { createCertificate } from '../../support/gate/certificate.ts';
import { openTestGate, trusting } from '../../support/gate/fixtures.ts';
import { type Serve, startKeepAliveServer } from '../../support/gate/keep-alive-server.ts';
import {
  acceptedAs,
  afterStatus,
  asAnswer,
  openSetup,
  REFUND,
  RIGHT,
  readStatus,
  STATUS,
  sendRefund,
  serveWell,
} from './reuse-setup.ts';

const closed = (socket: Socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()));

test('a refund uses the connection on which the status of its payment was just read', async () => {
  const t = await openSetup(serveWell);
  await readStatus(t);
  expect(await sendRefund(t)).toMatchObject(RIGHT);
  await readStatus(t);
  expect(t.server.connections).toHaveLength(1);
});

test('a refund over TLS uses the connection on which the status of its payment was just read', async () => {
  const certificate = createCertificate();
  const server = await startKeepAliveServer([serveWell], certificate);
  onTestFinished(() => server.close());
  const t = openTestGate({ gateUrl: server.url, connect: trusting(certificate) });
  await readStatus(t);
  expect(await sendRefund(t)).toMatchObject(RIGHT);
  expect(server.connections).toHaveLength(1);
});

test('two concurrent refunds never share a connection', async () => {
  const t = await openSetup(serveWell);
  await readStatus(t);
  expect(await Promise.all([sendRefund(t), sendRefund(t)])).toMatchObject([RIGHT, RIGHT]);
  expect(t.server.connections).toHaveLength(2);
});

test('two Gates of a run share the connections to one host, and another host gets its own', async () => {
  const clock = { now: () => 0, elapsed: () => 0, sleep: async () => {} };
  const connections = createConnections(clock);
  const t = await openSetup(serveWell, { connections, clock });
  const other = await openSetup(serveWell, { connections, clock });
  await readStatus(t);
  expect(await sendRefund(openTestGate({ gateUrl: t.server.url, connections, clock }))).toMatchObject(RIGHT);
  expect(await sendRefund(other)).toMatchObject(RIGHT);
  expect([t.server, other.server].map((server) => server.connections.length)).toEqual([1, 1]);
});

test.each([
  ['a second', { now: 1000, elapsed: 1000 }, 2],
  ['almost a second', { now: 999, elapsed: 999 }, 1],
  ['a second by the monotonic clock alone', { now: 0, elapsed: 1000 }, 2],
  ['an hour in which the machine slept', { now: 3_600_000, elapsed: 10 }, 2],
  ['10 ms in which the wall clock was set back', { now: -1000, elapsed: 10 }, 2],
])('after %s, a refund uses the right connection', async (_, later, connections) => {
  const time = { now: 0, elapsed: 0 };
  const clock = { now: () => time.now, elapsed: () => time.elapsed, sleep: async () => {} };
  const t = await openSetup(serveWell, { clock });
  await readStatus(t);
  Object.assign(time, later);
  expect(await sendRefund(t)).toMatchObject(RIGHT);
  expect(t.server.connections).toHaveLength(connections);
});

test.each<[string, Serve]>([
  ['asks to close', afterStatus(() => {}, 'connection: close\r\n')],
  ['says that the server soon closes', afterStatus(() => {}, 'keep-alive: timeout=1\r\n')],
  [
    'is HTTP/1.0',
    async ({ request, socket }) => {
      await request();
      socket.write(`HTTP/1.0 200 OK\r\ncontent-length: ${STATUS.length}\r\n\r\n${STATUS}`);
    },
  ],
  [
    'ends with the connection',
    async ({ request, socket }) => {
      await request();
      socket.end(`HTTP/1.1 200 OK\r\n\r\n${STATUS}`);
    },
  ],
  [
    'refuses',
    async ({ request, socket }) => {
      await request();
      const body = '{"status":"error","code":"3061"}';
      socket.write(`HTTP/1.1 400 Bad Request\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
    },
  ],
])('after an answer that %s, a refund gets a new connection', async (_, first) => {
  const t = await openSetup(first);
  await t.gate.send(t.gate.status('payment_47'));
  expect(await sendRefund(t)).toMatchObject(RIGHT);
  expect(t.server.connections).toHaveLength(2);
  expect(t.server.countRequests(REFUND)).toBe(1);
});

test.each<[string, (socket: Socket) => unknown]>([
  ['closes', (socket) => new Promise<void>((resolve) => socket.end(resolve))],
  ['cuts', (socket) => socket.resetAndDestroy()],
])('when the server %s the connection after the status, a refund is sent once, on a new one', async (_, end) => {
  const t = await openSetup(serveWell);
  await readStatus(t);
  const [socket] = t.server.connections as [Socket];
  const isClosed = closed(socket);
  await end(socket);
  expect(await sendRefund(t)).toMatchObject(RIGHT);
  await isClosed;
  expect(t.server.connections).toHaveLength(2);
  expect(t.server.countRequests(REFUND)).toBe(1);
});

test.each([
  ['a whole answer', asAnswer(acceptedAs('wrong'))],
  ['half an answer', asAnswer(acceptedAs('wrong')).slice(0, -10)],
  ['two answers', asAnswer(acceptedAs('wrong')).repeat(2)],
  ['an interim answer', 'HTTP/1.1 100 Continue\r\n\r\n'],
  ['an empty line', '\r\n'],
])('%s that arrives before its request is not believed', async (_, bytes) => {
  const t = await openSetup(serveWell);
  await readStatus(t);
  // The bytes are on this machine, and not yet read, when the refund is about to be sent.
  t.server.connections[0]?.write(bytes);
  expect(await sendRefund(t)).toMatchObject(RIGHT);
  expect(t.server.connections).toHaveLength(2);
  expect(t.server.countRequests(REFUND)).toBe(1);
});

test('an answer that arrives before its request is not believed on a system that does not show unread bytes', async () => {
  const connect: OpenConnection = async (...words) => {
    const socket = await openConnection(...words);
    Object.defineProperty(Reflect.get(socket, '_handle'), 'fd', { value: -1 });
    return socket;
  };
  const t = await openSetup(serveWell, { connect });
  await readStatus(t);
  t.server.connections[0]?.write(asAnswer(acceptedAs('wrong')));
  expect(await sendRefund(t)).toMatchObject(RIGHT);
  expect(t.server.connections).toHaveLength(2);
});

test('an answer over TLS that arrives before its request is not believed', async () => {
  const certificate = createCertificate();
  const server = await startKeepAliveServer([serveWell], certificate);
  onTestFinished(() => server.close());
  const t = openTestGate({ gateUrl: server.url, connect: trusting(certificate) });
  await readStatus(t);
  const [socket] = server.connections as [Socket];
  await new Promise((resolve) => socket.write(asAnswer(acceptedAs('wrong')), resolve));
  expect(await sendRefund(t)).toMatchObject(RIGHT);
  expect(server.connections).toHaveLength(2);
});

test.each([
  ['a whole answer', asAnswer(acceptedAs('wrong'))],
  ['half an answer', asAnswer(acceptedAs('wrong')).slice(0, -10)],
  ['other bytes', 'x'],
])('%s behind the status answer is not believed', async (_, bytes) => {
  const t = await openSetup(async ({ request, socket }) => {
    await request();
    socket.write(asAnswer(STATUS) + bytes);
  });
  // Node.js may end the connection of two answers before the first one is read.
  await t.gate.send(t.gate.status('payment_47'));
  expect(await sendRefund(t)).toMatchObject(RIGHT);
  expect(t.server.countRequests(REFUND)).toBe(1);
});

test('interim answers before the answer are no answer, and the connection is used again', async () => {
  const t = await openSetup(async ({ request, socket, answer }) => {
    for (;;) {
      const path = await request();
      socket.write('HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n');
      answer(path === REFUND ? acceptedAs('right') : STATUS);
    }
  });
  await readStatus(t);
  expect(await sendRefund(t)).toMatchObject(RIGHT);
  expect(t.server.connections).toHaveLength(1);
});
