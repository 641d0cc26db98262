import type { SchemeChange } from '#domain/signature/signing-scheme';
import type { Mistake, Row } from './mistake.ts';

/** One way in which a string is not the platform's: what a signer does, or what happened to the body in transit. */
export type Difference = Row<SchemeChange>;

/** A string that a signer may have signed, and what is wrong with it. */
export interface Candidate {
  readonly string: string;
  readonly mistakes: readonly Mistake[];
  /** The keys that it is tried with (default: right). */
  readonly keys?: 'right' | 'common' | 'all';
  /** The keys that it is tried with in wrong constructions, for example a hash without HMAC (default: none). */
  readonly macs?: 'right' | 'common';
}
