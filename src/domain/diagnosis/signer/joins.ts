import { type Difference, difference, type Line, pairLines, type SchemeChange } from '#domain/diagnosis/signing-scheme';
import { encodeForm } from '#domain/diagnosis/text-forms';
import { byFirstKey, byPlace, inBrackets, joinKeys } from './lines.ts';

type Write = (lines: readonly Line[]) => string;
type Row = readonly [how: string, write: Write, change?: SchemeChange];

const table = (rows: readonly Row[]): Difference[] =>
  rows.map(([how, write, change]) =>
    difference('separators', `"path:value" lines were joined by ";" and signed, and not ${how}`, { write, ...change }),
  );

const whole = (change: (string: string) => string) => (lines: readonly Line[]) => change(pairLines(lines).join(';'));

/** What signers do to the right string before they sign it. */
const WHOLE: readonly Row[] = [
  // A loop that adds ";" to each line; echo and println; files of Windows; C strings; hand-made JSON.
  ...['…;', '…\n', '…\r\n', ';…', '\ufeff…', '… ', '…\0', '"…"', '{…}'].map((form): Row => {
    return [`as ${JSON.stringify(form)}`, whole((string) => form.replace('…', () => string))];
  }),
  ['in Base64', whole((string) => Buffer.from(string).toString('base64'))], // LiqPay
  ['in hex', whole((string) => Buffer.from(string).toString('hex'))],
  ['URL-encoded', whole(encodeURIComponent)],
  ['as a JSON text', whole((string) => JSON.stringify(string))],
  ['in upper case', whole((string) => string.toUpperCase())],
  ['in lower case', whole((string) => string.toLowerCase())],
  ['without white space', whole((string) => string.replace(/\s/g, ''))],
];

/** What other platforms require, languages print, and developers mistype, the most likely first. */
const BETWEEN = [':', '=', '', ' ', ': ', '=>', '->', ' = ', ' : ', '::', '|', ',', '\t', '-', '_', '.', ';'];
const SEPARATORS = [
  ...[';', '&', ',', '\n', '|', '', '\r\n', ' ', '; ', ', ', ';\n', '\t', ':', '.', '-', '_', '/', '#', '||', '::'],
  '\\n', // single quotes in PHP
];

const describe = (between: string, by: string): string => `with ${JSON.stringify(between)} and ${JSON.stringify(by)}`;

/** The most likely pairs first. Two unusual marks are not tried together. */
const MARKS: readonly Row[] = BETWEEN.flatMap((between, a) => SEPARATORS.map((by, b) => ({ between, by, rank: a + b })))
  .filter(({ between, by, rank }) => rank > 0 && (rank < 10 || between === ':' || by === ';'))
  .sort((a, b) => a.rank - b.rank)
  .map(({ between, by }) => [describe(between, by), (lines) => pairLines(lines, between).join(by)]);

const query = (encode: (text: string) => string) => (lines: readonly Line[]) =>
  lines.map(({ steps, value }) => `${encode(inBrackets(steps))}=${encode(value)}`).join('&');
const queryOfPaths = (by: string) => (lines: readonly Line[]) =>
  lines.map(({ steps, value }) => `${joinKeys(steps, by)}=${value}`).join('&');
const asIs = (text: string): string => text;

/** Query strings: forms, addresses and the schemes of other platforms. */
const QUERIES: readonly Row[] = [
  ...[asIs, encodeURIComponent, encodeForm].map((encode): Row => ['as a query string (a[b]=1&c=2)', query(encode)]),
  ...['.', '_'].map((by): Row => [`as a query string (a${by}b=1&c=2)`, queryOfPaths(by)]),
  // PHP http_build_query leaves null out. It is called on a sorted array, or not, and its result may be decoded.
  ...[encodeForm, asIs].flatMap((encode) =>
    [{}, { order: byPlace }, { order: byFirstKey }].map((order): Row => {
      return ['as http_build_query makes it', query(encode), { ...order, values: { null: () => undefined } }];
    }),
  ),
];

const listValues = (lines: readonly Line[]): string[] => lines.map(({ value }) => value);

/** Values or paths alone: implode('', $values), as other platforms require. */
const ALONE: readonly Row[] = ['', ';', '|', ':', ',', '\n', ' ', '&', '.', '-'].flatMap((by): Row[] => [
  ['the values alone', (lines) => listValues(lines).join(by)],
  ['the sorted values alone', (lines) => listValues(lines).sort().join(by)],
  ['the paths alone', (lines) => lines.map(({ path }) => path).join(by)],
]);

/** Loops that write a mark after each line, and hand-made JSON. */
const DECORATED: readonly Row[] = [
  ...['&', '|', ',', '\n', ';'].flatMap((end) =>
    [':', '='].map((between): Row => {
      return [`${describe(between, end)} after each`, (lines) => pairLines(lines, between).join(end) + end];
    }),
  ),
  ['with quotes around values', (lines) => lines.map(({ path, value }) => `${path}:"${value}"`).join(';')],
  ['as JSON texts', (lines) => lines.map(({ path, value }) => `"${path}":"${value}"`).join(',')],
  ['in brackets', (lines) => `[${pairLines(lines).join('];[')}]`],
];

/** How signers join lines by mistake. In each table the most likely rows come first. */
export const JOINS: readonly (readonly Difference[])[] = [WHOLE, QUERIES, MARKS, ALONE, DECORATED].map(table);
