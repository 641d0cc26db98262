import { credentialsFailure } from '#domain/errors/failure';
import { isLoopbackUrl } from '#domain/profiles/profile';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that the environment names for a URL, or undefined: `HTTPS_PROXY` or `HTTP_PROXY` by the scheme
 * of the URL, else `ALL_PROXY`, unless `NO_PROXY` lists its host. Lower case has precedence over upper case, as in curl. Other
 * than in curl, addresses of this machine never go through a proxy: a sandbox is here, and the proxy is not.
 *
 * @throws {Failure} (credentials) when what is named cannot be a proxy; it is not quoted, for it may hold a password.
 */
export function proxyFor(url: string, environment: Environment): URL | undefined {
  const { protocol, hostname, port } = new URL(url);
  const names = [`${protocol.slice(0, -1)}_proxy`, 'all_proxy'].flatMap((name) => [name, name.toUpperCase()]);
  const variable = names.find((name) => environment[name]);
  const name = sameSpelling(hostname);
  if (variable === undefined || isLoopbackUrl(`http://${name}`) || name.endsWith('.localhost')) return undefined;
  const spared = environment.no_proxy || environment.NO_PROXY || '';
  const host = { hostname: name, port: port || (protocol === 'https:' ? '443' : '80') };
  if (spared.split(/[\s,]+/).some((entry) => bypassesProxy(host, entry))) return undefined;
  return readProxy(variable, environment[variable] ?? '');
}

/** Checks all of a proxy's URL now: what is wrong with it must not come up while a write is being sent. */
function readProxy(variable: string, text: string): URL {
  const invalid = (why: string) =>
    credentialsFailure(
      'bad_proxy',
      `${variable} does not name an http or https proxy${why}.`,
      `For example: ${variable}=http://proxy.example:3128. Hosts that need none: NO_PROXY`,
    );
  if (/^\s*["'‘“]|["'’”]\s*$/.test(text)) throw invalid(': it is in quotation marks');
  if (/[\s\u0000-\u001f]/.test(text)) throw invalid(': it holds white space');
  const proxy = /^[a-z][\w+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(proxy) || !/^https?:\/\/[^/]/i.test(proxy)) throw invalid('');
  const parsed = new URL(proxy);
  if (decoded(parsed.username) === undefined || decoded(parsed.password) === undefined) {
    throw invalid(': its user name or password holds a "%" that is not followed by two hexadecimal digits (write %25)');
  }
  return parsed;
}

/** What a proxy is told of a user, as the header `proxy-authorization`; undefined when its URL names none. */
export function proxyAuthorization({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined;
  const bytes = new TextEncoder().encode(`${decoded(username) ?? username}:${decoded(password) ?? password}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** An entry of `NO_PROXY`: `*`, a host, or a domain, which matches everything that ends in it; `:port` narrows it. */
function bypassesProxy(
  { hostname, port }: { readonly hostname: string; readonly port: string },
  entry: string,
): boolean {
  if (entry === '*') return true;
  const text = entry.toLowerCase().replace(/^\*?\./, '');
  const [, bracketed, plain = text, only] = /^(?:(\[[^\]]*\])|([^:]*))(?::(\d+))?$/.exec(text) ?? [];
  const name = sameSpelling(bracketed ?? plain);
  if (name === '' || (only !== undefined && only !== port)) return false;
  return hostname === name || hostname.endsWith(`.${name}`);
}

/** One spelling for all of a host: addresses of IPv6 have many, with or without brackets, and so have names. */
function sameSpelling(host: string): string {
  const bracketed = !host.startsWith('[') && host.includes(':') ? `[${host}]` : host;
  const parsed = URL.canParse(`http://${bracketed}/`) ? new URL(`http://${bracketed}/`).hostname : host;
  const [, high, low] = /^\[::ffff:([\da-f]{1,4}):([\da-f]{1,4})\]$/.exec(parsed) ?? [];
  if (high !== undefined && low !== undefined) return ipv4Of(Number.parseInt(high, 16), Number.parseInt(low, 16));
  return parsed.replace(/\.$/, '');
}

/** An address of IPv4 that was written as one of IPv6. */
const ipv4Of = (high: number, low: number): string => [high >> 8, high & 255, low >> 8, low & 255].join('.');

/** A proxy for people: without the name and the password that it may carry. */
export const proxyName = ({ protocol, host }: URL): string => `${protocol}//${host}`;
