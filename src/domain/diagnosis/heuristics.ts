import { signatureHints } from '#domain/diagnosis/envelopes/signature-encodings';
import type { Mistake, MistakeName } from '#domain/diagnosis/model/mistake';
import type { ReceivedText } from '#domain/diagnosis/model/received-body';
import type { Secret } from '#domain/signature/secret';
import { SIGNATURE_LENGTH } from '#domain/signature/signature';

/** What can be said from the look of a text that does not verify, when nothing is proven. */
export function heuristicHints(received: ReceivedText, secret: Secret): Mistake[] {
  const { signature, text } = received;
  const seen =
    signature === undefined || signature === ''
      ? whatIsMissing(received)
      : [...signatureHints(signature), ...printedOf(signature), ...placeholderOf(signature)];
  return [...seen, ...lostOf(text), ...findSecretWarning(secret)];
}

/** What languages print where somebody prints a thing that is no text. */
const PRINTED =
  /^(?:Array|\[object \w+\]|\[B@[0-9a-f]+|System\.Byte\[\]|<Buffer .*|<memory at .*|null|undefined|None|nil|true|false)$/;

function printedOf(signature: string): Mistake[] {
  if (!PRINTED.test(signature)) return [];
  const clause = `the signature were the Base64 of bytes: ${JSON.stringify(signature.slice(0, 20))} is what a language prints of a thing that is no text`;
  return [{ name: 'signature_not_base64', if: clause, advice: 'Encode the raw bytes of the HMAC as Base64.' }];
}

function placeholderOf(signature: string): Mistake[] {
  const looksReal = signatureHints(signature).length > 0 || signature.length === SIGNATURE_LENGTH;
  if (looksReal || PRINTED.test(signature)) return [];
  return [
    {
      name: 'placeholder',
      if: `the signature were a real one: it has ${signature.length} characters, and real ones have ${SIGNATURE_LENGTH}`,
      advice: 'The documentation prints shortened placeholders. Sign it: rocketpay sign --body',
    },
  ];
}

/** What is gone for good, so that nobody can say what it was. */
const LOST: readonly (readonly [RegExp, MistakeName, string, string])[] = [
  [
    /\ufffd/,
    'text_changed',
    'letters beyond ASCII had not been lost: there is "\ufffd" in their place',
    'Read the body as UTF-8: what stands there was read in another character set.',
  ],
  [
    /\?{3}/,
    'text_changed',
    'letters beyond ASCII had not been lost: there is "???" in their place',
    'Keep the body as UTF-8 on its way, also in a database or a log.',
  ],
  [
    /\*{3}|\[(?:FILTERED|REDACTED|MASKED|HIDDEN)\]|"x{4,}"/i,
    'text_changed',
    'nothing in it were masked (***, [FILTERED])',
    'A log hides what it must not keep: take the body as it came, before the log.',
  ],
  [
    /:\s*-?(?:2147483647|2147483648|9223372036854775807)\b/,
    'big_integer_lost',
    'no number had become the largest that fits (2147483647 …)',
    'Something read a big integer into too small a type: read integers whole, or as text.',
  ],
  [
    /[^"]{40}(?:\.{3}|…)"/,
    'text_changed',
    'no text were cut off with "…"',
    'Something shortens long texts, as some logs do: take the body as it came.',
  ],
];

const lostOf = (text: string): Mistake[] =>
  LOST.filter(([sign]) => sign.test(text.slice(0, LONGEST))).map(([, name, clause, advice]) => ({
    name,
    if: clause,
    advice,
  }));

/** Signs of what is lost are looked for in so much of a text. */
const LONGEST = 64 * 1024;

/** The first words of `print_r`, `var_export`, `var_dump` and `serialize`, also behind the beginning of a line of a log. */
const PRINTED_ARRAY =
  /^.{0,80}?(?:\bArray\s*\(\s*\[|\barray \(\s*['\d]|\barray\(\d+\) \{|\bstdClass (?:Object\s*\(|::)|\bobject\(stdClass\)|\(object\) array\(|^a:\d+:\{)/s;

function whatIsMissing({ text, body }: ReceivedText): Mistake[] {
  if (text.trim() === '') {
    const advice = 'Read the body before anything else does: most frameworks give it out once.';
    return [{ name: 'not_json', if: 'there were a body: this one is empty', advice }];
  }
  if (body === undefined && text.trimStart().startsWith('<')) {
    const advice = 'It is a page or an answer of something between: look at its first lines.';
    return [{ name: 'not_json', if: 'the body were JSON, and not HTML or XML', advice }];
  }
  if (body === undefined && PRINTED_ARRAY.test(text)) {
    const advice = 'Verify the text that came in: in PHP file_get_contents("php://input"), before json_decode.';
    return [{ name: 'not_json', if: 'the body were JSON, and not what PHP prints of an array or an object', advice }];
  }
  if (body === undefined) {
    const start = text.indexOf('{');
    if (start < 0 || text.trimEnd().endsWith('}')) return [];
    const advice = 'Read the whole body: as many bytes as Content-Length says, or until the last chunk.';
    return [{ name: 'body_cut_off', if: 'the body did not end in the middle', advice }];
  }
  const misplaced = /"([\w.-]{0,30}(?:sign|hash|hmac)[\w.-]{0,30})"\s*:\s*"([^"]{20,})"/i.exec(text)?.[1];
  if (misplaced === undefined || misplaced === 'signature') {
    const advice = 'Look whether it came in a header, or was taken out: "rocketpay sign --body" puts it in.';
    return [{ name: 'signature_missing', if: 'there were a signature, "signature" at the top', advice }];
  }
  const advice = 'The name is "signature", in small letters, at the top of a callback.';
  return [
    {
      name: 'signature_elsewhere',
      if: `the signature were in "signature", and not in ${JSON.stringify(misplaced)}`,
      advice,
    },
  ];
}

function findSecretWarning({ warning }: Secret): Mistake[] {
  if (warning === undefined) return [];
  return [
    {
      name: 'secret_white_space',
      if: `the secret here were another one: ${warning}`,
      advice: 'Paste it again, as it is in the Dashboard.',
    },
  ];
}
