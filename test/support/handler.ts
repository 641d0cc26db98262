import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A request as a merchant's program got it. */
export interface Handled {
  readonly path: string;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly bytes: Buffer;
}

/** A merchant's program that takes callbacks. */
export interface Handler {
  readonly url: string;
  readonly handled: Handled[];
  /** Accepts no more connections. */
  readonly stop: () => void;
}

/**
 * Starts a program that answers callbacks until the test ends.
 *
 * @param answer status, and perhaps a text, for each request; 200 when left out
 * @param port any free one when left out
 */
export async function startHandler(
  answer: (handled: Handled, count: number) => number | readonly [status: number, text: string] = () => 200,
  port = 0,
): Promise<Handler> {
  const handled: Handled[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one = { path: request.url ?? '', headers: request.headers, bytes: Buffer.concat(chunks) };
      handled.push(one);
      const [status, text = ''] = [answer(one, handled.length)].flat() as [number, string?];
      response.writeHead(status).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const stop = (): void => {
    server.close();
    server.closeAllConnections();
  };
  onTestFinished(stop);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, handled, stop };
}

/** An address at which nothing listens. */
export const NOWHERE = 'http://127.0.0.1:1/';
