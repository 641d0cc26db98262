import type { CommandSpec } from '#cli/command-spec';
import { DEADLINE_OPTION, WRITE_OPTIONS, type WriteOptions } from '#cli/shared-options';
import type { Context } from '#context';
import { shellWord } from '#domain/encoding/shell-word';
import { usageError } from '#domain/errors/failure';
import { codeTrouble } from '#domain/otp/otp-state';
import { parsePaymentId } from '#domain/payments/payment-id';
import { evaluateAfterOtp } from '#domain/payments/wait-verdict';
import { tellResult } from '#features/ledger/report-result';
import { awaitResult } from '#features/payments/await-result';
import { dryRunDocument } from '#features/payments/dry-run';
import { writeLines } from '#features/payments/request-view';
import { sendWrite } from '#features/payments/send-write';
import { acceptedOf, sendUnlessStored } from '#features/payments/stored-result';
import type { WriteResult } from '#schemas/document-types';

interface Options extends WriteOptions {
  readonly paymentId: string;
  readonly code?: string;
  readonly force?: boolean;
  readonly wait?: boolean;
  readonly deadline?: number;
}

export const otp: CommandSpec<Options, WriteResult> = {
  about:
    'Submits the OTP. Accepted does not mean paid: after a wrong or late code the platform asks again. Leading zeros are significant. ' +
    'In a terminal the command asks for a missing code.',
  arguments: [
    { words: '<payment-id>', about: 'your id of the payment', parse: parsePaymentId, completes: 'payment' },
    { words: '[code]', about: 'the OTP, or - for standard input' },
  ],
  options: [
    { flags: '--force', about: 'submit the code although it is not 3 to 10 digits, for example A1B2C3' },
    { flags: '--wait', about: 'wait for the result' },
    DEADLINE_OPTION,
    ...WRITE_OPTIONS,
  ],
  exits: [3, 4, 5, 6, 7, 8, 9],
  examples: [
    'rocketpay otp payment_47 012345',
    'echo 012345 | rocketpay otp payment_47 - --wait',
    'rocketpay otp payment_47 A1B2C3 --force',
  ],

  async run(options, context) {
    const code = await readCode(options, context);
    const gate = await context.gate();
    const request = gate.otp(options.paymentId, code, options.set);
    const unsent = await dryRunDocument(request, options, context);
    if (unsent !== undefined) return unsent;

    const write = { request, key: options.intent };
    const accepted = await sendUnlessStored(write, () => sendWrite(write, context), acceptedOf, context);
    if (options.wait === true) {
      const goal = { judge: evaluateAfterOtp(), until: 'final', deadlineMilliseconds: options.deadline } as const;
      return awaitResult(accepted, goal, context);
    }
    await tellResult(accepted, `To see the result: rocketpay wait ${shellWord(accepted.paymentId)}`, context);
    return accepted;
  },

  view: writeLines('OTP'),
};

/**
 * Reads the OTP: a text of 3 to 10 digits (platform docs: OTP rules). Spaces and hyphens between digits are removed.
 * Any other text would use up one of the few attempts.
 *
 * @throws {Failure} (usage) for a text that cannot be a code, without `--force`.
 */
async function readCode(
  { code: given, force = false }: Pick<Options, 'code' | 'force'>,
  { terminal, input }: Pick<Context, 'terminal' | 'input'>,
): Promise<string> {
  const typed = (given === '-' ? await input.text('-') : (given ?? (await askCode(terminal, force)))).trim();
  if (typed === '') throw usageError('The code is empty.', 'Give it as an argument, or as - on standard input.');
  const code = ungrouped(typed);
  if (codeTrouble(code) === undefined) return code;
  if (force) return typed;
  const lines = typed.split(/[\r\n]+/).length;
  const why = lines > 1 ? `has ${lines} lines` : 'is not 3 to 10 digits';
  throw usageError(
    `What was given as the code ${why}. Nothing was sent, and no try was used.`,
    'Give only the digits of the SMS. If the code is really like that: --force',
  );
}

/** Removes spaces and hyphens between the digits of a code; returns any other text unchanged. */
const ungrouped = (text: string): string => text.replace(/(?<=\d)[ -](?=\d)/g, '');

/** Asks for the code until the text can be a code; with `--force` any text is accepted. */
function askCode(terminal: Context['terminal'], force: boolean): Promise<string> {
  if (terminal.interactive) {
    const check = (text: string) => {
      if (text.trim() === '') return 'Type the code from the SMS, for example 012345, or leave with Ctrl-C.';
      const problem = force ? undefined : codeTrouble(ungrouped(text.trim()));
      return problem === undefined || `Not sent: ${problem}. For example: 012345.`;
    };
    return terminal.ask('The code that the customer got:', { check });
  }
  throw usageError('The code is missing: [code].', 'Give it as an argument, or as - on standard input.');
}
