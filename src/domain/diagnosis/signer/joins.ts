import { type Line, pairLines, type SignerMistake, signs } from '#domain/diagnosis/signing-scheme';
import { encodeForm } from '#domain/diagnosis/text-forms';
import { byFirstKey, byPlace, inBrackets, joinKeys } from './lines.ts';

type Write = (lines: readonly Line[]) => string;

const writes = (instead: string, write: Write): SignerMistake =>
  signs('separators', `"path:value" lines were joined by ";" and signed, and not ${instead}`, { write });

/** What signers do to the right string before they sign it. */
const WHOLE: readonly SignerMistake[] = (
  [
    ...['…;', '…\n', '…\r\n', ';…', '\ufeff…', '… ', '…\0', '"…"', '{…}'].map(
      // A loop that adds ";" to each line; echo and println; files of Windows; C strings; hand-made JSON.
      (form) => [`as ${JSON.stringify(form)}`, (string: string) => form.replace('…', () => string)] as const,
    ),
    ['in Base64', (string) => Buffer.from(string).toString('base64')], // LiqPay
    ['in hex', (string) => Buffer.from(string).toString('hex')],
    ['URL-encoded', encodeURIComponent],
    ['as a JSON text', (string) => JSON.stringify(string)],
    ['in upper case', (string) => string.toUpperCase()],
    ['in lower case', (string) => string.toLowerCase()],
    ['without white space', (string) => string.replace(/\s/g, '')],
  ] as readonly (readonly [string, (string: string) => string])[]
).map(([instead, change]) => writes(instead, (lines) => change(pairLines(lines).join(';'))));

/** What other platforms require, languages print, and developers mistype, the most likely first. */
const BETWEEN = [':', '=', '', ' ', ': ', '=>', '->', ' = ', ' : ', '::', '|', ',', '\t', '-', '_', '.', ';'];
const SEPARATORS = [
  ...[';', '&', ',', '\n', '|', '', '\r\n', ' ', '; ', ', ', ';\n', '\t', ':', '.', '-', '_', '/', '#', '||', '::'],
  '\\n',
];

const describe = (between: string, by: string): string => `with ${JSON.stringify(between)} and ${JSON.stringify(by)}`;

/** Two unusual ones are not tried together. */
const MARKS: readonly SignerMistake[] = BETWEEN.flatMap((between, a) =>
  SEPARATORS.map((by, b) => ({ between, by, rank: a + b })),
)
  .filter(({ between, by, rank }) => rank > 0 && (rank < 10 || between === ':' || by === ';'))
  .sort((a, b) => a.rank - b.rank)
  .map(({ between, by }) => writes(describe(between, by), (lines) => pairLines(lines, between).join(by)));

const query =
  (encode: (text: string) => string): Write =>
  (lines) =>
    lines.map(({ steps, value }) => `${encode(inBrackets(steps))}=${encode(value)}`).join('&');
const asIs = (text: string): string => text;

/** Query strings: forms, addresses and the schemes of other platforms. */
const QUERIES: readonly SignerMistake[] = [
  ...[asIs, encodeURIComponent, encodeForm].map((encode) => writes('a query string (a[b]=1&c=2)', query(encode))),
  ...['.', '_'].map((by) =>
    writes(`a query string (a${by}b=1&c=2)`, (lines) =>
      lines.map(({ steps, value }) => `${joinKeys(steps, by)}=${value}`).join('&'),
    ),
  ),
  // PHP http_build_query leaves null out; it is called on a sorted array, or not, and its result may be decoded.
  ...[encodeForm, asIs].flatMap((encode) =>
    [undefined, byPlace, byFirstKey].map((order) => {
      const { mistake, change } = writes('the result of http_build_query', query(encode));
      return { mistake, change: { ...change, values: { null: () => undefined }, ...(order && { order }) } };
    }),
  ),
];

const listValues = (lines: readonly Line[]): string[] => lines.map(({ value }) => value);

/** Values or paths alone: implode('', $values), as other platforms require. */
const ALONE: readonly SignerMistake[] = (
  [
    ['the values alone', listValues],
    ['the sorted values alone', (lines) => listValues(lines).sort()],
    ['the paths alone', (lines) => lines.map(({ path }) => path)],
  ] as readonly (readonly [string, (lines: readonly Line[]) => string[]])[]
).flatMap(([instead, pick]) =>
  ['', ';', '|', ':', ',', '\n', ' ', '&', '.', '-'].map((by) => writes(instead, (lines) => pick(lines).join(by))),
);

/** Loops that write a mark after each line, and hand-made JSON. */
const DECORATED: readonly SignerMistake[] = [
  ...['&', '|', ',', '\n', ';'].flatMap((end) =>
    [':', '='].map((between) =>
      writes(`${describe(between, end)} after each`, (lines) => pairLines(lines, between).join(end) + end),
    ),
  ),
  writes('with quotes around values', (lines) => lines.map(({ path, value }) => `${path}:"${value}"`).join(';')),
  writes('as JSON texts', (lines) => lines.map(({ path, value }) => `"${path}":"${value}"`).join(',')),
  writes('in brackets', (lines) =>
    pairLines(lines)
      .map((line) => `[${line}]`)
      .join(';'),
  ),
];

/** How signers join lines by mistake. In each table the most likely rows come first. */
export const JOINS: readonly (readonly SignerMistake[])[] = [WHOLE, QUERIES, MARKS, ALONE, DECORATED];
