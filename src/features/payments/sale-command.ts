import type { CommandSpec } from '#cli/command-spec';
import {
  AMOUNT_OPTIONS,
  type AmountOptions,
  DEADLINE_OPTION,
  WRITE_OPTIONS,
  type WriteOptions,
} from '#cli/shared-options';
import type { Context, SaleOrder } from '#context';
import { shellWord } from '#domain/encoding/shell-word';
import { usageError } from '#domain/errors/failure';
import { amountOf, type Customer } from '#domain/gate/signed-request';
import { formatAmount } from '#domain/payments/amount';
import { createPaymentId, parsePaymentId, paymentIdForKey } from '#domain/payments/payment-id';
import type { PaymentState } from '#domain/payments/payment-state';
import { maskPhone, parsePhone } from '#domain/payments/phone';
import { evaluateWait, type WaitTarget } from '#domain/payments/wait-verdict';
import { parseCallbackUrl, parseEmail, parseIp } from '#domain/profiles/option-values';
import type { Profile } from '#domain/profiles/profile';
import { tellResult } from '#features/ledger/report-result';
import type { CommandDocument } from '#schemas/document-types';
import { readAmountOptions } from './amount-options.ts';
import { awaitResult } from './await-result.ts';
import { dryRunDocument } from './dry-run.ts';
import { writeLines } from './request-view.ts';
import { sendWrite } from './send-write.ts';
import { acceptedOf, sendUnlessStored } from './stored-result.ts';

interface Options extends WriteOptions, AmountOptions {
  readonly phone?: string;
  readonly currency?: string;
  readonly paymentId?: string;
  readonly customerId?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly email?: string;
  readonly ip?: string;
  readonly description?: string;
  readonly callbackUrl?: string;
  readonly wait?: Extract<WaitTarget, 'otp' | 'final'>;
  readonly deadline?: number;
}

export const sale: CommandSpec<Options, CommandDocument<'sale'>> = {
  about:
    'Requests a payment from a phone balance. Accepted does not mean paid: the customer receives an OTP, ' +
    '"rocketpay otp" submits it, and the result arrives as a callback. Values without a flag come from the ' +
    'customer of the profile.',
  options: [
    {
      flags: '--phone <number>',
      about: 'phone number, for example +7 (707) 123-45-67 or 8 707 123 45 67',
      parse: parsePhone,
    },
    ...AMOUNT_OPTIONS,
    { flags: '--currency <code>', about: 'ISO 4217 code (default: currency of the profile)' },
    {
      flags: '--payment-id <id>',
      about: 'your id of the payment, unique in the project (default: generated, from --intent if given)',
      parse: parsePaymentId,
    },
    { flags: '--customer-id <id>', about: 'your id of the customer' },
    { flags: '--first-name <name>', about: 'first name of the customer' },
    { flags: '--last-name <name>', about: 'last name of the customer' },
    { flags: '--email <address>', about: 'e-mail address of the customer', parse: parseEmail },
    { flags: '--ip <address>', about: 'IP address of the customer', parse: parseIp },
    { flags: '--description <text>', about: 'description of the purchase' },
    { flags: '--callback-url <url>', about: 'URL for all callbacks of this payment', parse: parseCallbackUrl },
    { flags: '--wait [until]', about: 'wait for the state: otp, final', choices: ['otp', 'final'], bare: 'final' },
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
    const order = readOrder(options, profile, context);
    const gate = await context.gate();
    const request = gate.sale(order, options.set);
    const unsent = await dryRunDocument(request, options, context);
    if (unsent !== undefined) return unsent;

    // The values that are sent: --set may have changed the options.
    const { paymentId = order.paymentId } = request;
    const amount = amountOf(request) ?? order.amount;
    context.terminal.note(
      `Payment id ${paymentId}: ${formatAmount(amount)} from ${maskPhone(order.phone)}, profile ${profile.name} (${profile.mode}).`,
    );
    const write = { request, key: options.intent };
    const accepted = {
      ...(await sendUnlessStored(write, () => sendWrite(write, context), acceptedOf, context)),
      amountMinor: amount.minor,
      currency: amount.currency,
    };
    const { wait: until, deadline } = options;
    if (until !== undefined) {
      const judge = (state: PaymentState) => evaluateWait(state, until);
      return awaitResult(accepted, { judge, until, deadlineMilliseconds: deadline }, context);
    }
    await tellResult(accepted, `When the customer has the code: rocketpay otp ${shellWord(paymentId)}`, context);
    return accepted;
  },

  view: writeLines('sale'),
};

function readOrder(options: Options, profile: Profile, { clock }: Pick<Context, 'clock'>): SaleOrder {
  const customer: Partial<Customer> = {
    ...profile.customer,
    ...(options.customerId === undefined ? {} : { id: options.customerId }),
    ...(options.firstName === undefined ? {} : { firstName: options.firstName }),
    ...(options.lastName === undefined ? {} : { lastName: options.lastName }),
    ...(options.email === undefined ? {} : { email: options.email }),
    ...(options.ip === undefined ? {} : { ip: options.ip }),
  };
  const missing = [
    ...(options.phone === undefined ? ['--phone'] : []),
    ...(options.amount === undefined && options.amountMinor === undefined ? ['--amount'] : []),
    ...CUSTOMER_FLAGS.filter(([field]) => !customer[field]).map(([, flag]) => flag),
  ];
  if (missing.length > 0) {
    throw usageError(
      `A sale needs ${missing.join(', ')}.`,
      'The customer can also come from the profile: rocketpay profiles add <name> … --customer-id …',
    );
  }
  return {
    // The same key must mean the same sale.
    paymentId:
      options.paymentId ??
      (options.intent === undefined ? createPaymentId(clock.now()) : paymentIdForKey(options.intent)),
    phone: options.phone ?? '',
    amount: readAmountOptions(options, options.currency ?? profile.currency),
    customer: customer as Customer,
    description: options.description,
    callbackUrl: options.callbackUrl ?? profile.callbackUrl,
  };
}

const CUSTOMER_FLAGS = [
  ['id', '--customer-id'],
  ['firstName', '--first-name'],
  ['lastName', '--last-name'],
  ['email', '--email'],
  ['ip', '--ip'],
] as const satisfies readonly (readonly [keyof Customer, string])[];
