import { type Line, onceEach, type Step } from '#domain/diagnosis/model/signing-scheme';
import { escapeKey } from '#domain/signature/canonical-lines';
import { compareNatural } from '#domain/signature/natural-sort';
import { type SchemeVariant, scheme } from './scheme-variant.ts';

type WritePath = (steps: readonly Step[]) => string;

const joined = (steps: readonly Step[], by: string): string => steps.map(({ name }) => name).join(by);

const byNaturalPath = (a: Line, b: Line): number => compareNatural(a.path, b.path) || a.place - b.place;

/** `payment[sum][amount]` */
export const inBrackets = ([first, ...rest]: readonly Step[]): string =>
  `${first?.name ?? ''}${rest.map(({ name }) => `[${name}]`).join('')}`;

/** A path that is written in another way, before the lines are sorted and after. */
const paths = (
  name: SchemeVariant['mistake']['name'],
  clause: string,
  write: WritePath,
  advice?: string,
): SchemeVariant[] => {
  const path = onceEach(write);
  return [scheme(name, clause, { path }, advice), scheme(name, clause, { path, order: byNaturalPath }, advice)];
};

const eachKey =
  (change: (name: string) => string): WritePath =>
  (steps) =>
    steps.map(({ name, inList }) => (inList ? name : escapeKey(change(name)))).join(':');

/** `requestId` and `RequestId` → `request_id`. */
const snakeCase = (name: string): string => name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
const camelCase = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
const pascalCase = (name: string): string => camelCase(`_${name}`);

/** With the numbers of lists written by another rule. */
const places =
  (write: (place: string) => string, between = ':'): WritePath =>
  (steps) =>
    steps.map(({ name, inList }, at) => (inList ? write(name) : `${at === 0 ? '' : between}${name}`)).join('');

const LIST_NUMBERS = 'A place in a list is a part of the path, counted from 0: positions:0:amount.';
const lists = (clause: string, path: WritePath): SchemeVariant[] => paths('list_numbers', clause, path, LIST_NUMBERS);

const names = (clause: string, change: (name: string) => string): SchemeVariant[] =>
  paths(
    'field_names_changed',
    clause,
    eachKey(change),
    'Sign and verify the names as they came, before anything renames fields.',
  );

const before = (root: string): SchemeVariant =>
  scheme('separators', `no path began with ${JSON.stringify(root)}`, {
    path: onceEach((steps: readonly Step[]) => root + joined(steps, ':')),
  });

/** How paths are written by mistake. */
export const PATHS: readonly (readonly SchemeVariant[])[] = [
  [
    ...paths(
      'colon_in_key',
      'a ":" inside a key were doubled',
      (steps) => joined(steps, ':'),
      'Write a ":" inside a key as "::".',
    ),
    ...['.', '_', '/'].flatMap((by) => otherJoint(by)),
    ...paths('separators', 'the parts of a path were joined by ":", and not in brackets', inBrackets),
  ],
  [
    ...lists('places in lists were a part of the path', (steps) =>
      joined(
        steps.filter(({ inList }) => !inList),
        ':',
      ),
    ),
    ...lists(
      'places in lists were written as :0, and not as [0]',
      places((place) => `[${place}]`),
    ),
    ...lists(
      'places in lists were counted from 0, and not from 1',
      places((place) => `:${Number(place) + 1}`),
    ),
    ...paths(
      'separators',
      'the whole path stood before a value, and not its last key alone',
      (steps) => steps.at(-1)?.name ?? '',
    ),
  ],
  [
    // Before the changes of words, which can have the same effect on names of one word.
    ...names('the names of the fields were signed as they came, and not in small letters', (name) =>
      name.toLowerCase(),
    ),
    ...names('the names of the fields were signed as they came, and not in capital letters', (name) =>
      name.toUpperCase(),
    ),
    ...names('the names of the fields were in snake_case: project_id, and not projectId', snakeCase),
    ...names('the names of the fields were signed as they came, and not as camelCase', camelCase),
    ...names('the names of the fields were signed as they came, and not as PascalCase', pascalCase),
    ...names('the names of the fields were signed with "_", and not with "-"', (name) => name.replaceAll('_', '-')),
    ...names('the names of the fields were signed with their "_"', (name) => name.replaceAll('_', '')),
    ...paths('field_names_changed', 'fields stood in objects, and not side by side with dots in their names', (steps) =>
      joined(steps, ':').replaceAll('.', ':'),
    ),
    ...lists(
      'places in lists were written as :0, and not as []',
      places(() => '[]'),
    ),
    ...lists(
      'places in lists were written as :0, and the parts of a path not joined by "."',
      places((place) => `[${place}]`, '.'),
    ),
    ...lists(
      'places in lists were written as :0, and not as .0',
      places((place) => `.${place}`),
    ),
    ...lists(
      'places in lists were not filled up with zeros',
      places((place) => `:${place.padStart(2, '0')}`),
    ),
    ...lists('no field of a list were left out', (steps) =>
      joined(
        steps.filter(({ inList }) => !inList),
        ':',
      ),
    ),
    ...[
      'root:',
      'body:',
      ':',
      'data:',
      '$.',
      '$:',
      '/',
      '.',
      'payload:',
      'params:',
      'request:',
      'callback:',
      'general:',
    ].map(before),
    scheme('separators', 'no path were a JSON path ($.payment.sum)', { path: (steps) => `$.${joined(steps, '.')}` }),
    scheme('separators', 'no path were a JSON pointer (/payment/sum)', { path: (steps) => `/${joined(steps, '/')}` }),
  ],
  [...['', '-', '->', '::', '|', ',', ' ', '>', '=', '#', ';', '\\'].flatMap((by) => otherJoint(by))],
];

function otherJoint(by: string): SchemeVariant[] {
  return paths('separators', `the parts of a path were joined by ":", and not by ${JSON.stringify(by)}`, (steps) =>
    joined(steps, by),
  );
}
