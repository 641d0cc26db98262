import type { Mistake } from '#domain/diagnosis/model/mistake';
import type { Leaf } from '#domain/diagnosis/model/signing-scheme';
import { type BodyChange, dottedPath } from './body-change.ts';

const MINOR_UNITS = 'Amounts are whole numbers of minor units (1000.00 KZT is 100000): sign what is sent.';

/** From what is in the body to what may have been signed. */
const AMOUNTS: readonly ((amount: number) => string)[] = [
  (amount) => String(amount * 100),
  (amount) => String(amount / 100),
  (amount) => (amount / 100).toFixed(2),
  (amount) => (amount / 100).toFixed(1),
];

/** The body with its amounts in other units: something counted them again. */
export function* withOtherAmounts(leaves: readonly Leaf[]): Generator<BodyChange> {
  const amounts = leaves.filter((leaf) => leaf.steps.at(-1)?.name === 'amount' && isAmount(leaf));
  for (const count of AMOUNTS) {
    yield* withOthers(leaves, amounts, (leaf) => count(Number(leaf.text)), {
      name: 'amount_units',
      advice: MINOR_UNITS,
    });
  }
}

/** The body with an amount that another of its fields has: one of them was changed. */
export function* withEqualAmounts(leaves: readonly Leaf[]): Generator<BodyChange> {
  const amounts = leaves.filter((leaf) => leaf.steps.at(-1)?.name === 'amount' && isAmount(leaf)).slice(0, MAX_AMOUNTS);
  for (const amount of new Set(amounts.map(({ text }) => text))) {
    yield* withOthers(leaves, amounts, () => amount, { name: 'field_changed', advice: BY_HAND });
  }
}

/** Each amount of a body is tried in the place of each other one, up to this many. */
const MAX_AMOUNTS = 20;

const isAmount = ({ text }: Leaf): boolean => /^\d{1,12}(?:\.\d+)?$/.test(text);

const BY_HAND = 'It was changed after signing. To try another value use "rocketpay trigger": it signs what it sends.';

/** Statuses that a body is given by hand, for a test. */
const STATUSES = [
  'success',
  'decline',
  'processing',
  'awaiting clarification',
  'refunded',
  'partially refunded',
  'error',
  'expired',
];

/** The body with another status: somebody edited it. */
export function* withOtherStatuses(leaves: readonly Leaf[]): Generator<BodyChange> {
  const statuses = leaves.filter((leaf) => leaf.steps.at(-1)?.name === 'status' && leaf.kind === 'text');
  for (const status of STATUSES) {
    yield* withOthers(leaves, statuses, () => status, { name: 'field_changed', advice: BY_HAND });
  }
}

/** The body with another value in all of some places, and in each of them. */
function* withOthers(
  leaves: readonly Leaf[],
  places: readonly Leaf[],
  other: (leaf: Leaf) => string,
  mistake: Omit<Mistake, 'if'>,
): Generator<BodyChange> {
  for (const chosen of places.length > 1 ? [places, ...places.map((place) => [place])] : [places]) {
    if (chosen.every((leaf) => leaf.text === other(leaf))) continue;
    const shown = (leaf: Leaf): string => (leaf.kind === 'text' ? JSON.stringify(other(leaf)) : other(leaf));
    const clause = chosen
      .filter((leaf) => leaf.text !== other(leaf))
      .map((leaf) => `${dottedPath(leaf.steps)} were ${shown(leaf)}`)
      .join(' and ');
    const taken = new Set(chosen);
    yield {
      leaves: leaves.map((leaf) => (taken.has(leaf) ? { ...leaf, kind: 'text', text: other(leaf) } : leaf)),
      mistake: { ...mistake, if: clause },
    };
  }
}

/** The body with one of its booleans the other way round: somebody edited it. */
export function* withOtherWords(leaves: readonly Leaf[]): Generator<BodyChange> {
  for (const [at, leaf] of leaves.entries()) {
    if (leaf.kind !== 'true' && leaf.kind !== 'false') continue;
    const kind = leaf.kind === 'true' ? 'false' : 'true';
    yield {
      leaves: leaves.with(at, { ...leaf, kind }),
      mistake: { name: 'field_changed', if: `${dottedPath(leaf.steps)} were ${kind}`, advice: BY_HAND },
    };
  }
}
