import type { CommandSpec } from '#cli/command-spec';
import {
  CALLBACK_URL_OPTION,
  IP_OPTION,
  PAYMENT_ARGUMENT,
  WRITE_OPTIONS,
  type WriteOptions,
} from '#cli/shared-options';
import { shellWord } from '#domain/encoding/shell-word';
import { usageError } from '#domain/errors/failure';
import { joinTexts, message } from '#domain/language/message';
import { dryRunDocument } from '#features/payments/dry-run';
import { sendUnlessStored, toAccepted } from '#features/payments/idempotency-key';
import { writeLines } from '#features/payments/request-view';
import { sendWrite } from '#features/payments/send-write';
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
    'Requests a new OTP for the customer. This is possible only after the previous OTP has expired (80 or 90 s), ' +
    'and at most three times. The command first checks both limits by the status of the payment and by the ledger. ' +
    'It blocks a request that is too early or exceeds the limit, with exit code 7.',
  arguments: [PAYMENT_ARGUMENT],
  options: [
    IP_OPTION,
    CALLBACK_URL_OPTION,
    { flags: '--force', about: 'send the request without checking the limits' },
    ...WRITE_OPTIONS,
  ],
  exits: [3, 4, 5, 6, 7, 9],
  examples: ['rocketpay resend payment_47', 'rocketpay resend payment_47 --ip 198.51.100.47 --dry-run'],

  async run(options, context) {
    const profile = await context.profile();
    const { ip = profile.customer.ip, callbackUrl = profile.callbackUrl, set = [], intent: key } = options;
    if (ip === undefined) {
      throw usageError(
        message('A resend needs --ip.'),
        message('It can also come from the profile: rocketpay profiles add <name> … --ip <ip>'),
      );
    }
    const url = callbackUrl === undefined ? [] : [{ path: 'general.merchant_callback_url', value: callbackUrl }];
    const request = (await context.gate()).resend(options.paymentId, ip, [...url, ...set]);
    const unsent = await dryRunDocument(request, options, context);
    if (unsent !== undefined) return unsent;

    const { paymentId = options.paymentId } = request;
    const send = async (): Promise<Accepted & { readonly resendsLeft: number | null }> => {
      const allowed = options.force === true ? undefined : await checkResend(paymentId, profile, context);
      const accepted = await sendWrite({ request, key, ...allowed }, context);
      const resendsLeft = allowed === undefined ? null : allowed.remaining - 1;
      const parts = [
        message('The new code is valid for {seconds} s.', { seconds: profile.otpSeconds }),
        resendsLeft === null ? undefined : message('Resends left: {count}.', { count: resendsLeft }),
        message('Then: rocketpay otp {paymentId}', { paymentId: shellWord(paymentId) }),
      ];
      context.terminal.note(joinTexts(parts, ' '));
      return { ...accepted, resendsLeft };
    };
    return sendUnlessStored(
      { request, key },
      send,
      (intent) => ({ ...toAccepted(intent), resendsLeft: null }),
      context,
    );
  },

  view: writeLines(message('accepted resend')),
};
