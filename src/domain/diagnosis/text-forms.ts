import { percentDecoded } from '#domain/encoding/percent-decoded';
import { formatNumberForSigning } from '#domain/json/exact-number';
import { fixMojibake, misdecode } from './charsets.ts';

/** What programs make of texts. A signer that does so signs another string; in transit the body changes. */
export interface TextForm {
  /** Completes the sentence "texts were unchanged, and not …". */
  readonly how: string;
  /** What a signer writes; undefined for what happens in transit only. */
  readonly write?: (text: string) => string | undefined;
  /** Reverts what happened in transit; undefined when it cannot be reverted. */
  readonly revert?: (text: string) => string;
}

const toHex = (unit: string): string => unit.charCodeAt(0).toString(16);
const escapeUnits = (text: string, units: RegExp): string =>
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
const QUOTED = 'in quotes';
const URL = 'URL-encoded';
const HTML = 'with HTML entities';
const DATES = 'with dates in another format than 2024-12-07T19:08:45+0000';
const ASCII = 'without their letters beyond ASCII';
const PLUS = 'without their "+"';
const SPACE = 'with other white space';
const COLON = 'with escapes before ":"';
const CASE = 'in upper or lower case';

/** The most likely first. */
export const TEXT_FORMS: readonly TextForm[] = [
  { how: 'trimmed', write: (text) => text.trim() }, // validators
  { how: JSON_TEXT, write: (text) => toAscii(escapeJson(text)) }, // Python json.dumps
  { how: JSON_TEXT, write: (text) => escapeSlashes(toAscii(escapeJson(text))) }, // PHP json_encode
  { how: JSON_TEXT, write: escapeJson }, // JavaScript JSON.stringify
  {
    how: 'with "+" of a date or number as a space',
    revert: (text) => text.replace(/(?<=\d) (?=\d{4}$|\d\d:\d\d$)|^ (?=\d)/, '+'),
  },
  { how: PLUS, write: (text) => text.replaceAll('+', ' '), revert: (text) => text.replaceAll(' ', '+') }, // PHP urldecode, forms
  { how: DATES, revert: toPlatformDate }, // Jackson, C# DateTime, Carbon, JavaScript Date
  { how: URL, write: encodeURIComponent, revert: percentDecoded }, // JavaScript
  { how: URL, write: (text) => encodeURIComponent(text).replaceAll('%20', '+') }, // Java URLEncoder, nearly
  { how: HTML, write: (text) => escapeHtml(text, '&quot;'), revert: unescapeHtml }, // PHP ENT_COMPAT, XSS filters
  { how: HTML, write: (text) => escapeHtml(text, '&quot;').replaceAll("'", '&#039;') }, // PHP 8.1 htmlspecialchars
  { how: DATES, write: date((day, time) => `${day}T${time}Z`) }, // Go time.RFC3339, Java Instant
  { how: DATES, write: date((day, time) => `${day}T${time}+00:00`) }, // PHP DATE_ATOM, Python isoformat
  { how: DATES, write: date((day, time) => `${day} ${time}`) }, // SQL, Carbon
  { how: 'with "\\" before "/"', write: escapeSlashes, revert: (text) => text.replace(/\\([/"'\\])/g, '$1') }, // PHP
  { how: JSON_TEXT, write: toAscii },
  { how: JSON_TEXT, write: (text) => escapeUnits(escapeJson(text), /[&<>]/g) }, // Go json.Marshal
  { how: QUOTED, write: (text) => JSON.stringify(text) }, // json_encode of each value: JavaScript
  { how: QUOTED, write: (text) => toAscii(JSON.stringify(text)) }, // Python
  { how: QUOTED, write: (text) => escapeSlashes(toAscii(JSON.stringify(text))) }, // PHP
  { how: QUOTED, write: (text) => `'${text}'` }, // Python repr(), SQL
  {
    how: CASE,
    write: (text) => text.toLowerCase(),
    revert: (text) => text.replace(/^[a-z]{3}$/, (currency) => currency.toUpperCase()),
  },
  { how: CASE, write: (text) => text.toUpperCase() },
  { how: 'normalised (NFC)', write: (text) => text.normalize('NFC'), revert: (text) => text.normalize('NFD') }, // databases
  { how: 'normalised (NFD)', write: (text) => text.normalize('NFD'), revert: (text) => text.normalize('NFC') }, // macOS
  // PHP utf8_encode, servlets; MySQL latin1, Encoding.Default of C#; 1C, Delphi, IIS.
  ...(['latin1', 'windows-1252', 'windows-1251'] as const).map((set) => ({
    how: `UTF-8 that was read as ${set}`,
    write: (text: string) => misdecode(set, text),
    revert: (text: string) => fixMojibake(set, text),
  })),
  { how: 'words for true, false and null', revert: (text) => WORDS[text] ?? text }, // forms, Python str()
  {
    how: 'texts instead of numbers',
    revert: (text) => (/^-?\d+\.\d+$/.test(text) ? formatNumberForSigning(Number(text)) : text),
  },
  { how: 'with a comma in numbers', revert: (text) => text.replace(/^(-?\d+),(\d+)$/, '$1.$2') }, // Russian locales
  { how: PLUS, write: (text) => text.replace(/^\+/, ''), revert: (text) => text.replace(/^(?=7\d{10}$)/, '+') }, // telephone numbers
  { how: SPACE, write: (text) => text.replace(/\s+/g, ' '), revert: (text) => text.replaceAll('\r\n', '\n') }, // XML, forms
  { how: SPACE, write: (text) => text.replace(/\s/g, ''), revert: (text) => text.replace(/(?<!\r)\n/g, '\r\n') },
  { how: ASCII, write: (text) => text.replace(/[^\x00-\x7f]/gu, '?') }, // Java US_ASCII, Python 'replace'
  { how: ASCII, write: (text) => text.replace(/[^\x00-\x7f]/gu, '') }, // Python 'ignore', iconv //IGNORE
  { how: ASCII, write: (text) => text.normalize('NFD').replace(/\p{M}/gu, '') }, // iconv //TRANSLIT
  { how: HTML, write: (text) => escapeHtml(text, '"') }, // ENT_NOQUOTES
  { how: HTML, write: (text) => escapeHtml(text, '&#34;') }, // Go html.EscapeString, nearly
  { how: 'without HTML tags', write: (text) => text.replace(/<[^<>]*>/g, '') }, // PHP strip_tags
  { how: 'with "\\" before quotes', write: (text) => text.replace(/["'\\]/g, '\\$&') }, // PHP addslashes
  { how: URL, write: encodeURI }, // JavaScript
  { how: URL, write: (text) => percentEncode(text, /[!'()*]/g) }, // PHP rawurlencode, Python quote
  { how: URL, write: encodeForm }, // PHP urlencode, Python quote_plus
  { how: COLON, write: (text) => text.replaceAll(':', '::') }, // the rule of keys, used for values
  { how: COLON, write: (text) => text.replaceAll(':', '\\:') },
  { how: 'only up to their first ":"', write: (text) => text.split(':')[0] }, // explode(':', line)
  { how: 'with "\\" before ";"', write: (text) => text.replaceAll(';', '\\;') },
  { how: DATES, write: date((day, time) => `${day}T${time}.000Z`) }, // JavaScript toISOString
  { how: DATES, write: date((day, time) => `${inAlmaty(day, time)}+0500`) }, // PHP in the time zone of Almaty
  { how: DATES, write: date((day, time) => `${inAlmaty(day, time)}+05:00`) },
  { how: DATES, write: date((day, time) => String(Date.parse(`${day}T${time}Z`) / 1000)) }, // strtotime
  { how: 'in Base64', write: (text) => Buffer.from(text).toString('base64') },
  { how: "inside b'…'", write: (text) => `b'${text}'` }, // Python str(bytes)
];
