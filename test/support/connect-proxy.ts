import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

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
 */
export async function startConnectProxy(
  options: { readonly target: string } | { readonly refuse: number },
): Promise<ConnectProxy> {
  const asked: ConnectProxy['asked'] = [];
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  };
  const server = createServer((_, response) => response.writeHead(405).end());
  server.on('connection', keep);
  server.on('connect', ({ url = '', headers }, socket: Socket) => {
    asked.push({ to: url, authorization: headers['proxy-authorization'] });
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
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
