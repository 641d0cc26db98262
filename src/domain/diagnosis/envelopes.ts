import { percentDecoded } from '#domain/encoding/percent-decoded';
import { formatJson, isJsonObject, type Json, tryParseJson } from '#domain/json/exact-json';
import { findSignature } from '#domain/signature/signature';
import { type Mistake, type MistakeName, mistake } from './mistake.ts';
import type { ReceivedText } from './received-body.ts';

/** A text that may be the body that the platform sent, and what was around it. */
interface Unwrapped {
  readonly text: string;
  readonly mistake: Mistake;
}

/** Length in characters. What is copied from logs and mails is short. */
const MAX_COPY = 64 * 1024;

/** Lists what a text may have been before something wrapped, encoded or shortened it, the most likely first. */
export function* unwrapBody({ text, body }: ReceivedText): Generator<Unwrapped> {
  const isCopy = body === undefined && text.length <= MAX_COPY;
  for (const [name, clause, revert] of isCopy ? [...FORMS, ...REPAIRS] : FORMS) {
    const reverted = revert(text);
    if (reverted !== '' && reverted !== text) yield { text: reverted, mistake: mistake(name, clause) };
  }
  if (body === undefined) return;
  for (const [name, clause, find] of INSIDE) {
    for (const [found, where] of find(body)) yield { text: found, mistake: mistake(name, `${clause} ${where}`) };
  }
}

/** How to revert what happened to a text. A row that returns an empty text does not apply. */
type Repair = readonly [name: MistakeName, clause: string, revert: (text: string) => string];

const startsJson = (text: string): boolean => /^\s*\{/.test(text);
const decodeForm = (text: string): string => percentDecoded(text.replaceAll('+', ' '));

/** A form with more fields is not a callback. */
const MAX_FIELDS = 1000;

/** Reads the pairs of a form; none for anything else. */
function readPairs(text: string): readonly (readonly string[])[] {
  const fields = /^\s*[{[]/.test(text) || !text.includes('=') ? [] : text.trim().split('&');
  return fields.length > MAX_FIELDS ? [] : fields.map((field) => /^([^=]*)=?(.*)$/s.exec(field)?.slice(1) ?? []);
}

interface Tree {
  [key: string]: string | Tree;
}

/** Puts a field in its place: `payment[sum][amount]` and `payment.sum.amount` have three parts. */
function putField(tree: Tree, [part = '', ...rest]: readonly string[], value: string): void {
  const inner = tree[part];
  const below: Tree = typeof inner === 'object' ? inner : Object.create(null);
  tree[part] = rest.length === 0 ? value : below;
  if (rest.length > 0) putField(below, rest, value);
}

const readForm = (decode: (text: string) => string) => (text: string) => {
  const [tree, pairs]: [Tree, ReturnType<typeof readPairs>] = [Object.create(null), readPairs(text)];
  for (const [key = '', value = ''] of pairs)
    putField(tree, decode(key).replace(/\]/g, '').split(/[[.]/), decode(value));
  return pairs.length === 0 ? '' : formatJson(tree);
};

/** Files of Windows; PHP $_POST, Express urlencoded, a proxy or client that sets the wrong Content-Type. */
const FORMS: readonly Repair[] = [
  ['byte_order_mark', 'no byte order mark (BOM) were before the body', (text) => text.replace(/^\ufeff/, '')],
  ['form_encoded', 'it were not URL-encoded', (text) => (/^\s*%7B/i.test(text) ? decodeForm(text.trim()) : '')],
  [
    'form_encoded',
    'it were no field of a form',
    (text) => readPairs(text).flat().map(decodeForm).find(startsJson) ?? '',
  ],
  ['form_encoded', 'the body were JSON, and not a form (a=1&b=2)', readForm(decodeForm)],
  ['form_encoded', 'the body were JSON, and not a form (a=1&b=2)', readForm(percentDecoded)],
];

const fromHex = (text: string): string => Buffer.from(text, 'hex').toString('utf8');
const fromByteEscapes = (text: string): string =>
  text.replace(/(?:\\x[0-9a-f]{2})+/gi, (bytes) => fromHex(bytes.replace(/\\x/g, '')));

/** Decodes Base64 of JSON; an empty text for anything else. */
function fromBase64(text: string): string {
  const decoded = /^\s*[\w+/-]+=*\s*$/.test(text) ? Buffer.from(text, 'base64').toString('utf8') : '';
  return startsJson(decoded) ? decoded : '';
}

function fromEntities(text: string): string {
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

/** What logs, mails, editors and frameworks do to JSON. */
const REPAIRS: readonly Repair[] = [
  // Prefixes of logs and against XSSI, NUL of C programs, chunk lengths.
  ['stray_bytes', 'nothing were around the body', (text) => text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)],
  ['stray_bytes', 'it were one body, and not several', (text) => /^\s*\{.*\}(?=\s*\{)/s.exec(text)?.[0] ?? ''],
  ['double_encoded', 'no byte were written as \\x22', fromByteEscapes], // the log of nginx
  ['stray_bytes', 'the body were UTF-8, and not UTF-16', (text) => text.replaceAll('\0', '')], // PowerShell
  ['stray_bytes', 'no line were broken inside of a text', (text) => text.replace(/=?[\r\n]+ */g, '')], // mails
  ['stray_bytes', 'no space were a no-break space', (text) => text.replaceAll('\u00a0', ' ')], // web pages
  ['not_json', 'the quotes were straight ones', (text) => text.replace(/[“”„«»]/g, '"')], // word processors, chats
  ['not_json', 'the keys had quotes', (text) => text.replace(/([{,]\s*)(\w+)(?=\s*:)/g, '$1"$2"')], // JavaScript, YAML
  ['text_changed', 'the body held no HTML entities (&quot;)', fromEntities], // PHP htmlspecialchars, mails
  // tcpdump, databases.
  [
    'double_encoded',
    'the body were not hex',
    (text) => (/[^0-9a-f\s]/i.test(text) ? '' : fromHex(text.replace(/\s/g, ''))),
  ],
  // Structured logs, magic quotes of PHP.
  ['double_encoded', 'no "\\" were before quotes', (text) => text.replace(/^"|"$|\\(?=["\\/])/g, '')],
  ['double_encoded', 'the body were not Base64', fromBase64], // AWS Lambda, queues
  ['not_json', 'the body were JSON, and not what a program prints of its data', fromPython], // also console.log
  ['not_json', 'no comma were before a closing bracket', (text) => text.replace(/,(\s*[}\]])/g, '$1')], // templates
  // A wrong Content-Length, a selection without its last characters.
  ...['}', '"}', '}}', '="}', '=="}'].map((end): Repair => {
    return ['body_cut_off', `the body still ended in ${JSON.stringify(end)}`, (text) => text.trimEnd() + end];
  }),
];

type Found = readonly [text: string, where: string];

interface Inner {
  readonly path: readonly string[];
  readonly value: Json;
}

/** How many levels of a body are searched. */
const MAX_DEPTH = 4;
/** Length in characters of the shortest signed body. */
const MIN_LENGTH = '{"signature":""}'.length;

/** Lists the values of a body that may be another body or a signature. */
function listInner(value: Json, path: readonly string[] = []): Inner[] {
  if (typeof value === 'string') return value.length < MIN_LENGTH ? [] : [{ path, value }];
  if (typeof value !== 'object' || value === null) return [];
  const items = path.length > MAX_DEPTH ? [] : Object.entries(value);
  return [{ path, value }, ...items.flatMap(([key, item]) => listInner(item, [...path, key]))];
}

const where = ({ path }: Inner): string => (path.length === 0 ? 'a text' : JSON.stringify(path.join('.')));

const findTexts = (body: Json): Found[] =>
  listInner(body).flatMap((inner): Found[] => {
    const text = typeof inner.value === 'string' ? inner.value : '';
    const json = /^\s*[{["]/.test(text) ? text : fromBase64(text);
    return json === '' ? [] : [[json, where(inner)]];
  });

const findObjects = (body: Json): Found[] =>
  listInner(body).flatMap((inner): Found[] => {
    const { path, value } = inner;
    const isBody = path.length > 0 && isJsonObject(value) && ('signature' in value || 'general' in value);
    return isBody ? [[formatJson(value), where(inner)]] : [];
  });

/** Reads a list of bytes: JSON.stringify(buffer) of Node.js, byte arrays of Java and Go. */
function findBytes(body: Json): Found[] {
  const signature = isJsonObject(body) ? body.signature : undefined;
  const bytes = isJsonObject(signature) ? signature.data : signature;
  const areBytes = Array.isArray(bytes) && bytes.length <= 64 && bytes.every((byte) => typeof byte === 'number');
  return areBytes
    ? [[formatJson({ ...Object(body), signature: Buffer.from(bytes).toString('base64') }), 'a list']]
    : [];
}

/** How many signatures are tried. */
const MAX_SIGNATURES = 5;
const NAME = /sign?|hash|hmac|checksum|digest|token/i;

/** Moves a signature from another place to the top. */
function findSignatures(body: Json): Found[] {
  const own = findSignature(body);
  const others = listInner(body).filter(({ path, value }) => {
    if (typeof value !== 'string' || value === own) return false;
    return /^[\w+/=%-]{86,130}$/.test(value) || (value.length >= 20 && NAME.test(path.at(-1) ?? ''));
  });
  return others.slice(0, MAX_SIGNATURES).flatMap((inner): Found[] => {
    // Where its key is "signature", it is not signed.
    const misplaced = `${formatJson(inner.path.at(-1) ?? '')}:${formatJson(inner.value)}`;
    const moved = tryParseJson(formatJson(body).replace(misplaced, () => '"signature":""'));
    return isJsonObject(moved) ? [[formatJson({ ...moved, signature: inner.value }), where(inner)]] : [];
  });
}

/** Webhook relays, API Gateway, queues, logs, and bodies of other platforms. */
const INSIDE: readonly (readonly [name: MistakeName, clause: string, find: (body: Json) => readonly Found[]])[] = [
  ['double_encoded', 'the body were JSON, and not JSON text in', findTexts],
  ['wrapped_body', 'the body were alone, and not in', findObjects],
  ['signature_not_base64', 'the signature were Base64, and not', findBytes],
  ['signature_elsewhere', 'the signature were in "signature" at the top, and not in', findSignatures],
];
