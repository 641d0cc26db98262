import type { Mistake } from '#domain/diagnosis/model/mistake';
import { DOCUMENTED, type Leaf, onceEach, type Step } from '#domain/diagnosis/model/signing-scheme';
import { compareNatural } from '#domain/signature/natural-sort';

/** A body as it may have been when it was signed. */
export interface BodyChange {
  /** In the platform's order. */
  readonly leaves: readonly Leaf[];
  readonly mistake: Mistake;
}

export const VERIFY_RAW_BYTES = 'Verify the bytes that came in, before anything reads and writes them again.';

/** The path of a field as people write it: `payment.sum.amount`. */
export const dottedPath = onceEach((steps: readonly Step[]) => steps.map(({ name }) => name).join('.'));

/** A leaf with another text; the same where it does not differ. */
export const withText = (leaf: Leaf, text: string | undefined): Leaf =>
  text === undefined || text === leaf.text ? leaf : { ...leaf, text };

/** A body with one text more, at its place. */
export function insertLeaf(leaves: readonly Leaf[], path: string, text: string): Leaf[] {
  const steps = path.split('.').map((name) => ({ name, inList: false }));
  const own = DOCUMENTED.path(steps);
  const found = leaves.findIndex((leaf) => compareNatural(DOCUMENTED.path(leaf.steps), own) > 0);
  const at = found < 0 ? leaves.length : found;
  return [...leaves.slice(0, at), { steps, kind: 'text', text, place: leaves.length }, ...leaves.slice(at)];
}
