import type { CommandSpec } from '#cli/command-spec';
import { AMOUNT_OPTIONS, type AmountOptions, DEADLINE_OPTION } from '#cli/shared-options';
import type { Context } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure, usageError } from '#domain/errors/failure';
import type { Customer } from '#domain/gate/signed-request';
import { isLoopbackUrl } from '#domain/network/this-machine';
import { describeCodeProblem } from '#domain/otp/otp-code';
import { parsePhone } from '#domain/payments/phone';
import { parseNewFile } from '#domain/profiles/option-values';
import type { EffectiveProfile } from '#domain/profiles/profile';
import { junitXml } from '#domain/smoke/junit-report';
import { type SmokeReport, smokeExit } from '#domain/smoke/smoke-report';
import { DEFAULT_DEADLINE, DEFAULT_DEADLINE_MS } from '#domain/time/default-timeouts';
import { readAmountOptions } from '#features/payments/amount-options';
import { TEST_CUSTOMER } from '#features/sandbox/sandbox-profile';
import { type CodeSource, createCodeReader, withSmokeEnvironment } from './smoke-environment.ts';
import { smoke as runSmoke } from './smoke-test.ts';
import { smokeLines } from './smoke-view.ts';

/** Phone number of a sandbox payer who needs an OTP. */
const SANDBOX_PHONE = '77071234567';

const DEFAULT_AMOUNT = '100';

interface Options extends AmountOptions, CodeSource {
  readonly profile?: string;
  readonly sandbox?: boolean;
  readonly phone?: string;
  readonly deadline?: number;
  readonly junit?: string;
}

export const smoke: CommandSpec<Options, SmokeReport> = {
  about:
    'Runs a whole purchase on a test project: operators, sale, OTP, status, refund. The command never asks ' +
    'questions. The refund needs no --confirm, because the command created the payment. A live profile is refused ' +
    'with exit code 7. The exit code is the exit code of the first failed step. The report is also written after a ' +
    'failure.',
  arguments: [
    { words: '[profile]', about: 'profile of a test project (default: --profile, then the default profile)' },
  ],
  options: [
    { flags: '--sandbox', about: 'test a new sandbox, without a profile' },
    {
      flags: '--phone <number>',
      about: 'phone number of the payer (required unless the platform is a sandbox)',
      parse: parsePhone,
    },
    ...AMOUNT_OPTIONS,
    { flags: '--otp <code>', about: 'the OTP that the payer receives', parse: parseCode },
    {
      flags: '--otp-command <line>',
      about: 'shell command that prints the OTP (it gets ROCKETPAY_PAYMENT_ID and ROCKETPAY_PHONE, and no secret)',
    },
    { ...DEADLINE_OPTION, about: `time limit of the whole test (default ${DEFAULT_DEADLINE})` },
    { flags: '--junit <file>', about: 'write a JUnit report, replacing an older one', parse: parseNewFile },
  ],
  exits: [3, 4, 5, 6, 7, 8, 9],
  examples: [
    'rocketpay smoke --sandbox --junit smoke.xml',
    'rocketpay smoke sandbox --amount 250.00 --json',
    `rocketpay smoke test --phone 77071234567 --otp-command 'cat code.txt'`,
  ],

  run(options, context) {
    const { sandbox = false, deadline: deadlineMilliseconds = DEFAULT_DEADLINE_MS, junit } = options;
    if (sandbox && options.profile !== undefined) {
      throw usageError('--sandbox and a profile were both given.', 'Give one.');
    }
    const save = async (report: SmokeReport) => {
      if (junit !== undefined) await context.saveFile(junit, junitXml(report), { replace: true, mode: 0o644 });
    };
    return withSmokeEnvironment({ sandbox, deadlineMilliseconds }, context, async (own, profile) => {
      const phone = selectPhone(options, profile);
      const isDefault = options.amount === undefined && options.amountMinor === undefined;
      const order = {
        phone,
        amount: readAmountOptions(isDefault ? { amount: DEFAULT_AMOUNT } : options, profile.currency),
        customer: { ...TEST_CUSTOMER, ...profile.customer } satisfies Customer,
        readCode: createCodeReader(options, { profile, phone }, context),
      };
      const report = await runSmoke(order, own, save);
      await save(report).catch((error: unknown) => reportUnsaved(error, report, context));
      return report;
    });
  },

  view: smokeLines,
  exit: smokeExit,
};

/** Reports that the report could not be written. A failed step keeps its exit code, and a passed test ends with 11. */
function reportUnsaved(error: unknown, report: SmokeReport, { terminal }: Pick<Context, 'terminal'>): void {
  if (!(error instanceof Failure)) throw error;
  if (smokeExit(report) !== EXIT.done) return terminal.warn(error.message);
  throw new Failure(EXIT.output, 'output_failed', `${error.message} The smoke test itself passed.`, {
    hint: error.hint,
    paymentId: report.paymentId,
    cause: error,
  });
}

function selectPhone({ phone }: Options, { gateUrl }: EffectiveProfile): string {
  if (phone !== undefined) return phone;
  if (isLoopbackUrl(gateUrl)) return SANDBOX_PHONE;
  throw usageError('A smoke test needs --phone.', 'Give the number that pays and gets the code: --phone 77071234567');
}

function parseCode(text: string): string {
  if (text !== '' && describeCodeProblem(text) === undefined) return text;
  throw usageError('The code is not 3 to 10 digits.');
}
