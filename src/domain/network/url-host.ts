/** Returns the host of a URL. An IPv6 address has no brackets. */
export const getHost = ({ hostname }: Pick<URL, 'hostname'>): string => hostname.replace(/^\[|\]$/g, '');

/** Returns the port of an http or https URL, also when it is the default one. */
export const getPort = ({ port, protocol }: Pick<URL, 'port' | 'protocol'>): number =>
  Number(port || (protocol === 'https:' ? 443 : 80));

/** Returns the URL of a host in the spelling of `--host`, where an IPv6 address has no brackets. */
export const urlOfHost = (host: string, port: number): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
