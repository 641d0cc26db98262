import { type CommandSpec, Streamed } from '#cli/command-spec';
import { DEADLINE_OPTION, PAYMENT_ARGUMENT } from '#cli/shared-options';
import type { Context } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { usageError } from '#domain/errors/failure';
import type { Text } from '#domain/language/message';
import type { PaymentState } from '#domain/payments/payment-state';
import { combineChecks, evaluateWait, WAIT_TARGETS, type WaitTarget } from '#domain/payments/wait-result';
import { createRefundResultsCheck } from '#features/refunds/check-refund-results';
import type { PaymentDocument } from '#schemas/document-types';
import { type PaymentAnswer, toPaymentDocument } from './fetch-status.ts';
import { withOpenRefunds } from './open-refunds.ts';
import { paymentLines, paymentResultLines } from './payment-view.ts';
import { waitForPayment } from './poll-status.ts';
import { eachPayment } from './several-payments.ts';

interface Options {
  readonly paymentId: readonly string[];
  readonly until?: readonly WaitTarget[];
  readonly requestId?: string;
  readonly deadline?: number;
  readonly watch?: boolean;
}

export const wait: CommandSpec<Options, PaymentDocument> = {
  about:
    'Polls the status of a payment until it has the expected state. Exit code 3 means that the payment can no ' +
    'longer reach this state. Exit code 8 means that the deadline has expired. With several payments each result ' +
    'is printed as soon as it is available. With --json that is one object per line.',
  arguments: [{ ...PAYMENT_ARGUMENT, words: '<payment-id...>', about: 'your ids of the payments' }],
  options: [
    {
      flags: '--until <states>',
      about: `${WAIT_TARGETS.join(', ')}, or several with commas, of which one is enough (default final)`,
      parse: parseTargets,
      completes: WAIT_TARGETS,
    },
    {
      flags: '--request-id <id>',
      about: 'request id of the refund to wait for (default: every refund without a result)',
    },
    DEADLINE_OPTION,
    { flags: '--watch', about: 'print each change (with --json one object per line)' },
  ],
  exits: [3, 4, 5, 6, 8, 9],
  examples: [
    'rocketpay wait payment_47 --until otp',
    'rocketpay wait payment_47 --until refunded --deadline 10m --watch',
  ],

  async run(options, context) {
    const { paymentId: ids, until = ['final'], requestId, deadline: deadlineMilliseconds, watch = false } = options;
    checkOptions(options);
    // A missing profile or secret is one failure for all payments.
    await context.gate();
    const waitFor = async (paymentId: string, own: Context) => {
      const checks = until.map((target) =>
        target === 'refunded'
          ? createRefundResultsCheck(paymentId, requestId, own)
          : (state: PaymentState) => evaluateWait(state, target),
      );
      const check = combineChecks(await Promise.all(checks));
      const onChange = (answer: PaymentAnswer) => {
        if (watch) own.terminal.emit(toPaymentDocument(answer), paymentLines);
      };
      const goal = { check, until: until.join(','), deadlineMilliseconds, onChange };
      return withOpenRefunds(await waitForPayment({ ...goal, paymentId, justBegun: false }, own), own);
    };
    const [id] = ids;
    if (id !== undefined && ids.length === 1) {
      const document = await waitFor(id, context);
      return watch ? new Streamed(EXIT.done) : document;
    }
    // All payments share one progress line.
    const withSpinner = <T>(_: Text, work: (show: (text: Text) => void) => Promise<T>) => work(() => {});
    const quiet = { ...context, terminal: { ...context.terminal, withSpinner } };
    const exit = await context.terminal.withSpinner(`waiting for ${ids.length} payments`, () =>
      eachPayment(ids, (paymentId) => waitFor(paymentId, quiet), paymentResultLines, context, ids.length),
    );
    return new Streamed(exit);
  },

  view: paymentLines,
};

function checkOptions({ paymentId: ids, until = [], requestId, watch = false }: Options): void {
  if (requestId !== undefined && (until.join() !== 'refunded' || ids.length > 1)) {
    throw usageError('--request-id follows one refund.', 'Give one payment id and --until refunded with it.');
  }
  if (watch && ids.length > 1) throw usageError('--watch follows one payment.', 'Give one payment id.');
}

function parseTargets(text: string): readonly WaitTarget[] {
  const targets = text.split(',').map((part) => WAIT_TARGETS.find((target) => target === part.trim()));
  const known = targets.filter((target) => target !== undefined);
  if (known.length === targets.length) return known;
  throw usageError(`${JSON.stringify(text)} is not a state to wait for.`, `States: ${WAIT_TARGETS.join(', ')}.`);
}
