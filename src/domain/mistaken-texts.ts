import { type MistakenScheme, scheme } from './mistaken-scheme.ts';
import { compareNatural } from './natural-order.ts';
import { escapeKey } from './signed-lines.ts';
import type { Line, Step } from './signing-scheme.ts';

const joined = (steps: readonly Step[], by: string): string => steps.map(({ name }) => name).join(by);

const byNaturalPath = (a: Line, b: Line): number => compareNatural(a.path, b.path);

/** `requestId` and `RequestId` → `request_id`. */
const snakeCase = (name: string): string => name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();

const LIST_NUMBERS = 'A place in a list is a part of the path, counted from 0: positions:0:amount.';

/** How paths are written by mistake. */
export const PATHS: readonly MistakenScheme[] = [
  scheme(
    'field_names_changed',
    'the names of the fields were as they came: project_id, and not projectId',
    {
      path: (steps) => steps.map(({ name, inList }) => (inList ? name : escapeKey(snakeCase(name)))).join(':'),
      order: byNaturalPath,
    },
    'Verify the bytes that came in, before anything renames fields.',
  ),
  scheme(
    'colon_in_key',
    'a ":" inside a key were doubled',
    { path: (steps) => joined(steps, ':'), order: byNaturalPath },
    'Write a ":" inside a key as "::".',
  ),
  scheme(
    'list_numbers',
    'places in lists were counted from 0, and not from 1',
    { path: (steps) => steps.map(({ name, inList }) => (inList ? String(Number(name) + 1) : name)).join(':') },
    LIST_NUMBERS,
  ),
  scheme(
    'list_numbers',
    'places in lists were a part of the path',
    {
      path: (steps) =>
        joined(
          steps.filter(({ inList }) => !inList),
          ':',
        ),
    },
    LIST_NUMBERS,
  ),
  scheme(
    'list_numbers',
    'places in lists were written as :0, and not as [0]',
    {
      path: (steps) =>
        steps.map(({ name, inList }, at) => (inList ? `[${name}]` : `${at === 0 ? '' : ':'}${name}`)).join(''),
    },
    LIST_NUMBERS,
  ),
  ...['.', '/', '_', '', '::', '->', '-'].map((by) =>
    scheme('separators', `the parts of a path were joined by ":", and not by ${JSON.stringify(by)}`, {
      path: (steps) => joined(steps, by),
    }),
  ),
  scheme('separators', 'only the whole path stood before a value, and not its last key alone', {
    path: (steps) => steps.at(-1)?.name ?? '',
  }),
];

/** What some put before each path. */
const ROOTS = ['root', 'body', ''].map((root) =>
  scheme('separators', `no path began with ${JSON.stringify(`${root}:`)}`, {
    path: (steps) => `${root}:${joined(steps, ':')}`,
  }),
);

const pairs = (lines: readonly Line[], between: string): string[] =>
  lines.map(({ path, value }) => `${path}${between}${value}`);

/** What is done to the right string before it is signed. */
const WHOLE: readonly (readonly [string, (string: string) => string])[] = [
  ['nothing stood before the first line: whoever signed has a ";" there', (string) => `;${string}`],
  ['nothing stood after the last line: whoever signed has a line end there', (string) => `${string}\n`],
  ['the string had no byte order mark (BOM) before it', (string) => `\ufeff${string}`],
  ['the string were signed as it is, and not URL-encoded', encodeURIComponent],
  ['the string were signed as it is, and not in Base64', (string) => Buffer.from(string).toString('base64')],
  ['the string were signed as it is, and not with quotes around it', (string) => JSON.stringify(string)],
  ['capital and small letters were kept', (string) => string.toUpperCase()],
  ['white space were kept', (string) => string.replace(/\s/g, '')],
];

/** How lines are written by mistake. */
export const WRITINGS: readonly MistakenScheme[] = [
  ...ROOTS,
  ...WHOLE.map(([clause, change]) =>
    scheme('separators', clause, { write: (lines) => change(pairs(lines, ':').join(';')) }),
  ),
  scheme('separators', 'values stood after the paths: whoever signed took the paths alone', {
    write: (lines) => lines.map(({ path }) => path).join(';'),
  }),
  scheme('separators', 'places in a path stood after ":", and not in brackets', {
    write: (lines) => lines.map(({ steps, value }) => `${inBrackets(steps)}:${value}`).join(';'),
  }),
  scheme('separators', 'nothing stood after the last line: whoever signed has a ";" there', {
    write: (lines) =>
      pairs(lines, ':')
        .map((line) => `${line};`)
        .join(''),
  }),
  ...[':', '=', '', ': ', '=>'].flatMap((between) =>
    [';', ',', '\n', '\r\n', '&', '|', '', ':', ' ', '; ']
      .filter((by) => between !== ':' || by !== ';')
      .map((by) =>
        scheme(
          'separators',
          `a path and its value were joined by ":" and the lines by ";", and not by ${JSON.stringify(between)} and ${JSON.stringify(by)}`,
          { write: (lines) => pairs(lines, between).join(by) },
        ),
      ),
  ),
  ...['', ';', '|', ',', ':', '\n'].map((by) =>
    scheme('separators', 'each value stood after its path: whoever signed took the values alone', {
      write: (lines) => lines.map(({ value }) => value).join(by),
    }),
  ),
  ...[encodeURIComponent, (text: string) => text].map((encode) =>
    scheme('separators', 'lines of path:value were signed, and not a query string (a=1&b=2)', {
      write: (lines) => lines.map(({ steps, value }) => `${encode(inBrackets(steps))}=${encode(value)}`).join('&'),
    }),
  ),
];

const inBrackets = ([first, ...rest]: readonly Step[]): string =>
  `${first?.name ?? ''}${rest.map(({ name }) => `[${name}]`).join('')}`;

const text = (clause: string, change: (text: string) => string | undefined): MistakenScheme =>
  scheme(
    'values_changed',
    clause,
    { values: { text: change } },
    'Sign each text as it is in the parsed JSON: nothing trimmed, encoded or escaped.',
  );

/** How texts are signed by mistake. */
export const TEXTS: readonly MistakenScheme[] = [
  text('texts were not trimmed before signing', (value) => value.trim()),
  text('texts were signed without URL-encoding', encodeURIComponent),
  text('texts were signed without URL-encoding', (value) => encodeURIComponent(value).replaceAll('%20', '+')),
  text('texts were signed without "\\" before each "/"', (value) => value.replaceAll('/', '\\/')),
  text('texts were signed as they are, and not as JSON writes them (\\u0441)', (value) =>
    inner(value).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  ),
  text('texts were signed as they are, and not as JSON writes them', inner),
  text('texts were signed without quotes around them', (value) => JSON.stringify(value)),
  text('capital letters were kept', (value) => value.toLowerCase()),
  text('Unicode were not normalised', (value) => value.normalize('NFC')),
  text('Unicode were not normalised', (value) => value.normalize('NFD')),
  text('texts were signed as UTF-8, and not encoded twice', (value) => Buffer.from(value, 'utf8').toString('latin1')),
  text('letters beyond ASCII were signed as they are', (value) => value.replace(/[^\x00-\x7f]/gu, '?')),
  text('letters beyond ASCII were signed as they are', (value) => value.replace(/[^\x00-\x7f]/gu, '')),
  text('characters were not signed as HTML entities', (value) =>
    value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
  ),
];

function inner(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}
