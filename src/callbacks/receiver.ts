import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ReceiveCallbacks } from '../context.ts';
import { Failure } from '../domain/errors.ts';
import { EXIT } from '../domain/exit-codes.ts';
import { verifySigned } from '../domain/signature.ts';

/** A callback of the platform has a few kilobytes. */
const MAX_BODY_BYTES = 1024 * 1024;

/**
 * Starts a receiver of callbacks on this machine. It answers 200 when the signature is right, else 400
 * (platform docs: callbacks), and hands on what came after that.
 */
export const receiveCallbacks: ReceiveCallbacks = ({ host, port, secret, onCallback }) => {
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000 }, async (request, response) => {
    const text = request.method === 'POST' ? await readBody(request) : undefined;
    if (text === undefined) {
      response.writeHead(400).end();
      return;
    }
    const verification = verifySigned(text, secret);
    response.writeHead(verification.valid ? 200 : 400).end();
    onCallback({ text, verification });
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(listenFailure(error, host, port)));
    server.listen(port, host, () => {
      const { port: actual } = server.address() as AddressInfo;
      resolve({
        url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}/`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
};

function listenFailure(error: NodeJS.ErrnoException, host: string, port: number): Failure {
  const why = error.code === 'EADDRINUSE' ? 'the port is in use' : error.message;
  return new Failure(EXIT.usage, 'cannot_listen', `Cannot listen for callbacks at ${host}:${port}: ${why}.`, {
    hint: 'Choose another port, or another address.',
    cause: error,
  });
}

/** The body as text; undefined for one that is too large, cut off, or not UTF-8. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_BODY_BYTES) return undefined;
      chunks.push(chunk);
    }
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
  } catch {
    return undefined;
  }
}
