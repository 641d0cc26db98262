import type { Amount } from '#domain/payments/amount';
import type { Operator } from '#domain/payments/mobile-operator';
import type { Profile } from '#domain/profiles/profile';
import type { RefundPreview } from '#domain/refunds/refund-preview';
import type { PaymentDocument } from '#schemas/document-types';

/** The output of the guided payment; the view formats it. */
export interface WizardOutput {
  operators(operators: readonly Operator[]): void;
  review(review: WizardReview): void;
  payment(document: PaymentDocument): void;
  refund(card: RefundPreview, profile: Profile): void;
  commands(commands: readonly string[]): void;
}

/** A payment before it is requested. */
export interface WizardReview {
  readonly phone: string;
  readonly amount: Amount;
  readonly customer: string;
  readonly callbacks: string;
  readonly operators: readonly Operator[];
  readonly profile: Profile;
}
