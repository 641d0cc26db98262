import type { CommandSpec } from '#cli/command-spec';
import {
  AMOUNT_OPTIONS,
  type AmountOptions,
  CALLBACK_URL_OPTION,
  CURRENCY_OPTION,
  CUSTOMER_OPTIONS,
  type CustomerOptions,
  DEADLINE_OPTION,
  IP_OPTION,
  WRITE_OPTIONS,
  type WriteOptions,
} from '#cli/shared-options';
import type { Context, SaleOrder } from '#context';
import { shellWord } from '#domain/encoding/shell-word';
import { usageError } from '#domain/errors/failure';
import { type Customer, getRequestAmount } from '#domain/gate/signed-request';
import { message } from '#domain/language/message';
import { formatAmount } from '#domain/payments/amount';
import { createPaymentId, parsePaymentId, paymentIdForKey } from '#domain/payments/payment-id';
import type { PaymentState } from '#domain/payments/payment-state';
import { maskPhone, parsePhone } from '#domain/payments/phone';
import { evaluateWait, type WaitTarget } from '#domain/payments/wait-result';
import type { Profile } from '#domain/profiles/profile';
import { printResult } from '#features/ledger/print-result';
import type { CommandDocument } from '#schemas/document-types';
import { readAmountOptions } from './amount-options.ts';
import { readCustomer } from './customer-options.ts';
import { dryRunDocument } from './dry-run.ts';
import { sendOnce } from './idempotency-key.ts';
import { awaitResult } from './poll-status.ts';
import { writeLines } from './request-view.ts';

interface Options extends WriteOptions, AmountOptions, CustomerOptions {
  readonly ip?: string;
  readonly phone?: string;
  readonly currency?: string;
  readonly paymentId?: string;
  readonly description?: string;
  readonly callbackUrl?: string;
  readonly wait?: Extract<WaitTarget, 'otp' | 'final'>;
  readonly deadline?: number;
}

export const sale: CommandSpec<Options, CommandDocument<'sale'>> = {
  about:
    'Requests a payment from the phone balance of a customer. "Accepted" does not mean paid. The operator sends ' +
    'the customer an OTP. Submit it with "rocketpay otp". The result arrives as a callback. Customer data without ' +
    'an option comes from the profile.',
  options: [
    {
      flags: '--phone <number>',
      about: 'phone number, for example +7 (707) 123-45-67 or 8 707 123 45 67',
      parse: parsePhone,
    },
    ...AMOUNT_OPTIONS,
    CURRENCY_OPTION,
    {
      flags: '--payment-id <id>',
      about: 'your id of the payment, unique in the project (default: generated, from --intent if given)',
      parse: parsePaymentId,
    },
    ...CUSTOMER_OPTIONS,
    IP_OPTION,
    { flags: '--description <text>', about: 'description of the purchase' },
    CALLBACK_URL_OPTION,
    {
      flags: '--wait [until]',
      about: 'wait for the OTP request (otp) or the final status (final, the default)',
      choices: ['otp', 'final'],
      bare: 'final',
    },
    DEADLINE_OPTION,
    ...WRITE_OPTIONS,
  ],
  exits: [3, 4, 5, 6, 7, 8, 9],
  examples: [
    'rocketpay sale --phone "+7 707 123 45 67" --amount 1000.00',
    'rocketpay sale --phone 77071234567 --amount-minor 100000 --wait otp',
    'rocketpay sale --phone 87071234567 --amount 1000 --set callback.delay=10',
  ],

  async run(options, context) {
    const profile = await context.profile();
    const order = createOrder(options, profile, context);
    const gate = await context.gate();
    const request = gate.sale(order, options.set);
    const unsent = await dryRunDocument(request, options, context);
    if (unsent !== undefined) return unsent;

    // --set may have changed the values of the options.
    const { paymentId = order.paymentId } = request;
    const amount = getRequestAmount(request) ?? order.amount;
    context.terminal.note(
      `Payment id ${paymentId}: ${formatAmount(amount)} from ${maskPhone(order.phone)}, profile ${profile.name} (${profile.mode}).`,
    );
    const { wait: until, deadline: deadlineMilliseconds, intent: key } = options;
    const accepted = {
      ...(await sendOnce({ request, key }, context)),
      amountMinor: amount.minor,
      currency: amount.currency,
    };
    if (until !== undefined) {
      const check = (state: PaymentState) => evaluateWait(state, until);
      return awaitResult(accepted, { check, until, deadlineMilliseconds }, context);
    }
    await printResult(accepted, `When the customer has the code: rocketpay otp ${shellWord(paymentId)}`, context);
    return accepted;
  },

  view: writeLines(message('accepted sale')),
};

function createOrder(options: Options, profile: Profile, { clock }: Pick<Context, 'clock'>): SaleOrder {
  const { phone = '', amount, amountMinor, intent, description } = options;
  const customer = readCustomer(options, profile);
  const required = {
    '--phone': phone,
    '--amount': amount ?? amountMinor,
    '--customer-id': customer.id,
    '--first-name': customer.firstName,
    '--last-name': customer.lastName,
    '--email': customer.email,
    '--ip': customer.ip,
  };
  const missing = Object.entries(required).flatMap(([flag, value]) => (value ? [] : [flag]));
  if (missing.length > 0) {
    throw usageError(
      `A sale needs ${missing.join(', ')}.`,
      'The customer can also come from the profile: rocketpay profiles add <name> … --customer-id …',
    );
  }
  return {
    // With the same key it must be the same sale.
    paymentId: options.paymentId ?? (intent === undefined ? createPaymentId(clock.now()) : paymentIdForKey(intent)),
    phone,
    amount: readAmountOptions(options, options.currency ?? profile.currency),
    customer: customer as Customer,
    description,
    callbackUrl: options.callbackUrl ?? profile.callbackUrl,
  };
}
