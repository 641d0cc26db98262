import { formatJson, isJsonObject, type Json, type JsonObject, parseJson } from './json.ts';
import { findSignature } from './signature.ts';
import type { Mistake, MistakeName } from './signing-mistake.ts';

/** A text that is, or holds, the body that was meant. */
export interface MendedBody {
  readonly text: string;
  readonly mistake: Mistake;
}

const mended = (text: string, name: MistakeName, clause: string, advice: string): MendedBody => ({
  text,
  mistake: { name, if: clause, advice },
});

const AS_IT_CAME = 'Verify the bytes of the request’s body, from the first to the last and nothing else.';

/** What a text may have been that is no signed JSON object, the likeliest first. */
export function* mendedBodies(text: string): Generator<MendedBody> {
  if (text.startsWith('\ufeff')) {
    yield mended(text.slice(1), 'byte_order_mark', 'there were no byte order mark (BOM) before the body', AS_IT_CAME);
  }
  yield* ofForm(text);
  const json = readOrUndefined(text);
  if (json === undefined) {
    yield* ofText(text);
    yield* ofClosed(text);
    return;
  }
  yield* ofValue(json, '', 0);
  yield* withMovedSignature(json);
}

/** A body whose end is missing: only brackets, mostly. */
function* ofClosed(text: string): Generator<MendedBody> {
  if (text.length > LONGEST_LOG || !text.includes('{')) return;
  for (const end of ['}', '"}', '}}', '="}', '=="}']) {
    yield mended(
      text.trimEnd() + end,
      'body_cut_off',
      `the body did not end before its last ${JSON.stringify(end)}`,
      'Read the whole body: as many bytes as Content-Length says, or until the last chunk.',
    );
  }
}

/** What is pasted from logs and mails is short; nothing larger is looked at in many ways. */
const LONGEST_LOG = 64 * 1024;

/** How many places of a body are looked at for the signature. */
const MOST_PLACES = 5;

/** The body with the signature at its top that stands elsewhere in it. */
function* withMovedSignature(json: Json): Generator<MendedBody> {
  if (!isJsonObject(json)) return;
  const own = findSignature(json);
  const found = [...signaturesIn(json, [])].filter(({ text }) => text !== own).slice(0, MOST_PLACES);
  for (const { path, text } of found) {
    yield mended(
      formatJson({ ...(without(json, path) as JsonObject), signature: text }),
      'signature_elsewhere',
      `the signature were in "signature" at the top, and not in ${JSON.stringify(path.join('.'))}`,
      'The name is "signature", in small letters, at the top of a callback.',
    );
  }
}

function* signaturesIn(value: Json, path: readonly string[]): Generator<{ path: readonly string[]; text: string }> {
  if (typeof value === 'string') {
    const looksSo = /^[\w+/=%-]{86,130}$/.test(value);
    if (looksSo || (value.length >= 20 && NAMED.test(path.at(-1) ?? ''))) yield { path, text: value };
  }
  if (typeof value !== 'object' || value === null || path.length > DEEPEST) return;
  for (const [key, item] of Object.entries(value)) yield* signaturesIn(item, [...path, key]);
}

const NAMED = /sign?|hash|hmac|checksum|digest|token/i;

function without(value: Json, [key = '', ...rest]: readonly string[]): Json {
  if (Array.isArray(value)) return value.flatMap((item, at) => (String(at) === key ? without(item, rest) : item));
  if (!isJsonObject(value)) return [];
  const { [key]: item = null, ...others } = value;
  return rest.length === 0 ? others : { ...others, [key]: without(item, rest) };
}

function readOrUndefined(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function* ofText(text: string): Generator<MendedBody> {
  yield* ofCopiedText(text);
  const [start, end] = [text.indexOf('{'), text.lastIndexOf('}')];
  if (start >= 0 && end > start && (start > 0 || end < text.length - 1)) {
    const around = [text.slice(0, start).trim(), text.slice(end + 1).trim()].filter((part) => part !== '');
    const what = around.map((part) => JSON.stringify(part.slice(0, 20))).join(' and ');
    yield mended(
      text.slice(start, end + 1),
      'stray_bytes',
      `there were nothing around the body (${what || 'white space that is none in JSON'})`,
      AS_IT_CAME,
    );
  }
  const escaped = text.replace(/^"|"$/g, '').replace(/\\(["\\/])/g, '$1');
  if (escaped !== text) {
    yield mended(
      escaped,
      'double_encoded',
      'the quotes of the body had no "\\" before them',
      'The body was made into a JSON text once more: take it as it came.',
    );
  }
  const decoded = Buffer.from(text.trim(), 'base64').toString('utf8');
  if (/^[\w+/-]+=*$/.test(text.trim()) && decoded.startsWith('{')) {
    yield mended(
      decoded,
      'double_encoded',
      'the body were decoded from Base64 first',
      'Something encoded the body: verify what is inside.',
    );
  }
  if (text.includes("'")) {
    yield mended(
      text
        .replaceAll("'", '"')
        .replace(/\bTrue\b/g, 'true')
        .replace(/\bFalse\b/g, 'false')
        .replace(/\bNone\b/g, 'null'),
      'not_json',
      'the body were JSON, with double quotes, and not what a program prints of its own data',
      'Keep the text that came in; a printed dictionary is no JSON any more.',
    );
  }
  const closed = text.trimEnd().replace(/,(\s*[}\]])/g, '$1');
  if (closed !== text.trimEnd()) {
    yield mended(closed, 'not_json', 'there were no comma before a closing bracket', AS_IT_CAME);
  }
}

/** What copying from logs, mails and editors makes of a body. */
function* ofCopiedText(text: string): Generator<MendedBody> {
  const [first = ''] = /^\s*\{.*\}(?=\s*\{)/s.exec(text) ?? [];
  if (first !== '')
    yield mended(first, 'stray_bytes', 'it were one body, and not several one after another', AS_IT_CAME);
  const copies = [
    [text.replaceAll('\0', ''), 'stray_bytes', 'the body were UTF-8, and not UTF-16'],
    [text.replace(/=?[\r\n]+ */g, ''), 'stray_bytes', 'no line were broken inside of a text'],
    [text.replaceAll('\u00a0', ' '), 'stray_bytes', 'all white space were JSON’s own'],
    [text.replace(/[“”„«»]/g, '"'), 'not_json', 'the quotes were straight ones'],
    [text.replace(/([{,]\s*)(\w+)(?=\s*:)/g, '$1"$2"'), 'not_json', 'the keys had quotes'],
    [
      text
        .replace(/&(?:quot|#0?34|#x22);/g, '"')
        .replaceAll('&amp;', '&')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>'),
      'text_changed',
      'the body held no HTML entities (&quot;)',
    ],
  ] as const;
  for (const [copy, name, clause] of copies) {
    if (copy !== text) yield mended(copy, name, clause, AS_IT_CAME);
  }
  const bytes = /^[0-9a-f\s]+$/i.test(text) ? Buffer.from(text.replace(/\s/g, ''), 'hex').toString('utf8') : '';
  if (bytes.startsWith('{')) yield mended(bytes, 'double_encoded', 'the body were no hex', AS_IT_CAME);
}

/** How deep a body is looked for in others. */
const DEEPEST = 4;

/** Objects inside of another one, and texts that are JSON again. */
function* ofValue(value: Json, path: string, depth: number): Generator<MendedBody> {
  if (typeof value === 'string') yield* ofInnerText(value, path);
  if (typeof value !== 'object' || value === null || depth >= DEEPEST) return;
  for (const [key, item] of Object.entries(value)) {
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

function* ofInnerText(text: string, path: string): Generator<MendedBody> {
  if (/^\s*[{["]/.test(text)) {
    yield mended(
      text,
      'double_encoded',
      path === ''
        ? 'the body were the JSON inside of the text, and not the text'
        : `the body were the JSON text in ${path}`,
      'The body was made into a JSON text once more: verify what is inside.',
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

/** A form with more of them is no callback. */
const MOST_FIELDS = 1000;

/** A body that came as a form: each field by itself, or the JSON as one of them. */
function* ofForm(text: string): Generator<MendedBody> {
  const advice = 'The platform sends JSON (application/json): read the raw body, not the fields of a form.';
  const form = text.trim();
  if (/^%7B/i.test(form)) {
    yield mended(decodeForm(form), 'form_encoded', 'the body were JSON, and not URL-encoded', advice);
  }
  if (form.startsWith('{') || form.startsWith('[') || !form.includes('=')) return;
  const pairs = form.split('&');
  if (pairs.length > MOST_FIELDS) return;
  const fields = pairs.map((pair) => {
    const equals = pair.indexOf('=');
    return equals < 0 ? ([pair, ''] as const) : ([pair.slice(0, equals), pair.slice(equals + 1)] as const);
  });
  for (const [key, value] of fields) {
    const json = [value, key].map(decodeForm).find((part) => part.trimStart().startsWith('{'));
    if (json !== undefined)
      yield mended(json, 'form_encoded', 'the body were the JSON alone, and not a field of a form', advice);
  }
  for (const decode of [decodeForm, percentDecoded]) {
    const body = fields.reduce<Tree>((tree, [key, value]) => put(tree, partsOf(decode(key)), decode(value)), {});
    yield mended(formatJson(body), 'form_encoded', 'the body were JSON, and not a form (a=1&b=2)', advice);
  }
}

const decodeForm = (text: string): string => percentDecoded(text.replaceAll('+', ' '));

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

type Tree = { readonly [key: string]: string | Tree };

/** `payment[sum][amount]` and `payment.sum.amount` → three parts. */
const partsOf = (key: string): string[] => key.replace(/\]/g, '').split(/[[.]/);

function put(tree: Tree, [part = '', ...rest]: readonly string[], value: string): Tree {
  if (rest.length === 0) return Object.fromEntries([...Object.entries(tree), [part, value]]);
  const inner = Object.hasOwn(tree, part) ? tree[part] : undefined;
  const below = put(typeof inner === 'object' ? inner : {}, rest, value);
  return Object.fromEntries([...Object.entries(tree), [part, below]]);
}
