import { percentDecoded } from '#domain/encoding/percent-decoded';
import { formatJson, isJsonObject, type Json, tryParseJson } from '#domain/json/exact-json';
import { findSignature } from '#domain/signature/signature';
import { type Mistake, type MistakeName, mistake } from './mistake.ts';
import type { ReceivedText } from './received-body.ts';

/** A text that may be the body that the platform sent, and what was around it. */
export interface Unwrapped {
  readonly text: string;
  readonly mistake: Mistake;
}

const unwrapped = (text: string, name: MistakeName, clause: string): Unwrapped => ({
  text,
  mistake: mistake(name, clause),
});

/** Lists what a text may have been before something wrapped, encoded or shortened it, the most likely first. */
export function* unwrapBody({ text, body }: ReceivedText): Generator<Unwrapped> {
  // Files of Windows, PHP sources.
  if (text.startsWith('\ufeff'))
    yield unwrapped(text.slice(1), 'byte_order_mark', 'no byte order mark (BOM) were before the body');
  yield* unwrapForm(text.trim());
  if (body === undefined) yield* repairText(text);
  else {
    yield* unwrapValues(body);
    yield* moveSignature(body);
  }
}

/** A form with more fields is not a callback. */
const MAX_FIELDS = 1000;

const decodeForm = (text: string): string => percentDecoded(text.replaceAll('+', ' '));

/** Reads a form: PHP $_POST, Express urlencoded, a proxy or client that sets the wrong Content-Type. */
function* unwrapForm(form: string): Generator<Unwrapped> {
  if (/^%7B/i.test(form)) yield unwrapped(decodeForm(form), 'form_encoded', 'the body were JSON, and not URL-encoded');
  const fields = /^[{[]/.test(form) || !form.includes('=') ? [] : form.split('&');
  if (fields.length === 0 || fields.length > MAX_FIELDS) return;
  const pairs = fields.map((field) => /^([^=]*)=?(.*)$/s.exec(field)?.slice(1) ?? []);
  for (const json of pairs.flat().map(decodeForm)) {
    if (json.trimStart().startsWith('{'))
      yield unwrapped(json, 'form_encoded', 'the body were JSON, and not a field of a form');
  }
  for (const decode of [decodeForm, percentDecoded]) {
    const tree: Tree = Object.create(null);
    for (const [key = '', value = ''] of pairs)
      putField(tree, decode(key).replace(/\]/g, '').split(/[[.]/), decode(value));
    yield unwrapped(formatJson(tree), 'form_encoded', 'the body were JSON, and not a form (a=1&b=2)');
  }
}

interface Tree {
  [key: string]: string | Tree;
}

/** Puts a field in its place: `payment[sum][amount]` and `payment.sum.amount` have three parts. */
function putField(tree: Tree, [part = '', ...rest]: readonly string[], value: string): void {
  if (rest.length === 0) {
    tree[part] = value;
    return;
  }
  const inner = tree[part];
  const below: Tree = typeof inner === 'object' ? inner : Object.create(null);
  tree[part] = below;
  putField(below, rest, value);
}

/** Length in characters. What is copied from logs and mails is short. */
const MAX_COPY = 64 * 1024;

const fromBytes = (form: 'base64' | 'hex', text: string): string => Buffer.from(text, form).toString('utf8');

/** Decodes Base64 of JSON; an empty text for anything else. */
function fromBase64(text: string): string {
  const decoded = /^[\w+/-]+=*$/.test(text) ? fromBytes('base64', text) : '';
  return decoded.startsWith('{') ? decoded : '';
}

type Repair = readonly [name: MistakeName, clause: string, revert: (text: string) => string];

/** How to revert what logs, mails, editors and frameworks do to JSON. */
const REPAIRS: readonly Repair[] = [
  // Prefixes of logs and against XSSI, NUL of C programs, chunk lengths.
  ['stray_bytes', 'nothing were around the body', (text) => text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)],
  ['stray_bytes', 'it were one body, and not several', (text) => /^\s*\{.*\}(?=\s*\{)/s.exec(text)?.[0] ?? ''],
  [
    'double_encoded',
    'no byte were written as \\x22, as nginx does in its log',
    (text) => text.replace(/(?:\\x[0-9a-f]{2})+/gi, (bytes) => fromBytes('hex', bytes.replace(/\\x/g, ''))),
  ],
  ['stray_bytes', 'the body were UTF-8, and not UTF-16', (text) => text.replaceAll('\0', '')], // PowerShell
  ['stray_bytes', 'no line were broken inside of a text', (text) => text.replace(/=?[\r\n]+ */g, '')], // mails
  ['stray_bytes', 'no space were a no-break space', (text) => text.replaceAll('\u00a0', ' ')], // web pages
  ['not_json', 'the quotes were straight ones', (text) => text.replace(/[“”„«»]/g, '"')], // word processors, chats
  ['not_json', 'the keys had quotes', (text) => text.replace(/([{,]\s*)(\w+)(?=\s*:)/g, '$1"$2"')], // JavaScript, YAML
  ['text_changed', 'the body held no HTML entities (&quot;)', decodeEntities], // PHP htmlspecialchars, mails
  [
    'double_encoded',
    'the body were not hex',
    (text) => (/^[0-9a-f\s]+$/i.test(text) ? fromBytes('hex', text.replace(/\s/g, '')) : ''),
  ],
  // Structured logs, magic quotes of PHP.
  [
    'double_encoded',
    'the quotes of the body had no "\\" before them',
    (text) => text.replace(/^"|"$/g, '').replace(/\\(["\\/])/g, '$1'),
  ],
  ['double_encoded', 'the body were not in Base64', (text) => fromBase64(text.trim())], // AWS Lambda, queues
  ['not_json', 'the body were JSON, and not what a program prints of its data', fromPython], // also console.log
  ['not_json', 'no comma were before a closing bracket', (text) => text.replace(/,(\s*[}\]])/g, '$1')], // templates
  // A wrong Content-Length, a selection without its last characters.
  ...['}', '"}', '}}', '="}', '=="}'].map(
    (end): Repair => ['body_cut_off', `the body still ended in ${JSON.stringify(end)}`, (text) => text.trimEnd() + end],
  ),
];

function decodeEntities(text: string): string {
  const quotes = text.replace(/&(?:quot|#0?34|#x22);/g, '"');
  return quotes.replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&gt;', '>');
}

function fromPython(text: string): string {
  const words = text
    .replace(/\bTrue\b/g, 'true')
    .replace(/\bFalse\b/g, 'false')
    .replace(/\bNone\b/g, 'null');
  return words.replaceAll("'", '"');
}

function* repairText(text: string): Generator<Unwrapped> {
  for (const [name, clause, revert] of text.length > MAX_COPY ? [] : REPAIRS) {
    const reverted = revert(text);
    if (reverted !== '' && reverted !== text) yield unwrapped(reverted, name, clause);
  }
}

/** How many levels of a body are searched. */
const MAX_DEPTH = 4;
/** Length in characters of the shortest signed body. */
const MIN_LENGTH = '{"signature":""}'.length;

interface Inner {
  readonly path: readonly string[];
  readonly value: Json;
}

/** Lists the values of a body that may be another body or a signature. */
function* listInner(value: Json, path: readonly string[] = []): Generator<Inner> {
  yield { path, value };
  if (typeof value !== 'object' || value === null || path.length > MAX_DEPTH) return;
  for (const [key, item] of Object.entries(value)) {
    const isLong = typeof item === 'string' ? item.length >= MIN_LENGTH : typeof item === 'object' && item !== null;
    if (isLong) yield* listInner(item, [...path, key]);
  }
}

/** Lists objects inside of a body, and texts that are JSON: webhook relays, API Gateway, queues, logs. */
function* unwrapValues(body: Json): Generator<Unwrapped> {
  for (const { path, value } of listInner(body)) {
    const where = path.length === 0 ? 'the text' : path.join('.');
    if (typeof value === 'string') {
      const json = /^\s*[{["]/.test(value) ? value : fromBase64(value);
      if (json !== '') yield unwrapped(json, 'double_encoded', `the body were the JSON inside of ${where}`);
    } else if (path.length > 0 && isJsonObject(value) && ('signature' in value || 'general' in value)) {
      yield unwrapped(formatJson(value), 'wrapped_body', `the body were ${where} alone, and not what is around it`);
    }
  }
}

/** How many signatures are tried. */
const MAX_SIGNATURES = 5;
const SIGNATURE_NAME = /sign?|hash|hmac|checksum|digest|token/i;

const looksLikeSignature = ({ path, value }: Inner): boolean =>
  typeof value === 'string' &&
  (/^[\w+/=%-]{86,130}$/.test(value) || (value.length >= 20 && SIGNATURE_NAME.test(path.at(-1) ?? '')));

/** Lists the body with a signature from another place at its top. */
function* moveSignature(body: Json): Generator<Unwrapped> {
  if (!isJsonObject(body)) return;
  const bytes = isJsonObject(body.signature) ? body.signature.data : body.signature;
  if (Array.isArray(bytes) && bytes.length <= 64 && bytes.every((byte) => typeof byte === 'number')) {
    // Node.js: JSON.stringify(buffer). Java and Go: byte arrays.
    const signature = Buffer.from(bytes).toString('base64');
    yield unwrapped(
      formatJson({ ...body, signature }),
      'signature_not_base64',
      'the signature were not a list of bytes',
    );
  }
  const own = findSignature(body);
  const others = [...listInner(body)].filter((inner) => looksLikeSignature(inner) && inner.value !== own);
  for (const { path, value } of others.slice(0, MAX_SIGNATURES)) {
    // Where its key is "signature", it is not signed.
    const misplaced = `${formatJson(path.at(-1) ?? '')}:${formatJson(value)}`;
    const renamed = tryParseJson(formatJson(body).replace(misplaced, () => '"signature":""'));
    if (!isJsonObject(renamed)) continue;
    const clause = `the signature were in "signature" at the top, and not in ${JSON.stringify(path.join('.'))}`;
    yield unwrapped(formatJson({ ...renamed, signature: value }), 'signature_elsewhere', clause);
  }
}
