import type { CommandSpec } from '#cli/command-spec';
import {
  AMOUNT_OPTIONS,
  type AmountOptions,
  againReason,
  DEADLINE_OPTION,
  PAYMENT_FIELDS,
  UNSENT_FIELDS,
  WRITE_OPTIONS,
  type WriteOptions,
} from '#cli/shared-options';
import type { RefundOrder } from '#context';
import type { WriteResult } from '#domain/documents';
import { shellWord } from '#domain/encoding/shell-word';
import { usageError } from '#domain/errors/failure';
import type { Intent } from '#domain/ledger/intent';
import { type Amount, formatMajor } from '#domain/payments/amount';
import { parsePaymentId } from '#domain/payments/payment-id';
import { parseCallbackUrl } from '#domain/profiles/option-values';
import type { RefundPreview } from '#domain/refunds/refund-preview';
import { tellResult } from '#features/ledger/report-result';
import { readAmountOptions } from '#features/payments/amount-options';
import { awaitResult } from '#features/payments/await-result';
import { dryRunDocument } from '#features/payments/dry-run';
import { writeLines } from '#features/payments/request-view';
import { acceptedOf, sendUnlessStored } from '#features/payments/stored-result';
import { refundsCheck } from './check-refunds.ts';
import { unchangedRefund } from './confirm-refund.ts';
import { refundPreviewLines } from './refund-view.ts';
import { amountFields, fullRefund, sendRefund } from './send-refund.ts';
import { settle } from './settle-refund.ts';

interface Options extends WriteOptions, AmountOptions {
  readonly paymentId: string;
  readonly full?: boolean;
  readonly currency?: string;
  readonly description?: string;
  readonly confirm?: string;
  readonly again?: boolean;
  readonly reason?: string;
  readonly withoutBalance?: boolean;
  readonly callbackUrl?: string;
  readonly wait?: boolean;
  readonly settle?: boolean;
  readonly deadline?: number;
}

type Data = WriteResult<{ readonly amountMinor: number; readonly currency: string }>;

export const refund: CommandSpec<Options, Data> = {
  about:
    'Gives money back. The platform has no guard against a repeated refund, so this is one: it reads the payment and the ' +
    'ledger, shows what is paid, refunded and left, and refuses more than that, the same amount twice within 24 hours, ' +
    'and anything while an earlier outcome is not known. The status must be signed, up to date and add up. Then it asks: in a terminal by a question, elsewhere by ' +
    '--confirm, which must name the same amount, and looks at the payment again: what is new since is asked about again. ' +
    'The refund goes to the payment’s own method. --full sends what is left at that moment, so its dry run reads ' +
    'the payment too. After exit code 6 do not repeat it: run rocketpay resume --all.',
  arguments: [{ words: '<payment-id>', about: 'your id of the payment', parse: parsePaymentId, completes: 'payment' }],
  options: [
    ...AMOUNT_OPTIONS,
    { flags: '--full', about: 'everything that is left' },
    { flags: '--currency <code>', about: 'ISO 4217 (default: that of the profile)' },
    { flags: '--description <text>', about: 'why, for the records' },
    { flags: '--confirm <amount>', about: 'the amount again, in the units of the first: for scripts' },
    { flags: '--again', about: 'the same amount a second time within a day; needs --reason' },
    { flags: '--reason <text>', about: 'why it is given back again, for the ledger' },
    {
      flags: '--without-balance',
      about: 'refund although the platform does not say what is left of the payment, or contradicts itself in it',
    },
    {
      flags: '--callback-url <url>',
      about: 'where callbacks of this payment go (default: that of the profile)',
      parse: parseCallbackUrl,
    },
    { flags: '--wait', about: 'wait for the result' },
    { flags: '--settle', about: 'when the outcome is unknown, ask until the platform shows it, and only then end' },
    DEADLINE_OPTION,
    ...WRITE_OPTIONS,
  ],
  fields: [
    'status',
    'paymentId',
    'requestId',
    'intent',
    'amountMinor',
    'currency',
    ...PAYMENT_FIELDS,
    ...UNSENT_FIELDS,
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
    checkWords(options);
    const profile = await context.profile();
    const gate = await context.gate();
    const asked = options.full === true ? undefined : readAmountOptions(options, options.currency ?? profile.currency);
    const callbackUrl = options.callbackUrl ?? profile.callbackUrl;
    const prepare = (amount: Amount | undefined, method?: string, merchantRefundId?: string) => {
      const order: RefundOrder = { paymentId, amount, description, callbackUrl, method, merchantRefundId };
      return unchangedRefund(gate.refund(order, options.set), order);
    };
    const request = prepare(asked);
    const { again = false, reason, confirm, intent: key, amountMinor, withoutBalance } = options;
    const inMinorUnits = amountMinor !== undefined;
    const wish = { paymentId, amount: asked, again, reason, withoutBalance, confirm, inMinorUnits, key };
    const show = (card: RefundPreview) => context.terminal.tell({ card, profile }, refundPreviewLines);
    const isUnsent = options.dryRun === true || options.printCurl === true;
    // The amount of a refund of everything is known only from the payment.
    const shown =
      isUnsent && asked === undefined ? await fullRefund({ ...wish, prepare, show }, profile, context) : request;
    const unsent = await dryRunDocument(shown, options, context);
    if (unsent !== undefined) return unsent;

    const send = () => sendRefund({ ...wish, request, prepare, show }, context);

    const stored = (intent: Intent) => ({ ...acceptedOf(intent), ...amountFields(intent) });
    const settled = async (error: unknown) => {
      if (options.settle !== true) throw error;
      return stored(await settle(error, options.deadline, context));
    };
    const accepted = await sendUnlessStored({ key, request }, send, stored, context).catch(settled);
    const next = `To see the result: rocketpay wait ${shellWord(paymentId)} --until refunded`;
    if (options.wait === true) {
      const judge = await refundsCheck(paymentId, accepted.requestId, context);
      const what = `the refund of ${formatMajor({ minor: accepted.amountMinor, currency: accepted.currency })}`;
      const goal = { judge, until: 'refunded', deadlineMilliseconds: options.deadline, what } as const;
      const followed = await awaitResult(accepted, goal, context);
      await tellResult(accepted, next, context);
      return followed;
    }
    await tellResult(accepted, next, context);
    return accepted;
  },

  view: writeLines('refund'),
};

function checkWords(options: Options): void {
  const { paymentId, amount, amountMinor, full } = options;
  if ([amount, amountMinor, full].filter((value) => value !== undefined).length !== 1) {
    throw usageError(
      'A refund takes exactly one of --amount, --amount-minor and --full.',
      `For example: rocketpay refund ${shellWord(paymentId)} --amount 250.00`,
    );
  }
  againReason(options);
}
