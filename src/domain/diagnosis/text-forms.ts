import { percentDecoded } from '#domain/encoding/percent-decoded';
import { formatNumberForSigning } from '#domain/json/exact-number';
import { fixMojibake, misdecode } from './charsets.ts';

/**
 * What programs make of texts. `how` completes the sentence "texts were unchanged, and not …".
 * `write` is what a signer writes, `revert` reverts what happened in transit.
 */
export type TextForm = readonly [how: string, write?: Write | undefined, revert?: (text: string) => string];
type Write = (text: string) => string | undefined;

const toHex = (unit: string): string => unit.charCodeAt(0).toString(16);
/** `&` → `\u0026` */
export const escapeUnits = (text: string, units: RegExp): string =>
  text.replace(units, (unit) => `\\u${toHex(unit).padStart(4, '0')}`);
const percentEncode = (text: string, signs: RegExp): string =>
  encodeURIComponent(text).replace(signs, (sign) => `%${toHex(sign).toUpperCase()}`);

/** `Кітап` → `\u041a…`: json_encode of PHP, json.dumps of Python. */
export const toAscii = (text: string): string => escapeUnits(text, /[\u007f-\uffff]/g);
/** `/` → `\/`: json_encode of PHP. */
export const escapeSlashes = (text: string): string => text.replaceAll('/', '\\/');
/** Formats a text as in JSON, without its quotes. */
const escapeJson = (text: string): string => JSON.stringify(text).slice(1, -1);
/** `a b` → `a+b`: urlencode and http_build_query of PHP, forms. */
export const encodeForm = (text: string): string => percentEncode(text, /[!'()*~]/g).replaceAll('%20', '+');

const escapeHtml = (text: string, quote: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', quote);

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const unescapeHtml = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]{2,4})|#(\d{2,5})|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    return String.fromCharCode(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
  });

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

const WORDS: Readonly<Record<string, string>> = {
  ...{ true: '1', True: '1', false: '0', False: '0', null: '', None: '', NULL: '' },
};

const JSON_TEXT = 'escaped as in JSON';
const URL = 'URL-encoded';
const HTML = 'with HTML entities';
const DATES = 'with dates in another format than 2024-12-07T19:08:45+0000';
const ASCII = 'without their letters beyond ASCII';
const SPACE = 'with other white space';

const fromSpace = (text: string): string => text.replaceAll(' ', '+');
const fromDateSpace = (text: string): string => text.replace(/(?<=\d) (?=\d{4}$|\d\d:\d\d$)|^ (?=\d)/, '+');
const fromDecimal = (text: string): string => (/^-?\d+\.\d+$/.test(text) ? formatNumberForSigning(Number(text)) : text);
const fromCurrency = (text: string): string => text.replace(/^[a-z]{3}$/, (currency) => currency.toUpperCase());

/** The most likely first. */
export const TEXT_FORMS: readonly TextForm[] = [
  ['trimmed', (text) => text.trim()], // validators
  [JSON_TEXT, (text) => toAscii(escapeJson(text))], // Python json.dumps
  [JSON_TEXT, (text) => escapeSlashes(toAscii(escapeJson(text)))], // PHP json_encode
  [JSON_TEXT, escapeJson], // JavaScript JSON.stringify
  ['with a space for "+" in dates and telephone numbers', undefined, fromDateSpace], // forms
  ['with a space for "+"', (text) => text.replaceAll('+', ' '), fromSpace], // PHP urldecode, forms
  [DATES, undefined, toPlatformDate], // Jackson, DateTime of C#, Carbon, Date of JavaScript
  [URL, encodeURIComponent, percentDecoded], // JavaScript
  [URL, (text) => encodeURIComponent(text).replaceAll('%20', '+')], // Java URLEncoder, nearly
  [HTML, (text) => escapeHtml(text, '&quot;'), unescapeHtml], // ENT_COMPAT of PHP, XSS filters
  [HTML, (text) => escapeHtml(text, '&quot;').replaceAll("'", '&#039;')], // htmlspecialchars of PHP 8.1
  [DATES, date((day, time) => `${day}T${time}Z`)], // Go time.RFC3339, Java Instant
  [DATES, date((day, time) => `${day}T${time}+00:00`)], // PHP DATE_ATOM, Python isoformat
  [DATES, date((day, time) => `${day} ${time}`)], // SQL, Carbon
  ['with "\\" before "/"', escapeSlashes, (text) => text.replace(/\\([/"'\\])/g, '$1')], // PHP
  [JSON_TEXT, toAscii],
  [JSON_TEXT, (text) => escapeUnits(escapeJson(text), /[&<>]/g)], // Go json.Marshal
  ['in quotes', (text) => JSON.stringify(text)], // JSON.stringify of each value
  ['in quotes', (text) => toAscii(JSON.stringify(text))], // Python
  ['in quotes', (text) => escapeSlashes(toAscii(JSON.stringify(text)))], // PHP
  ['in quotes', (text) => `'${text}'`], // Python repr(), SQL
  ['in lower case', (text) => text.toLowerCase(), fromCurrency], // databases
  ['in upper case', (text) => text.toUpperCase()],
  ['normalised (NFC)', (text) => text.normalize('NFC'), (text) => text.normalize('NFD')], // databases
  ['normalised (NFD)', (text) => text.normalize('NFD'), (text) => text.normalize('NFC')], // macOS
  // PHP utf8_encode, servlets; MySQL latin1, Encoding.Default of C#; 1C, Delphi, IIS.
  ...(['latin1', 'windows-1252', 'windows-1251'] as const).map((set): TextForm => {
    return [`UTF-8 that was read as ${set}`, (text) => misdecode(set, text), (text) => fixMojibake(set, text)];
  }),
  ['words for true, false and null', undefined, (text) => WORDS[text] ?? text], // forms, Python str()
  ['texts instead of numbers', undefined, fromDecimal], // SQL, PHP number_format
  ['with a comma in numbers', undefined, (text) => text.replace(/^(-?\d+),(\d+)$/, '$1.$2')], // Russian locales
  ['without "+"', (text) => text.replace(/^\+/, ''), (text) => text.replace(/^(?=7\d{10}$)/, '+')], // telephone numbers
  [SPACE, (text) => text.replace(/\s+/g, ' '), (text) => text.replaceAll('\r\n', '\n')], // XML, forms
  [SPACE, (text) => text.replace(/\s/g, ''), (text) => text.replace(/(?<!\r)\n/g, '\r\n')],
  [ASCII, (text) => text.replace(/[^\x00-\x7f]/gu, '?')], // Java US_ASCII, Python 'replace'
  [ASCII, (text) => text.replace(/[^\x00-\x7f]/gu, '')], // Python 'ignore', iconv //IGNORE
  [ASCII, (text) => text.normalize('NFD').replace(/\p{M}/gu, '')], // iconv //TRANSLIT
  [HTML, (text) => escapeHtml(text, '"')], // ENT_NOQUOTES
  [HTML, (text) => escapeHtml(text, '&#34;')], // Go html.EscapeString, nearly
  ['without HTML tags', (text) => text.replace(/<[^<>]*>/g, '')], // PHP strip_tags
  ['with "\\" before quotes', (text) => text.replace(/["'\\]/g, '\\$&')], // PHP addslashes
  [URL, encodeURI], // JavaScript
  [URL, (text) => percentEncode(text, /[!'()*]/g)], // PHP rawurlencode, Python quote
  [URL, encodeForm], // PHP urlencode, Python quote_plus
  ['with "::" for ":"', (text) => text.replaceAll(':', '::')], // the rule of keys, used for values
  ['only up to their first ":"', (text) => text.split(':')[0]], // explode(':', line)
  ['with "\\" before ";"', (text) => text.replaceAll(';', '\\;')],
  [DATES, date((day, time) => `${day}T${time}.000Z`)], // JavaScript toISOString
  [DATES, date((day, time) => `${inAlmaty(day, time)}+0500`)], // PHP in the time zone of Almaty
  [DATES, date((day, time) => `${inAlmaty(day, time)}+05:00`)],
  [DATES, date((day, time) => String(Date.parse(`${day}T${time}Z`) / 1000))], // strtotime
  ['in Base64', (text) => Buffer.from(text).toString('base64')],
  ["inside b'…'", (text) => `b'${text}'`], // Python str(bytes)
];
