import type { TransitChange } from '#domain/diagnosis/candidate';
import {
  dottedPath,
  type Leaf,
  listLeaves,
  listSortedLeaves,
  parseSpelled,
  readLiteral,
  sortLeaves,
  textLeaf,
} from '#domain/diagnosis/leaves';
import { type MistakeName, mistake } from '#domain/diagnosis/mistake';
import { type PrintStyle, printValue } from '#domain/diagnosis/print-value';
import { formatNumber } from '#domain/diagnosis/signing-scheme';
import { isJsonObject, type Json } from '#domain/json/exact-json';

/** Formats a text of Python: `'a'`, or `"it's"`. */
function quotePython(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  return escaped.includes("'") && !escaped.includes('"') ? `"${escaped}"` : `'${escaped.replaceAll("'", "\\'")}'`;
}

/** Formats data as a template of JavaScript does: `1,2` and `[object Object]`. */
function printJavaScript(value: Json): string {
  if (Array.isArray(value)) return value.map(printJavaScript).join(',');
  if (!isJsonObject(value)) return String(value ?? '');
  const literal = readLiteral(value);
  return literal === undefined ? '[object Object]' : formatNumber(literal);
}

const prints = (style: Partial<PrintStyle>) => (value: Json) =>
  printValue(value, {
    ...{ list: '[]', object: '{}', comma: ', ', colon: ': ', text: (text) => text, number: formatNumber },
    ...style,
  });
const printJson = prints({ comma: ',', colon: ':', text: JSON.stringify });

/** What signers write for a list or an object that they do not look into. */
const PRINTED: readonly (readonly [what: string, print: (value: Json) => string])[] = [
  ['JSON text', printJson],
  ['"Array"', () => 'Array'], // PHP (string)
  ['"[object Object]"', () => '[object Object]'],
  ['what JavaScript prints of it', printJavaScript],
  ['what Python prints of it', prints({ text: quotePython, words: { true: 'True', false: 'False', null: 'None' } })],
  [
    'what Go prints of it',
    prints({ object: 'map[]', comma: ' ', colon: ':', words: { null: '<nil>' }, sortsKeys: true }),
  ],
  ['what Java prints of it', prints({ colon: '=' })],
  ['what Ruby prints of it', prints({ colon: '=>', text: JSON.stringify, words: { null: 'nil' } })],
  ['nothing', () => ''],
];

interface Container {
  readonly path: readonly string[];
  readonly value: Json;
}

function* listContainers(value: Json, path: readonly string[]): Generator<Container> {
  if (typeof value !== 'object' || value === null || readLiteral(value) !== undefined) return;
  if (path.length > 0) yield { path, value };
  if (!isJsonObject(value)) return;
  for (const [key, item] of Object.entries(value)) yield* listContainers(item, [...path, key]);
}

/** Lists the body with its objects and lists as one text each, or with a text as the JSON inside. */
export function* withOtherContainers(text: string, leaves: readonly Leaf[]): Generator<TransitChange> {
  const change = (
    removed: (leaf: Leaf) => boolean,
    added: readonly Leaf[],
    name: MistakeName,
    clause: string,
  ): TransitChange => ({
    leaves: sortLeaves([...leaves.filter((leaf) => !removed(leaf)), ...added]),
    mistake: mistake(name, clause),
  });
  const isIn = (containers: readonly Container[]) => (leaf: Leaf) =>
    containers.some(({ path }) => path.every((name, at) => leaf.steps[at]?.name === name));
  const all = [...listContainers(parseSpelled(text), [])];

  // A middleware, a database or a queue parsed JSON text, or made it.
  for (const { path, value } of all) {
    const clause = `${path.join('.')} were JSON text, in quotes, and not an object`;
    yield change(isIn([{ path, value }]), [textLeaf(path, printJson(value))], 'text_changed', clause);
  }
  for (const leaf of leaves) {
    const inside = leaf.kind === 'text' && /^\s*[[{]/.test(leaf.text) ? listLeavesIn(leaf) : [];
    const clause = `${dottedPath(leaf.steps)} were an object or a list, and not JSON text in quotes`;
    if (inside.length > 0) yield change((one) => one === leaf, inside, 'text_changed', clause);
  }
  const groups: readonly (readonly [string, readonly Container[]])[] = [
    ['list', all.filter(({ value }) => Array.isArray(value))],
    ['object', all.filter(({ path }) => path.length === 1)],
  ];
  for (const [kind, chosen] of groups.filter(([, { length }]) => length > 0)) {
    for (const [what, print] of PRINTED) {
      const lines = chosen.map(({ path, value }) => textLeaf(path, print(value)));
      const clause = `each ${kind} were signed by what is inside, a line for each value, and not as ${what}`;
      yield change(isIn(chosen), lines, 'nested_fields', clause);
    }
  }
}

function listLeavesIn({ text, steps }: Leaf): Leaf[] {
  try {
    return listLeaves(parseSpelled(text), steps);
  } catch {
    return [];
  }
}

/** Returns the body with the first value of each key that occurs twice: old parsers of C++ and Go keep it. */
export const withFirstValues = (text: string): TransitChange => ({
  leaves: listSortedLeaves(parseSpelled(text, 'first')),
  mistake: mistake('duplicate_key', 'no key occurred twice: the signer used its first value'),
});
