import { lookup } from 'node:dns/promises';
import { access, constants, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { arch, networkInterfaces, platform } from 'node:os';
import { connect } from 'node:tls';
import type { Machine, TlsGreeting } from '#domain/doctor/system-probe';
import { proxyFor } from '#domain/gate/proxy';
import { getHost, getPort } from '#domain/network/url-host';

/** Values of the process for the machine. */
export interface SystemOptions {
  readonly node: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly screen: string;
  /** Home folder of the current user; empty if there is none. */
  readonly home: string;
  /** Folder of the ledger; empty if there is none. */
  readonly dataFolder: string;
}

/** Creates the probe of this machine: see {@link Machine}. */
export function openMachine({ node, environment, screen, home, dataFolder }: SystemOptions): Machine {
  return {
    node,
    screen,
    system: `${platform()} ${arch()}`,
    home,
    dataFolder,
    extraCertificates: environment.NODE_EXTRA_CA_CERTS || undefined,
    proxyFor: (url) => proxyFor(url, environment),
    async fileMode(path) {
      if (platform() === 'win32') return undefined;
      const found = await stat(path).catch(() => undefined);
      return found === undefined ? undefined : found.mode & 0o777;
    },
    checkReadable: (path) => access(path, constants.R_OK),
    resolveHost: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
    ownAddresses: () => Object.values(networkInterfaces()).flatMap((all = []) => all.map(({ address }) => address)),
    probeTls,
    isPortFree,
  };
}

function probeTls(url: string, signal: AbortSignal): Promise<TlsGreeting> {
  const target = new URL(url);
  const host = getHost(target);
  const servername = /^[\d.]+$|:/.test(host) ? '' : host;
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const socket = connect({ host, port: getPort(target), servername, rejectUnauthorized: true });
    const abort = () => socket.destroy(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    socket.on('error', reject);
    socket.on('close', () => {
      signal.removeEventListener('abort', abort);
      reject(new Error('the connection was closed'));
    });
    socket.on('secureConnect', () => {
      const { issuer, valid_to } = socket.getPeerCertificate();
      resolve({
        protocol: socket.getProtocol() ?? 'TLS',
        issuer: String(issuer?.O ?? issuer?.CN ?? 'unknown'),
        validUntil: Date.parse(valid_to),
      });
      socket.destroy();
    });
  });
}

function isPortFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1' }, () => server.close(() => resolve(true)));
  });
}
