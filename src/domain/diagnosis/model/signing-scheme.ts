import { isJsonObject, type Json, type JsonObject, parseJson } from '#domain/json/exact-json';
import { formatNumberForSigning, parseExactNumber } from '#domain/json/exact-number';
import type { JsonReviver } from '#domain/json/json-reader';
import { escapeKey, joinPath, UNSIGNED_KEYS } from '#domain/signature/canonical-lines';
import { sortNaturally } from '#domain/signature/natural-sort';

/** What stands at the end of a path: a scalar as it was spelt, or a container with nothing in it. */
export interface Leaf {
  readonly steps: readonly Step[];
  readonly kind: LeafKind;
  /** Of a text its characters, of a number its literal; else nothing. */
  readonly text: string;
  /** Its place in the body, from 0. */
  readonly place: number;
}

export type LeafKind = 'text' | 'number' | 'true' | 'false' | 'null' | 'list' | 'object';

/** One part of a path: a key, or a place in a list. */
export interface Step {
  readonly name: string;
  readonly inList: boolean;
}

export interface Line extends Pick<Leaf, 'steps' | 'place'> {
  readonly path: string;
  readonly value: string;
}

/** A way to make a string to sign: the platform's own, or what somebody made of it. */
export interface Scheme {
  readonly signs: (leaf: Leaf) => boolean;
  /** The value of a line; no line when undefined. */
  readonly values: Readonly<Record<LeafKind, (text: string) => string | undefined>>;
  readonly path: (steps: readonly Step[]) => string;
  /** Leaves stand in the platform's order already: undefined keeps it. */
  readonly order: ((a: Line, b: Line) => number) | undefined;
  readonly write: (lines: readonly Line[]) => string;
}

const nothing = (): undefined => undefined;

/** A function that is asked once for each thing: thousands of strings are made of the same leaves. */
export function onceEach<Thing extends object, Made>(make: (thing: Thing) => Made): (thing: Thing) => Made {
  const known = new WeakMap<Thing, { readonly made: Made }>();
  return (thing) => {
    const found = known.get(thing);
    if (found !== undefined) return found.made;
    const made = make(thing);
    known.set(thing, { made });
    return made;
  };
}

/** As the platform signs (platform docs: "Signature"): what `stringToSign` does, in parts that can be changed. */
export const DOCUMENTED: Scheme = {
  signs: ({ steps }) => !steps.some(({ name, inList }) => !inList && UNSIGNED_KEYS.has(name)),
  values: {
    text: (text) => text,
    number: (literal) => formatNumberForSigning(parseExactNumber(literal)),
    true: () => '1',
    false: () => '0',
    null: () => '',
    list: nothing,
    object: nothing,
  },
  path: onceEach((steps: readonly Step[]) => steps.reduce((path, { name }) => joinPath(path, escapeKey(name)), '')),
  order: undefined,
  write: (lines) => lines.map(({ path, value }) => `${path}:${value}`).join(';'),
};

/** The string that a scheme makes of leaves in the platform's order. */
export function stringBy(scheme: Scheme, leaves: readonly Leaf[]): string {
  if (scheme.order === undefined && scheme.write === DOCUMENTED.write) return joinedBy(scheme, leaves);
  const lines: Line[] = [];
  for (const leaf of leaves) {
    const value = scheme.signs(leaf) ? scheme.values[leaf.kind](leaf.text) : undefined;
    if (value !== undefined) lines.push({ path: scheme.path(leaf.steps), value, steps: leaf.steps, place: leaf.place });
  }
  return scheme.write(scheme.order === undefined ? lines : lines.sort(scheme.order));
}

/** The same where lines stand as the platform writes them, in less time. */
function joinedBy({ signs, values, path }: Scheme, leaves: readonly Leaf[]): string {
  let joined = '';
  for (const leaf of leaves) {
    const value = signs(leaf) ? values[leaf.kind](leaf.text) : undefined;
    if (value !== undefined) joined += `;${path(leaf.steps)}:${value}`;
  }
  return joined.slice(1);
}

/** Marks a number in a tree that is only read here. No key of a callback looks like it. */
const LITERAL = '\u0000literal';

const SPELT: JsonReviver = { number: (literal) => ({ [LITERAL]: literal }), object: Object.fromEntries };

/** Of a key that stands twice the first value counts. */
const SPELT_FIRST: JsonReviver = { ...SPELT, object: (entries) => Object.fromEntries(entries.toReversed()) };

/**
 * The leaves of a JSON text, signed or not, in the order of the body.
 *
 * @param keeps which value counts of a key that stands twice in an object
 * @throws {JsonSyntaxError} when it is not JSON.
 */
export function readLeaves(text: string, keeps: 'first' | 'last' = 'last'): Leaf[] {
  return leavesOf(readSpelt(text, keeps));
}

/** A JSON text as a tree for {@link leavesOf}: its numbers are spelt as they were. */
export const readSpelt = (text: string, keeps: 'first' | 'last' = 'last'): Json =>
  parseJson(text, keeps === 'first' ? SPELT_FIRST : SPELT);

/** The leaves of a tree of {@link readSpelt}, or of a part of one. */
export function leavesOf(tree: Json): Leaf[] {
  const leaves: Leaf[] = [];
  if (typeof tree === 'object' && tree !== null && !isLiteral(tree)) collect(tree, [], leaves);
  return leaves;
}

/** Leaves in the platform's order: see {@link sortNaturally}. */
export const inNaturalOrder = (leaves: readonly Leaf[]): Leaf[] =>
  sortNaturally(leaves, ({ steps }) => DOCUMENTED.path(steps));

function collect(container: readonly Json[] | JsonObject, above: readonly Step[], leaves: Leaf[]): void {
  const inList = Array.isArray(container);
  for (const [name, value] of Object.entries(container)) {
    const steps = [...above, { name, inList }];
    if (typeof value === 'object' && value !== null && !isLiteral(value) && Object.keys(value).length > 0) {
      collect(value, steps, leaves);
    } else {
      leaves.push({ steps, ...scalarOf(value), place: leaves.length });
    }
  }
}

function scalarOf(value: Json): Pick<Leaf, 'kind' | 'text'> {
  if (typeof value === 'string') return { kind: 'text', text: value };
  if (typeof value === 'boolean') return { kind: value ? 'true' : 'false', text: '' };
  if (value === null) return { kind: 'null', text: '' };
  if (isLiteral(value)) return { kind: 'number', text: literalOf(value) };
  return { kind: Array.isArray(value) ? 'list' : 'object', text: '' };
}

/** True for a number in a tree of {@link readSpelt}. */
export const isLiteral = (value: Json): value is JsonObject => isJsonObject(value) && Object.hasOwn(value, LITERAL);

/** The spelling of such a number. */
export const literalOf = (value: JsonObject): string => String(value[LITERAL]);
