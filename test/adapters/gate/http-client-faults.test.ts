import { afterAll, describe, expect, test } from 'vitest';
import {
  answer,
  answerGzipped,
  answerRaw,
  closeAfterReading,
  drip,
  type Fault,
  type FaultServer,
  halfAnswer,
  hang,
  ignore,
  resetAfterReading,
  resetBeforeReading,
  startFaultServer,
} from '../../support/gate/fault-server.ts';
import { ACCEPTED, expectNoSecret, openTestGate, refund, sale } from '../../support/gate/fixtures.ts';
import { textMatching } from '../../support/language/text-matching.ts';

const GOOD = JSON.stringify(ACCEPTED);
const HUGE = JSON.stringify({ ...ACCEPTED, padding: 'x'.repeat(4 * 1024 * 1024) });
const HTML = '<html><body><h1>Bad Gateway</h1></body></html>';
const html = { 'content-type': 'text/html' };
const latin1 = Buffer.concat([Buffer.from('{"request_id":"'), Buffer.from([0xe9]), Buffer.from('"}')]);

const servers: FaultServer[] = [];
afterAll(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function startServer(...faults: Fault[]): Promise<FaultServer> {
  const server = await startFaultServer(faults);
  servers.push(server);
  return server;
}

interface Case {
  readonly what: string;
  readonly fault: Fault;
  readonly reason: RegExp;
  /** False when the server never reads what comes. */
  readonly reads?: boolean;
  readonly timeout?: number;
}

/** Short, for servers that never answer. */
const IMPATIENT = 500;

const cut = /^the connection to 127\.0\.0\.1:\d+ was cut before the answer was complete$/;
const late = /^no answer from 127\.0\.0\.1:\d+ within 0\.5 s$/;
const unreadable = /cannot be read/;
const redirect = /redirect.*never followed/;

const lost: Case[] = [
  { what: 'cuts the connection before it reads', fault: resetBeforeReading, reason: cut, reads: false },
  { what: 'cuts the connection after it has read', fault: resetAfterReading, reason: cut },
  { what: 'closes the connection after it has read', fault: closeAfterReading, reason: cut },
  { what: 'never answers', fault: hang, reason: late, timeout: IMPATIENT },
  { what: 'never reads', fault: ignore, reason: late, timeout: IMPATIENT, reads: false },
  { what: 'answers a drop at a time', fault: drip, reason: late, timeout: IMPATIENT },
  { what: 'answers half', fault: halfAnswer(GOOD), reason: cut },
  { what: 'does not speak HTTP', fault: answerRaw('220 mail ready\r\n'), reason: cut },
  { what: 'breaks its compression', fault: answer(200, GOOD, { 'content-encoding': 'gzip' }), reason: cut },
  { what: 'fails with 500 in JSON', fault: answer(500, '{"status":"error","code":"1"}'), reason: /HTTP 500/ },
  { what: 'fails with 500 that looks accepted', fault: answer(500, GOOD), reason: /HTTP 500/ },
  { what: 'is behind a broken proxy', fault: answer(502, HTML, html), reason: /HTTP 502/ },
  { what: 'is not there', fault: answer(503, HTML, html), reason: /HTTP 503/ },
  { what: 'waited too long itself', fault: answer(504, '', html), reason: /HTTP 504/ },
  { what: 'answers broken JSON', fault: answer(200, GOOD.slice(0, -1)), reason: unreadable },
  { what: 'answers two documents', fault: answer(200, GOOD + GOOD), reason: unreadable },
  { what: 'answers with a web page', fault: answer(200, HTML, html), reason: unreadable },
  { what: 'answers nothing', fault: answer(200, ''), reason: unreadable },
  { what: 'answers 204', fault: answerRaw('HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n'), reason: unreadable },
  { what: 'answers invalid UTF-8', fault: answer(200, latin1), reason: unreadable },
  { what: 'answers more than 4 MB', fault: answer(200, HUGE), reason: /larger than 4 MB/ },
  { what: 'answers more than 4 MB, compressed', fault: answerGzipped(HUGE), reason: /larger than 4 MB/ },
  { what: 'redirects with 302', fault: answer(302, '', { location: '/elsewhere' }), reason: redirect },
  { what: 'redirects with 307', fault: answer(307, '', { location: '/elsewhere' }), reason: redirect },
  { what: 'redirects with 308', fault: answer(308, GOOD, { location: '/elsewhere' }), reason: redirect },
];

describe.concurrent.each(lost)('a Gate that $what', ({ fault, reason, reads = true, timeout = 10_000 }) => {
  test.each(['sale', 'refund'] as const)('leaves the outcome of a %s unknown after one attempt', async (kind) => {
    const server = await startServer(fault);
    const t = openTestGate({ gateUrl: server.url, timeoutMilliseconds: timeout });
    const request = kind === 'sale' ? t.gate.sale(sale) : t.gate.refund(refund);
    const outcome = await t.gate.send(request);
    expect(outcome).toMatchObject({ kind: 'unknown', reason: textMatching(reason) });
    expect(t.exitOf(outcome, request)).toBe(6);
    expect(server.connections).toBe(1);
    expect(server.requests.map(({ path }) => path)).toEqual(reads ? [`/v2/payment/mobile/${kind}`] : []);
    expect(t.clock.sleeps).toEqual([]);
    expectNoSecret(t.evidence);
  });

  test('leaves a read without an answer after three attempts', async () => {
    const server = await startServer(fault);
    const t = openTestGate({ gateUrl: server.url, timeoutMilliseconds: timeout });
    const request = t.gate.status('payment_47');
    const outcome = await t.gate.send(request);
    expect(outcome).toMatchObject({ kind: 'unknown', reason: textMatching(reason) });
    expect(t.exitOf(outcome, request)).toBe(5);
    expect(server.connections).toBe(3);
    expect(server.requests.map(({ path }) => path)).toEqual(reads ? Array(3).fill('/v2/payment/status') : []);
    expect(t.clock.sleeps).toEqual([300, 900]);
    expectNoSecret(t.evidence);
  });

  test('gets the read again, and its valid second answer is returned', async () => {
    const server = await startServer(fault, answer(200, '{"payment":{"status":"success"}}'));
    const t = openTestGate({ gateUrl: server.url, timeoutMilliseconds: timeout * 3 });
    const outcome = await t.gate.send(t.gate.status('payment_47'));
    expect(outcome).toMatchObject({ kind: 'accepted', answer: { payment: { status: 'success' } } });
    expect(server.connections).toBe(2);
    expect(t.clock.sleeps).toEqual([300]);
  });
});

test('a redirect to another host is named and never followed, so no other server gets a signed refund', async () => {
  const elsewhere = await startServer(answer(200, GOOD));
  const server = await startServer(answer(307, '', { location: `${elsewhere.url}/v2/payment/mobile/refund` }));
  const t = openTestGate({ gateUrl: server.url });
  expect(await t.gate.send(t.gate.refund(refund))).toEqual({
    kind: 'unknown',
    reason: textMatching(elsewhere.host),
  });
  expect(elsewhere.connections).toBe(0);
  expect(server.requests).toHaveLength(1);
});

test.each<[string, Fault]>([
  ['is called text', answer(200, GOOD, { 'content-type': 'text/plain' })],
  ['is called a web page', answer(200, GOOD, html)],
  ['comes without a length', answerRaw(`HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n${GOOD}`)],
  [
    'comes in pieces',
    answerRaw(
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n',
      `${GOOD.length.toString(16)}\r\n${GOOD}\r\n0\r\n\r\n`,
    ),
  ],
  ['is compressed', answerGzipped(GOOD)],
  ['has spaces around it', answer(200, `\r\n ${GOOD}\n`)],
  [
    'comes after a "continue"',
    answerRaw('HTTP/1.1 100 Continue\r\n\r\n', `HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n${GOOD}`),
  ],
  ['has almost 4 MB', answer(200, JSON.stringify({ ...ACCEPTED, padding: 'x'.repeat(4_000_000) }))],
])('a valid answer that %s is accepted', async (_what, fault) => {
  const server = await startServer(fault);
  const t = openTestGate({ gateUrl: server.url });
  expect(await t.gate.send(t.gate.sale(sale))).toMatchObject({ kind: 'accepted', requestId: 'req-1' });
  expect(server.requests).toHaveLength(1);
  expectNoSecret(t.evidence);
});

test.each([
  [404, 5, 3],
  [403, 4, 1],
  [401, 4, 1],
  [413, 5, 3],
])('a web page with %i leaves a write unknown, and ends a read with %i', async (status, exit, asked) => {
  const server = await startServer(answer(status, HTML, html));
  const t = openTestGate({ gateUrl: server.url });
  const write = t.gate.refund(refund);
  const outcome = await t.gate.send(write);
  expect(outcome).toEqual({ kind: 'unknown', reason: `the answer was HTTP ${status}` });
  expect(t.exitOf(outcome, write)).toBe(6);
  expect(server.requests).toHaveLength(1);
  const read = t.gate.status('payment_47');
  expect(t.exitOf(await t.gate.send(read), read)).toBe(exit);
  expect(server.requests).toHaveLength(1 + asked);
});
