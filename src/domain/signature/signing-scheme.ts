import { formatNumber } from '#domain/foreign-formats/numbers';
import { documentedPath, type Leaf, type LeafKind, type Leaves, type Step } from './body-leaves.ts';
import { UNSIGNED_KEYS } from './canonical-lines.ts';

/** A line of the string to sign. */
export interface Line extends Pick<Leaf, 'steps' | 'place'> {
  readonly path: string;
  readonly value: string;
}

/** A way to build the string to sign: the platform's own, or what a signer does instead. */
interface Scheme {
  /** Returns the body as it was before transit. */
  readonly leaves: (received: Leaves) => Leaves;
  readonly signs: (leaf: Leaf) => boolean;
  /** Returns the text of a value; undefined for a value without a line. */
  readonly values: Readonly<Record<LeafKind, (text: string) => string | undefined>>;
  readonly path: (steps: readonly Step[]) => string;
  /** Undefined keeps the platform's order, in which leaves are given. */
  readonly order: ((a: Line, b: Line) => number) | undefined;
  readonly write: (lines: readonly Line[]) => string;
}

export type SchemeChange = Partial<Omit<Scheme, 'values'>> & { readonly values?: Partial<Scheme['values']> };

export const isSigned = ({ steps }: Leaf): boolean =>
  !steps.some(({ name, inList }) => !inList && UNSIGNED_KEYS.has(name));
export const pairLines = (lines: readonly Line[], between = ':'): string[] =>
  lines.map(({ path, value }) => path + between + value);
export const noLine = (): undefined => undefined;

/** The platform's scheme (platform docs: "Signature"): it builds what `stringToSign` builds, in parts that can be changed. */
const DOCUMENTED: Scheme = {
  leaves: (received) => received,
  signs: isSigned,
  values: {
    ...{ text: (text) => text, number: formatNumber, true: () => '1', false: () => '0', null: () => '' },
    ...{ list: noLine, object: noLine },
  },
  path: documentedPath,
  order: undefined,
  write: (lines) => pairLines(lines).join(';'),
};

/** Builds the string of the platform's scheme with a change, from leaves in the platform's order. */
export function buildString(received: Leaves, change: SchemeChange = {}): string {
  const scheme = { ...DOCUMENTED, ...change };
  const values = { ...DOCUMENTED.values, ...change.values };
  const lines: Line[] = [];
  for (const leaf of scheme.leaves(received)) {
    const value = scheme.signs(leaf) ? values[leaf.kind](leaf.text) : undefined;
    if (value !== undefined) lines.push({ path: scheme.path(leaf.steps), value, steps: leaf.steps, place: leaf.place });
  }
  return scheme.write(scheme.order === undefined ? lines : lines.sort(scheme.order));
}

/** Returns a change with both changes in it; undefined when both change the same part of the scheme. */
export function combineChanges(a: SchemeChange, b: SchemeChange): SchemeChange | undefined {
  const isShared = (part: string): boolean => {
    if (part === 'values') return Object.keys(a.values ?? {}).some((kind) => kind in (b.values ?? {}));
    return part in b && part !== 'leaves';
  };
  if (Object.keys(a).some(isShared)) return undefined;
  const [first = DOCUMENTED.leaves, second = DOCUMENTED.leaves] = [a.leaves, b.leaves];
  return { ...a, ...b, values: { ...a.values, ...b.values }, leaves: (received) => second(first(received)) };
}
