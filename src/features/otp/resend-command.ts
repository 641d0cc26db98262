import type { CommandSpec } from '#cli/command-spec';
import { WRITE_OPTIONS, type WriteOptions } from '#cli/shared-options';
import { shellWord } from '#domain/encoding/shell-word';
import { usageError } from '#domain/errors/failure';
import { parsePaymentId } from '#domain/payments/payment-id';
import { parseCallbackUrl, parseIp } from '#domain/profiles/option-values';
import { dryRunDocument } from '#features/payments/dry-run';
import { writeLines } from '#features/payments/request-view';
import { sendWrite } from '#features/payments/send-write';
import { acceptedOf, sendUnlessStored } from '#features/payments/stored-result';
import type { Accepted, CommandDocument } from '#schemas/document-types';
import { checkResend } from './check-resend.ts';

interface Options extends WriteOptions {
  readonly paymentId: string;
  readonly ip?: string;
  readonly force?: boolean;
  readonly callbackUrl?: string;
}

export const resend: CommandSpec<Options, CommandDocument<'resend'>> = {
  about:
    'Requests a new OTP: only after the previous one has expired (80 or 90 s), and at most three times. Both limits are ' +
    'checked first, by the status of the payment and by the ledger. A request that is too early or exceeds the limit is blocked with exit code 7.',
  arguments: [{ words: '<payment-id>', about: 'your id of the payment', parse: parsePaymentId, completes: 'payment' }],
  options: [
    {
      flags: '--ip <address>',
      about: 'IP address of the customer (default: IP address of the profile)',
      parse: parseIp,
    },
    {
      flags: '--callback-url <url>',
      about: 'URL for callbacks of this payment (default: URL of the profile)',
      parse: parseCallbackUrl,
    },
    { flags: '--force', about: 'send the request without the time check and the limit check' },
    ...WRITE_OPTIONS,
  ],
  exits: [3, 4, 5, 6, 7, 9],
  examples: ['rocketpay resend payment_47', 'rocketpay resend payment_47 --ip 198.51.100.47 --dry-run'],

  async run(options, context) {
    const profile = await context.profile();
    const ip = options.ip ?? profile.customer.ip;
    if (ip === undefined)
      throw usageError(
        'A resend needs --ip.',
        'It can also come from the profile: rocketpay profiles add <name> … --ip <ip>',
      );
    const gate = await context.gate();
    const callbackUrl = options.callbackUrl ?? profile.callbackUrl;
    const url = callbackUrl === undefined ? [] : [{ path: 'general.merchant_callback_url', value: callbackUrl }];
    const request = gate.resend(options.paymentId, ip, [...url, ...(options.set ?? [])]);
    const unsent = await dryRunDocument(request, options, context);
    if (unsent !== undefined) return unsent;

    const paymentId = request.paymentId ?? options.paymentId;
    const write = { request, key: options.intent };
    const send = async (): Promise<Accepted & { readonly resendsLeft: number | null }> => {
      const safe = options.force === true ? undefined : await checkResend(paymentId, profile, context);
      const accepted = await sendWrite({ ...write, ...safe }, context);
      const resendsLeft = safe === undefined ? null : safe.left - 1;
      context.terminal.note(
        `The new code lives ${profile.otpSeconds} s.${resendsLeft === null ? '' : ` Resends left: ${resendsLeft}.`} Then: rocketpay otp ${shellWord(paymentId)}`,
      );
      return { ...accepted, resendsLeft };
    };
    return sendUnlessStored(write, send, (intent) => ({ ...acceptedOf(intent), resendsLeft: null }), context);
  },

  view: writeLines('resend'),
};
