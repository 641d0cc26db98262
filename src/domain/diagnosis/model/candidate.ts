import { changedScheme, type SchemeVariant } from '#domain/diagnosis/signer-mistakes/scheme-variant';
import type { BodyChange } from '#domain/diagnosis/transit-changes/body-change';
import type { Mistake } from './mistake.ts';
import { DOCUMENTED, type Leaf, stringBy } from './signing-scheme.ts';

/** A string that somebody may have signed, and what is wrong with it. */
export interface Candidate {
  readonly string: string;
  readonly mistakes: readonly Mistake[];
  /** Which mistaken secrets it is tried with: none, unless said. */
  readonly keys?: 'likely' | 'all';
  /** Likely enough to be tried with everything else that is done with a string and a secret. */
  readonly inAllWays?: boolean;
}

/** What the platform would have signed for a body as it may have been. */
export function* candidatesForString(bodies: Iterable<BodyChange>): Generator<Candidate> {
  for (const { leaves, mistake } of bodies) yield { string: stringBy(DOCUMENTED, leaves), mistakes: [mistake] };
}

/** The strings that mistaken schemes make of a body. */
export function* candidatesForKey(mistaken: readonly SchemeVariant[], leaves: readonly Leaf[]): Generator<Candidate> {
  for (const { mistake, change } of mistaken) {
    yield { string: stringBy(changedScheme(change), leaves), mistakes: [mistake], keys: 'likely' };
  }
}
