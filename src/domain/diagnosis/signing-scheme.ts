import { formatNumberForSigning, parseExactNumber } from '#domain/json/exact-number';
import { UNSIGNED_KEYS } from '#domain/signature/canonical-lines';
import { documentedPath, type Leaf, type LeafKind, type Step } from './leaves.ts';
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
  readonly signs: (leaf: Leaf) => boolean;
  readonly values: Readonly<Record<LeafKind, FormatValue>>;
  readonly path: (steps: readonly Step[]) => string;
  /** Undefined keeps the platform's order, in which leaves are given. */
  readonly order: ((a: Line, b: Line) => number) | undefined;
  readonly write: (lines: readonly Line[]) => string;
}

/** A part of the platform's scheme that a signer does differently. */
export interface SignerMistake {
  readonly mistake: Mistake;
  readonly change: SchemeChange;
}

export type SchemeChange = Partial<Omit<Scheme, 'values'>> & { readonly values?: Partial<Scheme['values']> };

/** Creates a row of a table of {@link SignerMistake}. */
export const signs = (name: MistakeName, clause: string, change: SchemeChange): SignerMistake => ({
  mistake: mistake(name, clause),
  change,
});

export const isSigned = ({ steps }: Leaf): boolean =>
  !steps.some(({ name, inList }) => !inList && UNSIGNED_KEYS.has(name));
export const formatNumber = (literal: string): string => formatNumberForSigning(parseExactNumber(literal));
export const pairLines = (lines: readonly Line[], between = ':'): string[] =>
  lines.map(({ path, value }) => path + between + value);
export const noLine = (): undefined => undefined;

/** The platform's scheme (platform docs: "Signature"): it builds what `stringToSign` builds, in parts that can be changed. */
const DOCUMENTED: Scheme = {
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
export function buildString(leaves: readonly Leaf[], change: SchemeChange = {}): string {
  const scheme = { ...DOCUMENTED, ...change };
  const values = { ...DOCUMENTED.values, ...change.values };
  const lines: Line[] = [];
  for (const leaf of leaves) {
    const value = scheme.signs(leaf) ? values[leaf.kind](leaf.text) : undefined;
    if (value !== undefined) lines.push({ path: scheme.path(leaf.steps), value, steps: leaf.steps, place: leaf.place });
  }
  return scheme.write(scheme.order === undefined ? lines : lines.sort(scheme.order));
}

/** Returns a change with both changes in it; undefined when both change the same part. */
export function combineChanges(a: SchemeChange, b: SchemeChange): SchemeChange | undefined {
  const isShared = (part: string): boolean =>
    part === 'values' ? Object.keys(a.values ?? {}).some((kind) => kind in (b.values ?? {})) : part in b;
  if (Object.keys(a).some(isShared)) return undefined;
  return { ...a, ...b, ...('values' in a || 'values' in b ? { values: { ...a.values, ...b.values } } : {}) };
}
