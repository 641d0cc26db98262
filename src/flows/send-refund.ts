import type { Context } from '../context.ts';
import { type Amount, formatAmount } from '../domain/amount.ts';
import type { Accepted } from '../domain/documents.ts';
import type { SignedRequest } from '../domain/gate-request.ts';
import { createIntentId, type Intent, intentIdOf } from '../domain/intent.ts';
import type { RefundCard } from '../domain/refund-rules.ts';
import { confirmRefund } from './confirm-refund.ts';
import { safeRefund } from './safe-refund.ts';
import { sendWrite } from './write.ts';

/** A refund as a person or a script asks for it. */
export interface RefundToSend {
  readonly paymentId: string;
  /** Undefined: all that is left. */
  readonly amount: Amount | undefined;
  /** The same amount a second time within a day, and why. */
  readonly again: boolean;
  readonly reason: string | undefined;
  /** What was given with `--confirm`. */
  readonly confirm: string | undefined;
  readonly inMinorUnits: boolean;
  /** The caller's own idempotency key. */
  readonly key: string | undefined;
  /** As it was asked for. */
  readonly request: SignedRequest;
  /** The request for an amount; with the intent's id where the project takes one. */
  readonly prepare: (amount: Amount, merchantRefundId?: string) => SignedRequest;
  readonly show: (card: RefundCard) => void;
}

/** How long what was read of a payment counts as what is. */
const STALE_MS = 30_000;

type Fields = { readonly amountMinor: number; readonly currency: string };

/**
 * Looks at the payment, shows it, asks, and sends the refund once.
 *
 * @throws {Failure} (held) when it must not be sent, or nobody agreed.
 */
export async function sendRefund(
  refund: RefundToSend,
  context: Pick<Context, 'gate' | 'profile' | 'ledger' | 'clock' | 'terminal'>,
): Promise<Accepted & Fields> {
  const { paymentId, again, reason, confirm, inMinorUnits, key, request: asked, prepare, show } = refund;
  const profile = await context.profile();
  const first = await safeRefund(refund, profile, { ...context, show });
  const { amount } = first;
  if (refund.amount === undefined) {
    context.terminal.note(`All that is left of ${paymentId} at this moment: ${formatAmount(amount)}.`);
  }
  await confirmRefund({ paymentId, amount, inMinorUnits, confirm }, profile, context);
  // Whoever thought about it for long agreed to what was: the rules look at what is.
  const stale = context.clock.now() - first.readAt > STALE_MS;
  const look = { paymentId, amount, again, shown: first.shown };
  const { known, allow } = stale ? await safeRefund(look, profile, { ...context, show }) : first;
  const id = createIntentId();
  // A key stands for one refund: a retry under it must be the same one to the platform too.
  const refundId = key === undefined ? id : intentIdOf(key);
  const request = prepare(amount, profile.merchantRefundId ? refundId : undefined);
  const write = { id, key, request, asked, known, allow, again: again ? reason : undefined };
  return { ...(await sendWrite(write, context)), ...amountFields({ amount }) };
}

/** The amount of an intent, as documents write it. */
export const amountFields = ({ amount }: Pick<Intent, 'amount'>): Fields => ({
  amountMinor: amount?.minor ?? 0,
  currency: amount?.currency ?? '',
});
