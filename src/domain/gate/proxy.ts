import { tryPercentDecode } from '#domain/encoding/percent-decoded';
import { credentialsFailure } from '#domain/errors/failure';
import { canonicalHost, isLoopbackHost } from '#domain/network/this-machine';
import { getPort } from '#domain/network/url-host';
import type { Environment } from '#domain/profiles/child-environment';

/**
 * Returns the proxy of the environment for a URL: `HTTPS_PROXY` or `HTTP_PROXY` by the scheme of the URL, else `ALL_PROXY`.
 * Undefined without one, for a host in `NO_PROXY`, and for this machine, where a sandbox runs. Lower case overrides upper case,
 * as in curl.
 *
 * @throws {Failure} (credentials) for an invalid proxy. The message does not quote it, because it can contain a password.
 */
export function proxyFor(url: string, environment: Environment): URL | undefined {
  const target = new URL(url);
  const { protocol, hostname } = target;
  const names = [`${protocol.slice(0, -1)}_proxy`, 'all_proxy'].flatMap((name) => [name, name.toUpperCase()]);
  const variable = names.find((name) => environment[name]);
  const name = canonicalHost(hostname);
  if (variable === undefined || isLoopbackHost(name) || name.endsWith('.localhost')) return undefined;
  const exceptions = environment.no_proxy || environment.NO_PROXY || '';
  const host = { hostname: name, port: String(getPort(target)) };
  if (exceptions.split(/[\s,]+/).some((entry) => bypassesProxy(host, entry))) return undefined;
  return readProxy(variable, environment[variable] ?? '');
}

/** Checks the whole URL of a proxy before a request is sent. */
function readProxy(variable: string, text: string): URL {
  const invalid = (why: string) =>
    credentialsFailure(
      'bad_proxy',
      `${variable} does not name an http or https proxy${why}.`,
      `For example: ${variable}=http://proxy.example:3128. Hosts that need none: NO_PROXY`,
    );
  if (/^\s*["'‘“]|["'’”]\s*$/.test(text)) throw invalid(': it is in quotation marks');
  if (/[\s\u0000-\u001f]/.test(text)) throw invalid(': it has white space');
  const proxy = /^[a-z][\w+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(proxy) || !/^https?:\/\/[^/]/i.test(proxy)) throw invalid('');
  const parsed = new URL(proxy);
  if (tryPercentDecode(parsed.username) === undefined || tryPercentDecode(parsed.password) === undefined) {
    throw invalid(': its user name or password has a "%" that is not followed by two hexadecimal digits (write %25)');
  }
  return parsed;
}

/** Returns the header `proxy-authorization` for the user in the URL of a proxy; undefined without one. */
export function proxyAuthorization({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined;
  const bytes = new TextEncoder().encode(
    `${tryPercentDecode(username) ?? username}:${tryPercentDecode(password) ?? password}`,
  );
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}

/** Checks a host against an entry of `NO_PROXY`: `*`, a host, or a domain with its subdomains, each also with `:port`. */
function bypassesProxy(
  { hostname, port }: { readonly hostname: string; readonly port: string },
  entry: string,
): boolean {
  if (entry === '*') return true;
  const text = entry.toLowerCase().replace(/^\*?\./, '');
  const [, bracketed, plain = text, only] = /^(?:(\[[^\]]*\])|([^:]*))(?::(\d+))?$/.exec(text) ?? [];
  const name = canonicalHost(bracketed ?? plain);
  if (name === '' || (only !== undefined && only !== port)) return false;
  return hostname === name || hostname.endsWith(`.${name}`);
}

/** Formats the URL of a proxy without user name and password. */
export const proxyName = ({ protocol, host }: URL): string => `${protocol}//${host}`;
