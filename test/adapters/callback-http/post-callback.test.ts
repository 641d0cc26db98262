import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { deliverCallback } from '#adapters/callback-http/post-callback';
import { systemClock } from '#async/clock';

/** A port at which something answers this, whatever it is sent. It closes the connection after it, or keeps it open. */
async function startTalking(words: string, keepsOpen = false): Promise<number> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => (keepsOpen ? socket.write(words) : socket.end(words)));
    sockets.push(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const deliver = (url: string, timeoutMilliseconds = 5000) => {
  const { signal } = new AbortController();
  return deliverCallback({ url, text: '{}', headers: [], timeoutMilliseconds, signal }, systemClock);
};

describe('the result of a callback that was not accepted has a reason in plain words', () => {
  it.each([
    ['http', 'SSH-2.0-server\r\n', 'the answer is not HTTP'],
    ['https', 'HTTP/1.1 400 Bad Request\r\n\r\n', 'the server does not support TLS, or only an unsupported version'],
    ['http', '', 'the connection was cut'],
  ])('over %s, when the answer is %j: %s', async (scheme, words, reason) => {
    const port = await startTalking(words);
    expect(await deliver(`${scheme}://127.0.0.1:${port}/`)).toMatchObject({ status: undefined, reason });
  });
});

describe('postCallback returns a received status when the rest of the answer is missing', () => {
  const half = 'Content-Length: 100\r\n\r\nhalf';

  it.each([
    [200, 'is cut', false, 'the connection was cut'],
    [200, 'stalls', true, 'the rest of the answer did not come in 300 ms'],
    [500, 'stalls', true, 'the rest of the answer did not come in 300 ms'],
  ])('%d, when the answer %s', async (status, _what, keepsOpen, reason) => {
    const port = await startTalking(`HTTP/1.1 ${status} Said\r\n${half}`, keepsOpen);
    expect(await deliver(`http://127.0.0.1:${port}/`, 300)).toMatchObject({ status, reason, answer: 'half' });
  });

  it('reports an empty connection as no answer', async () => {
    const port = await startTalking('', true);
    expect(await deliver(`http://127.0.0.1:${port}/`, 300)).toMatchObject({
      status: undefined,
      reason: 'no answer in 300 ms',
    });
  });
});
