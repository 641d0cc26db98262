import type { Context } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure, interruptedFailure } from '#domain/errors/failure';
import type { SignedRequest } from '#domain/gate/signed-request';
import { joinTexts, message } from '#domain/language/message';
import { createIntentId, type Intent } from '#domain/ledger/intent';
import type { Amount } from '#domain/payments/amount';
import { amountMessage } from '#domain/payments/amount-message';
import type { Profile } from '#domain/profiles/profile';
import { chooseMerchantRefundId } from '#domain/refunds/merchant-refund-id';
import { getRefundMethod } from '#domain/refunds/refund-method';
import { describeRepeatRisk } from '#domain/refunds/repeated-refunds';
import { MissingApproval } from '#domain/team/refund-approval';
import { writableLedger } from '#features/ledger/writable-ledger';
import { nothingSent, sendWrite } from '#features/payments/send-write';
import type { Accepted } from '#schemas/document-types';
import { confirmRefund } from './confirm-refund.ts';
import { changedFailure, prepareRefund, type SafeRefund, type ShowRefund } from './prepare-refund.ts';
import { requestApproval } from './request-approval.ts';

/** A refund as a user or a script requests it. */
export interface RefundToSend {
  readonly paymentId: string;
  /** Undefined: everything that is left. */
  readonly amount: Amount | undefined;
  /** Allows the same amount a second time within 24 hours, with a reason. */
  readonly again: boolean;
  readonly reason: string | undefined;
  /** Ticket number of the user's support system. It is not sent. */
  readonly ticket?: string | undefined;
  /** Allows a refund when the platform does not report what is left. */
  readonly withoutBalance?: boolean | undefined;
  /** The value of `--confirm`. */
  readonly confirm: string | undefined;
  readonly inMinorUnits: boolean;
  /** The caller's own idempotency key. */
  readonly key: string | undefined;
  /** The refund as it was requested. */
  readonly request: SignedRequest;
  /** Creates the request for an amount with the payment's method, and with a refund id where the project supports it. */
  readonly prepare: (amount: Amount, method: string, merchantRefundId?: string) => SignedRequest;
  readonly show: ShowRefund;
}

/** Maximum number of times that a refund is prepared on a machine that is too busy to send it with a fresh status. */
const MAX_PREPARATIONS = 5;

type Fields = { readonly amountMinor: number; readonly currency: string };
type SendRefundContext = Pick<Context, 'gate' | 'profile' | 'ledger' | 'clock' | 'terminal'>;

/**
 * Checks the payment, shows it, asks for a confirmation, checks the payment again, and sends the refund once. Changes
 * since the summary are shown and confirmed again, so that nothing is sent that the user has not seen.
 *
 * @throws {Failure} (blocked) when the refund must not be sent, or was not confirmed.
 */
export async function sendRefund(refund: RefundToSend, context: SendRefundContext): Promise<Accepted & Fields> {
  try {
    return await sendConfirmed(refund, context);
  } catch (error) {
    if (isPlainInterruption(error)) throw interruptedFailure(message('Nothing was sent.'));
    throw error instanceof MissingApproval ? await requestApproval(refund, error, context) : error;
  }
}

/** True for an interruption without a write in flight, which a refund has only before it is sent. */
const isPlainInterruption = (error: unknown): boolean =>
  error instanceof Failure && error.exit === EXIT.interrupted && error.hint === undefined;

async function sendConfirmed(refund: RefundToSend, context: SendRefundContext): Promise<Accepted & Fields> {
  const { paymentId } = refund;
  await writableLedger(context).catch(nothingSent);
  const profile = await context.profile();
  const first = await context.terminal.withSpinner(message('reading {paymentId}', { paymentId }), () =>
    prepareRefund(refund, profile, { ...context, show: refund.show }),
  );
  const { amount } = first;
  if (refund.amount === undefined) {
    const values = { paymentId, amount: amountMessage(amount) };
    context.terminal.note(message('Currently left of {paymentId}: {amount}.', values));
  }
  let prepared = await confirmPrepared(refund, first, profile, context);
  for (let count = 1; ; count++) {
    try {
      const accepted = await context.terminal.withSpinner(message('sending the refund of {amount}', { amount }), () =>
        send(refund, prepared, profile, context),
      );
      return { ...accepted, ...toAmountFields({ amount }) };
    } catch (error) {
      if (count === MAX_PREPARATIONS || !canPrepareAgain(error)) throw error;
      prepared = await prepareAgain(refund, prepared, profile, context);
    }
  }
}

/**
 * Creates the request for all that is left of a payment, with its amount and the method of the payment. It is not
 * recorded and not sent.
 *
 * @throws {Failure} (blocked) when the refund would be blocked.
 */
export async function createFullRefundRequest(
  refund: Omit<RefundToSend, 'request'>,
  profile: Profile,
  context: SendRefundContext,
): Promise<SignedRequest> {
  const { amount, state } = await prepareRefund(refund, profile, { ...context, show: refund.show });
  return refund.prepare(amount, getRefundMethod(refund.paymentId, state));
}

/** True when the refund was not sent only because its payment has changed or its status is too old. */
const canPrepareAgain = (error: unknown): boolean =>
  error instanceof Failure && (error.code === 'status_expired' || error.code === 'payment_changed');

/** Resolves with a fresh preparation of the refund, whose payment is as the user has confirmed it. */
async function confirmPrepared(
  refund: RefundToSend,
  shown: SafeRefund,
  profile: Profile,
  context: SendRefundContext,
): Promise<SafeRefund> {
  const { paymentId, inMinorUnits, confirm } = refund;
  const { amount } = shown;
  if (shown.mayRepeat) {
    context.terminal.warn(
      message('an equal refund was sent before. The platform has not shown it, {risk}.', {
        risk: describeRepeatRisk(amount),
      }),
    );
  }
  const confirmedBy = await confirmRefund({ paymentId, amount, inMinorUnits, confirm }, profile, context);
  // The question took time: the rules check the current status.
  return confirmedBy === 'question' ? prepareAgain(refund, shown, profile, context) : shown;
}

/** Prepares the refund again: changes need a new confirmation, or block the refund without a terminal. */
async function prepareAgain(
  refund: RefundToSend,
  prepared: SafeRefund,
  profile: Profile,
  context: SendRefundContext,
): Promise<SafeRefund> {
  const { paymentId, confirm, show } = refund;
  const { amount } = prepared;
  const current = await prepareRefund({ ...refund, amount }, profile, { ...context, show }, prepared.view);
  if (current.changes.length === 0) return current;
  if (confirm !== undefined || !context.terminal.interactive) throw changedFailure(paymentId, current.changes);
  const values = { paymentId, changes: joinTexts(current.changes, '; ') };
  context.terminal.warn(message('{paymentId} has changed since it was shown: {changes}.', values));
  return confirmPrepared(refund, current, profile, context);
}

async function send(
  { paymentId, again, reason, ticket, key, request: requested, prepare }: RefundToSend,
  { amount, state, knownOperations, history, allow, sendBy }: SafeRefund,
  profile: Profile,
  context: SendRefundContext,
): Promise<Accepted> {
  const id = createIntentId();
  const refundId = profile.merchantRefundId ? chooseMerchantRefundId({ id, key, amount }, history) : undefined;
  const request = prepare(amount, getRefundMethod(paymentId, state), refundId);
  const repeatReason = again ? reason : undefined;
  return sendWrite(
    { id, key, request, requested, knownOperations, allow, sendBy, repeatReason, ticket, phone: state.phone },
    context,
  );
}

/** Returns the amount of an intent as fields of a document. */
export const toAmountFields = ({ amount }: Pick<Intent, 'amount'>): Fields => ({
  amountMinor: amount?.minor ?? 0,
  currency: amount?.currency ?? '',
});
