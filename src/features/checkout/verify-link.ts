import type { Context } from '#context';
import { isPageParameter } from '#domain/checkout/known-parameters';
import { LINK_MISTAKES } from '#domain/checkout/link-signing-mistakes';
import { readPageLink, verifyPage } from '#domain/checkout/page-link';
import { missingParameters, parameterProblems } from '#domain/checkout/page-parameters';
import { pageWarnings } from '#domain/checkout/parameter-warnings';
import { usageError } from '#domain/errors/failure';
import { parseJson } from '#domain/json/exact-json';
import { explainInvalid, findExcess } from '#domain/signature/received-limits';
import type { Secret } from '#domain/signature/secret';
import { stringToSign, verifySigned } from '#domain/signature/signature';
import type { CommandDocument } from '#schemas/document-types';

type LinkCheck = CommandDocument<'checkout verify'>;

type VerifyLinkContext = Pick<Context, 'clock' | 'signal' | 'storedSecrets' | 'terminal'>;

/** Checks any link to the Payment Page offline: whether the page would open, and if not, why. */
export async function checkPageLink(link: string, secret: Secret, context: VerifyLinkContext): Promise<LinkCheck> {
  const query = readQuery(link);
  const page = readPageLink(query.replaceAll('&amp;', '&'));
  const { parameters, text, repeated } = page;
  const verification = verifyPage(page, secret);
  const missing = missingParameters(parameters);
  const problems = parameterProblems(parameters);
  return {
    opens: verification.valid && missing.length === 0 && problems.length === 0,
    valid: verification.valid,
    ...(verification.valid
      ? {}
      : { reason: explainInvalid(verification, text), ...(await diagnoseLink(text, secret, context)) }),
    missing,
    flaws: problems,
    unknown: Object.keys(parameters).filter((name) => !name.startsWith('_') && !isPageParameter(name)),
    warnings: [
      ...(query.includes('&amp;') ? ['the link was copied from HTML: each &amp; in it was read as &'] : []),
      ...repeated.map((name) => `${name} occurs more than once: the last value is used`),
      ...pageWarnings(parameters, context.clock.now()),
    ],
    parameters,
    stringToSign: stringToSign(parameters),
  };
}

function readQuery(link: string): string {
  const [, query] = /^[^?#]*\?([^#]*)/.exec(link.trim()) ?? [];
  if (query?.includes('=')) return query;
  throw usageError(
    `${JSON.stringify(link.slice(0, 60))} is not a link with parameters.`,
    'Put it in quotes, because the shell ends a command at each &: rocketpay checkout verify "https://…/payment?project_id=…"',
  );
}

async function diagnoseLink(
  text: string,
  secret: Secret,
  context: VerifyLinkContext,
): Promise<Partial<Pick<LinkCheck, 'diagnosis'>>> {
  if (findExcess(text) !== undefined) return {};
  const parameters = parseJson(text) as Readonly<Record<string, string>>;
  const found = LINK_MISTAKES.find(({ toSigned }) => verifySigned(toSigned(parameters), secret).valid);
  if (found !== undefined) {
    const { toSigned: _, ...mistake } = found;
    return { diagnosis: { proven: true, mistakes: [mistake] } };
  }
  const { diagnoseCallback } = await import('#features/signature/diagnose-callback');
  const diagnosis = await diagnoseCallback({ source: 'body', text }, secret, context);
  return diagnosis === undefined ? {} : { diagnosis };
}
