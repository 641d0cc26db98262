import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ListenAddress } from '#domain/callbacks/callback-transport';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';

/** Starts to listen, and returns the URL. @throws {Failure} (usage, credentials) when that fails. */
export function startListening(server: Server, { host, port }: ListenAddress): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => reject(listenFailure(error, host, port));
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      const { port: actual } = server.address() as AddressInfo;
      resolve(`http://${host.includes(':') ? `[${host}]` : host}:${actual}/`);
    });
  });
}

const LISTEN_ERRORS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is in use',
  EMFILE: 'this process may not open more files and connections (ulimit -n)',
  ENFILE: 'this machine may not open more files',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'there is no such host',
  EACCES: 'the system does not allow this port',
};

/** Describes an error of a server that listens. */
export const describeListenError = ({ code, message }: NodeJS.ErrnoException): string =>
  LISTEN_ERRORS[code ?? ''] ?? message;

/** An address that this machine does not have is a usage error. A port that another program uses is not. */
function listenFailure(error: NodeJS.ErrnoException, host: string, port: number): Failure {
  const exit = ['EADDRNOTAVAIL', 'ENOTFOUND', 'EINVAL'].includes(error.code ?? '') ? EXIT.usage : EXIT.credentials;
  return new Failure(
    exit,
    'cannot_listen',
    `Cannot listen for callbacks at ${host}:${port}: ${describeListenError(error)}.`,
    {
      hint: 'Choose another port, or another address.',
      cause: error,
    },
  );
}
