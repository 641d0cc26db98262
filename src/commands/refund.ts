import type { CommandSpec } from '../command.ts';
import type { RefundOrder } from '../context.ts';
import type { Amount } from '../domain/amount.ts';
import type { WriteResult } from '../domain/documents.ts';
import { usageFailure } from '../domain/errors.ts';
import { idWord, parsePaymentId } from '../domain/payment-id.ts';
import type { PaymentState } from '../domain/payment-state.ts';
import { judgeRefund } from '../domain/waiting.ts';
import { amountLeft } from '../flows/amount-left.ts';
import { confirmRefund, unchangedRefund } from '../flows/confirm-refund.ts';
import { readAmountOptions } from '../flows/read-amount.ts';
import { unsentRequest } from '../flows/unsent-request.ts';
import { followWrite, sendWrite } from '../flows/write.ts';
import { writeLines } from '../views/request-view.ts';
import {
  AMOUNT_OPTIONS,
  type AmountOptions,
  DEADLINE_OPTION,
  PAYMENT_FIELDS,
  UNSENT_FIELDS,
  WRITE_OPTIONS,
  type WriteOptions,
} from './options.ts';

interface Options extends WriteOptions, AmountOptions {
  readonly paymentId: string;
  readonly full?: boolean;
  readonly currency?: string;
  readonly description?: string;
  readonly confirm?: string;
  readonly wait?: boolean;
  readonly deadline?: number;
}

type Data = WriteResult<{ readonly amountMinor: number; readonly currency: string }>;

export const refund: CommandSpec<Options, Data> = {
  about:
    'Gives money back. The platform has no guard against a repeated refund, so this one asks first: in a terminal by a ' +
    'question, elsewhere by --confirm, which must name the same amount. --full reads what is left and sends just that ' +
    '(a dry run shows it without an amount). After exit code 6 do not repeat it: ask for the status.',
  arguments: [{ words: '<payment-id>', about: 'your id of the payment', parse: parsePaymentId }],
  options: [
    ...AMOUNT_OPTIONS,
    { flags: '--full', about: 'everything that is left' },
    { flags: '--currency <code>', about: 'ISO 4217 (default: that of the profile)' },
    { flags: '--description <text>', about: 'why, for the records' },
    { flags: '--confirm <amount>', about: 'the amount again, in the units of the first: for scripts' },
    { flags: '--wait', about: 'wait for the result' },
    DEADLINE_OPTION,
    ...WRITE_OPTIONS,
  ],
  fields: ['status', 'paymentId', 'requestId', 'amountMinor', 'currency', ...PAYMENT_FIELDS, ...UNSENT_FIELDS],
  exits: [3, 4, 5, 6, 7, 8, 9],
  examples: [
    'rocketpay refund payment_47 --amount 250.00 --confirm 250.00',
    'rocketpay refund payment_47 --full --confirm 1000.00 --wait',
    'rocketpay refund payment_47 --amount-minor 25000 --dry-run --json',
  ],

  async run(options, context) {
    const { paymentId, description } = options;
    const given = [options.amount, options.amountMinor, options.full].filter((value) => value !== undefined);
    if (given.length !== 1) {
      throw usageFailure(
        'A refund takes exactly one of --amount, --amount-minor and --full.',
        'For example: --amount 250.00',
      );
    }
    const profile = await context.profile();
    const currency = options.currency ?? profile.currency;
    const gate = await context.gate();
    const asked = options.full === true ? undefined : readAmountOptions(options, currency);
    const prepare = (amount: Amount | undefined) => {
      const order: RefundOrder = { paymentId, amount, description };
      return unchangedRefund(gate.refund(order, options.set), order);
    };
    const unsent = unsentRequest(prepare(asked), options);
    if (unsent !== undefined) return unsent;

    const amount = asked ?? (await amountLeft(paymentId, gate, context));
    await confirmRefund(
      { paymentId, amount, inMinorUnits: options.amountMinor !== undefined, confirm: options.confirm },
      profile,
      context,
    );
    const accepted = {
      ...(await sendWrite(prepare(amount), gate)),
      amountMinor: amount.minor,
      currency: amount.currency,
    };
    if (options.wait === true) {
      const judge = (state: PaymentState) => judgeRefund(state, accepted.requestId);
      return followWrite(accepted, { judge, until: 'refunded', deadlineMilliseconds: options.deadline }, context);
    }
    context.terminal.note(
      `Accepted, not refunded yet. To see the result: rocketpay wait ${idWord(paymentId)} --until refunded`,
    );
    return accepted;
  },

  view: writeLines('refund'),
};
