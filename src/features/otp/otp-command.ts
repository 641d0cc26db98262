import type { CommandSpec } from '#cli/command-spec';
import { DEADLINE_OPTION, PAYMENT_ARGUMENT, WRITE_OPTIONS, type WriteOptions } from '#cli/shared-options';
import type { Context } from '#context';
import { shellWord } from '#domain/encoding/shell-word';
import { usageError } from '#domain/errors/failure';
import { message } from '#domain/language/message';
import { describeCodeProblem } from '#domain/otp/otp-code';
import { createOtpCheck } from '#domain/payments/wait-result';
import { printResult } from '#features/ledger/print-result';
import { dryRunDocument } from '#features/payments/dry-run';
import { sendOnce } from '#features/payments/idempotency-key';
import { awaitResult } from '#features/payments/poll-status';
import { writeLines } from '#features/payments/request-view';
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
    'Submits the OTP that the customer received. "Accepted" does not mean paid. After a wrong or late code the ' +
    'platform asks again. Leading zeros are significant. In a terminal the command asks for a missing code.',
  arguments: [PAYMENT_ARGUMENT, { words: '[code]', about: 'the OTP, or - for standard input' }],
  options: [
    { flags: '--force', about: 'submit a code that is not 3 to 10 digits, for example A1B2C3' },
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
    const { paymentId, set, intent: key, wait = false, deadline: deadlineMilliseconds } = options;
    const code = await readCode(options, context);
    const request = (await context.gate()).otp(paymentId, code, set);
    const unsent = await dryRunDocument(request, options, context);
    if (unsent !== undefined) return unsent;

    const accepted = await sendOnce({ request, key }, context);
    if (wait) return awaitResult(accepted, { check: createOtpCheck(), until: 'final', deadlineMilliseconds }, context);
    const next = message('To see the result: rocketpay wait {paymentId}', { paymentId: shellWord(accepted.paymentId) });
    await printResult(accepted, next, context);
    return accepted;
  },

  view: writeLines(message('accepted OTP')),
};

const HOW_TO_GIVE = message('Give it as an argument, or as - on standard input.');

/**
 * Reads the OTP: 3 to 10 digits (platform docs: OTP rules). Spaces and hyphens between digits are removed. Any other
 * text would use up one of the few attempts.
 *
 * @throws {Failure} (usage) for a text that is not a usual code, without `--force`.
 */
async function readCode(
  { code: given, force = false }: Pick<Options, 'code' | 'force'>,
  { terminal, input }: Pick<Context, 'terminal' | 'input'>,
): Promise<string> {
  const text = (given === '-' ? await input.text('-') : (given ?? (await askCode(terminal, force)))).trim();
  if (text === '') throw usageError(message('The code is empty.'), HOW_TO_GIVE);
  const code = removeSeparators(text);
  if (describeCodeProblem(code) === undefined) return code;
  if (force) return text;
  const lines = text.split(/[\r\n]+/).length;
  throw usageError(
    lines > 1
      ? message('The code has {lines} lines. Nothing was sent, and no try was used.', { lines })
      : message('The code is not 3 to 10 digits. Nothing was sent, and no try was used.'),
    message('Give only the digits of the SMS. If the code is really like that: --force'),
  );
}

/** Removes spaces and hyphens between the digits of a code; returns any other text unchanged. */
const removeSeparators = (text: string): string => text.replace(/(?<=\d)[ -](?=\d)/g, '');

/** Asks for the code until the text can be a code; with `--force` any text is accepted. */
function askCode(terminal: Context['terminal'], force: boolean): Promise<string> {
  if (!terminal.interactive) {
    throw usageError(message('The code is missing: [code].'), HOW_TO_GIVE);
  }
  const check = (text: string) => {
    if (text.trim() === '') return message('Type the code from the SMS, for example 012345, or leave with Ctrl-C.');
    const problem = force ? undefined : describeCodeProblem(removeSeparators(text.trim()));
    return problem === undefined || message('Not sent: {problem}. For example: 012345.', { problem });
  };
  return terminal.ask(message('The code that the customer got:'), { check });
}
