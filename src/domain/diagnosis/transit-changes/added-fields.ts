import { combinations } from '#domain/diagnosis/model/combinations';
import type { Leaf, Step } from '#domain/diagnosis/model/signing-scheme';
import { UNSIGNED_KEYS } from '#domain/signature/canonical-lines';
import { type BodyChange, dottedPath, VERIFY_RAW_BYTES } from './body-change.ts';

/** The field of a leaf and all that it stands in, the innermost first. */
const fieldsOf = (steps: readonly Step[]): string[] =>
  steps.map((_, at) => dottedPath(steps.slice(0, steps.length - at)));

/** The body without one of its fields, each in turn: something added it. */
export function* withoutOneField(leaves: readonly Leaf[]): Generator<BodyChange> {
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
        advice: `Something added it after signing, or the signer left it out. ${VERIFY_RAW_BYTES}`,
      },
    };
  }
}

/** So many fields at the top of a body are left out in every choice of them; of more fields few are left out together. */
const ALL_CHOICES = 8;
const FEW = 3;
const MAX_AT_TOP = 20;

/** The body without some of its fields at the top: the signer read only what it knows, or something added them. */
export function* withoutSomeAtTop(leaves: readonly Leaf[]): Generator<BodyChange> {
  const names = [...new Set(leaves.map(({ steps }) => steps[0]?.name ?? ''))].filter(
    (name) => !UNSIGNED_KEYS.has(name),
  );
  if (names.length > MAX_AT_TOP) return;
  const choices = combinations(names, names.length > ALL_CHOICES ? FEW : names.length - 1).slice(names.length);
  for (const gone of choices) {
    yield {
      leaves: leaves.filter(({ steps }) => !gone.includes(steps[0]?.name ?? '')),
      mistake: {
        name: 'added_field',
        if: `there were no fields ${gone.join(', ')}`,
        advice: `Something added them after signing, or the signer left them out: all that came is signed, also what a program does not know. ${VERIFY_RAW_BYTES}`,
      },
    };
  }
}

/** How many fields may have been added side by side. */
const MAX_ADDED = 4;

/** The body without a few fields that stand side by side: something added them all. */
export function* withoutSiblings(leaves: readonly Leaf[]): Generator<BodyChange> {
  const places = leaves.map((_, at) => at).sort((a, b) => (leaves[a]?.place ?? 0) - (leaves[b]?.place ?? 0));
  for (let count = 2; count <= MAX_ADDED; count++) {
    for (let from = 0; from + count < places.length; from++) {
      const taken = new Set(places.slice(from, from + count));
      const names = [...taken].flatMap((at) => dottedPath(leaves[at]?.steps ?? []));
      yield {
        leaves: leaves.filter((_, at) => !taken.has(at)),
        mistake: {
          name: 'added_field',
          if: `there were no fields ${names.join(', ')}`,
          advice: `Something added them after signing, or the signer left them out. ${VERIFY_RAW_BYTES}`,
        },
      };
    }
  }
}
