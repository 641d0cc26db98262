import type { CommandSpec } from '#cli/command-spec';
import { parsePort } from '#cli/parse-number';
import type { Context } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { usageError } from '#domain/errors/failure';
import type { JsonObject } from '#domain/json/exact-json';
import { message } from '#domain/language/message';
import { parsePaymentId } from '#domain/payments/payment-id';
import { readPaymentState } from '#domain/payments/payment-state';
import { isFailed } from '#domain/payments/payment-status';
import { parseCallbackUrl, parseHost, parseNewFile } from '#domain/profiles/option-values';
import type { PaymentDocument } from '#schemas/document-types';
import { runWizard } from './wizard.ts';

interface Options {
  readonly continue?: string;
  readonly callbackUrl?: string;
  readonly listen?: number;
  readonly host?: string;
  readonly showCommands?: boolean;
  readonly saveScript?: string;
}

export const interactive: CommandSpec<Options, PaymentDocument> = {
  about:
    'Guides you through a payment with questions: profile, payer and amount, sale, OTP with its time limits, ' +
    'result, refund. Ctrl-C stops it at any time and prints how to continue. At the end it prints the same steps ' +
    'as commands.',
  options: [
    {
      flags: '--continue <payment-id>',
      about: 'continue a payment that was interrupted',
      parse: parsePaymentId,
      completes: 'payment',
    },
    { flags: '--callback-url <url>', about: 'public URL of this machine for callbacks', parse: parseCallbackUrl },
    { flags: '--listen <port>', about: 'listen for callbacks on this port', parse: parsePort },
    { flags: '--host <address>', about: 'address to listen on (default 127.0.0.1)', parse: parseHost },
    { flags: '--show-commands', about: 'show the command of each step immediately' },
    {
      flags: '--save-script <file>',
      about: 'save the steps as a shell script',
      completes: 'file',
      parse: parseNewFile,
    },
  ],
  exits: [3, 4, 5, 6, 7, 8, 9],
  examples: ['rocketpay interactive', 'rocketpay interactive --continue payment_47 --show-commands'],

  async run(options, context) {
    checkTerminal(context);
    const { continue: continueId, callbackUrl, listen: port, host = '127.0.0.1', showCommands, saveScript } = options;
    const listen = port === undefined ? undefined : { host, port };
    if (continueId !== undefined && saveScript !== undefined) {
      throw usageError(
        message('--save-script records a payment from the sale on, but --continue starts after the sale.'),
        message('Leave out --save-script.'),
      );
    }
    return runWizard({ continueId, callbackUrl, listen, showCommands, saveScript }, context);
  },

  // The result was already shown.
  view: () => [],
  exit: (document) => (isFailed(readPaymentState(document as JsonObject).status) ? EXIT.refused : EXIT.done),
};

function checkTerminal({ terminal }: Pick<Context, 'terminal'>): void {
  if (terminal.interactive) return;
  throw usageError(
    message('The guided payment needs a terminal.'),
    message(
      'Without one use "rocketpay sale" with --phone, --amount and --wait otp, then "rocketpay otp <payment-id> - --wait".',
    ),
  );
}
