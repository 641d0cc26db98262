import { formatJson, isJsonObject, type Json, parseJson } from './json.ts';
import { compareNatural } from './natural-order.ts';
import type { Mistake } from './signing-mistake.ts';
import { DOCUMENTED, inNaturalOrder, type Leaf, onceEach, readLeaves, type Step } from './signing-scheme.ts';

/** A body as it may have been when it was signed. */
export interface EarlierBody {
  /** In the platform's order. */
  readonly leaves: readonly Leaf[];
  readonly mistake: Mistake;
}

const BEFORE_ANYTHING = 'Verify the bytes that came in, before anything reads and writes them anew.';

/** The path of a field as people write it: `payment.sum.amount`. */
export const dotted = onceEach((steps: readonly Step[]) => steps.map(({ name }) => name).join('.'));

/** The field of a leaf and all that it stands in, the innermost first. */
const fieldsOf = (steps: readonly Step[]): string[] => steps.map((_, at) => dotted(steps.slice(0, steps.length - at)));

/** The body without one of its fields, each in turn: something added it. */
export function* withoutOneField(leaves: readonly Leaf[]): Generator<EarlierBody> {
  const places = new Map<string, Set<Leaf>>();
  for (const leaf of leaves) {
    for (const field of fieldsOf(leaf.steps)) {
      const inside = places.get(field);
      if (inside === undefined) places.set(field, new Set([leaf]));
      else inside.add(leaf);
    }
  }
  for (const [field, inside] of places) {
    if (inside.size === leaves.length) continue;
    yield {
      leaves: leaves.filter((leaf) => !inside.has(leaf)),
      mistake: {
        name: 'added_field',
        if: `there were no field ${field}`,
        advice: `Something added it after signing, or whoever signed left it out. ${BEFORE_ANYTHING}`,
      },
    };
  }
}

/** How many fields may have been added side by side. */
const MOST_ADDED = 4;

/** The body without a few fields that stand side by side: something added them all. */
export function* withoutSiblings(leaves: readonly Leaf[]): Generator<EarlierBody> {
  const places = leaves.map((_, at) => at).sort((a, b) => (leaves[a]?.place ?? 0) - (leaves[b]?.place ?? 0));
  for (let count = 2; count <= MOST_ADDED; count++) {
    for (let from = 0; from + count < places.length; from++) {
      const taken = new Set(places.slice(from, from + count));
      const names = [...taken].flatMap((at) => dotted(leaves[at]?.steps ?? []));
      yield {
        leaves: leaves.filter((_, at) => !taken.has(at)),
        mistake: {
          name: 'added_field',
          if: `there were no fields ${names.join(', ')}`,
          advice: `Something added them after signing, or whoever signed left them out. ${BEFORE_ANYTHING}`,
        },
      };
    }
  }
}

/** Fields of the platform's callbacks that are often empty. */
const OFTEN_EMPTY = [
  'payment.description',
  'operation.provider.auth_code',
  'operation.message',
  'customer.id',
  'account.number',
  'account.type',
  'account.token',
  'operation.request_id',
  'operation.provider.payment_id',
  'operation.provider.id',
  'operation.provider.endpoint_id',
  'operation.eci',
  'payment.merchant_refund_id',
  'payment.region',
  'customer.phone',
  'customer.email',
  'description',
];

/** Fields of the platform's callbacks with what they most often hold. */
const OFTEN_SO: readonly (readonly [string, string])[] = [
  ['payment.method', 'mobile'],
  ['payment.type', 'purchase'],
  ['operation.code', '0'],
  ['operation.message', 'Success'],
  ['operation.type', 'sale'],
  ['operation.type', 'refund'],
  ['payment.sum.currency', 'KZT'],
  ['operation.sum_initial.currency', 'KZT'],
  ['operation.sum_converted.currency', 'KZT'],
];

/** Fields that hold the same, each beside the others. */
const ALIKE = [
  ['payment.sum.amount', 'operation.sum_initial.amount', 'operation.sum_converted.amount'],
  ['payment.sum.currency', 'operation.sum_initial.currency', 'operation.sum_converted.currency'],
  ['payment.date', 'operation.date', 'operation.created_date'],
  ['payment.status', 'operation.status'],
];

/** How many empty fields may be missing at once. */
const MOST_MISSING = 3;

/** The body with fields that a callback mostly has and this one has not: something dropped them. */
export function* withMissingFields(leaves: readonly Leaf[]): Generator<EarlierBody> {
  const there = new Map(leaves.map((leaf) => [dotted(leaf.steps), leaf]));
  const empty = OFTEN_EMPTY.filter((path) => !there.has(path));
  for (const paths of subsets(empty, MOST_MISSING)) {
    yield { leaves: paths.reduce((all, path) => withLeaf(all, path, ''), leaves), mistake: dropped(paths) };
  }
  const copied = ALIKE.flatMap((group) => {
    const [value] = group.flatMap((path) => there.get(path)?.text ?? []);
    return value === undefined ? [] : group.map((path) => [path, value] as const);
  });
  const guesses = [...OFTEN_SO, ...copied].filter(([path]) => !there.has(path));
  for (const pair of subsets(guesses, 2)) {
    yield {
      leaves: pair.reduce((all, [path, value]) => withLeaf(all, path, value), leaves),
      mistake: {
        name: 'removed_field',
        if: pair.map(([path, value]) => `${path} were there, with ${JSON.stringify(value)}`).join(' and '),
        advice: `Something took it out after signing. ${BEFORE_ANYTHING}`,
      },
    };
  }
}

const dropped = (paths: readonly string[]): Mistake => ({
  name: 'empty_fields_dropped',
  if: `${paths.join(', ')} were there, null or empty`,
  advice: `Something dropped what is empty, and an empty field has its line too. ${BEFORE_ANYTHING}`,
});

/** All choices of one to `most` of some items, the smallest first. */
function subsets<T>(items: readonly T[], most: number): T[][] {
  let last: { readonly chosen: T[]; readonly next: number }[] = [{ chosen: [], next: 0 }];
  const all: T[][] = [];
  for (let size = 1; size <= most; size++) {
    last = last.flatMap(({ chosen, next }) =>
      items.slice(next).map((item, at) => ({ chosen: [...chosen, item], next: next + at + 1 })),
    );
    all.push(...last.map(({ chosen }) => chosen));
  }
  return all;
}

function withLeaf(leaves: readonly Leaf[], path: string, text: string): Leaf[] {
  const steps = path.split('.').map((name) => ({ name, inList: false }));
  const own = DOCUMENTED.path(steps);
  const found = leaves.findIndex((leaf) => compareNatural(DOCUMENTED.path(leaf.steps), own) > 0);
  const at = found < 0 ? leaves.length : found;
  return [...leaves.slice(0, at), { steps, kind: 'text', text, place: leaves.length }, ...leaves.slice(at)];
}

/** The body with one of its objects or lists as the JSON text that it may have been: a part of it was parsed. */
export function* withJsonText(leaves: readonly Leaf[], text: string): Generator<EarlierBody> {
  const body = parseJson(text);
  for (const { path, value } of containersOf(body, [])) {
    const prefix = path.join('.');
    const rest = leaves.filter(({ steps }) => dotted(steps.slice(0, path.length)) !== prefix);
    yield {
      leaves: withLeaf(rest, prefix, formatJson(value)),
      mistake: {
        name: 'text_changed',
        if: `${prefix} were JSON text, in quotes, and not an object`,
        advice: 'A text that holds JSON is signed as the text that it is: sign it before anything parses it.',
      },
    };
  }
}

/** What stands for an object or a list where nobody looks inside. */
const FLAT: readonly (readonly [string, (value: Json) => string])[] = [
  ['JSON text', formatJson],
  ['"Array"', () => 'Array'],
  ['"[object Object]"', () => '[object Object]'],
  ['nothing', () => ''],
];

/** The body with its lists, or all that is not at its top, in one line each: whoever signed did not go inside. */
export function* withFlatContainers(leaves: readonly Leaf[], text: string): Generator<EarlierBody> {
  const containers = [...containersOf(parseJson(text), [])];
  const kinds = [
    ['each list', containers.filter(({ value }) => Array.isArray(value))],
    ['each object', containers.filter(({ path, value }) => path.length === 1 && typeof value === 'object')],
  ] as const;
  for (const [what, chosen] of kinds) {
    const prefixes = new Set(chosen.map(({ path }) => path.join('.')));
    const rest = leaves.filter(({ steps }) => !steps.some((_, at) => prefixes.has(dotted(steps.slice(0, at + 1)))));
    for (const [how, write] of chosen.length > 0 ? FLAT : []) {
      const lines = chosen.map(({ path, value }) => ({ ...flatLeaf(path, write(value)), place: leaves.length }));
      yield {
        leaves: inNaturalOrder([...rest, ...lines]),
        mistake: {
          name: 'nested_fields',
          if: `${what} were signed by what is inside, a line for each value, and not as ${how}`,
          advice: 'Each value inside of an object or a list is a line of its own, with its whole path.',
        },
      };
    }
  }
}

const flatLeaf = (path: readonly string[], text: string) =>
  ({ steps: path.map((name) => ({ name, inList: false })), kind: 'text', text }) as const;

/** The body with what a JSON text in it holds: a part of it was made into text. */
export function* withParsedText(leaves: readonly Leaf[]): Generator<EarlierBody> {
  for (const leaf of leaves) {
    const inside = leaf.kind === 'text' && /^\s*[[{]/.test(leaf.text) ? leavesIn(leaf.text) : [];
    if (inside.length === 0) continue;
    const parsed = inside.map((one) => ({ ...one, steps: [...leaf.steps, ...one.steps], place: leaf.place }));
    yield {
      leaves: inNaturalOrder([...leaves.filter((one) => one !== leaf), ...parsed]),
      mistake: {
        name: 'text_changed',
        if: `${dotted(leaf.steps)} were an object or a list, and not JSON text in quotes`,
        advice: `Something made it into text. ${BEFORE_ANYTHING}`,
      },
    };
  }
}

function leavesIn(text: string): Leaf[] {
  try {
    return readLeaves(text);
  } catch {
    return [];
  }
}

function* containersOf(value: Json, path: readonly string[]): Generator<{ path: readonly string[]; value: Json }> {
  if (path.length > 0) yield { path, value };
  if (!isJsonObject(value)) return;
  for (const [key, item] of Object.entries(value)) {
    if (typeof item === 'object' && item !== null) yield* containersOf(item, [...path, key]);
  }
}
