import type { Difference } from '#domain/diagnosis/candidate';
import { each, tableOf } from '#domain/diagnosis/mistake';
import { type Leaf, remember, type Step } from '#domain/signature/body-leaves';
import { escapeKey } from '#domain/signature/canonical-lines';
import { compareNatural } from '#domain/signature/natural-sort';
import { isSigned, type Line, type SchemeChange } from '#domain/signature/signing-scheme';

type Order = (a: Line, b: Line) => number;
const orders = tableOf((order: Order): SchemeChange => ({ order }));

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
/** Sorts lines by a text of each. */
const by =
  (read: (line: Line) => string, order = compare) =>
  (a: Line, b: Line) =>
    order(read(a), read(b));

const path = (line: Line): string => line.path;
const toLower = (line: Line): string => line.path.toLowerCase();
const keyAt = (at: number) => (line: Line) => line.steps.at(at)?.name ?? '';
/** Sorts the keys of each object by themselves: NUL is before all other characters. */
const keys = ({ steps }: Line): string => joinKeys(steps, '\0');

/** The order of the body: no sort at all. */
export const byPlace: Order = (a, b) => a.place - b.place;
/** Sorts the keys at the top only. */
export const byFirstKey: Order = (a, b) => by(keyAt(0))(a, b) || byPlace(a, b);

export const byValue = by(({ value }) => value);

const SORTED = 'the lines were sorted by their whole path in natural order, and not …';

/** How signers sort lines by mistake, the most likely first. */
export const ORDERS: readonly Difference[] = [
  ...orders('plain_order', SORTED, [
    // PHP SORT_STRING, JavaScript sort(), Python sorted(), Go sort.Strings, Java TreeMap: also some official SDKs.
    ['as plain text (10 before 2)', by(path)],
    ['as plain text, the keys of each object', by(keys)], // recursive ksort, Python sort_keys
    ['as plain text, whole lines', by((line) => `${line.path}:${line.value}`)], // sort() of lines
    ['as in a dictionary', by(path, (a, b) => a.localeCompare(b, 'en'))], // localeCompare, C# OrderBy
    ['without regard to case', by(toLower, compareNatural)], // natcasesort
    ['without regard to case', by(toLower)], // SORT_FLAG_CASE
  ]),
  ...orders('wrong_order', SORTED, [
    ['at the top only', byFirstKey], // one ksort
    ['by their value', byValue], // asort
    ['by their last key', by(keyAt(-1))], // ksort after a recursive loop in PHP that keeps only keys
    ['downwards', by(path, (a, b) => compareNatural(b, a))], // krsort
    ['downwards', by(path, (a, b) => compare(b, a))], // rsort
  ]),
];

const signs = tableOf((chosen: (leaf: Leaf) => boolean): SchemeChange => ({ signs: chosen }));
const isOther = ({ steps }: Leaf): boolean =>
  steps[0]?.name !== 'signature' && !steps.some(({ name }) => name === 'frame_mode');

/** Which lines signers leave out, or do not sort, by mistake. */
export const SELECTIONS: readonly Difference[] = [
  ...orders('unsorted', 'the lines were sorted, and not …', [['signed in the order of the body', byPlace]]),
  // PHP unset($body['signature']).
  ...signs('signature_left_in', 'every field named "signature" were left out, and not …', [
    ['only the one at the top', isOther],
  ]),
  // Loops that skip lists, or lists and objects.
  ...signs('nested_fields', 'values in … signed too', [
    ['lists were', (leaf) => isSigned(leaf) && !leaf.steps.some(({ inList }) => inList)],
    ['objects and lists, and not only those at the top, were', (leaf) => isSigned(leaf) && leaf.steps.length === 1],
  ]),
];

type WritePath = (steps: readonly Step[]) => string;
const paths = tableOf((write: WritePath): SchemeChange => ({ path: remember(write) }));

/** Joins keys without doubling ":". */
export const joinKeys = (steps: readonly Step[], mark: string): string => steps.map(({ name }) => name).join(mark);
const joinedBy = (mark: string) => (steps: readonly Step[]) => joinKeys(steps, mark);

/** `payment[sum][amount]`: PHP http_build_query, Ruby to_query, npm qs. */
export const inBrackets: WritePath = ([first, ...rest]) =>
  `${first?.name ?? ''}${rest.map(({ name }) => `[${name}]`).join('')}`;

const indexes =
  (write: (index: string) => string, mark = ':') =>
  (steps: readonly Step[]) =>
    steps.map(({ name, inList }, at) => (inList ? write(name) : (at === 0 ? '' : mark) + name)).join('');
const names = (change: (name: string) => string) => (steps: readonly Step[]) =>
  steps.map(({ name, inList }) => (inList ? name : escapeKey(change(name)))).join(':');

const snakeCase = (name: string): string => name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
const camelCase = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

const PATH = 'no path were written …';
const INDEXES = 'indexes of lists were written as :0, and not …';
/** Wrappers of requests, JSON path and JSON pointers. */
const ROOTS = 'root: body: : data: $. / . payload: params: request: callback: general:'.split(' ');

const PATH_TABLES: readonly (readonly Difference[])[] = [
  [
    ...paths('colon_in_key', 'a ":" inside a key were …', [['doubled', joinedBy(':')]]), // SDKs other than PHP
    // Flatten libraries of JavaScript, environment variables, JSON pointers.
    ...paths('separators', PATH, [...each('with …', ['.', '_', '/'], joinedBy), ['in brackets', inBrackets]]),
  ],
  [
    ...paths('list_numbers', 'indexes of lists were …', [['a part of the path', indexes(() => '')]]), // Java, XML
    ...paths('list_numbers', INDEXES, [
      ['as [0]', indexes((index) => `[${index}]`)], // lodash
      ['counted from 1', indexes((index) => `:${Number(index) + 1}`)], // Lua, SQL
    ]),
    // A recursive loop in PHP that keeps only keys.
    ...paths('separators', PATH, [['by its last key alone', (steps) => steps.at(-1)?.name ?? '']]),
  ],
  [
    ...paths('field_names_changed', 'the names of the fields were signed as they came, and not …', [
      // Before the changes of words, which have the same effect on names of one word.
      ['in lower case', names((name) => name.toLowerCase())], // headers, PostgreSQL
      ['in upper case', names((name) => name.toUpperCase())], // Oracle
      ['in snake_case', names(snakeCase)], // Rails, Jackson
      ['in camelCase', names(camelCase)], // mappers of Java and JavaScript
      ['in PascalCase', names((name) => camelCase(`_${name}`))], // C#, Go
      ['with "-" for "_"', names((name) => name.replaceAll('_', '-'))], // HTTP headers
      ['without "_"', names((name) => name.replaceAll('_', ''))], // case-insensitive mappers
    ]),
    ...paths('field_names_changed', 'objects were not …', [
      ['flattened to names with dots', (steps) => joinKeys(steps, ':').replaceAll('.', ':')], // BigQuery, Elasticsearch
    ]),
    ...paths('list_numbers', INDEXES, [
      ['as []', indexes(() => '[]')], // HTML forms
      ['as [0], and the keys joined by "."', indexes((index) => `[${index}]`, '.')], // lodash
      ['as .0', indexes((index) => `.${index}`)], // BigQuery, Elasticsearch
    ]),
    ...paths('separators', PATH, [
      ...each('with … before it', ROOTS, (root) => (steps: readonly Step[]) => root + joinKeys(steps, ':')),
      ['with "$." before it', (steps) => `$.${joinKeys(steps, '.')}`],
      ['with "/" before it', (steps) => `/${joinKeys(steps, '/')}`],
    ]),
  ],
  paths('separators', PATH, each('with …', ['', '-', '->', '::', '|', ',', ' ', '>', '=', '#', ';', '\\'], joinedBy)),
];

/** How signers write paths by mistake. Each row is there twice: lines are sorted by the right path, and by the wrong path. */
export const PATHS: readonly (readonly Difference[])[] = PATH_TABLES.map((rows) =>
  rows.flatMap((row) => {
    const order: Order = (a, b) => compareNatural(a.path, b.path) || byPlace(a, b);
    return [row, { ...row, change: { ...row.change, order } }];
  }),
);
