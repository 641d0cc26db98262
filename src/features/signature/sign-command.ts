import { type CommandSpec, Streamed } from '#cli/command-spec';
import { columns, wrapped } from '#cli/text-table';
import type { Context } from '#context';
import { withoutByteOrderMark } from '#domain/encoding/byte-order-mark';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure, usageError } from '#domain/errors/failure';
import { formatJson, isJsonObject, type Json, type JsonObject } from '#domain/json/exact-json';
import { PROGRAM_LANGUAGES, PROGRAM_RUNS, type ProgramLanguage, signingProgram } from '#domain/signature/code-samples';
import { explainSigning, type SignedPart } from '#domain/signature/explain-signing';
import type { Secret } from '#domain/signature/secret';
import { sign as computeSignature, stringToSign, withSignature } from '#domain/signature/signature';
import { parseBody } from '#features/payments/body-input';

interface Options {
  readonly file?: string;
  readonly body?: boolean;
  readonly explain?: boolean;
  readonly code?: ProgramLanguage;
  readonly ndjson?: boolean;
}

type Data = {
  readonly signature: string;
  readonly stringToSign: string;
  readonly body?: JsonObject;
  readonly lines?: readonly SignedPart[];
  readonly warnings?: readonly string[];
  readonly code?: string;
};

export const sign: CommandSpec<Options, Data> = {
  about:
    'Signs a JSON body, offline. It prints the signature. --body prints the signed body, ready to send; --explain ' +
    'shows each signed line; --code prints a short program that signs this body. The secret comes from ' +
    'ROCKETPAY_SECRET_KEY, ROCKETPAY_SECRET_KEY_FILE or the profile.',
  arguments: [{ words: '[file]', about: 'a file, or - for standard input (default)', completes: 'file' }],
  options: [
    { flags: '--body', about: 'print the signed body' },
    { flags: '--explain', about: 'show the signed lines, their origin, and warnings' },
    {
      flags: '--code <language>',
      about: `print a program that signs this body: ${PROGRAM_LANGUAGES.join(', ')}`,
      choices: PROGRAM_LANGUAGES,
    },
    { flags: '--ndjson', about: 'read one body per line, print one result per line' },
  ],
  exits: [4],
  examples: [
    `echo '{"general":{"project_id":1234}}' | rocketpay sign`,
    'rocketpay sign body.json --explain',
    'rocketpay sign body.json --code python',
    'rocketpay sign bodies.ndjson --ndjson',
  ],

  async run({ file = '-', body: withBody, explain, code, ndjson }, context) {
    const secret = await context.secret();
    if (ndjson === true) return signLines(file, secret, context);
    const text = withoutByteOrderMark(await context.input.text(file));
    const body = readSignable(text, file === '-' ? 'Standard input' : file);
    if (code !== undefined) context.terminal.note(`To run it, with ROCKETPAY_SECRET_KEY set: ${PROGRAM_RUNS[code]}`);
    return {
      ...signBody(body, secret),
      ...(withBody === true && isJsonObject(body) ? { body: withSignature(body, secret) } : {}),
      ...(explain === true ? explainSigning(body) : {}),
      ...(code === undefined ? {} : { code: signingProgram(code, text.trim()) }),
    };
  },

  view({ signature, lines, warnings, stringToSign: text }, style, exact) {
    if (exact.code !== undefined) return [exact.code.trimEnd()];
    if (exact.body !== undefined) return [formatJson(exact.body)];
    if (lines === undefined) return [signature];
    const marked = (line: string) => line.replace(/^careful:/, style.warn('careful:'));
    return [
      style.dim('Signed lines, in order, with their origin'),
      ...columns(
        lines.map(({ line, origin }) => [line, origin]),
        (cell, column) => (column === 1 ? style.dim(cell) : cell),
      ),
      '',
      style.dim('String to sign'),
      text,
      '',
      style.dim('Signature (HMAC-SHA-512, Base64)'),
      signature,
      ...(warnings ?? []).flatMap((warning) => ['', ...wrapped(`careful: ${warning}`, 0).map(marked)]),
    ];
  },
};

const signBody = (body: Json, secret: Secret) => ({
  signature: computeSignature(body, secret),
  stringToSign: stringToSign(body),
});

function readSignable(text: string, name: string): Json {
  const body = parseBody(text, name);
  if (typeof body === 'object' && body !== null) return body;
  throw usageError(
    `${name} is ${formatJson(body).slice(0, 40)}: only a JSON object or array can be signed.`,
    'For example: {"general":{"project_id":1234}}',
  );
}

async function signLines(
  file: string,
  secret: Secret,
  { input, terminal }: Pick<Context, 'input' | 'terminal'>,
): Promise<Streamed> {
  let failed = false;
  for await (const line of input.lines(file)) {
    terminal.emit(signLine(line, secret));
  }
  return new Streamed(failed ? EXIT.usage : EXIT.done);

  function signLine(line: string | Failure, key: Secret): object {
    try {
      if (line instanceof Failure) throw line;
      return signBody(readSignable(withoutByteOrderMark(line), 'The line'), key);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      failed = true;
      return { error: { code: error.code, message: error.message } };
    }
  }
}
