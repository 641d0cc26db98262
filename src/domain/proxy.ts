import { credentialsFailure } from './errors.ts';
import { isLoopbackUrl } from './profile.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that the environment names for a URL, or undefined: `HTTPS_PROXY` or `HTTP_PROXY` by the scheme
 * of the URL, else `ALL_PROXY`, unless `NO_PROXY` lists its host; lower case beats upper case, as in curl. Other
 * than in curl, addresses of this machine never go through a proxy: a sandbox is here, and the proxy is not.
 *
 * @throws {Failure} (credentials) when what is named cannot be a proxy; it is not quoted, for it may hold a password.
 */
export function proxyFor(url: string, environment: Environment): URL | undefined {
  const { protocol, hostname, port } = new URL(url);
  const names = [`${protocol.slice(0, -1)}_proxy`, 'all_proxy'].flatMap((name) => [name, name.toUpperCase()]);
  const variable = names.find((name) => environment[name]);
  if (variable === undefined || isLoopbackUrl(url)) return undefined;
  const spared = environment.no_proxy || environment.NO_PROXY || '';
  const host = { hostname: hostname.toLowerCase(), port: port || (protocol === 'https:' ? '443' : '80') };
  if (spared.split(/[\s,]+/).some((entry) => isSpared(host, entry.toLowerCase()))) return undefined;

  const text = environment[variable] ?? '';
  const proxy = /^[a-z][\w+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(proxy) || !/^https?:\/\/[^/]/i.test(proxy)) {
    throw credentialsFailure(
      'bad_proxy',
      `${variable} does not name an http or https proxy.`,
      `For example: ${variable}=http://proxy.example:3128. Hosts that need none: NO_PROXY`,
    );
  }
  return new URL(proxy);
}

/** An entry of `NO_PROXY`: `*`, a host, or a domain, which stands for all that ends in it; `:port` narrows it. */
function isSpared({ hostname, port }: { readonly hostname: string; readonly port: string }, entry: string): boolean {
  if (entry === '*') return true;
  const [, name = '', only] = /^(?:\*?\.)?(\[.*\]|[^:]*)(?::(\d+))?$/.exec(entry) ?? [];
  if (name === '' || (only !== undefined && only !== port)) return false;
  return hostname === name || hostname.endsWith(`.${name}`);
}

/** A proxy for people: without the name and the password that it may carry. */
export const proxyName = ({ protocol, host }: URL): string => `${protocol}//${host}`;
