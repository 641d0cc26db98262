import type { Leaf } from './leaves.ts';
import type { Mistake } from './mistake.ts';
import { buildString, type SignerMistake } from './signing-scheme.ts';

/** A string that a signer may have signed, and what is wrong with it. */
export interface Candidate {
  readonly string: string;
  readonly mistakes: readonly Mistake[];
  /** Which wrong keys it is tried with; undefined: the right key only. */
  readonly keys?: 'common' | 'all';
  /** True for a string that is also tried with wrong hash functions and constructions. */
  readonly anyMac?: boolean;
}

/** A body as it may have been when the platform signed it. */
export interface TransitChange {
  /** In the platform's order. */
  readonly leaves: readonly Leaf[];
  readonly mistake: Mistake;
}

/** Lists the strings that the platform signed for bodies as they were. */
export function* signAsDocumented(changes: Iterable<TransitChange>): Generator<Candidate> {
  for (const { leaves, mistake } of changes) yield { string: buildString(leaves), mistakes: [mistake] };
}

/** Lists the strings of signers with a mistake. */
export function* signWith(mistakes: Iterable<SignerMistake>, leaves: readonly Leaf[]): Generator<Candidate> {
  for (const { mistake, change } of mistakes) {
    yield { string: buildString(leaves, change), mistakes: [mistake], keys: 'common' };
  }
}

/** Returns one item of each generator in turn: what is likely in each comes first. */
export function* interleave<T>(...generators: readonly Generator<T>[]): Generator<T> {
  const running = new Set(generators);
  while (running.size > 0) {
    for (const generator of running) {
      const { done, value } = generator.next();
      if (done === true) running.delete(generator);
      else yield value;
    }
  }
}

/** Lists all choices of `size` items. */
export function combinations<T>(items: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, at) => combinations(items.slice(at + 1), size - 1).map((rest) => [item, ...rest]));
}
