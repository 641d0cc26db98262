import { type CommandSpec, Streamed } from '#cli/command-spec';
import { columns } from '#cli/text-table';
import type { Context } from '#context';
import { findAmbiguity } from '#domain/callbacks/ambiguous-callback';
import { CHARGEBACK_REASON, findUnsignedKind } from '#domain/callbacks/chargeback';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure, usageError } from '#domain/errors/failure';
import { isJsonObject, parseJson } from '#domain/json/exact-json';
import { readPaymentState } from '#domain/payments/payment-state';
import { explainSigning, type SignedPart } from '#domain/signature/explain-signing';
import { explainInvalid, findExcess } from '#domain/signature/received-limits';
import { readSavedRequest, type SavedRequest } from '#domain/signature/recorded-request';
import type { Secret } from '#domain/signature/secret';
import { stringToSign, type Verification, verifySigned } from '#domain/signature/signature';
import type { Style } from '#domain/terminal/terminal';
import type { CommandDocument } from '#schemas/document-types';
import { comparisonLines, diagnosisLines } from './diagnosis-view.ts';

interface Options {
  readonly file?: string;
  readonly compare?: string;
  readonly entry?: number;
  readonly explain?: boolean;
  readonly ndjson?: boolean;
  readonly tryAllProfiles?: boolean;
}

type Data = CommandDocument<'verify-callback'>;

export const verifyCallback: CommandSpec<Options, Data> = {
  about:
    'Verifies a callback, or any signed answer, as it was received: a body, a saved HTTP request, or a HAR file. ' +
    'Exit code 0 when the signature is valid, 9 when it is not. For an invalid signature the command tries common ' +
    'mistakes and reports which one explains it; the callback stays invalid. A body that can be parsed in two ways ' +
    'is marked "ambiguous"; its exit code is 0. A chargeback callback has no signature: exit code 9, marked ' +
    '"unsigned". A valid signature does not prove the types of the fields: 1, "1" and true have the same signature.',
  arguments: [{ words: '[file]', about: 'a file, or - for standard input (default)', completes: 'file' }],
  options: [
    {
      flags: '--compare <file>',
      about: 'file with the string that the other side signed: show where it differs',
      completes: 'file',
    },
    { flags: '--explain', about: 'show the lines that should have been signed' },
    { flags: '--entry <n>', about: 'number of the request in a HAR file, starting at 1', parse: parseEntry },
    { flags: '--try-all-profiles', about: 'also try the secrets of other profiles from commands and keyrings' },
    { flags: '--ndjson', about: 'read one callback per line, print one result per line' },
  ],
  exits: [4, 9],
  examples: [
    'rocketpay verify-callback callback.json',
    'rocketpay verify-callback request.txt --compare their-string.txt',
    'rocketpay verify-callback callbacks.ndjson --ndjson',
  ],

  async run({ file = '-', explain, ndjson, compare, entry, tryAllProfiles: allProfiles = false }, context) {
    const secret = await context.secret();
    if (ndjson === true) return verifyLines(file, secret, context);
    const saved = readSavedRequest(await context.input.text(file), entry);
    const verification = verifySigned(saved.text, secret);
    const result = describe(saved, verification, explain === true);
    if ((verification.valid || result.kind !== undefined) && compare === undefined) return result;
    const { diagnoseCallback, compareWithTheirs } = await import('./diagnose-callback.ts');
    const diagnosis = verification.valid ? undefined : await diagnoseCallback(saved, secret, context, { allProfiles });
    const string = result.stringToSign ?? (verification.valid ? stringToSign(verification.body) : '');
    return {
      ...result,
      ...(diagnosis === undefined ? {} : { diagnosis }),
      ...(compare === undefined
        ? {}
        : { comparison: compareWithTheirs(saved.text, string, await context.input.text(compare), secret) }),
    };
  },

  view(data, style) {
    const { valid, reason, warnings, lines, paymentId, paymentStatus, diagnosis, comparison, ambiguous } = data;
    const about = paymentId === undefined ? '' : ` payment ${paymentId}: ${paymentStatus}`;
    return [
      valid ? `${style.good('valid')}${about}` : `${style.bad('not valid')} ${reason}`,
      ...(ambiguous === undefined ? [] : [`${style.warn('careful:')} ${AMBIGUOUS}${ambiguous}.`]),
      ...(diagnosis === undefined ? [] : diagnosisLines(diagnosis, style)),
      ...(comparison === undefined ? [] : comparisonLines(comparison, style)),
      ...(lines === undefined ? [] : ['', ...explained(lines, style)]),
      ...(data.stringToSign === undefined ? [] : ['', style.dim('What should have been signed'), data.stringToSign]),
      ...(warnings ?? []).map((warning) => `${style.warn('careful:')} ${warning}`),
    ];
  },

  exit: ({ valid }) => (valid ? EXIT.done : EXIT.unverified),
};

const AMBIGUOUS =
  'the signature is valid, but this body can be parsed in two ways. Check the status before you act on it: ';

const explained = (lines: readonly SignedPart[], style: Style): string[] =>
  columns(
    lines.map(({ line, origin }) => [line, origin]),
    (cell, column) => (column === 1 ? style.dim(cell) : cell),
  );

function parseEntry(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw usageError(`${JSON.stringify(text)} is not the number of a request.`, 'They count from 1.');
}

function describe({ text, source }: SavedRequest, verification: Verification, explain: boolean): Data {
  const from = source === 'body' ? {} : { source };
  if (verification.valid) {
    const { body } = verification;
    const ambiguous = findAmbiguity(body);
    const state = isJsonObject(body) && isJsonObject(body.payment) ? readPaymentState(body) : undefined;
    return {
      valid: true,
      ...(explain ? explainSigning(body) : {}),
      ...(ambiguous === undefined ? {} : { ambiguous }),
      ...(state === undefined ? {} : { paymentId: state.paymentId, paymentStatus: state.status }),
      ...from,
    };
  }
  const { problem } = verification;
  const unsigned = unsignedKind(text, verification);
  if (unsigned !== undefined) return { valid: false, problem, ...unsigned, ...from };
  return {
    valid: false,
    problem,
    reason: explainInvalid(verification, text),
    ...(problem === 'malformed' || findExcess(text) !== undefined ? {} : whatWasExpected(text, explain)),
    ...from,
  };
}

/** Returns the string to sign of a body, so that the user can find the difference. */
function whatWasExpected(text: string, explain: boolean): Partial<Data> {
  const { lines, warnings } = explainSigning(parseJson(text));
  return { stringToSign: lines.map(({ line }) => line).join(';'), warnings, ...(explain ? { lines } : {}) };
}

/** Returns the message for a callback that the platform sends without a signature; undefined for any other. */
function unsignedKind(text: string, verification: Verification) {
  const kind = findUnsignedKind({ text, verification });
  return kind === undefined ? undefined : ({ kind, unsigned: true, reason: CHARGEBACK_REASON } as const);
}

async function verifyLines(
  file: string,
  secret: Secret,
  { input, terminal }: Pick<Context, 'input' | 'terminal'>,
): Promise<Streamed> {
  let allValid = true;
  for await (const line of input.lines(file)) {
    const result = line instanceof Failure ? { valid: false, reason: line.message } : verifyLine(line, secret);
    allValid &&= result.valid;
    terminal.emit(result);
  }
  return new Streamed(allValid ? EXIT.done : EXIT.unverified);
}

function verifyLine(line: string, secret: Secret): Pick<Data, 'valid' | 'reason' | 'ambiguous' | 'kind' | 'unsigned'> {
  const verification = verifySigned(line, secret);
  if (!verification.valid) return { valid: false, reason: verification.reason, ...unsignedKind(line, verification) };
  const ambiguous = findAmbiguity(verification.body);
  return { valid: true, ...(ambiguous === undefined ? {} : { ambiguous }) };
}
