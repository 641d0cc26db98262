import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { deliverCallback } from '#adapters/callback-http/post-callback';
import { systemClock } from '#async/clock';

/** A port at which something answers this, whatever it is sent. */
async function startTalking(words: string): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end(words));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

const deliver = (url: string) => {
  const { signal } = new AbortController();
  return deliverCallback({ url, text: '{}', headers: [], timeoutMilliseconds: 5000, signal }, systemClock);
};

describe('a callback that is not taken comes with a reason in plain words', () => {
  it.each([
    ['http', 'SSH-2.0-server\r\n', 'the answer is not HTTP'],
    ['https', 'HTTP/1.1 400 Bad Request\r\n\r\n', 'the server does not support TLS, or only an unsupported version'],
    ['http', '', 'the connection was cut'],
    ['http', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf of it', 'the connection was cut'],
  ])('over %s, when the answer is %j: %s', async (scheme, words, reason) => {
    const port = await startTalking(words);
    expect(await deliver(`${scheme}://127.0.0.1:${port}/`)).toMatchObject({ status: undefined, reason });
  });
});
