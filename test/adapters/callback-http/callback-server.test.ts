import { request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { receiveCallbacks } from '#adapters/callback-http/callback-server';
import { Secret } from '#domain/signature/secret';
import { callbackVectors } from '../../domain/signature/vectors.ts';
import { signedAnswer } from '../../support/gate/fixtures.ts';
import { body, good, MEGABYTE, open, post, secret } from './receiver.ts';

test('the callback server answers a callback with a valid signature with 200 and forwards it', async () => {
  const { url, received } = await open();
  expect(await post(url, good)).toBe(200);
  expect(received).toEqual([{ text: good, verification: { valid: true, body: JSON.parse(good) } }]);
});

test('the answer to a callback has no body and keeps the connection open', async () => {
  const { headers } = await fetch((await open()).url, { method: 'POST', body: good });
  expect([headers.get('content-length'), headers.get('connection')]).toEqual(['0', 'keep-alive']);
});

test('the callback server answers a repeated callback with 200 again, so that the platform stops', async () => {
  const { url, received } = await open();
  expect([await post(url, good), await post(url, good)]).toEqual([200, 200]);
  expect(received).toHaveLength(2);
});

test.each(callbackVectors)(
  'the callback server answers the published callback $name with the right status',
  async (vector) => {
    const { url, received } = await open(new Secret(vector.secret));
    expect(await post(url, vector.body)).toBe(vector.valid ? 200 : 400);
    expect(received.map(({ text }) => text)).toEqual([vector.body]);
  },
);

test.each([
  ['a wrong signature', good.replace('success', 'decline'), 'mismatch'],
  ['no signature', JSON.stringify(body), 'no_signature'],
  [
    'a placeholder from the documentation',
    JSON.stringify({ ...body, signature: 'v7KNMpfogAxwRIL9tVftZ1ZZ5D' }),
    'placeholder',
  ],
  ['something that is not JSON', 'payment_id=payment_47', 'malformed'],
  ['nothing in it', '', 'malformed'],
])('the callback server answers a callback with %s with 400, and reports why', async (_what, text, problem) => {
  const { url, received } = await open();
  expect(await post(url, text)).toBe(400);
  expect(received).toMatchObject([{ text, verification: { valid: false, problem } }]);
});

describe('the text of a callback is forwarded byte for byte', () => {
  const spaced = ` \r\n${good.replace('"payment"', '\t"pay\\u006dent" ')}\n\n`;
  const kazakh = signedAnswer({ ...body, name: 'Әбілқайыр 🇰🇿 e\u0301', id: 9007199254740993n }, secret);

  test.each([
    ['spaces, line ends and escapes', spaced, 200],
    ['Kazakh, emoji, combining marks, and ids beyond 2^53', kazakh, 200],
    ['a byte order mark', `\ufeff${good}`, undefined],
    ['a NUL in it', `${good}\0`, 400],
  ])('with %s', async (_what, text, status) => {
    const { url, received } = await open();
    const answered = await post(url, text);
    if (status !== undefined) expect(answered).toBe(status);
    expect(received.map((one) => Buffer.from(one.text))).toEqual([Buffer.from(text)]);
  });

  test('also when a character is split between two packets', async () => {
    const { url, received } = await open();
    const bytes = Buffer.from(kazakh);
    const middle = bytes.indexOf(Buffer.from('Ә')) + 1;
    const status = await new Promise((resolve, reject) => {
      const sending = request(url, { method: 'POST', agent: false }, (response) =>
        resolve(response.resume().statusCode),
      );
      sending.on('error', reject);
      sending.write(bytes.subarray(0, middle), () => setImmediate(() => sending.end(bytes.subarray(middle))));
    });
    expect(status).toBe(200);
    expect(received.map(({ text }) => text)).toEqual([kazakh]);
  });
});

test.each(['/', '/callback', '/any/path?with=query'])('a callback to %s is taken', async (path) => {
  const { url, received } = await open();
  expect(await post(new URL(path, url).href, good)).toBe(200);
  expect(received).toHaveLength(1);
});

describe('the callback server refuses a request that is not a callback', () => {
  test.each(['GET', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'])('a %s, with the method that is taken', async (method) => {
    const { url, received, refused } = await open();
    const answer = await fetch(url, { method, ...(method === 'PUT' ? { body: good } : {}) });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
    expect([received, refused]).toEqual([[], [`${method}, and not POST`]]);
  });

  test('bytes that are not UTF-8', async () => {
    const { url, received } = await open();
    expect(await post(url, Buffer.from(good.replace('payment_47', 'payment_é'), 'latin1'))).toBe(400);
    expect(received).toEqual([]);
  });

  test.each([1, 3 * MEGABYTE])('a megabyte and %i bytes', async (more) => {
    const { url, received } = await open();
    const text = good.padEnd(MEGABYTE + more, ' ');
    // A server may hang up on such a sender; what counts is that it does not take the callback.
    const answered = await post(url, text).catch((error: NodeJS.ErrnoException) => error.code);
    expect([400, 413, 'ECONNRESET', 'EPIPE']).toContain(answered);
    expect(received).toEqual([]);
  });
});

/** What a sender gets for bytes of its own, until it is hung up on. */
const exchange = (url: string, bytes: string | Buffer): Promise<string> =>
  new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (data) => {
      answer += data;
    });
    socket.on('error', reject).on('close', () => resolve(answer));
  });

test.each([
  ['TLS', Buffer.from('16030100c8010000c40303', 'hex'), 400, 'https, where there is http'],
  ['no HTTP', 'good day\r\n\r\n', 400, 'something that is not HTTP'],
  [
    'two lengths',
    'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n',
    400,
    'not HTTP',
  ],
  ['endless headers', `POST / HTTP/1.1\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, 431, 'headers of more than 16 kilobytes'],
])(
  'the callback server answers and reports a sender that speaks %s, and serves the next one',
  async (_, bytes, status, why) => {
    const { url, received, refused } = await open();
    expect(await exchange(url, bytes)).toContain(`HTTP/1.1 ${status} `);
    expect(refused).toEqual([expect.stringContaining(why)]);
    expect(await post(url, good)).toBe(200);
    expect(received).toHaveLength(1);
  },
);

test('the callback server forwards no incomplete request, and serves the next one', async () => {
  const { url, received } = await open();
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  await new Promise<void>((resolve) => socket.on('connect', resolve));
  socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"half":');
  socket.destroy();
  expect(await post(url, good)).toBe(200);
  expect(received).toHaveLength(1);
});

test('the callback server has an address that a browser understands', async () => {
  expect((await open()).url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
});

test('the callback server reports a port that is in use', async () => {
  const { url } = await open();
  const again = receiveCallbacks({ host: '127.0.0.1', port: Number(new URL(url).port), secret, onCallback: () => {} });
  await expect(again).rejects.toMatchObject({ exit: 4, code: 'cannot_listen' });
});

test('the callback server closes without waiting for open connections, and accepts no new ones', async () => {
  const { server, url } = await open();
  const port = Number(new URL(url).port);
  const silent = connect(port, '127.0.0.1');
  const half = connect(port, '127.0.0.1');
  const ends = [silent, half].map(
    (socket) => new Promise<void>((resolve) => socket.on('close', () => resolve()).on('error', () => {})),
  );
  await Promise.all([silent, half].map((socket) => new Promise<void>((resolve) => socket.on('connect', resolve))));
  half.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{');
  // One whole exchange later the server knows of both.
  await post(url, good);
  await server.close();
  await Promise.all(ends);
  await expect(post(url, good)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('the callback server answers 500 after an error in one request, and serves the next one', async () => {
  const failed: string[] = [];
  const lost: string[] = [];
  let calls = 0;
  const server = await receiveCallbacks({
    ...{ host: '127.0.0.1', port: 0, secret },
    answer: async () => {
      calls += 1;
      if (calls === 1) throw new TypeError('Cannot convert object to primitive value');
      return { status: 200 };
    },
    onFailed: (reason) => failed.push(reason),
    onLost: (reason) => lost.push(reason),
  });
  onTestFinished(() => server.close());
  expect([await post(server.url, good), await post(server.url, good)]).toEqual([500, 200]);
  expect([failed, lost]).toEqual([['Cannot convert object to primitive value'], []]);
});

test('the callback server closes a connection that its sender leaves open after the answer', async () => {
  const { server, url, refused } = await open();
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', allowHalfOpen: true });
  const closed = new Promise<string>((resolve) => {
    let answer = '';
    socket.on('data', (data) => {
      answer += data;
    });
    socket.on('error', () => {}).on('end', () => resolve(answer));
  });
  socket.write('nonsense\r\n\r\n');
  expect(await closed).toContain('HTTP/1.1 400');
  expect(refused).toHaveLength(1);
  // It waits for connections that are open.
  await server.close();
  socket.destroy();
});

test('the callback server answers what it received before it closes, and then closes the connection', async () => {
  let received = () => {};
  const waiting = new Promise<void>((resolve) => {
    received = resolve;
  });
  let store = () => {};
  const stored = new Promise<void>((resolve) => {
    store = resolve;
  });
  const server = await receiveCallbacks({
    ...{ host: '127.0.0.1', port: 0, secret },
    async answer() {
      received();
      await stored;
      return { status: 200 };
    },
  });
  const answered = new Promise<unknown>((resolve, reject) => {
    const sending = request(server.url, { method: 'POST', headers: { connection: 'keep-alive' } }, (response) => {
      response.resume();
      resolve([response.statusCode, response.headers.connection]);
    });
    sending.on('error', reject).end(good);
  });
  await waiting;
  const closed = server.close();
  store();
  expect(await answered).toEqual([200, 'close']);
  await closed;
});
