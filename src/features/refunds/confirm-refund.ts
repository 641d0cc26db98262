import type { Context, RefundOrder } from '#context';
import { blockedFailure, type Failure, usageError } from '#domain/errors/failure';
import { findMisplacedRefundFields } from '#domain/gate/body-identity';
import { getRequestAmount, type SignedRequest } from '#domain/gate/signed-request';
import { type Amount, formatAmount, parseAmount, parseMinorAmount, toAmountStrings } from '#domain/payments/amount';
import type { Profile } from '#domain/profiles/profile';

/** A refund that needs a confirmation. */
export interface RefundToConfirm {
  readonly paymentId: string;
  readonly amount: Amount;
  /** True when the user wrote the amount in minor units: then `confirm` is in minor units too. */
  readonly inMinorUnits: boolean;
  /** The value of `--confirm`. */
  readonly confirm: string | undefined;
}

/**
 * Confirms a refund by a question in the terminal, or by `--confirm` with the same amount.
 *
 * @returns how the refund was confirmed; the payment may change during a question
 * @throws {Failure} (blocked) otherwise; nothing has been sent.
 */
export async function confirmRefund(
  refund: RefundToConfirm,
  profile: Pick<Profile, 'name' | 'mode'>,
  { terminal }: Pick<Context, 'terminal'>,
): Promise<'question' | 'option'> {
  const { paymentId, amount, confirm } = refund;
  if (confirm !== undefined) {
    if (readConfirmed(confirm, refund) === amount.minor) return 'option';
    throw notConfirmed(`--confirm ${confirm} is not the amount of this refund, ${formatAmount(amount)}.`, refund);
  }
  if (!terminal.interactive) throw notConfirmed('A refund without a terminal needs --confirm.', refund);
  const live = profile.mode === 'live' ? ` LIVE, real money of profile ${profile.name}.` : '';
  const question = `Refund ${formatAmount(amount)} of ${paymentId}?${live}`;
  if (!(await terminal.confirm(question))) throw blockedFailure('not_confirmed', 'Not confirmed.', { paymentId });
  return 'question';
}

function readConfirmed(text: string, { amount, inMinorUnits }: RefundToConfirm): number | undefined {
  try {
    const minor = inMinorUnits && !text.includes('.');
    return (minor ? parseMinorAmount(text, amount.currency) : parseAmount(text, amount.currency)).minor;
  } catch {
    return undefined;
  }
}

function notConfirmed(message: string, { paymentId, amount, inMinorUnits }: RefundToConfirm): Failure {
  const { major, minor } = toAmountStrings(amount);
  return blockedFailure('not_confirmed', message, {
    hint: `If it is right, run the same command with --confirm ${inMinorUnits ? minor : major}`,
    paymentId,
  });
}

/**
 * Returns the request if it contains exactly the refund that the user confirms.
 *
 * @throws {Failure} (usage) when `--set` changed the payment or the amount.
 */
export function unchangedRefund(request: SignedRequest, { paymentId, amount }: RefundOrder): SignedRequest {
  const sent = getRequestAmount(request);
  const [misplaced] = findMisplacedRefundFields(request.body);
  if (
    misplaced === undefined &&
    request.paymentId === paymentId &&
    sent?.minor === amount?.minor &&
    sent?.currency === amount?.currency
  )
    return request;
  throw usageError(
    `--set would change which payment or how much is refunded${misplaced === undefined ? '' : ` (${misplaced})`}. Nothing was sent.`,
    'Use the payment id, --amount, --amount-minor, --full and --currency.',
  );
}
