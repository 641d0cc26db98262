import type { Difference } from '#domain/diagnosis/candidate';
import { type MistakeName, mistake } from '#domain/diagnosis/mistake';
import { PRINTED, printJson } from '#domain/foreign-formats/printed-data';
import { isJsonObject, type Json, tryParseJson } from '#domain/json/exact-json';
import { parseSpelled } from '#domain/json/spelled-json';
import {
  dottedPath,
  type Leaf,
  type Leaves,
  listLeaves,
  listSortedLeaves,
  sortLeaves,
  textLeaf,
} from '#domain/signature/body-leaves';

interface Container {
  readonly path: readonly string[];
  readonly value: Json;
}

/** Lists the objects and lists of a body, but none inside of lists. */
function listContainers(value: Json, path: readonly string[] = []): Container[] {
  if (typeof value !== 'object' || value === null) return [];
  const items = isJsonObject(value) ? Object.entries(value) : [];
  const own = path.length > 0 ? [{ path, value }] : [];
  return [...own, ...items.flatMap(([key, item]) => listContainers(item, [...path, key]))];
}

const isIn = (containers: readonly Container[]) => (leaf: Leaf) =>
  containers.some(({ path }) => path.every((name, at) => leaf.steps[at]?.name === name));

/** Replaces some leaves. */
const replace = (name: MistakeName, clause: string, removed: (leaf: Leaf) => boolean, added: Leaves): Difference => ({
  mistake: mistake(name, clause),
  change: { leaves: (received) => sortLeaves([...received.filter((leaf) => !removed(leaf)), ...added]) },
});

/** Lists the body with its objects and lists as one text each, or with a text as the JSON inside. */
export function* withOtherContainers(text: string, leaves: Leaves): Generator<Difference> {
  const all = listContainers(parseSpelled(text));
  // A middleware, a database or a queue parsed JSON text, or made it.
  for (const { path, value } of all) {
    const clause = `${path.join('.')} were JSON text, in quotes, and not an object`;
    yield replace('text_changed', clause, isIn([{ path, value }]), [textLeaf(path, printJson(value))]);
  }
  for (const leaf of leaves) {
    const isJson = leaf.kind === 'text' && /^\s*[[{]/.test(leaf.text) && tryParseJson(leaf.text) !== undefined;
    const inside = isJson ? listLeaves(parseSpelled(leaf.text), leaf.steps) : [];
    const clause = `${dottedPath(leaf.steps)} were an object or a list, and not JSON text in quotes`;
    if (inside.length > 0) yield replace('text_changed', clause, ({ steps }) => steps === leaf.steps, inside);
  }
  const lists = all.filter(({ value }) => Array.isArray(value));
  const objects = all.filter(({ path }) => path.length === 1);
  for (const [kind, chosen] of [
    ['list', lists],
    ['object', objects],
  ] as const) {
    for (const [what, printOne] of chosen.length > 0 ? PRINTED : []) {
      const lines = chosen.map(({ path, value }) => textLeaf(path, printOne(value)));
      const clause = `each ${kind} were signed by what is inside, a line for each value, and not as ${what}`;
      yield replace('nested_fields', clause, isIn(chosen), lines);
    }
  }
}

/** Returns the body with the first value of each key that occurs twice: some parsers of C++ and Go keep it. */
export function withFirstValues(text: string): Difference {
  const leaves = listSortedLeaves(parseSpelled(text, 'first'));
  return {
    mistake: mistake('duplicate_key', 'no key occurred twice: the signer used its first value'),
    change: { leaves: () => leaves },
  };
}
