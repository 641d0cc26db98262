import { misdecode } from '#domain/diagnosis/model/charsets';
import { type SchemeVariant, scheme } from './scheme-variant.ts';

const text = (clause: string, change: (text: string) => string | undefined): SchemeVariant =>
  scheme(
    'values_changed',
    clause,
    { values: { text: change } },
    'Sign each text as it is in the parsed JSON: nothing trimmed, encoded or escaped.',
  );

const ascii = (value: string): string =>
  value.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

const slashed = (value: string): string => value.replaceAll('/', '\\/');

const inner = (value: string): string => JSON.stringify(value).slice(1, -1);

/** As Go and .NET write JSON. */
const safeForHtml = (value: string): string =>
  inner(value).replace(/[&<>]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);

const entities = (value: string, quote: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', quote);

const asJson = 'texts were signed as they are, and not as JSON writes them';
const asHtml = 'characters were not signed as HTML entities';
const asUrl = 'texts were signed without URL-encoding';
const asDate = 'dates were signed as they are spelt in the body: 2024-12-07T19:08:45+0000';
const asAscii = 'letters beyond ASCII were signed as they are';

const DATE = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\+00:?00|Z)$/;
const date =
  (write: (day: string, time: string) => string) =>
  (value: string): string =>
    value.replace(DATE, (_, day: string, time: string) => write(day, time));

const almaty = (day: string, time: string): string =>
  new Date(Date.parse(`${day}T${time}Z`) + 5 * 3_600_000).toISOString().slice(0, 19);

/** How texts are signed by mistake. */
export const TEXTS: readonly SchemeVariant[] = [
  text('texts were not trimmed before signing', (value) => value.trim()),
  text(asJson, (value) => ascii(inner(value))),
  text(asJson, (value) => slashed(ascii(inner(value)))),
  text(asJson, inner),
  text(asUrl, encodeURIComponent),
  text(asUrl, (value) => encodeURIComponent(value).replaceAll('%20', '+')),
  text(asHtml, (value) => entities(value, '&quot;')),
  text(asHtml, (value) => entities(value, '&quot;').replaceAll("'", '&#039;')),
  text(
    asDate,
    date((day, time) => `${day}T${time}Z`),
  ),
  text(
    asDate,
    date((day, time) => `${day}T${time}+00:00`),
  ),
  text(
    asDate,
    date((day, time) => `${day} ${time}`),
  ),
  text('texts were signed without "\\" before each "/"', slashed),
  text(asJson, ascii),
  text(asJson, safeForHtml),
  text('texts were signed without quotes around them', (value) => JSON.stringify(value)),
  text('texts were signed without quotes around them', (value) => ascii(JSON.stringify(value))),
  text('texts were signed without quotes around them', (value) => slashed(ascii(JSON.stringify(value)))),
  text('texts were signed without quotes around them', (value) => `'${value}'`),
  text('capital letters were kept', (value) => value.toLowerCase()),
  text('small letters were kept', (value) => value.toUpperCase()),
  text('Unicode were not normalised', (value) => value.normalize('NFC')),
  text('Unicode were not normalised', (value) => value.normalize('NFD')),
  text('texts were signed as UTF-8, and not encoded twice', (value) => Buffer.from(value, 'utf8').toString('latin1')),
  text('texts were signed as UTF-8, and not encoded twice', (value) => misdecode('windows-1251', value)),
  text('texts were signed as UTF-8, and not encoded twice', (value) => misdecode('latin1', value)),
  text('texts were signed as UTF-8, and not encoded twice', (value) => misdecode('windows-1252', value)),
  text(asAscii, (value) => value.replace(/[^\x00-\x7f]/gu, '?')),
  text(asAscii, (value) => value.replace(/[^\x00-\x7f]/gu, '')),
  text(asAscii, (value) => value.normalize('NFD').replace(/\p{M}/gu, '')),
  text(asHtml, (value) => entities(value, '"')),
  text(asHtml, (value) => entities(value, '&#34;')),
  text('tags of HTML were kept', (value) => value.replace(/<[^<>]*>/g, '')),
  text('no "\\" stood before quotes', (value) => value.replace(/["'\\]/g, '\\$&')),
  text('every "+" were kept', (value) => value.replaceAll('+', ' ')),
  text('every "+" were kept', (value) => value.replace(/^\+/, '')),
  text(asUrl, encodeURI),
  text(asUrl, (value) =>
    encodeURIComponent(value).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`),
  ),
  text('white space were kept', (value) => value.replace(/\s+/g, ' ')),
  text('white space were kept', (value) => value.replace(/\s/g, '')),
  text('a ":" in a value stood as it is', (value) => value.replaceAll(':', '::')),
  text('a ":" in a value stood as it is', (value) => value.replaceAll(':', '\\:')),
  text('a value went on after its first ":"', (value) => value.split(':')[0]),
  text('a ";" in a value stood as it is', (value) => value.replaceAll(';', '\\;')),
  text(
    asDate,
    date((day, time) => `${day}T${time}.000Z`),
  ),
  text(
    asDate,
    date((day, time) => `${almaty(day, time)}+0500`),
  ),
  text(
    asDate,
    date((day, time) => `${almaty(day, time)}+05:00`),
  ),
  text(
    asDate,
    date((day, time) => String(Date.parse(`${day}T${time}Z`) / 1000)),
  ),
  text('texts were signed as they are, and not in Base64', (value) => Buffer.from(value).toString('base64')),
  text("texts were signed without b'…' around them", (value) => `b'${value}'`),
];
