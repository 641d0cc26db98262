import { type CommandSpec, Streamed } from '../command.ts';
import type { Context } from '../context.ts';
import { Failure } from '../domain/errors.ts';
import { EXIT } from '../domain/exit-codes.ts';
import { isJsonObject, parseJson } from '../domain/json.ts';
import { readPaymentState } from '../domain/payment-state.ts';
import type { Secret } from '../domain/secret.ts';
import { type Verification, verifySigned } from '../domain/signature.ts';
import { explainSigning } from '../domain/signing-explained.ts';
import { columns } from '../views/columns.ts';

interface Options {
  readonly file?: string;
  readonly explain?: boolean;
  readonly ndjson?: boolean;
}

type Data = {
  readonly valid: boolean;
  readonly problem?: string;
  readonly reason?: string;
  readonly warnings?: readonly string[];
  readonly lines?: readonly { readonly line: string; readonly origin: string }[];
  readonly paymentId?: string | undefined;
  readonly paymentStatus?: string | undefined;
};

export const verifyCallback: CommandSpec<Options, Data> = {
  about:
    'Verifies a callback, or any signed answer, as it was received. Exit code 0 when the signature is right, 9 when it is ' +
    'not. A right signature does not vouch for the types of the fields: 1, "1" and true share one signature.',
  arguments: [{ words: '[file]', about: 'a file, or - for standard input (default)' }],
  options: [
    { flags: '--explain', about: 'show the lines that should have been signed' },
    { flags: '--ndjson', about: 'one callback a line in, one verdict a line out' },
  ],
  fields: ['valid', 'problem', 'reason', 'warnings', 'lines', 'paymentId', 'paymentStatus'],
  exits: [4, 9],
  examples: ['rocketpay verify-callback callback.json', 'rocketpay verify-callback callbacks.ndjson --ndjson'],

  async run({ file = '-', explain, ndjson }, context) {
    const secret = await context.secret();
    if (ndjson === true) return verifyLines(file, secret, context);
    const text = await context.input.text(file);
    return describe(text, verifySigned(text, secret), explain === true);
  },

  view({ valid, reason, warnings, lines, paymentId, paymentStatus }, style) {
    const about = paymentId === undefined ? '' : ` payment ${paymentId}: ${paymentStatus}`;
    return [
      valid ? `${style.good('valid')}${about}` : `${style.bad('not valid')} ${reason}`,
      ...columns(
        (lines ?? []).map(({ line, origin }) => [line, origin]),
        (cell, column) => (column === 1 ? style.dim(cell) : cell),
      ),
      ...(warnings ?? []).map((warning) => `${style.warn('careful:')} ${warning}`),
    ];
  },

  exit: ({ valid }) => (valid ? EXIT.done : EXIT.unverified),
};

function describe(text: string, verification: Verification, explain: boolean): Data {
  if (verification.valid) {
    const { body } = verification;
    const state = isJsonObject(body) && isJsonObject(body.payment) ? readPaymentState(body) : undefined;
    return {
      valid: true,
      ...(explain ? explainSigning(body) : {}),
      ...(state === undefined ? {} : { paymentId: state.paymentId, paymentStatus: state.status }),
    };
  }
  const { problem, reason } = verification;
  return { valid: false, problem, reason, ...(problem === 'mismatch' ? explainMismatch(text, explain) : {}) };
}

/** What was expected to be signed, for the person who has to find the difference. */
function explainMismatch(text: string, explain: boolean): Partial<Data> {
  const { lines, warnings } = explainSigning(parseJson(text));
  return { warnings, ...(explain ? { lines } : {}) };
}

async function verifyLines(
  file: string,
  secret: Secret,
  { input, terminal }: Pick<Context, 'input' | 'terminal'>,
): Promise<Streamed> {
  let allValid = true;
  for await (const line of input.lines(file)) {
    const verification =
      line instanceof Failure ? { valid: false as const, reason: line.message } : verifySigned(line, secret);
    allValid &&= verification.valid;
    const verdict = verification.valid ? { valid: true } : { valid: false, reason: verification.reason };
    terminal.emit(verdict);
  }
  return new Streamed(allValid ? EXIT.done : EXIT.unverified);
}
