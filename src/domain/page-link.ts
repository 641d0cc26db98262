import { formatJson, type JsonObject } from './json.ts';
import type { PageParameters } from './page-parameters.ts';
import type { Secret } from './secret.ts';
import { sign, stringToSign } from './signature.ts';

/** Parameters of the Payment Page with their signature, and the link that carries them. */
export interface PageLink {
  readonly parameters: PageParameters;
  readonly stringToSign: string;
  readonly signature: string;
  readonly url: string;
}

/** Signs parameters and makes the link: the values are signed as they are, and percent-encoded after (platform docs: Payment Page). */
export function signPage(pageUrl: string, parameters: PageParameters, secret: Secret): PageLink {
  const signature = sign(parameters, secret);
  const query = Object.entries({ ...parameters, signature }).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  return {
    url: `${pageUrl.replace(/\/+$/, '')}/payment?${query.join('&')}`,
    parameters,
    stringToSign: stringToSign(parameters),
    signature,
  };
}

/** What stands in a link, or in the form that opens the page. */
export interface ReadPage {
  /** All that is signed. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The same with the signature, as JSON: what can be verified and diagnosed as any signed body. */
  readonly text: string;
  /** Names that stand there more than once: the last value counts. */
  readonly repeated: readonly string[];
}

/** Reads the query of a link. Names that begin with `_` are notes of plugins and of the widget: they are not signed. */
export function readPage(query: string): ReadPage {
  const entries = [...new URLSearchParams(query)];
  const body: JsonObject = Object.fromEntries(entries.filter(([name]) => !name.startsWith('_')));
  const { signature: _, frame_mode: __, ...parameters } = body as Record<string, string>;
  const names = entries.map(([name]) => name);
  const repeated = [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];
  return { parameters, text: formatJson(body), repeated };
}
