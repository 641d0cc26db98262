import { type Leaf, remember, type Step } from '#domain/diagnosis/leaves';
import type { MistakeName } from '#domain/diagnosis/mistake';
import { type Difference, difference, isSigned, type Line } from '#domain/diagnosis/signing-scheme';
import { escapeKey } from '#domain/signature/canonical-lines';
import { compareNatural } from '#domain/signature/natural-sort';

type Order = (a: Line, b: Line) => number;

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
const toLower = ({ path }: Line): string => path.toLowerCase();
const getKey = ({ steps }: Line, at: number): string => steps.at(at)?.name ?? '';

/** Sorts the keys of each object by themselves. */
const byEachKey: Order = (a, b) => {
  const at = a.steps.findIndex(({ name }, index) => name !== b.steps[index]?.name);
  return at < 0 ? a.steps.length - b.steps.length : compare(getKey(a, at), getKey(b, at));
};

/** Sorts the keys at the top only. */
export const byFirstKey: Order = (a, b) => compare(getKey(a, 0), getKey(b, 0)) || a.place - b.place;
/** The order of the body: no sort at all. */
export const byPlace: Order = (a, b) => a.place - b.place;

type OrderRow = readonly [name: MistakeName, how: string, order: Order];

/** How signers sort lines by mistake, the most likely first. */
const ORDER_ROWS: readonly OrderRow[] = [
  // PHP SORT_STRING, JavaScript sort(), Python sorted(), Go sort.Strings, Java TreeMap: also some official SDKs.
  ['plain_order', 'as plain text (10 before 2)', (a, b) => compare(a.path, b.path)],
  ['plain_order', 'as plain text, the keys of each object', byEachKey], // recursive ksort, Python sort_keys
  ['plain_order', 'as plain text, whole lines', (a, b) => compare(`${a.path}:${a.value}`, `${b.path}:${b.value}`)],
  ['plain_order', 'as in a dictionary', (a, b) => a.path.localeCompare(b.path, 'en')], // localeCompare, C# OrderBy
  ['plain_order', 'without regard to case', (a, b) => compareNatural(toLower(a), toLower(b))], // natcasesort
  ['plain_order', 'without regard to case', (a, b) => compare(toLower(a), toLower(b))], // SORT_FLAG_CASE
  ['wrong_order', 'at the top only', byFirstKey], // one ksort
  ['wrong_order', 'by their value', (a, b) => compare(a.value, b.value)], // asort
  ['wrong_order', 'by their last key', (a, b) => compare(getKey(a, -1), getKey(b, -1))],
  ['wrong_order', 'downwards', (a, b) => compareNatural(b.path, a.path)], // krsort
  ['wrong_order', 'downwards', (a, b) => compare(b.path, a.path)],
];

export const ORDERS: readonly Difference[] = ORDER_ROWS.map(([name, how, order]) =>
  difference(name, `the lines were sorted by their whole path in natural order, and not ${how}`, { order }),
);

const isInList = ({ steps }: Leaf): boolean => steps.some(({ inList }) => inList);

/** Which lines signers leave out, or do not sort, by mistake. */
export const SELECTIONS: readonly Difference[] = [
  difference('unsorted', 'the lines were sorted, and not signed in the order of the body', { order: byPlace }),
  // PHP unset($body['signature']).
  difference('signature_left_in', 'every field named "signature" were left out, and not only the one at the top', {
    signs: ({ steps }) => steps[0]?.name !== 'signature' && !steps.some(({ name }) => name === 'frame_mode'),
  }),
  difference('nested_fields', 'values in lists were signed too', {
    signs: (leaf) => isSigned(leaf) && !isInList(leaf),
  }),
  difference('nested_fields', 'values in objects and lists were signed too, and not only those at the top', {
    signs: (leaf) => isSigned(leaf) && leaf.steps.length === 1,
  }),
];

type WritePath = (steps: readonly Step[]) => string;
type Row = readonly [name: MistakeName, clause: string, path: WritePath];

/** Each row twice: lines are sorted by the right path, and by the wrong path. */
const table = (rows: readonly Row[]): Difference[] =>
  rows.flatMap(([name, clause, write]) => {
    const path = remember(write);
    const order: Order = (a, b) => compareNatural(a.path, b.path) || a.place - b.place;
    return [difference(name, clause, { path }), difference(name, clause, { path, order })];
  });

/** Joins keys without doubling ":". */
export const joinKeys = (steps: readonly Step[], by: string): string => steps.map(({ name }) => name).join(by);

/** `payment[sum][amount]`: PHP http_build_query, Ruby to_query, npm qs. */
export const inBrackets: WritePath = ([first, ...rest]) =>
  `${first?.name ?? ''}${rest.map(({ name }) => `[${name}]`).join('')}`;

const indexes = (how: string, write: (index: string) => string, by = ':'): Row => [
  'list_numbers',
  `indexes of lists were written as :0, and not ${how}`,
  (steps) => steps.map(({ name, inList }, at) => (inList ? write(name) : (at === 0 ? '' : by) + name)).join(''),
];

const renamed = (how: string, change: (name: string) => string): Row => [
  'field_names_changed',
  `the names of the fields were signed as they came, and not ${how}`,
  (steps) => steps.map(({ name, inList }) => (inList ? name : escapeKey(change(name)))).join(':'),
];

const snakeCase = (name: string): string => name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
const camelCase = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

const separators = (how: string, path: WritePath): Row => ['separators', `no path were written ${how}`, path];
const joinedBy = (by: string): Row => separators(`with ${JSON.stringify(by)}`, (steps) => joinKeys(steps, by));
const after = (root: string, by = ':'): Difference =>
  difference('separators', `no path were written with ${JSON.stringify(root)} before it`, {
    path: remember((steps: readonly Step[]) => root + joinKeys(steps, by)),
  });
const ROOTS = [
  'root:',
  'body:',
  ':',
  'data:',
  '$.',
  '/',
  '.',
  'payload:',
  'params:',
  'request:',
  'callback:',
  'general:',
];

const withoutIndexes: WritePath = (steps) =>
  joinKeys(
    steps.filter(({ inList }) => !inList),
    ':',
  );
const withoutDots: WritePath = (steps) => joinKeys(steps, ':').replaceAll('.', ':');

/** How signers write paths by mistake. In each table the most likely rows come first. */
export const PATHS: readonly (readonly Difference[])[] = [
  table([
    ['colon_in_key', 'a ":" inside a key were doubled', (steps) => joinKeys(steps, ':')], // SDKs other than PHP
    ...['.', '_', '/'].map(joinedBy), // flatten libraries of JavaScript, environment variables, JSON pointers
    separators('in brackets', inBrackets),
  ]),
  table([
    ['list_numbers', 'indexes of lists were a part of the path', withoutIndexes], // Java getters, XML
    indexes('as [0]', (index) => `[${index}]`), // lodash
    indexes('counted from 1', (index) => `:${Number(index) + 1}`), // Lua, SQL
    separators('by its last key alone', (steps) => steps.at(-1)?.name ?? ''), // a recursive loop in PHP that keeps only keys
  ]),
  [
    ...table([
      // Before the changes of words, which have the same effect on names of one word.
      renamed('in lower case', (name) => name.toLowerCase()), // headers, PostgreSQL
      renamed('in upper case', (name) => name.toUpperCase()), // Oracle
      renamed('in snake_case', snakeCase), // Rails, Jackson
      renamed('in camelCase', camelCase), // mappers of Java and JavaScript
      renamed('in PascalCase', (name) => camelCase(`_${name}`)), // C#, Go
      renamed('with "-" for "_"', (name) => name.replaceAll('_', '-')), // HTTP headers
      renamed('without "_"', (name) => name.replaceAll('_', '')), // case-insensitive mappers
      ['field_names_changed', 'objects were not flattened to names with dots', withoutDots], // BigQuery, Elasticsearch
      indexes('as []', () => '[]'), // HTML forms
      indexes('as [0], and the keys joined by "."', (index) => `[${index}]`, '.'), // lodash
      indexes('as .0', (index) => `.${index}`),
    ]),
    // Wrappers of requests; JSON path and JSON pointers.
    ...ROOTS.map((root) => after(root)),
    ...[after('$.', '.'), after('/', '/')],
  ],
  table(['', '-', '->', '::', '|', ',', ' ', '>', '=', '#', ';', '\\'].map(joinedBy)),
];
