import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { formatJson, type JsonObject, parseJson } from '#domain/json/exact-json';
import { getPath } from '#domain/json/json-path';
import { Secret } from '#domain/signature/secret';
import { withSignature } from '#domain/signature/signature';
import type { Certificate } from './certificate.ts';

/** A request as a server saw it, complete. */
interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly head: string;
  readonly body: string;
}

/** What a server does with one connection. `read` gives the request once all of it is there. */
export type Fault = (
  socket: Socket,
  read: () => Promise<SeenRequest>,
  /** The same without it counting as read. */
  peek: () => Promise<SeenRequest>,
) => void | Promise<void>;

/** A real server of this machine that misbehaves as told. */
export interface FaultServer {
  readonly url: string;
  readonly host: string;
  /** The requests that came in completely, in order. */
  readonly requests: readonly SeenRequest[];
  /** How many connections were made. */
  readonly connections: number;
  /** Resolves when a request has come in completely. */
  readonly seen: Promise<void>;
  close(): Promise<void>;
}

/** Starts a server whose first connection meets the first fault, and so on; the last fault stays. */
export async function startFaultServer(
  faults: readonly Fault[],
  certificate?: Certificate,
  port = 0,
): Promise<FaultServer> {
  const requests: SeenRequest[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  let tellSeen = (): void => {};
  const seen = new Promise<void>((resolve) => {
    tellSeen = resolve;
  });

  const meet = (socket: Socket): void => {
    const fault = faults[Math.min(connections, faults.length - 1)];
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    let whole: Promise<SeenRequest> | undefined;
    const peek = (): Promise<SeenRequest> => {
      whole ??= readRequest(socket);
      return whole;
    };
    const read = async (): Promise<SeenRequest> => {
      const request = await peek();
      requests.push(request);
      tellSeen();
      return request;
    };
    void fault?.(socket, read, peek);
  };
  const server =
    certificate === undefined
      ? createServer({ pauseOnConnect: true }, meet)
      : createTlsServer({ ...certificate, pauseOnConnect: true }, meet).on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `${certificate === undefined ? 'http' : 'https'}://${host}`,
    host,
    requests,
    seen,
    get connections() {
      return connections;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** The request on a connection; never resolves when the connection ends before it is complete. */
function readRequest(socket: Socket): Promise<SeenRequest> {
  return new Promise((resolve) => {
    let bytes = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      const end = bytes.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = bytes.subarray(0, end).toString('latin1');
      const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
      const body = bytes.subarray(end + 4);
      if (body.length < length) return;
      const [method = '', path = ''] = head.split(' ');
      resolve({ method, path, head, body: body.toString('utf8') });
    });
    socket.resume();
  });
}

/** Cuts the connection as soon as it stands; what was sent is never read. */
export const resetBeforeReading: Fault = async (socket) => {
  // The client must see the connection open before it sees the connection closed.
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
  socket.resetAndDestroy();
};

/** Reads all of the request, then cuts the connection. */
export const resetAfterReading: Fault = async (socket, read) => {
  await read();
  socket.resetAndDestroy();
};

/** Reads all of the request, then closes the connection in good order, without an answer. */
export const closeAfterReading: Fault = async (socket, read) => {
  await read();
  socket.end();
};

/** Reads all of the request and says nothing. */
export const hang: Fault = async (_socket, read) => {
  await read();
};

/** Takes the connection and neither reads nor says anything. */
export const ignore: Fault = () => {};

/** Reads the request, then writes these bytes as they are and ends. */
export const answerRaw =
  (...parts: readonly (string | Uint8Array)[]): Fault =>
  async (socket, read) => {
    await read();
    for (const part of parts) socket.write(part);
    socket.end();
  };

/** Answers as a server does that is in order. */
export function answer(
  status: number,
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): Fault {
  const bytes = Buffer.from(body as string);
  const all = { 'content-type': 'application/json', 'content-length': String(bytes.length), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return answerRaw(`HTTP/1.1 ${status} Status\r\n${lines.join('')}connection: close\r\n\r\n`, bytes);
}

/** Promises more than it sends: half of the body, then the connection is cut. */
export const halfAnswer =
  (body: string): Fault =>
  async (socket, read) => {
    await read();
    const half = body.slice(0, body.length / 2);
    socket.end(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${half}`);
  };

/** Sends a good head, then a space every few milliseconds, for ever. */
export const drip: Fault = async (socket, read) => {
  await read();
  socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n');
  const timer = setInterval(() => socket.write(' '), 10);
  socket.on('close', () => clearInterval(timer));
};

/** Answers with a compressed body. */
export const answerGzipped = (body: string | Uint8Array): Fault =>
  answer(200, gzipSync(body), { 'content-encoding': 'gzip' });

/** Requests to some paths meet a fault, all others another one. */
export const faultAt =
  (paths: RegExp, fault: Fault, others: Fault): Fault =>
  async (socket, read, peek) => {
    const { path } = await peek();
    await (paths.test(path) ? fault : others)(socket, read, peek);
  };

/** Answers each request by what it asks for. */
const answerTo =
  (make: (body: JsonObject) => string): Fault =>
  async (socket, read, peek) => {
    const { body } = await peek();
    await answer(200, make(parseJson(body) as JsonObject))(socket, read, peek);
  };

/** A Gate that knows every payment as paid, 1000.00 KZT, and vouches for it. */
export const answerPaid = (secret: string, changes: JsonObject = {}): Fault =>
  answerTo((request) => {
    const sum = { amount: 100_000, currency: 'KZT' };
    const payment = { id: getPath(request, 'general.payment_id') ?? '', status: 'success', sum };
    const sale = { id: 1, type: 'sale', status: 'success', request_id: 'req-0', sum_initial: sum, code: '0' };
    return formatJson(withSignature({ payment, operations: [sale], errors: [], ...changes }, new Secret(secret)));
  });

/** The address of a port of this machine where nothing listens. */
export async function closedPort(): Promise<string> {
  const server = await startFaultServer([ignore]);
  await server.close();
  return server.host;
}
