import type { Context, RefundOrder } from '#context';
import { blockedFailure, type Failure, usageError } from '#domain/errors/failure';
import { findMisplacedRefundFields } from '#domain/gate/body-identity';
import { getRequestAmount, type SignedRequest } from '#domain/gate/signed-request';
import { joinTexts, message, type Text } from '#domain/language/message';
import { type Amount, parseAmount, parseMinorAmount, toAmountStrings } from '#domain/payments/amount';
import { amountMessage, optionAmountMessage } from '#domain/payments/amount-message';
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
    const values = { confirm, amount: optionAmountMessage(amount) };
    throw notConfirmed(message('--confirm {confirm} is not the amount of this refund, {amount}.', values), refund);
  }
  if (!terminal.interactive) throw notConfirmed(message('A refund without a terminal needs --confirm.'), refund);
  const question = joinTexts(
    [
      message('Refund {amount} of {paymentId}?', { amount: amountMessage(amount), paymentId }),
      profile.mode === 'live'
        ? message('LIVE, real money of profile {profile}.', { profile: profile.name })
        : undefined,
    ],
    ' ',
  );
  if (!(await terminal.confirm(question)))
    throw blockedFailure('not_confirmed', message('Not confirmed.'), { paymentId });
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

function notConfirmed(text: Text, { paymentId, amount, inMinorUnits }: RefundToConfirm): Failure {
  const { major, minor } = toAmountStrings(amount);
  const values = { amount: inMinorUnits ? minor : major };
  return blockedFailure('not_confirmed', text, {
    hint: message('If it is right, run the same command with --confirm {amount}', values),
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
    misplaced === undefined
      ? message('--set would change which payment or how much is refunded. Nothing was sent.')
      : message('--set would change which payment or how much is refunded ({field}). Nothing was sent.', {
          field: misplaced,
        }),
    message('Use the payment id, --amount, --amount-minor, --full and --currency.'),
  );
}
