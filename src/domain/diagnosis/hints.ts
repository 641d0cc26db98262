import type { Secret } from '#domain/signature/secret';
import { SIGNATURE_LENGTH } from '#domain/signature/signature';
import { type Mistake, type MistakeName, mistake } from './mistake.ts';
import type { ReceivedText } from './received-body.ts';
import { listSignatureHints } from './signature-forms.ts';

/** Lists what a text that does not verify looks like, when nothing is proven. */
export function listHints(received: ReceivedText, secret: Secret): Mistake[] {
  const { signature, text } = received;
  const start = text.slice(0, MAX_SEARCHED);
  const lost = LOST.filter(([sign]) => sign.test(start)).map(([, name, clause, advice]) =>
    mistake(name, clause, advice),
  );
  const problem = secret.warning;
  return [
    ...(signature ? hintSignature(signature) : hintMissing(received)),
    ...lost,
    ...(problem === undefined ? [] : [mistake('secret_white_space', `the secret here were another one: ${problem}`)]),
  ];
}

/** What languages print of a value that is not a text. */
const PRINTED =
  /^(?:Array|\[object \w+\]|\[B@[0-9a-f]+|System\.Byte\[\]|<Buffer .*|<memory at .*|null|undefined|None|nil|true|false)$/;

function hintSignature(signature: string): readonly Mistake[] {
  if (PRINTED.test(signature)) {
    const shown = JSON.stringify(signature.slice(0, 20));
    const clause = `the signature were the Base64 of bytes: ${shown} is what a language prints of a value that is not a text`;
    return [...listSignatureHints(signature), mistake('signature_not_base64', clause)];
  }
  const hints = listSignatureHints(signature);
  if (hints.length > 0 || signature.length === SIGNATURE_LENGTH) return hints;
  const clause = `the signature were a real one: it has ${signature.length} characters, and real ones have ${SIGNATURE_LENGTH}`;
  return [mistake('placeholder', clause)];
}

/** Length in characters of the part of a text that is searched for lost data. */
const MAX_SEARCHED = 64 * 1024;

/** Signs of data that cannot be recovered. */
const LOST: readonly (readonly [sign: RegExp, name: MistakeName, clause: string, advice: string])[] = [
  // A wrong character set.
  [
    /\ufffd/,
    'text_changed',
    'letters beyond ASCII had not been lost: "\ufffd" is in their place',
    'Read the body as UTF-8.',
  ],
  [
    /\?{3}/, // a database or a log without UTF-8
    'text_changed',
    'letters beyond ASCII had not been lost: "???" is in their place',
    'Keep the body as UTF-8, also in a database or a log.',
  ],
  [
    /\*{3}|\[(?:FILTERED|REDACTED|MASKED|HIDDEN)\]|"x{4,}"/i, // Rails, Sentry, log filters
    'text_changed',
    'nothing in it were masked (***, [FILTERED])',
    'A log hides personal data. Verify the body as received.',
  ],
  [
    /:\s*-?(?:2147483647|2147483648|9223372036854775807)\b/, // PHP on 32 bits, MySQL INT
    'big_integer_lost',
    'no number had become the largest that fits (2147483647 …)',
    'Something read a big integer into too small a type. Read integers whole, or as text.',
  ],
  [
    /[^"]{40}(?:\.{3}|…)"/,
    'text_changed',
    'no text were cut off with "…"',
    'A log shortens long texts. Verify the body as received.',
  ],
];

/** The first words of print_r, var_export, var_dump and serialize of PHP, also after the start of a log line. */
const PRINTED_ARRAY =
  /^.{0,80}?(?:\bArray\s*\(\s*\[|\barray \(\s*['\d]|\barray\(\d+\) \{|\bstdClass (?:Object\s*\(|::)|\bobject\(stdClass\)|\(object\) array\(|^a:\d+:\{)/s;

const READ_FIRST = 'Read the body before anything else does: most frameworks return it once.';
const SEE_PAGE = 'It is a page or an answer of a proxy. Read its first lines.';
const READ_INPUT = 'Verify the text that was received: in PHP file_get_contents("php://input"), before json_decode.';

function hintMissing({ text, body }: ReceivedText): Mistake[] {
  if (text.trim() === '') return [mistake('not_json', 'there were a body: this one is empty', READ_FIRST)];
  if (body === undefined) {
    if (text.trimStart().startsWith('<'))
      return [mistake('not_json', 'the body were JSON, and not HTML or XML', SEE_PAGE)];
    if (PRINTED_ARRAY.test(text)) {
      return [mistake('not_json', 'the body were JSON, and not what PHP prints of an array or an object', READ_INPUT)];
    }
    const isCut = text.includes('{') && !text.trimEnd().endsWith('}');
    return isCut ? [mistake('body_cut_off', 'the body did not end in the middle')] : [];
  }
  const [, name = 'signature'] = /"([\w.-]{0,30}(?:sign|hash|hmac)[\w.-]{0,30})"\s*:\s*"([^"]{20,})"/i.exec(text) ?? [];
  if (name === 'signature') return [mistake('signature_missing', 'there were a signature, "signature" at the top')];
  return [mistake('signature_elsewhere', `the signature were in "signature", and not in ${JSON.stringify(name)}`)];
}
