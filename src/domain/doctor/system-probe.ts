/** What can be learned of this machine and of its network, for a checkup. It changes nothing. */
export interface Machine {
  /** The version of Node.js that runs this: `20.17.0`. */
  readonly node: string;
  /** System and processor: `linux x64`. */
  readonly system: string;
  readonly home: string;
  /** Where the ledger is. */
  readonly dataFolder: string;
  /** What the screen can do, in words. */
  readonly screen: string;
  /** The file of `NODE_EXTRA_CA_CERTS`. */
  readonly extraCertificates: string | undefined;
  /** The proxy on the way to a URL: see {@link proxyFor}. */
  proxyFor(url: string): URL | undefined;
  /** The permission bits of a file or folder; undefined where there is none, or the system has no such bits. */
  fileMode(path: string): Promise<number | undefined>;
  /** Rejects with the system's reason. */
  checkReadable(path: string): Promise<void>;
  resolveHost(host: string): Promise<readonly string[]>;
  /** The addresses of the network interfaces of this machine. */
  ownAddresses(): readonly string[];
  /** Opens a TLS connection and closes it. Rejects when the certificate cannot be trusted. */
  probeTls(url: string, signal: AbortSignal): Promise<TlsGreeting>;
  isPortFree(port: number): Promise<boolean>;
}

/** What a server said in the TLS handshake. */
export interface TlsGreeting {
  /** `TLSv1.3`. */
  readonly protocol: string;
  /** Who vouches for it. */
  readonly issuer: string;
  /** When its certificate ends, epoch milliseconds. */
  readonly validUntil: number;
}
