/** Reads the state of this machine and of its network, for health checks. It changes nothing. */
export interface Machine {
  /** Version of Node.js: `20.17.0`. */
  readonly node: string;
  /** System and processor: `linux x64`. */
  readonly system: string;
  readonly home: string;
  /** Folder of the ledger. */
  readonly dataFolder: string;
  /** Description of the terminal. */
  readonly screen: string;
  /** The file of `NODE_EXTRA_CA_CERTS`. */
  readonly extraCertificates: string | undefined;
  /** Returns the proxy for a URL: see {@link proxyFor}. */
  proxyFor(url: string): URL | undefined;
  /** Reads the permission bits of a file or folder; undefined if it does not exist, or the system has no such bits. */
  fileMode(path: string): Promise<number | undefined>;
  /** Rejects with the error of the system if the file cannot be read. */
  checkReadable(path: string): Promise<void>;
  resolveHost(host: string): Promise<readonly string[]>;
  /** The addresses of the network interfaces of this machine. */
  ownAddresses(): readonly string[];
  /** Opens a TLS connection and closes it. Rejects when the certificate cannot be trusted. */
  probeTls(url: string, signal: AbortSignal): Promise<TlsGreeting>;
  isPortFree(port: number): Promise<boolean>;
}

/** Result of a TLS handshake. */
export interface TlsGreeting {
  /** Version of TLS: `TLSv1.3`. */
  readonly protocol: string;
  /** Issuer of its certificate. */
  readonly issuer: string;
  /** Expiry of its certificate, in epoch milliseconds. */
  readonly validUntil: number;
}
