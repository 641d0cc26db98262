import {
  dottedPath,
  type Leaf,
  type Leaves,
  listLeaves,
  listSortedLeaves,
  sortLeaves,
  textLeaf,
} from '#domain/diagnosis/leaves';
import type { MistakeName } from '#domain/diagnosis/mistake';
import { type Difference, difference, formatNumber } from '#domain/diagnosis/signing-scheme';
import { formatSpaced, mapObjects, parseSpelled, readLiteral, sortEntries } from '#domain/diagnosis/spelled-json';
import { isJsonObject, type Json } from '#domain/json/exact-json';

/** Formats data as a template of JavaScript does: `1,2` and `[object Object]`. */
function printJavaScript(value: Json): string {
  if (Array.isArray(value)) return value.map(printJavaScript).join(',');
  if (typeof value === 'string') {
    const literal = readLiteral(value);
    return literal === undefined ? value : formatNumber(literal);
  }
  return isJsonObject(value) ? '[object Object]' : String(value ?? '');
}

/** Formats a text of Python: `'a'`, or `"it's"`. */
function quotePython(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  return escaped.includes("'") && !escaped.includes('"') ? `"${escaped}"` : `'${escaped.replaceAll("'", "\\'")}'`;
}

const TOKEN = /("(?:[^"\\]|\\.)*")(: )?|, |[{}]|true|false|null/g;

/** Formats data as JSON does, with other marks and words. */
const print = (tokens: Readonly<Record<string, string>>, quote: (text: string) => string) => (value: Json) =>
  formatSpaced(value).replace(TOKEN, (token, quoted: string | undefined, colon = '') => {
    if (quoted === undefined) return tokens[token] ?? token;
    const text: string = JSON.parse(quoted);
    const literal = readLiteral(text);
    return (literal === undefined ? quote(text) : formatNumber(literal)) + (tokens[colon] ?? colon);
  });

const asIs = (text: string): string => text;
const printJson = print({ ', ': ',', ': ': ':' }, JSON.stringify);
const printGo = print({ ', ': ' ', ': ': ':', '{': 'map[', '}': ']', null: '<nil>' }, asIs);

/** What signers write for a list or an object that they do not look into. */
const PRINTED: readonly (readonly [what: string, print: (value: Json) => string])[] = [
  ['JSON text', printJson],
  ['"Array"', () => 'Array'], // PHP (string)
  ['"[object Object]"', () => '[object Object]'],
  ['what JavaScript prints of it', printJavaScript],
  ['what Python prints of it', print({ true: 'True', false: 'False', null: 'None' }, quotePython)],
  ['what Go prints of it', (value) => printGo(mapObjects(value, sortEntries))],
  ['what Java prints of it', print({ ': ': '=' }, asIs)],
  ['what Ruby prints of it', print({ ': ': '=>', null: 'nil' }, JSON.stringify)],
  ['nothing', () => ''],
];

interface Container {
  readonly path: readonly string[];
  readonly value: Json;
}

function* listContainers(value: Json, path: readonly string[]): Generator<Container> {
  if (typeof value !== 'object' || value === null) return;
  if (path.length > 0) yield { path, value };
  if (!isJsonObject(value)) return;
  for (const [key, item] of Object.entries(value)) yield* listContainers(item, [...path, key]);
}

const isIn = (containers: readonly Container[]) => (leaf: Leaf) =>
  containers.some(({ path }) => path.every((name, at) => leaf.steps[at]?.name === name));

/** Replaces some leaves. */
const replace = (name: MistakeName, clause: string, removed: (leaf: Leaf) => boolean, added: Leaves): Difference =>
  difference(name, clause, {
    leaves: (received) => sortLeaves([...received.filter((leaf) => !removed(leaf)), ...added]),
  });

/** Lists the body with its objects and lists as one text each, or with a text as the JSON inside. */
export function* withOtherContainers(text: string, leaves: Leaves): Generator<Difference> {
  const all = [...listContainers(parseSpelled(text), [])];
  // A middleware, a database or a queue parsed JSON text, or made it.
  for (const { path, value } of all) {
    const clause = `${path.join('.')} were JSON text, in quotes, and not an object`;
    yield replace('text_changed', clause, isIn([{ path, value }]), [textLeaf(path, printJson(value))]);
  }
  for (const leaf of leaves) {
    const inside = leaf.kind === 'text' && /^\s*[[{]/.test(leaf.text) ? listLeavesIn(leaf) : [];
    const clause = `${dottedPath(leaf.steps)} were an object or a list, and not JSON text in quotes`;
    if (inside.length > 0) yield replace('text_changed', clause, ({ steps }) => steps === leaf.steps, inside);
  }
  const groups: readonly (readonly [string, readonly Container[]])[] = [
    ['list', all.filter(({ value }) => Array.isArray(value))],
    ['object', all.filter(({ path }) => path.length === 1)],
  ];
  for (const [kind, chosen] of groups.filter(([, { length }]) => length > 0)) {
    for (const [what, printOne] of PRINTED) {
      const lines = chosen.map(({ path, value }) => textLeaf(path, printOne(value)));
      const clause = `each ${kind} were signed by what is inside, a line for each value, and not as ${what}`;
      yield replace('nested_fields', clause, isIn(chosen), lines);
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

/** Returns the body with the first value of each key that occurs twice: some parsers of C++ and Go keep it. */
export function withFirstValues(text: string): Difference {
  const leaves = listSortedLeaves(parseSpelled(text, 'first'));
  return difference('duplicate_key', 'no key occurred twice: the signer used its first value', {
    leaves: () => leaves,
  });
}
