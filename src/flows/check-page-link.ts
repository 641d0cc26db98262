import type { Context } from '../context.ts';
import type { DiagnosisDocument, PageVerdict } from '../domain/documents.ts';
import { usageFailure } from '../domain/errors.ts';
import { formatJson, isJsonObject, type Json, parseJson } from '../domain/json.ts';
import { readPage } from '../domain/page-link.ts';
import { isPageParameter } from '../domain/page-parameter-names.ts';
import { METHOD_OPTIONS, missingParameters, parameterFlaws } from '../domain/page-parameters.ts';
import { pageWarnings } from '../domain/page-warnings.ts';
import type { Secret } from '../domain/secret.ts';
import { stringToSign, verifySigned } from '../domain/signature.ts';

type CheckContext = Pick<Context, 'clock' | 'signal' | 'storedSecrets' | 'terminal'>;

/** Checks any link to the Payment Page, whoever made it: would it open, and if not, why. It asks nobody. */
export async function checkPageLink(link: string, secret: Secret, context: CheckContext): Promise<PageVerdict> {
  const query = queryOf(link);
  const { parameters, text, repeated } = readPage(query.replaceAll('&amp;', '&'));
  const verification = verifySigned(text, secret);
  const missing = missingParameters(parameters);
  const flaws = parameterFlaws(parameters);
  return {
    opens: verification.valid && missing.length === 0 && flaws.length === 0,
    valid: verification.valid,
    ...(verification.valid
      ? {}
      : { reason: verification.reason, diagnosis: await diagnoseLink(text, secret, context) }),
    missing,
    flaws,
    unknown: Object.keys(parameters).filter((name) => !isPageParameter(name)),
    warnings: [
      ...(query.includes('&amp;') ? ['the link was copied from HTML: each &amp; in it was read as &'] : []),
      ...repeated.map((name) => `${name} stands there more than once: the last value counts`),
      ...pageWarnings(parameters, context.clock.now()),
    ],
    parameters,
    stringToSign: stringToSign(parameters),
  };
}

function queryOf(link: string): string {
  const [, query] = /^[^?#]*\?([^#]*)/.exec(link.trim()) ?? [];
  if (query?.includes('=')) return query;
  throw usageFailure(
    `${JSON.stringify(link.slice(0, 60))} is no link with parameters.`,
    'Put it in quotes, or the shell takes each & for an end: rocketpay checkout verify "https://…/payment?project_id=…"',
  );
}

async function diagnoseLink(text: string, secret: Secret, context: CheckContext): Promise<DiagnosisDocument> {
  if (verifySigned(withObjects(text), secret).valid) return SIGNED_AS_OBJECT;
  const { diagnoseCallback } = await import('./diagnose-callback.ts');
  return diagnoseCallback({ source: 'body', text }, secret, context);
}

const SIGNED_AS_OBJECT: DiagnosisDocument = {
  proven: true,
  mistakes: [
    {
      mistake: 'json_text_signed_as_object',
      wouldVerifyIf: `the JSON text of ${METHOD_OPTIONS} had been signed as it stands in the link, and not its parts`,
      advice: 'Make the text first, then sign it: one line "payment_methods_options:{…}".',
    },
  ],
};

/** The parameters with JSON texts as what they hold. */
function withObjects(text: string): string {
  const body = parseJson(text) as Readonly<Record<string, string>>;
  return formatJson(Object.fromEntries(Object.entries(body).map(([name, value]) => [name, objectIn(value) ?? value])));
}

function objectIn(text: string): Json | undefined {
  if (!text.startsWith('{') && !text.startsWith('[')) return undefined;
  try {
    const value = parseJson(text);
    return isJsonObject(value) || Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
