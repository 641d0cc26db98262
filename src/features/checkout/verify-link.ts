import type { Context } from '#context';
import { isPageParameter } from '#domain/checkout/known-parameters';
import { readPage, verifyPage } from '#domain/checkout/page-link';
import { METHOD_OPTIONS, missingParameters, parameterProblems } from '#domain/checkout/page-parameters';
import { pageWarnings } from '#domain/checkout/parameter-warnings';
import { excessOf, reasonOf } from '#domain/diagnosis/model/received-body';
import { usageError } from '#domain/errors/failure';
import { formatJson, isJsonObject, type Json, parseJson, tryParseJson } from '#domain/json/exact-json';
import type { Secret } from '#domain/signature/secret';
import { stringToSign, verifySigned } from '#domain/signature/signature';
import type { CommandDocument, DiagnosisDocument } from '#schemas/document-types';

type VerifyLinkContext = Pick<Context, 'clock' | 'signal' | 'storedSecrets' | 'terminal'>;

/** Checks any link to the Payment Page offline: whether the page would open, and if not, why. */
export async function checkPageLink(
  link: string,
  secret: Secret,
  context: VerifyLinkContext,
): Promise<CommandDocument<'checkout verify'>> {
  const query = queryOf(link);
  const page = readPage(query.replaceAll('&amp;', '&'));
  const { parameters, text, repeated } = page;
  const verification = verifyPage(page, secret);
  const missing = missingParameters(parameters);
  const problems = parameterProblems(parameters);
  return {
    opens: verification.valid && missing.length === 0 && problems.length === 0,
    valid: verification.valid,
    ...(verification.valid
      ? {}
      : { reason: reasonOf(verification, text), ...(await diagnoseLink(text, secret, context)) }),
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

function queryOf(link: string): string {
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
): Promise<Pick<CommandDocument<'checkout verify'>, 'diagnosis'>> {
  if (excessOf(text) !== undefined) return {};
  if (verifySigned(withObjects(text), secret).valid) return { diagnosis: SIGNED_AS_OBJECT };
  if (verifySigned(withNestedNames(text), secret).valid) return { diagnosis: SIGNED_NESTED };
  if (verifySigned(withNumberedBooleans(text), secret).valid) return { diagnosis: BOOLEAN_WORDS };
  const { diagnoseCallback } = await import('#features/signature/diagnose-callback');
  const diagnosis = await diagnoseCallback({ source: 'body', text }, secret, context);
  return diagnosis === undefined ? {} : { diagnosis };
}

/** Mistake of the official SDKs for JavaScript, Python and Go. */
const BOOLEAN_WORDS: DiagnosisDocument = {
  proven: true,
  mistakes: [
    {
      mistake: 'boolean_words',
      wouldVerifyIf: 'true and false stood in the link as 1 and 0',
      advice: 'Your program signs 1 and 0 and writes words into the link. Give it 1 and 0 instead of booleans.',
    },
  ],
};

/** Returns the parameters with `true` and `false` as 1 and 0. */
const withNumberedBooleans = (text: string): string =>
  text.replace(/:"(true|false)"(?=[,}])/gi, (_, word: string) => (word.toLowerCase() === 'true' ? ':"1"' : ':"0"'));

const SIGNED_NESTED: DiagnosisDocument = {
  proven: true,
  mistakes: [
    {
      mistake: 'nested_fields',
      wouldVerifyIf: 'each name like a[b] had been read as the field b of a, as PHP reads it',
      advice:
        'The link was made from an array. Nothing documents how the page reads it: pass a JSON text or flat values instead.',
    },
  ],
};

/** Returns the parameters with names like `a[b][c]` as nested objects. */
function withNestedNames(text: string): string {
  const nested: Record<string, Json> = {};
  for (const [name, value] of Object.entries(parseJson(text) as Readonly<Record<string, string>>)) {
    const [, first, rest] = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name) ?? [];
    const keys = first === undefined ? [name] : [first, ...(rest?.slice(1, -1).split('][') ?? [])];
    setNested(nested, rest === '' ? keys.slice(0, 1) : keys, value);
  }
  return formatJson(nested);
}

function setNested(object: Record<string, Json>, [key = '', ...keys]: readonly string[], value: string): void {
  if (keys.length === 0)
    return void Object.defineProperty(object, key, { value, enumerable: true, configurable: true });
  const there = Object.getOwnPropertyDescriptor(object, key)?.value;
  const inner: Record<string, Json> = isJsonObject(there) ? there : {};
  setNested(inner, keys, value);
  Object.defineProperty(object, key, { value: inner, enumerable: true, configurable: true });
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

/** Returns the parameters with JSON texts parsed. */
function withObjects(text: string): string {
  const body = parseJson(text) as Readonly<Record<string, string>>;
  return formatJson(Object.fromEntries(Object.entries(body).map(([name, value]) => [name, objectIn(value) ?? value])));
}

function objectIn(text: string): Json | undefined {
  if (!text.startsWith('{') && !text.startsWith('[')) return undefined;
  const value = tryParseJson(text);
  return isJsonObject(value) || Array.isArray(value) ? value : undefined;
}
