import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Certificate } from './certificate.ts';

const refuseAll: RequestListener = (_, response) => response.writeHead(405).end();

/** A proxy of this machine, as companies have them. */
export interface ConnectProxy {
  readonly url: URL;
  /** Where tunnels were asked for, and with what `proxy-authorization`. */
  readonly asked: { readonly to: string; readonly authorization: string | undefined }[];
  close(): Promise<void>;
}

/**
 * Starts a proxy that opens tunnels.
 *
 * @param options.target where every tunnel leads, whatever was asked for
 * @param options.refuse the HTTP status that it answers instead; 0 cuts the connection, -1 never answers
 * @param options.misbehave does something else with the connection on which a tunnel was asked for
 * @param options.certificate makes it speak TLS
 */
export async function startConnectProxy(
  options: (
    | { readonly target: string }
    | { readonly refuse: number }
    | { readonly misbehave: (socket: Socket) => void }
  ) & { readonly certificate?: Certificate },
): Promise<ConnectProxy> {
  const asked: ConnectProxy['asked'] = [];
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  };
  const server =
    options.certificate === undefined ? createServer(refuseAll) : createTlsServer(options.certificate, refuseAll);
  server.on('connection', keep);
  server.on('connect', ({ url = '', headers }, socket: Socket) => {
    asked.push({ to: url, authorization: headers['proxy-authorization'] });
    if ('misbehave' in options) return options.misbehave(socket);
    if ('refuse' in options) {
      if (options.refuse === 0) socket.destroy();
      else if (options.refuse > 0) socket.end(`HTTP/1.1 ${options.refuse} No\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const [host, port] = options.target.split(':');
    const tunnel = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      tunnel.pipe(socket).pipe(tunnel);
    });
    keep(tunnel);
    tunnel.on('close', () => socket.destroy());
    socket.on('close', () => tunnel.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: new URL(
      `${options.certificate === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ),
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
