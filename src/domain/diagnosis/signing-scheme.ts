import { formatNumberForSigning, parseExactNumber } from '#domain/json/exact-number';
import { UNSIGNED_KEYS } from '#domain/signature/canonical-lines';
import { documentedPath, type Leaf, type LeafKind, type Leaves, type Step } from './leaves.ts';
import { type Mistake, type MistakeName, mistake } from './mistake.ts';

/** A line of the string to sign. */
export interface Line extends Pick<Leaf, 'steps' | 'place'> {
  readonly path: string;
  readonly value: string;
}

/** Returns the text of a value; undefined for a value without a line. */
export type FormatValue = (text: string) => string | undefined;

/** A way to build the string to sign: the platform's own, or what a signer does instead. */
interface Scheme {
  /** Returns the body as it was before transit. */
  readonly leaves: (received: Leaves) => Leaves;
  readonly signs: (leaf: Leaf) => boolean;
  readonly values: Readonly<Record<LeafKind, FormatValue>>;
  readonly path: (steps: readonly Step[]) => string;
  /** Undefined keeps the platform's order, in which leaves are given. */
  readonly order: ((a: Line, b: Line) => number) | undefined;
  readonly write: (lines: readonly Line[]) => string;
}

export type SchemeChange = Partial<Omit<Scheme, 'values'>> & { readonly values?: Partial<Scheme['values']> };

/** One way in which a string is not the platform's: what a signer does, or what happened to the body in transit. */
export interface Difference {
  readonly mistake: Mistake;
  readonly change: SchemeChange;
}

export const difference = (name: MistakeName, clause: string, change: SchemeChange): Difference => ({
  mistake: mistake(name, clause),
  change,
});

/** A string that a signer may have signed, and what is wrong with it. */
export interface Candidate {
  readonly string: string;
  readonly mistakes: readonly Mistake[];
  /** The keys that it is tried with (default: right). */
  readonly keys?: 'right' | 'common' | 'all';
  /** The keys that it is tried with in wrong constructions, for example a hash without HMAC (default: none). */
  readonly macs?: 'right' | 'common';
}

export const isSigned = ({ steps }: Leaf): boolean =>
  !steps.some(({ name, inList }) => !inList && UNSIGNED_KEYS.has(name));
export const formatNumber = (literal: string): string => formatNumberForSigning(parseExactNumber(literal));
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
