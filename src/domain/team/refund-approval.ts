import { shellWord } from '#domain/encoding/shell-word';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { joinTexts, message, type Text } from '#domain/language/message';
import type { Intent } from '#domain/ledger/intent';
import { type Amount, toAmountStrings } from '#domain/payments/amount';
import { amountMessage } from '#domain/payments/amount-message';
import { isRefundIntent } from '#domain/refunds/refund-history';
import { DAY_MS } from '#domain/time/duration';
import type { RefundLimits } from './member-limits.ts';

/**
 * A large refund that needs a second member: it is recorded as blocked, which is the request. Another member approves the request, and
 * its maker sends the same refund again.
 */

/** Time for which an approval can be used, in milliseconds. */
export const APPROVAL_LIFETIME_MS = DAY_MS;

/** Time for which a request is listed as waiting for an approval, in milliseconds. */
export const REQUEST_LIFETIME_MS = 7 * DAY_MS;

/** The approval of a request. */
export interface RefundApproval {
  /** The intent that was blocked. */
  readonly intentId: string;
  /** The name of the approver. */
  readonly by: string;
  /** Epoch milliseconds, by the clock of the server. */
  readonly approvedAt: number;
  readonly expiresAt: number;
}

/** True of a refund that is larger than the member may send without an approval. */
export const needsApproval = ({ minor }: Amount, { withoutApproval }: RefundLimits): boolean =>
  withoutApproval !== undefined && minor > withoutApproval;

/** The failure of a refund that needs an approval and has none. Nothing was sent. */
export class MissingApproval extends Failure {
  readonly amount: Amount;

  constructor(paymentId: string | undefined, amount: Amount, member: string, limits: RefundLimits) {
    const { withoutApproval = 0, currency } = limits;
    const limit = amountMessage({ minor: withoutApproval, currency });
    const text = message(
      '{amount} needs the approval of another member: {member} refunds up to {limit} without one. Nothing was sent.',
      { amount: amountMessage(amount), member, limit },
    );
    const command = `rocketpay refund ${shellWord(paymentId ?? '<payment>')} --amount ${toAmountStrings(amount).major}`;
    const hint = message('This records a request for it: {command}', { command });
    super(EXIT.blocked, 'approval_missing', text, { paymentId, hint });
    this.amount = amount;
  }
}

const NEEDED = 'needs the approval of another member';

/** Returns the failure with the request that an approver approves. */
export const withRequest = ({ exit, code, text, paymentId }: Failure, intentId: string): Failure =>
  new Failure(exit, code, joinTexts([text, message('It was recorded as a request.')], ' '), {
    paymentId,
    intentId,
    hint: message('An approver runs: rocketpay approve {id}. Then run the same refund again within 24 hours.', {
      id: shellWord(intentId),
    }),
  });

/** Reason of a blocked refund that can be approved. */
export const REQUEST_REASON = `it ${NEEDED}`;

/** True of a refund that was blocked because it needs an approval. */
export const isRequest = (
  intent: Pick<Intent, 'kind' | 'path' | 'state' | 'reason' | 'amount' | 'paymentId'>,
): boolean =>
  intent.state === 'held' &&
  intent.reason?.includes(NEEDED) === true &&
  isRefundIntent(intent) &&
  intent.amount !== undefined &&
  intent.paymentId !== undefined;

/** Returns the failure of an approval. Nothing was approved. */
export const notApproved = (code: string, reason: Text, hint?: Text): Failure =>
  new Failure(EXIT.blocked, code, message('The refund was not approved: {reason}.', { reason }), { hint });
