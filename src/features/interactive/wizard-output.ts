import type { PaymentDocument } from '#domain/documents';
import type { Amount } from '#domain/payments/amount';
import type { Operator } from '#domain/payments/mobile-operator';
import type { Profile } from '#domain/profiles/profile';
import type { RefundPreview } from '#domain/refunds/refund-preview';

/** What the guided walk shows; how it looks is decided elsewhere. */
export interface WizardOutput {
  operators(operators: readonly Operator[]): void;
  review(review: WizardReview): void;
  payment(document: PaymentDocument): void;
  refund(card: RefundPreview, profile: Profile): void;
  commands(commands: readonly string[]): void;
}

/** A payment that is about to be asked for. */
export interface WizardReview {
  readonly phone: string;
  readonly amount: Amount;
  readonly customer: string;
  readonly callbacks: string;
  readonly operators: readonly Operator[];
  readonly profile: Profile;
}
