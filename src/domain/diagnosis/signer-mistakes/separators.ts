import type { Line } from '#domain/diagnosis/model/signing-scheme';
import { inBrackets } from './key-paths.ts';
import { type SchemeVariant, scheme } from './scheme-variant.ts';
import { byFirstKey, UNSORTED } from './sort-order.ts';

const pairs = (lines: readonly Line[], between: string): string[] =>
  lines.map(({ path, value }) => `${path}${between}${value}`);

/** What is done to the right string before it is signed. */
const WHOLE: readonly (readonly [string, (string: string) => string])[] = [
  ['nothing stood after the last line: the signer has a ";" there', (string) => `${string};`],
  ['nothing stood after the last line: the signer has a line end there', (string) => `${string}\n`],
  ['nothing stood after the last line: the signer has a line end (CR LF) there', (string) => `${string}\r\n`],
  ['nothing stood before the first line: the signer has a ";" there', (string) => `;${string}`],
  ['the string had no byte order mark (BOM) before it', (string) => `\ufeff${string}`],
  ['the string were signed as it is, and not in Base64', (string) => Buffer.from(string).toString('base64')],
  ['the string were signed as it is, and not in hex', (string) => Buffer.from(string).toString('hex')],
  ['the string were signed as it is, and not URL-encoded', encodeURIComponent],
  ['the string were signed as it is, and not with quotes around it', (string) => JSON.stringify(string)],
  ['capital and small letters were kept', (string) => string.toUpperCase()],
  ['capital and small letters were kept', (string) => string.toLowerCase()],
  ['white space were kept', (string) => string.replace(/\s/g, '')],
  ['nothing stood after the last line: the signer has a space there', (string) => `${string} `],
  ['nothing stood after the last line: the signer has a NUL there', (string) => `${string}\0`],
  ['nothing stood around the string: the signer has quotes there', (string) => `"${string}"`],
  ['nothing stood around the string: the signer has { } there', (string) => `{${string}}`],
];

const JOINTS = [':', '=', '', ' ', ': ', '=>', '->', ' = ', ' : ', '::', '|', ',', '\t', '-', '_', '.', ';'];
const SEPARATORS = [
  ';',
  '&',
  ',',
  '\n',
  '|',
  '',
  '\r\n',
  ' ',
  '; ',
  ', ',
  ';\n',
  '\t',
  ':',
  '.',
  '-',
  '_',
  '/',
  '#',
  '||',
  '::',
  '\\n',
];
const ENDS = ['&', '|', ',', '\n', ';'];

const otherMarks = (between: string, by: string): string =>
  `a path and its value were joined by ":" and the lines by ";", and not by ${JSON.stringify(between)} and ${JSON.stringify(by)}`;

/** The likeliest pairs first: where both are unusual nobody looks. */
const MARKS = JOINTS.flatMap((between, at) => SEPARATORS.map((by, place) => ({ between, by, rank: at + place })))
  .filter(({ between, by, rank }) => rank > 0 && (rank < 10 || between === ':' || by === ';'))
  .sort((a, b) => a.rank - b.rank);

type EncodeText = (text: string) => string;

/** As PHP's urlencode and forms write it. */
const formEncoded: EncodeText = (text) =>
  encodeURIComponent(text)
    .replace(/[!'()*~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');

const query = (encode: EncodeText) => (lines: readonly Line[]) =>
  lines.map(({ steps, value }) => `${encode(inBrackets(steps))}=${encode(value)}`).join('&');

const asQuery = (encode: EncodeText): SchemeVariant =>
  scheme('separators', 'lines of path:value were signed, and not a query string (a=1&b=2)', { write: query(encode) });

/** `payment.sum.amount=1&…` */
const asQueryOfPaths = (by: string): SchemeVariant =>
  scheme('separators', `lines of path:value were signed, and not a query string of paths (a${by}b=1&a${by}c=2)`, {
    write: (lines) => lines.map(({ steps, value }) => `${steps.map(({ name }) => name).join(by)}=${value}`).join('&'),
  });

/** PHP's http_build_query, which leaves out what is null, and stands in the order of the body or sorted by ksort. */
const builtQuery = (encode: EncodeText): SchemeVariant[] =>
  [undefined, UNSORTED.change.order, byFirstKey].map((order) =>
    scheme('separators', 'lines of path:value were signed, and not what http_build_query makes', {
      write: query(encode),
      values: { null: () => undefined },
      ...(order === undefined ? {} : { order }),
    }),
  );

const ofValues = (clause: string, pick: (lines: readonly Line[]) => readonly string[]): SchemeVariant[] =>
  ['', ';', '|', ':', ',', '\n', ' ', '&', '.', '-'].map((by) =>
    scheme('separators', clause, { write: (lines) => pick(lines).join(by) }),
  );

const valuesOf = (lines: readonly Line[]): string[] => lines.map(({ value }) => value);

/** How lines are written by mistake. */
export const SERIALIZATION_VARIANTS: readonly (readonly SchemeVariant[])[] = [
  WHOLE.map(([clause, change]) =>
    scheme('separators', clause, { write: (lines) => change(pairs(lines, ':').join(';')) }),
  ),
  [(text: string) => text, encodeURIComponent, formEncoded].map(asQuery),
  ['.', '_'].map(asQueryOfPaths),
  [formEncoded, (text: string) => text].flatMap(builtQuery),
  MARKS.map(({ between, by }) =>
    scheme('separators', otherMarks(between, by), { write: (lines) => pairs(lines, between).join(by) }),
  ),
  [
    ...ofValues('each value stood after its path: the signer took the values alone', valuesOf),
    ...ofValues('each value stood after its path: the signer sorted the values, and took them alone', (lines) =>
      valuesOf(lines).sort(),
    ),
    ...ofValues('values stood after the paths: the signer took the paths alone', (lines) =>
      lines.map(({ path }) => path),
    ),
  ],
  [
    ...ENDS.flatMap((end) =>
      [':', '='].map((between) =>
        scheme('separators', `${otherMarks(between, end)}, the last one too`, {
          write: (lines) =>
            pairs(lines, between)
              .map((line) => line + end)
              .join(''),
        }),
      ),
    ),
    scheme('separators', 'no quotes stood around values', {
      write: (lines) => lines.map(({ path, value }) => `${path}:"${value}"`).join(';'),
    }),
    scheme('separators', 'no quotes stood around paths and values', {
      write: (lines) => lines.map(({ path, value }) => `"${path}":"${value}"`).join(','),
    }),
    scheme('separators', 'no brackets stood around lines', {
      write: (lines) =>
        pairs(lines, ':')
          .map((line) => `[${line}]`)
          .join(';'),
    }),
  ],
];
