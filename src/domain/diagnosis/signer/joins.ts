import type { Difference } from '#domain/diagnosis/candidate';
import { each, tableOf, type Variant } from '#domain/diagnosis/mistake';
import { encodeForm } from '#domain/foreign-formats/text-escapes';
import { fillForm, WHOLE_FORMS } from '#domain/foreign-formats/text-forms';
import { type Line, pairLines, type SchemeChange } from '#domain/signature/signing-scheme';
import { byFirstKey, byPlace, byValue, inBrackets, joinKeys } from './order-and-paths.ts';

const joins = tableOf((change: SchemeChange) => change);
const JOINED = '"path:value" lines were joined by ";" and signed, and not …';

/** Changes the whole string. */
const whole = (change: (string: string) => string): SchemeChange => ({
  write: (lines) => change(pairLines(lines).join(';')),
});
/** Joins the parts of lines with two marks. */
const pairs = (between: string, by: string): SchemeChange => ({ write: (lines) => pairLines(lines, between).join(by) });
/** Joins one text of each line. */
const join = (by: string, format: (line: Line) => string): SchemeChange => ({
  write: (lines) => lines.map(format).join(by),
});

/** What signers do to the right string before they sign it. */
const WHOLE = joins('separators', JOINED, [
  // A loop that adds ";" to each line; echo and println; files of Windows; C strings; hand-made JSON.
  ...each('as …', ['…;', '…\n', '…\r\n', ';…', '\ufeff…', '… ', '…\0', '{…}'], (form) => whole(fillForm(form))),
  ...WHOLE_FORMS.map(([how, write]): Variant<SchemeChange> => [how, whole(write)]),
]);

/** What other platforms require, languages print, and developers mistype, the most likely first. */
const BETWEEN = [':', '=', '', ' ', ': ', '=>', '->', ' = ', ' : ', '::', '|', ',', '\t', '-', '_', '.', ';'];
const SEPARATORS = [
  ...[';', '&', ',', '\n', '|', '', '\r\n', ' ', '; ', ', ', ';\n', '\t', ':', '.', '-', '_', '/', '#', '||', '::'],
  '\\n', // single quotes in PHP
];

/** The most likely pairs first. Two unusual marks are not tried together. */
const MARKS = BETWEEN.flatMap((between, a) => SEPARATORS.map((by, b) => ({ between, by, rank: a + b })))
  .filter(({ between, by, rank }) => rank > 0 && (rank < 10 || between === ':' || by === ';'))
  .sort((a, b) => a.rank - b.rank)
  .flatMap(({ between, by }) =>
    joins(
      'separators',
      JOINED,
      each(`with ${JSON.stringify(between)} and …`, [by], () => pairs(between, by)),
    ),
  );

const asIs = (text: string): string => text;
const query = (encode: (text: string) => string): SchemeChange =>
  join('&', ({ steps, value }) => `${encode(inBrackets(steps))}=${encode(value)}`);

/** Query strings: forms, addresses and the schemes of other platforms. */
const QUERIES = joins('separators', JOINED, [
  ...each('as a query string (a[b]=1&c=2)', [asIs, encodeURIComponent, encodeForm], query),
  ...each('as a query string, with … in paths', ['.', '_'], (mark) =>
    join('&', ({ steps, value }) => `${joinKeys(steps, mark)}=${value}`),
  ),
  // PHP http_build_query leaves null out. It is called on a sorted array, or not, and its result may be decoded.
  ...[encodeForm, asIs].flatMap((encode) =>
    each('as http_build_query makes it', [{}, { order: byPlace }, { order: byFirstKey }], (order) => {
      return { ...query(encode), ...order, values: { null: () => undefined } };
    }),
  ),
]);

/** Values or paths alone: implode('', $values), as other platforms require. */
const ALONE = ['', ';', '|', ':', ',', '\n', ' ', '&', '.', '-'].flatMap((by) =>
  joins('separators', JOINED, [
    ['the values alone', join(by, ({ value }) => value)],
    ['the sorted values alone', { ...join(by, ({ value }) => value), order: byValue }],
    ['the paths alone', join(by, ({ path }) => path)],
  ]),
);

/** Loops that write a mark after each line, and hand-made JSON. */
const DECORATED = joins('separators', JOINED, [
  ...each('with … after each line', ['&', '|', ',', '\n', ';'], (end) =>
    join('', ({ path, value }) => `${path}:${value}${end}`),
  ),
  ...each('with "=" in each line and … after it', ['&', '|', ',', '\n', ';'], (end) =>
    join('', ({ path, value }) => `${path}=${value}${end}`),
  ),
  ['with quotes around values', join(';', ({ path, value }) => `${path}:"${value}"`)],
  ['as JSON texts', join(',', ({ path, value }) => `"${path}":"${value}"`)],
  ['in brackets', join(';', ({ path, value }) => `[${path}:${value}]`)],
]);

/** How signers join lines by mistake. In each table the most likely rows come first. */
export const JOINS: readonly (readonly Difference[])[] = [WHOLE, QUERIES, MARKS, ALONE, DECORATED];
