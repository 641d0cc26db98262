import { connect, createServer } from 'node:net';
import { expect } from 'vitest';

/** Returns a port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { readonly port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Resolves when a program listens at a port of this machine. */
export const waitForPort = (port: number): Promise<void> =>
  expect.poll(() => isOpen(port), { interval: 20, timeout: 10_000 }).toBe(true);

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const open = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  });
  socket.destroy();
  return open;
}
