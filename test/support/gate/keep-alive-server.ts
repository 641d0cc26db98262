import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Certificate } from './certificate.ts';

/** A connection of a client, as the server sees it. */
export interface ServedConnection {
  readonly socket: Socket;
  /** Resolves with the path of the next complete request. It never resolves if the connection ends before. */
  request(): Promise<string>;
  /** Resolves when the first bytes of the next request have arrived. */
  firstBytes(): Promise<void>;
  /** Answers with a body in JSON and keeps the connection open. */
  answer(body: string, head?: string): void;
}

/** Serves a connection, from its first request to its end. */
export type Serve = (connection: ServedConnection) => Promise<void>;

/** A server that keeps its connections open, until it is told otherwise. */
export interface KeepAliveServer {
  readonly url: string;
  /** The connections that were opened. */
  readonly connections: readonly Socket[];
  /** Counts the requests to a path whose first bytes have arrived, on all connections. */
  countRequests(path: string): number;
  close(): Promise<void>;
}

/** The system sends each write immediately, also while the one before was not acknowledged. */
const WITHOUT_DELAY = { noDelay: true };

/** Starts a server. The first connection gets the first `serve`, and so on; the last one serves all others. */
export async function startKeepAliveServer(
  serve: readonly Serve[],
  certificate?: Certificate,
): Promise<KeepAliveServer> {
  const connections: Socket[] = [];
  const received: string[] = [];
  const onConnection = (socket: Socket): void => {
    const index = connections.push(socket) - 1;
    received[index] = '';
    let read = 0;
    let onData = (): void => {};
    socket.setEncoding('latin1').on('error', () => {});
    socket.on('data', (text) => {
      received[index] = (received[index] ?? '') + text;
      onData();
    });
    const until = <T>(find: (unread: string) => T | undefined): Promise<T> =>
      new Promise((resolve) => {
        onData = () => {
          const found = find((received[index] ?? '').slice(read));
          if (found !== undefined) resolve(found);
        };
        onData();
      });
    const connection: ServedConnection = {
      socket,
      firstBytes: () => until((unread) => (unread === '' ? undefined : null)).then(() => {}),
      async request() {
        const { length, path } = await until(findRequest);
        read += length;
        return path;
      },
      answer: (body, head = '') =>
        void socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${Buffer.byteLength(body)}\r\n${head}\r\n${body}`),
    };
    void serve[Math.min(index, serve.length - 1)]?.(connection);
  };
  const server =
    certificate === undefined
      ? createServer(WITHOUT_DELAY, onConnection)
      : createTlsServer({ ...certificate, ...WITHOUT_DELAY }, onConnection);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections,
    countRequests: (path) => received.join('').split(`POST ${path} `).length - 1,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of connections) socket.destroy();
      }),
  };
}

/** Returns the first request of a text, if all of it is there. */
function findRequest(text: string): { readonly length: number; readonly path: string } | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const length = end + 4 + Number(/^content-length: *(\d+)/im.exec(text)?.[1] ?? 0);
  return text.length < length ? undefined : { length, path: text.split(' ')[1] ?? '' };
}
