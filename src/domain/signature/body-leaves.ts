import type { Json } from '#domain/json/exact-json';
import { readLiteral } from '#domain/json/spelled-json';
import { escapeKey, joinPath } from './canonical-lines.ts';
import { compareNatural, sortNaturally } from './natural-sort.ts';

/** What is at the end of a path: a scalar as it is spelled in the body, or an empty list or object. */
export interface Leaf {
  readonly steps: readonly Step[];
  readonly kind: LeafKind;
  /** A text without its quotes, or the literal of a number; else empty. */
  readonly text: string;
  /** Position in the body, from 0. */
  readonly place: number;
}

export type Leaves = readonly Leaf[];
export type LeafKind = 'text' | 'number' | 'true' | 'false' | 'null' | 'list' | 'object';

/** One part of a path: a key, or an index of a list. */
export interface Step {
  readonly name: string;
  readonly inList: boolean;
}

/** Returns a function that computes its result once for each object: thousands of strings are built from the same leaves. */
export function remember<Thing extends object, Result>(compute: (thing: Thing) => Result): (thing: Thing) => Result {
  const results = new WeakMap<Thing, { readonly result: Result }>();
  return (thing) => {
    const known = results.get(thing);
    if (known !== undefined) return known.result;
    const result = compute(thing);
    results.set(thing, { result });
    return result;
  };
}

/** Returns a path as the platform signs it. */
export const documentedPath = remember((steps: readonly Step[]) =>
  steps.reduce((path, { name }) => joinPath(path, escapeKey(name)), ''),
);

/** Formats a path for a sentence: `payment.sum.amount`. */
export const dottedPath = (steps: readonly Step[]): string => steps.map(({ name }) => name).join('.');

/** Lists the leaves of a tree of `parseSpelled`, signed or not, in the order of the body. */
export function listLeaves(tree: Json, above: readonly Step[] = []): Leaf[] {
  const leaves: Leaf[] = [];
  if (hasItems(tree)) collect(tree, above, leaves);
  return leaves;
}

/** Lists the leaves of a tree in the platform's order. */
export const listSortedLeaves = (tree: Json): Leaf[] => sortLeaves(listLeaves(tree));

/** Sorts leaves in the platform's order. */
export const sortLeaves = (leaves: Leaves): Leaf[] => sortNaturally(leaves, ({ steps }) => documentedPath(steps));

/** Creates a text outside of any list, after all other leaves of the body. */
export const textLeaf = (path: readonly string[], text: string): Leaf => ({
  steps: path.map((name) => ({ name, inList: false })),
  kind: 'text',
  text,
  place: Number.MAX_SAFE_INTEGER,
});

/** Inserts a leaf into sorted leaves. */
export function insertLeaf(leaves: Leaves, leaf: Leaf): Leaf[] {
  const own = documentedPath(leaf.steps);
  const found = leaves.findIndex(({ steps }) => compareNatural(documentedPath(steps), own) > 0);
  return leaves.toSpliced(found < 0 ? leaves.length : found, 0, leaf);
}

const hasItems = (value: Json): value is object & Json =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0;

function collect(container: object & Json, above: readonly Step[], leaves: Leaf[]): void {
  for (const [name, value] of Object.entries(container)) {
    const steps = [...above, { name, inList: Array.isArray(container) }];
    if (hasItems(value)) collect(value, steps, leaves);
    else leaves.push({ steps, ...readScalar(value), place: leaves.length });
  }
}

function readScalar(value: Json): Pick<Leaf, 'kind' | 'text'> {
  if (typeof value === 'string') {
    const literal = readLiteral(value);
    return literal === undefined ? { kind: 'text', text: value } : { kind: 'number', text: literal };
  }
  if (typeof value !== 'object' || value === null) return { kind: String(value) as LeafKind, text: '' };
  return { kind: Array.isArray(value) ? 'list' : 'object', text: '' };
}
