import type { Context, RefundOrder } from '#context';
import { blockedFailure, type Failure, usageError } from '#domain/errors/failure';
import { misplacedRefundFields } from '#domain/gate/body-identity';
import { amountOf, type SignedRequest } from '#domain/gate/signed-request';
import { type Amount, formatAmount, parseAmount, parseMinorAmount, toAmountStrings } from '#domain/payments/amount';
import type { Profile } from '#domain/profiles/profile';

/** A refund that somebody has to agree to. */
export interface RefundToConfirm {
  readonly paymentId: string;
  readonly amount: Amount;
  /** True when the person wrote the amount in minor units: then `confirm` is in minor units too. */
  readonly inMinorUnits: boolean;
  /** What was given with `--confirm`. */
  readonly confirm: string | undefined;
}

/**
 * Lets a refund pass only when a person said yes, or when `--confirm` names the very amount.
 *
 * @returns how it was confirmed: a question takes time, in which the payment may change
 * @throws {Failure} (held) otherwise. Nothing has been sent then.
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
 * The request, if it asks for the very refund that a person agrees to.
 *
 * @throws {Failure} (usage) when `--set` made it another payment or another amount.
 */
export function unchangedRefund(request: SignedRequest, { paymentId, amount }: RefundOrder): SignedRequest {
  const sent = amountOf(request);
  const [misplaced] = misplacedRefundFields(request.body);
  if (
    misplaced === undefined &&
    request.paymentId === paymentId &&
    sent?.minor === amount?.minor &&
    sent?.currency === amount?.currency
  )
    return request;
  throw usageError(
    `--set would change which payment or how much is refunded${misplaced === undefined ? '' : ` (${misplaced})`}. Nothing was sent.`,
    'Say it with the payment id, --amount, --amount-minor, --full and --currency.',
  );
}
