import { dotted, type EarlierBody, withText } from './earlier-body.ts';
import type { Leaf } from './signing-scheme.ts';

const MINOR_UNITS = 'Amounts are whole numbers of minor units (1000.00 KZT is 100000): sign what is sent.';

/** From what is in the body to what may have been signed. */
const AMOUNTS: readonly ((amount: number) => string)[] = [
  (amount) => String(amount * 100),
  (amount) => String(amount / 100),
  (amount) => (amount / 100).toFixed(2),
  (amount) => (amount / 100).toFixed(1),
];

/** The body with its amounts in other units: something counted them anew. */
export function* withOtherAmounts(leaves: readonly Leaf[]): Generator<EarlierBody> {
  const places = leaves.flatMap((leaf, at) => (leaf.steps.at(-1)?.name === 'amount' && isAmount(leaf) ? [at] : []));
  for (const count of AMOUNTS) {
    for (const chosen of places.length === 1 ? [places] : [places, ...places.map((place) => [place])]) {
      const fields = chosen.flatMap((at) => leaves[at] ?? []);
      const changed = chosen.reduce((all, at) => all.with(at, counted(all[at] as Leaf, count)), leaves);
      if (fields.length === 0) continue;
      const clause = chosen
        .map((at) => `${dotted((leaves[at] as Leaf).steps)} were ${changed[at]?.text}`)
        .join(' and ');
      yield { leaves: changed, mistake: { name: 'amount_units', if: clause, advice: MINOR_UNITS } };
    }
  }
}

const isAmount = ({ text }: Leaf): boolean => /^\d{1,12}(?:\.\d+)?$/.test(text);

const counted = (leaf: Leaf, count: (amount: number) => string): Leaf => ({
  ...leaf,
  kind: 'text',
  text: count(Number(leaf.text)),
});

const BY_HAND =
  'Somebody changed it after signing. To try another value: rocketpay trigger, which signs what it sends.';

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
export function* withOtherStatuses(leaves: readonly Leaf[]): Generator<EarlierBody> {
  const places = leaves.flatMap((leaf, at) =>
    leaf.steps.at(-1)?.name === 'status' && leaf.kind === 'text' ? [at] : [],
  );
  for (const status of STATUSES) {
    for (const chosen of places.length === 1 ? [places] : [places, ...places.map((place) => [place])]) {
      if (chosen.every((at) => leaves[at]?.text === status)) continue;
      const changed = chosen.reduce((all, at) => all.with(at, withText(all[at] as Leaf, status)), leaves);
      const clause = chosen
        .map((at) => `${dotted((leaves[at] as Leaf).steps)} were ${JSON.stringify(status)}`)
        .join(' and ');
      yield { leaves: changed, mistake: { name: 'field_changed', if: clause, advice: BY_HAND } };
    }
  }
}

/** The body with one of its booleans the other way round: somebody edited it. */
export function* withOtherWords(leaves: readonly Leaf[]): Generator<EarlierBody> {
  for (const [at, leaf] of leaves.entries()) {
    if (leaf.kind !== 'true' && leaf.kind !== 'false') continue;
    const kind = leaf.kind === 'true' ? 'false' : 'true';
    yield {
      leaves: leaves.with(at, { ...leaf, kind }),
      mistake: { name: 'field_changed', if: `${dotted(leaf.steps)} were ${kind}`, advice: BY_HAND },
    };
  }
}
