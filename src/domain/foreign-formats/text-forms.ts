import { percentDecoded } from '#domain/encoding/percent-decoded';
import { formatNumberForSigning } from '#domain/json/exact-number';
import { CHARSETS } from './charsets.ts';
import {
  decodeEscapes,
  encodeForm,
  escapeHtml,
  escapeJson,
  escapeSlashes,
  JSON_ESCAPES,
  percentEncode,
  toAscii,
} from './text-escapes.ts';

type TextChange = (text: string) => string;

/** Creates a change of a text from a form like `"…"`, where "…" is the text. */
export const fillForm = (form: string) => (text: string) => form.replace('…', () => text);

const DATE = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\+00:?00|Z)$/;
const date = (format: (day: string, time: string) => string) => (text: string) =>
  text.replace(DATE, (_, day: string, time: string) => format(day, time));
const inAlmaty = (day: string, time: string): string =>
  new Date(Date.parse(`${day}T${time}Z`) + 5 * 3_600_000).toISOString().slice(0, 19);

function toPlatformDate(text: string): string {
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text)) return text;
  const time = Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(time) ? text : `${new Date(time).toISOString().slice(0, 19)}+0000`;
}

const WORDS = new Map(Object.entries({ true: '1', True: '1', false: '0', False: '0', null: '', None: '', NULL: '' }));

const JSON_TEXT = 'escaped as in JSON';
const DATES = 'with dates in another format than 2024-12-07T19:08:45+0000';
const ASCII = 'without their letters beyond ASCII';
const HTML = 'with HTML entities';
const [QUOTES, URL, LOWER, UPPER] = ['in quotes', 'URL-encoded', 'in lower case', 'in upper case'];
const OTHER_URL = 'URL-encoded as PHP, Python or encodeURI encode';
const [BASE64, HEX, SPACE] = ['in Base64', 'in hex', 'with other white space'];

const fromSpace: TextChange = (text) => text.replaceAll(' ', '+');
const fromDateSpace: TextChange = (text) => text.replace(/(?<=\d) (?=\d{4}$|\d\d:\d\d$)|^ (?=\d)/, '+');
const fromDecimal: TextChange = (text) => (/^-?\d+\.\d+$/.test(text) ? formatNumberForSigning(Number(text)) : text);
const fromCurrency: TextChange = (text) => text.replace(/^[a-z]{3}$/, (currency) => currency.toUpperCase());

/**
 * What programs make of texts, the most likely first. `how` completes the sentence "texts were unchanged, and not …".
 * `write` is what a signer writes, `revert` reverts what happened in transit.
 */
const TEXT_FORMS: readonly (readonly [how: string, write?: TextChange | undefined, revert?: TextChange])[] = [
  ['trimmed', (text) => text.trim()], // validators
  // json_encode, json.dumps, JSON.stringify and json.Marshal of each value.
  ...JSON_ESCAPES.slice(0, 4).map((escaped) => [JSON_TEXT, (text: string) => escaped(escapeJson(text))] as const),
  ['with a space for "+" in dates and telephone numbers', undefined, fromDateSpace], // forms
  ['with a space for "+"', (text) => text.replaceAll('+', ' '), fromSpace], // PHP urldecode, forms
  [DATES, undefined, toPlatformDate], // Jackson, DateTime of C#, Carbon, Date of JavaScript
  [URL, encodeURIComponent, percentDecoded], // JavaScript
  [URL, (text) => encodeURIComponent(text).replaceAll('%20', '+')], // Java URLEncoder, nearly
  [HTML, escapeHtml('&quot;'), decodeEscapes], // ENT_COMPAT of PHP, XSS filters
  [HTML, (text) => escapeHtml('&quot;')(text).replaceAll("'", '&#039;')], // htmlspecialchars of PHP 8.1
  [DATES, date((day, time) => `${day}T${time}Z`)], // Go time.RFC3339, Java Instant
  [DATES, date((day, time) => `${day}T${time}+00:00`)], // PHP DATE_ATOM, Python isoformat
  [DATES, date((day, time) => `${day} ${time}`)], // SQL, Carbon
  ['with "\\" before "/"', escapeSlashes, (text) => text.replace(/\\([/"'\\])/g, '$1')], // PHP
  [JSON_TEXT, toAscii], // PHP and Python, of texts without quotes
  ...JSON_ESCAPES.slice(0, 3).map((escaped) => [QUOTES, (text: string) => escaped(JSON.stringify(text))] as const),
  [QUOTES, fillForm("'…'")], // Python repr(), SQL
  [LOWER, (text) => text.toLowerCase(), fromCurrency], // databases
  [UPPER, (text) => text.toUpperCase()], // databases
  ['normalised (NFC)', (text) => text.normalize('NFC'), (text) => text.normalize('NFD')], // databases
  ['normalised (NFD)', (text) => text.normalize('NFD'), (text) => text.normalize('NFC')], // macOS
  ...Object.entries(CHARSETS).map(([name, set]) => [`UTF-8 that was read as ${name}`, set.misread, set.fix] as const),
  ['words for true, false and null', undefined, (text) => WORDS.get(text) ?? text], // forms, Python str()
  ['texts instead of numbers', undefined, fromDecimal], // SQL, PHP number_format
  ['with a comma in numbers', undefined, (text) => text.replace(/^(-?\d+),(\d+)$/, '$1.$2')], // Russian locales
  ['without "+"', (text) => text.replace(/^\+/, ''), (text) => text.replace(/^(?=7\d{10}$)/, '+')], // telephone numbers
  [SPACE, (text) => text.replace(/\s+/g, ' '), (text) => text.replaceAll('\r\n', '\n')], // XML, forms
  [SPACE, (text) => text.replace(/\s/g, ''), (text) => text.replace(/(?<!\r)\n/g, '\r\n')], // minifiers, editors
  [ASCII, (text) => text.replace(/[^\x00-\x7f]/gu, '?')], // Java US_ASCII, Python 'replace'
  [ASCII, (text) => text.replace(/[^\x00-\x7f]/gu, '')], // Python 'ignore', iconv //IGNORE
  [ASCII, (text) => text.normalize('NFD').replace(/\p{M}/gu, '')], // iconv //TRANSLIT
  ...['"', '&#34;'].map((quote) => [HTML, escapeHtml(quote)] as const), // ENT_NOQUOTES, Go html.EscapeString
  ['without HTML tags', (text) => text.replace(/<[^<>]*>/g, '')], // PHP strip_tags
  ['with "\\" before quotes', (text) => text.replace(/["'\\]/g, '\\$&')], // PHP addslashes
  [OTHER_URL, encodeURI], // JavaScript
  [OTHER_URL, percentEncode(/[!'()*]/g)], // PHP rawurlencode, Python quote
  [OTHER_URL, encodeForm], // PHP urlencode, Python quote_plus
  ['with "::" for ":"', (text) => text.replaceAll(':', '::')], // the rule of keys, used for values
  ['only up to their first ":"', (text) => text.replace(/:.*/s, '')], // explode(':', line)
  ['with "\\" before ";"', (text) => text.replaceAll(';', '\\;')], // escapes of CSV and SQL
  [DATES, date((day, time) => `${day}T${time}.000Z`)], // JavaScript toISOString
  [DATES, date((day, time) => `${inAlmaty(day, time)}+0500`)], // PHP in the time zone of Almaty
  [DATES, date((day, time) => `${inAlmaty(day, time)}+05:00`)], // Python isoformat, Java OffsetDateTime
  [DATES, date((day, time) => String(Date.parse(`${day}T${time}Z`) / 1000))], // strtotime
  [BASE64, (text) => Buffer.from(text).toString('base64')], // LiqPay
  ["inside b'…'", (text) => `b'${text}'`], // Python str(bytes)
  [HEX, (text) => Buffer.from(text).toString('hex')], // PHP bin2hex
];

/** Reverts what happened to texts in transit. */
export const REVERTED_FORMS = TEXT_FORMS.flatMap(([how, , revert]) =>
  revert === undefined ? [] : [[how, revert] as const],
);
/** What signers write instead of texts. */
export const WRITTEN_FORMS = TEXT_FORMS.flatMap(([how, write]) => (write === undefined ? [] : [[how, write] as const]));

const WHOLE = new Set([QUOTES, URL, LOWER, UPPER, SPACE, BASE64, HEX]);
/** What signers make of a whole string or JSON text before they sign it. */
export const WHOLE_FORMS = WRITTEN_FORMS.filter(([how]) => WHOLE.has(how));

/** How programs write bytes. */
export const BYTE_FORMS: readonly (readonly [how: string, write: (bytes: Buffer) => string | Buffer])[] = [
  ['in hex', (bytes) => bytes.toString('hex')], // PHP hash() and bin2hex, Python hexdigest()
  ['in Base64', (bytes) => bytes.toString('base64')], // Node.js
  ['as bytes', (bytes) => bytes], // PHP hash(…, true), Python digest()
  ['in upper-case hex', (bytes) => bytes.toString('hex').toUpperCase()], // C#, 1C, MySQL HEX()
  ['in Base64 for URLs', (bytes) => bytes.toString('base64url')], // JWT libraries
];
