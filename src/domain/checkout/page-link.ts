import { formatJson } from '#domain/json/exact-json';
import type { Secret } from '#domain/signature/secret';
import { sign, stringToSign, type Verification, verifySigned } from '#domain/signature/signature';
import type { PageParameters } from './page-parameters.ts';

/** Parameters of the Payment Page with their signature, and the link with both. */
export interface PageLink {
  readonly parameters: PageParameters;
  readonly stringToSign: string;
  readonly signature: string;
  readonly url: string;
}

/** Signs the values of the parameters, then percent-encodes them for the link (platform docs: Payment Page). */
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

/** Parameters of a link, or of the form that opens the page. */
export interface ReadPage {
  /** All parameters except the signature. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The parameters and the signature as JSON, for verification and diagnosis. */
  readonly text: string;
  /** The JSON without names that begin with `_`; undefined when there are none. */
  readonly textWithoutNotes: string | undefined;
  /** Names that occur more than once: the last value is used. */
  readonly repeated: readonly string[];
}

/** Parses the query of a link. */
export function readPageLink(query: string): ReadPage {
  const entries = [...new URLSearchParams(query)];
  const { signature: _, ...parameters } = Object.fromEntries(entries);
  const signed = entries.filter(([name]) => !name.startsWith('_'));
  const names = entries.map(([name]) => name);
  const seen = new Set<string>();
  const repeated = [...new Set(names.filter((name) => seen.has(name) || !seen.add(name)))];
  return {
    parameters,
    text: formatJson(Object.fromEntries(entries)),
    textWithoutNotes: signed.length === entries.length ? undefined : formatJson(Object.fromEntries(signed)),
    repeated,
  };
}

/**
 * Verifies a link. The platform's SDKs sign names that begin with `_`, and its plugins add such names after signing. This
 * is not documented, so both are accepted.
 */
export function verifyPage({ text, textWithoutNotes }: ReadPage, secret: Secret): Verification {
  const verification = verifySigned(text, secret);
  if (verification.valid || textWithoutNotes === undefined) return verification;
  const withoutNotes = verifySigned(textWithoutNotes, secret);
  return withoutNotes.valid ? withoutNotes : verification;
}
