import type { Amount } from './amount.ts';
import type { PaymentDocument } from './documents.ts';
import type { Operator } from './operator.ts';
import type { Profile } from './profile.ts';
import type { RefundCard } from './refund-card.ts';

/** What the guided walk shows; how it looks is decided elsewhere. */
export interface WalkShows {
  operators(operators: readonly Operator[]): void;
  review(review: WalkReview): void;
  payment(document: PaymentDocument): void;
  refund(card: RefundCard, profile: Profile): void;
  commands(commands: readonly string[]): void;
}

/** A payment that is about to be asked for. */
export interface WalkReview {
  readonly phone: string;
  readonly amount: Amount;
  readonly customer: string;
  readonly callbacks: string;
  readonly operators: readonly Operator[];
  readonly profile: Profile;
}
