import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A TLS record of 32 bytes that no key decrypts. */
const DAMAGED_RECORD = Buffer.concat([Buffer.from([0x17, 0x03, 0x03, 0x00, 0x20]), Buffer.alloc(32, 0x5a)]);

/** Stands between a client and a TLS server; once `request` has arrived there, it damages the answer. */
export async function startCorruptingProxy(
  target: string,
  request: Promise<void>,
): Promise<{ readonly host: string; close(): Promise<void> }> {
  const sockets: Socket[] = [];
  const server = createServer((client) => {
    const upstream = connect(Number(target.split(':')[1]), '127.0.0.1');
    sockets.push(client, upstream);
    for (const socket of [client, upstream]) socket.on('error', () => {});
    client.pipe(upstream);
    upstream.pipe(client);
    void request.then(() => client.write(DAMAGED_RECORD));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
