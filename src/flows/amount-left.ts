import type { Context, Gate } from '../context.ts';
import { type Amount, formatAmount } from '../domain/amount.ts';
import { Failure } from '../domain/errors.ts';
import { EXIT } from '../domain/exit-codes.ts';
import { isRefundable } from '../domain/statuses.ts';
import { askStatus } from './ask-status.ts';

/**
 * What is left of a payment to refund, as the platform says now (platform docs: refund rules).
 *
 * @throws {Failure} (held) when nothing can be refunded.
 */
export async function amountLeft(paymentId: string, gate: Gate, context: Pick<Context, 'terminal'>): Promise<Amount> {
  const { state } = await askStatus(paymentId, gate, context);
  const { left, status, error } = state;
  if (error === undefined && isRefundable(status) && left !== undefined && left.minor > 0) {
    context.terminal.note(`Left of ${paymentId}: ${formatAmount(left)}.`);
    return left;
  }
  const why =
    error === undefined
      ? `its status is "${status}"${left === undefined ? '' : ` and ${formatAmount(left)} is left`}`
      : `the platform does not know it (${error.code})`;
  throw new Failure(
    EXIT.held,
    'not_refundable',
    `There is nothing to refund of ${paymentId}: ${why}. Nothing was sent.`,
    {
      paymentId,
      platformCode: error?.code,
    },
  );
}
