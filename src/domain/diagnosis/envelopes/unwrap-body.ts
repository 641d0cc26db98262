import type { ReceivedText } from '#domain/diagnosis/model/received-body';
import { formatJson, isJsonObject, type Json, type JsonObject } from '#domain/json/exact-json';
import { findSignature } from '#domain/signature/signature';
import { unwrapForm } from './form-encoding.ts';
import { repairText } from './text-repairs.ts';
import { AS_IT_CAME, mended, type UnwrappedBody } from './unwrapped-body.ts';

/** What a text may have been that is no signed JSON object, the likeliest first. */
export function* unwrapBody({ text, body }: ReceivedText): Generator<UnwrappedBody> {
  if (text.startsWith('\ufeff')) {
    yield mended(text.slice(1), 'byte_order_mark', 'there were no byte order mark (BOM) before the body', AS_IT_CAME);
  }
  yield* unwrapForm(text);
  if (body === undefined) {
    yield* repairText(text);
    return;
  }
  yield* ofValue(body, '', 0);
  yield* withMovedSignature(body);
}

/** How many places of a body are looked at for the signature. */
const MAX_PLACES = 5;

/** The body with the signature at its top that stands elsewhere in it. */
function* withMovedSignature(json: Json): Generator<UnwrappedBody> {
  if (!isJsonObject(json)) return;
  const listed = ofBytes(json.signature);
  if (listed !== undefined) {
    yield mended(
      formatJson({ ...json, signature: listed }),
      'signature_not_base64',
      'the signature were a text, and not a list of bytes',
      'Encode the raw bytes as Base64: 88 characters that end in "==".',
    );
  }
  const own = findSignature(json);
  const found = [...signaturesIn(json, [])].filter(({ text }) => text !== own).slice(0, MAX_PLACES);
  for (const { path, text } of found) {
    yield mended(
      formatJson({ ...(without(json, path) as JsonObject), signature: text }),
      'signature_elsewhere',
      `the signature were in "signature" at the top, and not in ${JSON.stringify(path.join('.'))}`,
      'The name is "signature", in small letters, at the top of a callback.',
    );
  }
}

/** The signature of the bytes that it came as: `[12,255]`, or what Node prints of a Buffer. */
function ofBytes(signature: Json | undefined): string | undefined {
  const list = isJsonObject(signature) ? signature.data : signature;
  if (!Array.isArray(list) || list.length < 16 || list.length > 64) return undefined;
  return list.every((byte) => typeof byte === 'number') ? Buffer.from(list).toString('base64') : undefined;
}

function* signaturesIn(value: Json, path: readonly string[]): Generator<{ path: readonly string[]; text: string }> {
  if (typeof value === 'string') {
    const looksSo = /^[\w+/=%-]{86,130}$/.test(value);
    if (looksSo || (value.length >= 20 && NAMED.test(path.at(-1) ?? ''))) yield { path, text: value };
  }
  if (typeof value !== 'object' || value === null || path.length > DEEPEST) return;
  for (const [key, item] of Object.entries(value)) {
    if (!holdsNothing(item)) yield* signaturesIn(item, [...path, key]);
  }
}

const NAMED = /sign?|hash|hmac|checksum|digest|token/i;

function without(value: Json, [key = '', ...rest]: readonly string[]): Json {
  if (Array.isArray(value)) return value.flatMap((item, at) => (String(at) === key ? without(item, rest) : item));
  if (!isJsonObject(value)) return [];
  const { [key]: item = null, ...others } = value;
  return rest.length === 0 ? others : { ...others, [key]: without(item, rest) };
}

/** How deep a body is looked for in others. */
const DEEPEST = 4;

/** Objects inside of another one, and texts that are JSON again. */
function* ofValue(value: Json, path: string, depth: number): Generator<UnwrappedBody> {
  if (typeof value === 'string') yield* ofInnerText(value, path);
  if (typeof value !== 'object' || value === null || depth >= DEEPEST) return;
  for (const [key, item] of Object.entries(value)) {
    if (holdsNothing(item)) continue;
    const inner = path === '' ? key : `${path}.${key}`;
    if (isJsonObject(item) && ('signature' in item || 'general' in item)) {
      yield mended(
        formatJson(item),
        'wrapped_body',
        `the body were ${inner} alone, and not what is wrapped around it`,
        'Something wrapped the body: take out what came from the platform, and verify that.',
      );
    }
    yield* ofValue(item, inner, depth + 1);
  }
}

/** The shortest text that can be a signed body. */
const SHORTEST = '{"signature":""}'.length;

const holdsNothing = (item: Json): boolean =>
  typeof item === 'string' ? item.length < SHORTEST : typeof item !== 'object' || item === null;

function* ofInnerText(text: string, path: string): Generator<UnwrappedBody> {
  if (/^\s*[{["]/.test(text)) {
    yield mended(
      text,
      'double_encoded',
      path === ''
        ? 'the body were the JSON inside of the text, and not the text'
        : `the body were the JSON text in ${path}`,
      'The body was made into a JSON text again: verify what is inside.',
    );
  }
  const decoded = /^[\w+/-]{40,}=*$/.test(text) ? Buffer.from(text, 'base64').toString('utf8') : '';
  if (decoded.startsWith('{')) {
    yield mended(
      decoded,
      'double_encoded',
      `the body were decoded from the Base64 in ${path}`,
      'Something encoded the body: verify what is inside.',
    );
  }
}
