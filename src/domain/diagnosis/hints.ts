import type { Secret } from '#domain/signature/secret';
import { SIGNATURE_LENGTH } from '#domain/signature/signature';
import { type Mistake, mistake, tableOf } from './mistake.ts';
import type { ReceivedText } from './received-body.ts';
import { listSignatureHints } from './signature-forms.ts';

/** Length in characters of the part of a text that is searched for lost data. */
const MAX_SEARCHED = 64 * 1024;

/** Lists what a text that does not verify looks like, when nothing is proven. */
export function listHints({ text, body, signature }: ReceivedText, secret: Secret): readonly Mistake[] {
  const start = text.slice(0, MAX_SEARCHED);
  const hints = signature ? hintSignature(signature) : body === undefined ? hintNotJson(text) : hintMissing(text);
  const lost = LOST.flatMap(({ mistake, change }) => (change.test(start) ? mistake : []));
  const problem = secret.warning;
  const ofSecret =
    problem === undefined ? [] : [mistake('secret_white_space', `the secret here were another one: ${problem}`)];
  return [...hints, ...lost, ...ofSecret];
}

/** What languages print of a value that is not a text. */
const PRINTED =
  /^(?:Array|\[object \w+\]|\[B@[0-9a-f]+|System\.Byte\[\]|<Buffer .*|<memory at .*|null|undefined|None|nil|true|false)$/;

function hintSignature(signature: string): readonly Mistake[] {
  const hints = listSignatureHints(signature);
  if (PRINTED.test(signature)) {
    const shown = JSON.stringify(signature.slice(0, 20));
    const clause = `the signature were the Base64 of bytes: ${shown} is what a language prints of a value that is not a text`;
    return [...hints, mistake('signature_not_base64', clause)];
  }
  if (hints.length > 0 || signature.length === SIGNATURE_LENGTH) return hints;
  const clause = `the signature were a real one: it has ${signature.length} characters, and real ones have ${SIGNATURE_LENGTH}`;
  return [mistake('placeholder', clause)];
}

const signs = tableOf((sign: RegExp) => sign);
/** Signs of data that cannot be recovered. */
const LOST = [
  ...signs('text_changed', '…', [
    ['letters beyond ASCII had not been lost ("\ufffd" or "???")', /\ufffd|\?{3}/], // databases and logs without UTF-8
    // Rails, Sentry, filters of logs.
    ['nothing in it were masked (***, [FILTERED])', /\*{3}|\[(?:FILTERED|REDACTED|MASKED|HIDDEN)\]|"x{4,}"/i],
    ['no text were cut off with "…"', /[^"]{40}(?:\.{3}|…)"/], // logs
  ]),
  // PHP on 32 bits, INT and BIGINT of databases.
  ...signs('big_integer_lost', 'no number had become the largest that fits (…)', [
    ['2147483647, 9223372036854775807', /:\s*-?(?:2147483647|2147483648|9223372036854775807)\b/],
  ]),
];

/** The first words of print_r, var_export, var_dump and serialize of PHP, also after the start of a log line. */
const PRINTED_ARRAY =
  /^.{0,80}?(?:\bArray\s*\(\s*\[|\barray \(\s*['\d]|\barray\(\d+\) \{|\bstdClass (?:Object\s*\(|::)|\bobject\(stdClass\)|\(object\) array\(|^a:\d+:\{)/s;

/** What a text is instead of JSON. The first row that applies counts. */
const NOT_JSON: readonly (readonly [applies: RegExp, clause: string, advice: string])[] = [
  [/^\s*$/, 'there were a body: this one is empty', 'Most frameworks return the body once. Read it first.'],
  [/^\s*</, 'the body were JSON, and not HTML or XML', 'It is a page or an answer of a proxy. Read its first lines.'],
  [
    PRINTED_ARRAY,
    'the body were JSON, and not what PHP prints of an array or an object',
    'Verify the text as received: file_get_contents("php://input"), before json_decode.',
  ],
];

function hintNotJson(text: string): readonly Mistake[] {
  const row = NOT_JSON.find(([applies]) => applies.test(text));
  if (row !== undefined) return [mistake('not_json', row[1], row[2])];
  const isCut = text.includes('{') && !text.trimEnd().endsWith('}');
  return isCut ? [mistake('body_cut_off', 'the body did not end in the middle')] : [];
}

function hintMissing(text: string): readonly Mistake[] {
  const [, name = 'signature'] = /"([\w.-]{0,30}(?:sign|hash|hmac)[\w.-]{0,30})"\s*:\s*"([^"]{20,})"/i.exec(text) ?? [];
  if (name === 'signature') return [mistake('signature_missing', 'there were a signature, "signature" at the top')];
  return [mistake('signature_elsewhere', `the signature were in "signature", and not in ${JSON.stringify(name)}`)];
}
