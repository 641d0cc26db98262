import { formatJson } from '#domain/json/exact-json';
import type { Secret } from '#domain/signature/secret';
import { sign, stringToSign, type Verification, verifySigned } from '#domain/signature/signature';
import type { PageParameters } from './page-parameters.ts';

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
  /** All parameters but the signature. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The same with the signature, as JSON: what can be verified and diagnosed as any signed body. */
  readonly text: string;
  /** The same without the names that begin with `_`; undefined when there are none. */
  readonly textWithoutNotes: string | undefined;
  /** Names that stand there more than once: the last value counts. */
  readonly repeated: readonly string[];
}

/** Reads the query of a link. */
export function readPage(query: string): ReadPage {
  const entries = [...new URLSearchParams(query)];
  const { signature: _, ...parameters } = Object.fromEntries(entries);
  const signed = entries.filter(([name]) => !name.startsWith('_'));
  const names = entries.map(([name]) => name);
  const repeated = [...new Set(namesSeenBefore(names))];
  return {
    parameters,
    text: formatJson(Object.fromEntries(entries)),
    textWithoutNotes: signed.length === entries.length ? undefined : formatJson(Object.fromEntries(signed)),
    repeated,
  };
}

/**
 * Verifies a link. The platform's SDKs sign names that begin with `_`, and its plugins add some after signing: both are
 * taken, for nothing is documented of them.
 */
export function verifyPage({ text, textWithoutNotes }: ReadPage, secret: Secret): Verification {
  const verification = verifySigned(text, secret);
  if (verification.valid || textWithoutNotes === undefined) return verification;
  const withoutNotes = verifySigned(textWithoutNotes, secret);
  return withoutNotes.valid ? withoutNotes : verification;
}

function namesSeenBefore(names: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return names.filter((name) => seen.has(name) || !seen.add(name));
}
