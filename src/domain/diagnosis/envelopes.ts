import { percentDecoded } from '#domain/encoding/percent-decoded';
import { decodeEscapes } from '#domain/foreign-formats/text-escapes';
import { formatJson, isJsonObject, type Json, tryParseJson } from '#domain/json/exact-json';
import { findSignature } from '#domain/signature/signature';
import { each, type Row, tableOf } from './mistake.ts';
import type { ReceivedText } from './received-body.ts';

/** Length in characters. What is copied from logs and mails is short. */
const MAX_COPY = 64 * 1024;

/** Lists what a text may have been before something wrapped, encoded or shortened it, the most likely first. */
export function* unwrapBody({ text, body }: ReceivedText): Generator<Row<string>> {
  const isCopy = body === undefined && text.length <= MAX_COPY;
  for (const { mistake, change } of isCopy ? [...FORMS, ...COPIES] : FORMS) {
    const reverted = change(text);
    if (reverted !== '' && reverted !== text) yield { mistake, change: reverted };
  }
  if (body !== undefined) yield* listInside(body);
}

/** Reverts what happened to a text. Returns an empty text when that does not apply. */
type Revert = (text: string) => string;
const reverts = tableOf((revert: Revert) => revert);

const startsJson = (text: string): boolean => /^\s*\{/.test(text);
const decodeForm: Revert = (text) => percentDecoded(text.replaceAll('+', ' '));

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

const readForm = (decode: Revert) => (text: string) => {
  const tree: Tree = Object.create(null);
  for (const [key = '', value = ''] of readPairs(text))
    putField(tree, decode(key).replace(/\]/g, '').split(/[[.]/), decode(value));
  return Object.keys(tree).length === 0 ? '' : formatJson(tree);
};

/** Files of Windows; PHP $_POST, Express urlencoded, a proxy or client that sets the wrong Content-Type. */
const FORMS: readonly Row<Revert>[] = [
  ...reverts('byte_order_mark', 'no byte order mark (BOM) were …', [
    ['before the body', (text) => text.replace(/^\ufeff/, '')],
  ]),
  ...reverts('form_encoded', '…', [
    ['it were not URL-encoded', (text) => (/^\s*%7B/i.test(text) ? decodeForm(text.trim()) : '')],
    ['it were no field of a form', (text) => readPairs(text).flat().map(decodeForm).find(startsJson) ?? ''],
    ['the body were JSON, and not a form (a=1&b=2)', readForm(decodeForm)],
    ['the body were JSON, and not a form (a=1&b=2)', readForm(percentDecoded)],
  ]),
];

const fromHex: Revert = (text) => Buffer.from(text.replace(/\s|\\x/g, ''), 'hex').toString('utf8');

/** Decodes Base64 of JSON; an empty text for anything else. */
function fromBase64(text: string): string {
  const decoded = /^\s*[\w+/-]+=*\s*$/.test(text) ? Buffer.from(text, 'base64').toString('utf8') : '';
  return startsJson(decoded) ? decoded : '';
}

const WORDS: Readonly<Record<string, string>> = { True: 'true', False: 'false', None: 'null', "'": '"' };
const fromPython: Revert = (text) => text.replace(/\b(?:True|False|None)\b|'/g, (word) => WORDS[word] ?? word);

/** What logs, mails, editors and frameworks do to JSON. */
const COPIES: readonly Row<Revert>[] = [
  ...reverts('stray_bytes', '…', [
    // Prefixes of logs and against XSSI, NUL of C programs, chunk lengths.
    ['nothing were around the body', (text) => text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)],
    ['it were one body, and not several', (text) => /^\s*\{.*\}(?=\s*\{)/s.exec(text)?.[0] ?? ''], // retries
    ['the body were UTF-8, and not UTF-16', (text) => text.replaceAll('\0', '')], // PowerShell
    ['no line were broken inside of a text', (text) => text.replace(/=?[\r\n]+ */g, '')], // mails
    ['no space were a no-break space', (text) => text.replaceAll('\u00a0', ' ')], // web pages
  ]),
  ...reverts('double_encoded', '…', [
    ['no byte were written as \\x22', (text) => text.replace(/(?:\\x[0-9a-f]{2})+/gi, fromHex)], // the log of nginx
    ['the body were not hex', (text) => (/[^0-9a-f\s]/i.test(text) ? '' : fromHex(text))], // tcpdump, databases
    ['no "\\" were before quotes', (text) => text.replace(/^"|"$|\\(?=["\\/])/g, '')], // structured logs, PHP
    ['the body were not Base64', fromBase64], // AWS Lambda, queues
  ]),
  ...reverts('text_changed', 'the body held no …', [['HTML entities (&quot;)', decodeEscapes]]), // PHP, mails
  ...reverts('not_json', '…', [
    ['the quotes were straight ones', (text) => text.replace(/[“”„«»]/g, '"')], // word processors, chats
    ['the keys had quotes', (text) => text.replace(/([{,]\s*)(\w+)(?=\s*:)/g, '$1"$2"')], // JavaScript, YAML
    ['the body were JSON, and not what a program prints of its data', fromPython], // also console.log
    ['no comma were before a closing bracket', (text) => text.replace(/,(\s*[}\]])/g, '$1')], // templates
  ]),
  // A wrong Content-Length, a selection without its last characters.
  ...reverts('body_cut_off', 'the body still …', [
    ...each('ended in …', ['}', '"}', '}}', '="}', '=="}'], (end) => (text: string) => text.trimEnd() + end),
  ]),
];

interface Inner {
  readonly path: readonly string[];
  readonly value: Json;
}

/** How many levels of a body are searched, and how many bodies or signatures of each kind are tried. */
const [MAX_DEPTH, MAX_INSIDE] = [4, 8];

/** Lists the values of a body that may be another body or a signature. */
function listInner(value: Json, path: readonly string[] = []): Inner[] {
  if (typeof value === 'string') return value.length < '{"signature":""}'.length ? [] : [{ path, value }];
  if (typeof value !== 'object' || value === null) return [];
  const items = path.length > MAX_DEPTH ? [] : Object.entries(value);
  return [{ path, value }, ...items.flatMap(([key, item]) => listInner(item, [...path, key]))];
}

/** Reads a part of a body as the text of another body. Returns an empty text when it is none. */
type Read = (inner: Inner, body: Json) => string;

const readText: Read = ({ value }) =>
  typeof value !== 'string' ? '' : /^\s*[{["]/.test(value) ? value : fromBase64(value);

const readObject: Read = ({ path, value }) =>
  path.length > 0 && isJsonObject(value) && ('signature' in value || 'general' in value) ? formatJson(value) : '';

const NAME = /sign?|hash|hmac|checksum|digest|token/i;

/** JSON.stringify(buffer) of Node.js, byte arrays of Java and Go. */
const readBytes: Read = ({ path, value }, body) => {
  const isList = path.join('.').replace('.data', '') === 'signature' && Array.isArray(value) && value.length <= 64;
  if (!isList || !value.every((byte) => typeof byte === 'number')) return '';
  return formatJson({ ...Object(body), signature: Buffer.from(value).toString('base64') });
};

/** Moves a signature from another place to the top. */
const readSignature: Read = ({ path, value }, body) => {
  const key = path.at(-1) ?? '';
  const isSignature =
    typeof value === 'string' && (/^[\w+/=%-]{86,130}$/.test(value) || (value.length >= 20 && NAME.test(key)));
  if (!isSignature || value === findSignature(body)) return '';
  // Where its key is "signature", it is not signed.
  const misplaced = `${formatJson(key)}:${formatJson(value)}`;
  const moved = tryParseJson(formatJson(body).replace(misplaced, () => '"signature":""'));
  return isJsonObject(moved) ? formatJson({ ...moved, signature: value }) : '';
};

const inside = tableOf((read: Read) => read);

/** Webhook relays, API Gateway, queues, logs, and bodies of other platforms. */
const INSIDE: readonly Row<Read>[] = [
  ...inside('double_encoded', 'the body were JSON, and not …', [['JSON text in', readText]]),
  ...inside('wrapped_body', 'the body were alone, and not …', [['in', readObject]]),
  ...inside('signature_not_base64', 'the signature were Base64, and not …', [['bytes in', readBytes]]),
  ...inside('signature_elsewhere', 'the signature were …', [['in "signature" at the top, and not in', readSignature]]),
];

/** Lists what is inside of a body, most likely first. */
function* listInside(body: Json): Generator<Row<string>> {
  const all = listInner(body);
  for (const { mistake, change: read } of INSIDE) {
    let remaining = MAX_INSIDE;
    for (const inner of all) {
      const text = remaining > 0 ? read(inner, body) : '';
      const where = inner.path.length === 0 ? 'a text' : JSON.stringify(inner.path.join('.'));
      if (text !== '') yield { mistake: { ...mistake, if: `${mistake.if} ${where}` }, change: text };
      if (text !== '') remaining--;
    }
  }
}
