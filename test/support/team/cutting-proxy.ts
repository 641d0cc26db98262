import { connect, createServer, type Socket } from 'node:net';
import { atEndOfFile } from '../suite/end-of-file.ts';

/** What commits a write: the end of a transaction, and a statement that is one. */
const COMMITS: readonly string[] = ['commit\0', 'rocketpay.write_at_end('];

/** The message that follows the last statement of a transaction. */
const COMMIT_MESSAGE = 'Q\0\0\0\x0bcommit\0';

/** Returns messages without the last bytes of their last statement. */
function withoutEnd(data: Buffer): Buffer {
  const end = data.lastIndexOf(COMMIT_MESSAGE);
  return data.subarray(0, (end < 0 ? data.length : end) - 3);
}

/** A proxy in front of PostgreSQL that can cut a connection at a COMMIT. */
export interface CuttingProxy {
  readonly port: number;
  /** Returns everything that clients have sent to the server. */
  readonly sent: () => string;
  /** Returns how many times clients have waited for an answer of the server. */
  readonly roundTrips: () => number;
  /**
   * From now on: lets everything through, cuts before a COMMIT reaches the server, cuts before its answer comes back, drops all, or
   * drops all from the last three bytes of a statement on.
   */
  mode: 'open' | 'before commit' | 'after commit' | 'silent' | 'before end';
  /** A text in the statement that is cut before its end. */
  statement: string;
}

/** Starts a proxy that ends with the test file. */
export async function startCuttingProxy(target: number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  const received: Buffer[] = [];
  let roundTrips = 0;
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    const cut = () => [client, upstream].forEach((socket) => void socket.destroy());
    let isCommitting = false;
    let isWaiting = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', cut).on('close', cut);
    }
    client.on('data', (data) => {
      if (proxy.mode === 'silent') return undefined;
      received.push(data);
      if (!isWaiting) roundTrips += 1;
      isWaiting = true;
      const isCommit = COMMITS.some((text) => data.includes(text));
      if (isCommit && proxy.mode === 'before commit') return cut();
      if (proxy.mode === 'before end' && data.includes(proxy.statement)) {
        proxy.mode = 'silent';
        return upstream.write(withoutEnd(data));
      }
      isCommitting = isCommit && proxy.mode === 'after commit';
      upstream.write(data);
    });
    upstream.on('data', (data) => {
      isWaiting = false;
      if (isCommitting) cut();
      else client.write(data);
    });
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  atEndOfFile(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const proxy: CuttingProxy = {
    port: (server.address() as { readonly port: number }).port,
    roundTrips: () => roundTrips,
    sent: () => Buffer.concat(received).toString('latin1'),
    mode: 'open',
    statement: '',
  };
  return proxy;
}
