import { blockedFailure, type Failure } from '#domain/errors/failure';
import { message, type Text } from '#domain/language/message';
import type { Amount } from '#domain/payments/amount';
import { amountMessage } from '#domain/payments/amount-message';

/** Limits for the refunds of a member, in minor units. An administrator sets them. An undefined value is no limit. */
export interface RefundLimits {
  /** ISO 4217. The member refunds in no other currency. */
  readonly currency: string;
  /** Largest amount of one refund. */
  readonly perRefund?: number | undefined;
  /** Largest sum of the refunds of 24 hours. */
  readonly perDay?: number | undefined;
  /** Largest amount of a refund that needs no approval of another member. */
  readonly withoutApproval?: number | undefined;
}

/** Limits as an administrator has set them. */
export interface SetLimits {
  /** Undefined: for every member without limits of their own. */
  readonly member: string | undefined;
  /** Undefined: the member has no limits of their own any more. */
  readonly limits: RefundLimits | undefined;
}

/** Returns the limits of a member: their own, else those of everyone; undefined without any. */
export const findLimits = (member: string, all: readonly SetLimits[]): RefundLimits | undefined =>
  all.find((set) => set.member === member && set.limits !== undefined)?.limits ??
  all.find((set) => set.member === undefined)?.limits;

/** A refund to check. Its amount is undefined where the request has none. */
interface LimitedRefund {
  readonly paymentId: string | undefined;
  readonly amount: Amount | undefined;
}

/**
 * Checks a refund against the limits of the member who sends it.
 *
 * @param used minor units that the member has refunded in the last 24 hours, or may have
 * @throws {Failure} (blocked) when it is over a limit, or its amount or currency cannot be compared with one.
 */
export function checkMemberLimits(
  { paymentId, amount }: LimitedRefund,
  member: string,
  limits: RefundLimits,
  used: number,
): void {
  const { currency, perRefund, perDay } = limits;
  const refuse = (text: Text): Failure => blockedFailure('over_limit', text, { paymentId, hint: HINT });
  const toText = (minor: number) => amountMessage({ minor, currency });
  if (amount === undefined)
    throw refuse(message('The amount is not known, so it cannot be compared with the limits of {member}.', { member }));
  if (amount.currency !== currency)
    throw refuse(
      message('The limits of {member} are in {limits}, the refund is in {refund}.', {
        member,
        limits: currency,
        refund: amount.currency,
      }),
    );
  const values = { amount: amountMessage(amount), member };
  if (perRefund !== undefined && amount.minor > perRefund)
    throw refuse(
      message('{amount} is over the limit of {member} for one refund, {limit}.', {
        ...values,
        limit: toText(perRefund),
      }),
    );
  if (perDay === undefined || used + amount.minor <= perDay) return;
  throw refuse(
    message(
      '{amount} is over the limit of {member} for 24 hours, {limit}: {used} was refunded or may have been, {left} is left.',
      {
        ...values,
        ...{ limit: toText(perDay), used: toText(used), left: toText(Math.max(0, perDay - used)) },
      },
    ),
  );
}

const HINT = message(
  'To see the limits: rocketpay ledger members. An administrator changes them with "rocketpay ledger limit".',
);
