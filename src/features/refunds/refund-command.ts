import type { CommandSpec } from '#cli/command-spec';
import {
  AMOUNT_OPTIONS,
  type AmountOptions,
  againReason,
  CALLBACK_URL_OPTION,
  CURRENCY_OPTION,
  DEADLINE_OPTION,
  PAYMENT_ARGUMENT,
  TICKET_OPTION,
  WRITE_OPTIONS,
  type WriteOptions,
} from '#cli/shared-options';
import type { Context, RefundOrder } from '#context';
import { shellWord } from '#domain/encoding/shell-word';
import { usageError } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import type { Intent } from '#domain/ledger/intent';
import type { Amount } from '#domain/payments/amount';
import type { Terminal } from '#domain/terminal/terminal';
import { printResult } from '#features/ledger/print-result';
import { noteDocument } from '#features/notes/note-document';
import { readAmountOptions } from '#features/payments/amount-options';
import { dryRunDocument } from '#features/payments/dry-run';
import { sendUnlessStored, toAccepted } from '#features/payments/idempotency-key';
import { writeLines } from '#features/payments/request-view';
import type { CommandDocument } from '#schemas/document-types';
import { askRefundAmount } from './ask-amount.ts';
import { awaitRefund } from './await-refund.ts';
import { unchangedRefund } from './confirm-refund.ts';
import type { ShowRefund } from './prepare-refund.ts';
import { refundPreviewLines } from './refund-view.ts';
import { createFullRefundRequest, sendRefund, toAmountFields } from './send-refund.ts';
import { settleRefund } from './settle-refund.ts';

interface Options extends WriteOptions, AmountOptions {
  readonly paymentId: string;
  readonly full?: boolean;
  readonly currency?: string;
  readonly description?: string;
  readonly ticket?: string;
  readonly confirm?: string;
  readonly again?: boolean;
  readonly reason?: string;
  readonly withoutBalance?: boolean;
  readonly callbackUrl?: string;
  readonly wait?: boolean;
  readonly settle?: boolean;
  readonly deadline?: number;
}

export const refund: CommandSpec<Options, CommandDocument<'refund'>> = {
  about:
    'Refunds a payment, in full or in part. The platform does not prevent repeated refunds, so this command does: ' +
    'it reads the payment and the ledger and shows what is paid, refunded and left. It refuses more than what is ' +
    'left, the same amount twice within 24 hours, and any refund while an earlier outcome is unknown. The status ' +
    'must be signed, up to date and consistent. Then the command asks for a confirmation: in a terminal with a ' +
    'question, in a script with --confirm and the same amount. It reads the payment again before sending, and asks ' +
    'again when something has changed. The refund uses the method of the payment. A dry run with --full reads the ' +
    'payment too, because the amount is what is left. After exit code 6 do not repeat the command: run rocketpay ' +
    'resume --all.',
  arguments: [PAYMENT_ARGUMENT],
  options: [
    ...AMOUNT_OPTIONS,
    { flags: '--full', about: 'refund everything that is left' },
    CURRENCY_OPTION,
    { flags: '--description <text>', about: 'reason for the refund, sent to the platform' },
    TICKET_OPTION,
    { flags: '--confirm <amount>', about: 'confirm with the same amount, in the same units, for scripts' },
    { flags: '--again', about: 'refund the same amount again within 24 hours; needs --reason' },
    { flags: '--reason <text>', about: 'reason for the repeated refund, stored in the ledger' },
    {
      flags: '--without-balance',
      about:
        'refund although the platform does not report what is left of the payment, or reports contradictory amounts',
    },
    CALLBACK_URL_OPTION,
    { flags: '--wait', about: 'wait for the result (default in a terminal)' },
    { flags: '--no-wait', about: 'end when the platform has accepted the refund' },
    { flags: '--settle', about: 'when the outcome is unknown, ask the platform until it shows the result' },
    DEADLINE_OPTION,
    ...WRITE_OPTIONS,
  ],
  exits: [3, 4, 5, 6, 7, 8, 9],
  examples: [
    'rocketpay refund payment_47 --amount 250.00 --confirm 250.00',
    'rocketpay refund payment_47 --full --confirm 1000.00 --wait',
    'rocketpay refund payment_47 --amount 250 --confirm 250 --intent ticket-1981',
    'rocketpay refund payment_47 --amount-minor 25000 --dry-run --json',
  ],

  async run(options, context) {
    const { paymentId, description } = options;
    checkOptions(options, context.terminal);
    const profile = await context.profile();
    const gate = await context.gate();
    const amount = await readAmount(options, profile.currency, context);
    const callbackUrl = options.callbackUrl ?? profile.callbackUrl;
    const prepare = (toRefund: Amount | undefined, method?: string, merchantRefundId?: string) => {
      const order: RefundOrder = { paymentId, amount: toRefund, description, callbackUrl, method, merchantRefundId };
      return unchangedRefund(gate.refund(order, options.set), order);
    };
    const request = prepare(amount);
    const { again = false, reason, ticket, confirm, intent: key, amountMinor, withoutBalance } = options;
    const inMinorUnits = amountMinor !== undefined;
    const refund = { paymentId, amount, again, reason, ticket, withoutBalance, confirm, inMinorUnits, key };
    const show: ShowRefund = (preview, notes) =>
      context.terminal.tell({ preview, profile, notes: notes.map(noteDocument) }, refundPreviewLines);
    const isUnsent = options.dryRun === true || options.printCurl === true;
    // The amount of a full refund is known only from the payment.
    const shownRequest =
      isUnsent && amount === undefined
        ? await createFullRefundRequest({ ...refund, prepare, show }, profile, context)
        : request;
    const unsent = await dryRunDocument(shownRequest, options, context);
    if (unsent !== undefined) return unsent;

    const send = () => sendRefund({ ...refund, request, prepare, show }, context);

    const toResult = (intent: Intent) => ({ ...toAccepted(intent), ...toAmountFields(intent) });
    const settleUnknown = async (error: unknown) => {
      if (options.settle !== true) throw error;
      return toResult(await settleRefund(error, options.deadline, context));
    };
    const accepted = await sendUnlessStored({ key, request }, send, toResult, context).catch(settleUnknown);
    const next = message('To see the result: rocketpay wait {id} --until refunded', { id: shellWord(paymentId) });
    if (options.wait ?? context.terminal.interactive) {
      const result = await awaitRefund(accepted, options.deadline, context);
      await printResult(accepted, next, context);
      return result;
    }
    await printResult(accepted, next, context);
    return accepted;
  },

  view: writeLines(message('accepted refund')),
};

/** Checks that exactly one amount is given. In a terminal it can be missing: the command asks for it. */
function checkOptions(options: Options, { interactive }: Pick<Terminal, 'interactive'>): void {
  const { paymentId, amount, amountMinor, full } = options;
  const given = [amount, amountMinor, full].filter((value) => value !== undefined).length;
  if (given !== 1 && !(given === 0 && interactive)) {
    throw usageError(
      message('A refund takes exactly one of --amount, --amount-minor and --full.'),
      message('For example: {example}', { example: `rocketpay refund ${shellWord(paymentId)} --amount 250.00` }),
    );
  }
  againReason(options);
}

/** Returns the amount of the options, or the answer to a question; undefined for everything that is left. */
async function readAmount(options: Options, currency: string, context: Context): Promise<Amount | undefined> {
  const { paymentId, amount, amountMinor, full } = options;
  if (full === true) return undefined;
  if (amount === undefined && amountMinor === undefined) return askRefundAmount(paymentId, context);
  return readAmountOptions(options, options.currency ?? currency);
}
