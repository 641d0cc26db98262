import { type CommandSpec, Streamed } from '#cli/command-spec';
import { DEADLINE_OPTION } from '#cli/shared-options';
import type { Context } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { usageError } from '#domain/errors/failure';
import { parsePaymentId } from '#domain/payments/payment-id';
import type { PaymentState } from '#domain/payments/payment-state';
import { anyOf, evaluateWait, WAIT_TARGETS, type WaitTarget } from '#domain/payments/wait-verdict';
import { refundsCheck } from '#features/refunds/check-refunds';
import type { PaymentDocument } from '#schemas/document-types';
import { eachPayment } from './each-payment.ts';
import type { PaymentAnswer } from './fetch-status.ts';
import { paymentDocument } from './payment-document.ts';
import { ofPaymentLines, paymentLines } from './payment-view.ts';
import { waitForPayment } from './poll-status.ts';

interface Options {
  readonly paymentId: readonly string[];
  readonly until?: readonly WaitTarget[];
  readonly requestId?: string;
  readonly deadline?: number;
  readonly watch?: boolean;
}

export const wait: CommandSpec<Options, PaymentDocument> = {
  about:
    'Polls the status of a payment. Exit code 3 when the state can no longer be reached, 8 at the deadline. For ' +
    'several payments each result is printed as soon as it is available, with --json one object per line.',
  arguments: [
    {
      words: '<payment-id...>',
      about: 'your id of the payment; several are polled concurrently',
      parse: parsePaymentId,
      completes: 'payment',
    },
  ],
  options: [
    {
      flags: '--until <states>',
      about: `${WAIT_TARGETS.join(', ')}; several separated by commas: the first that is reached (default final)`,
      parse: parseTargets,
      completes: WAIT_TARGETS,
    },
    {
      flags: '--request-id <id>',
      about: 'request id of the refund to wait for (default: every refund without a result)',
    },
    DEADLINE_OPTION,
    { flags: '--watch', about: 'print each change; with --json one object per line' },
  ],
  exits: [3, 4, 5, 6, 8, 9],
  examples: [
    'rocketpay wait payment_47 --until otp',
    'rocketpay wait payment_47 --until refunded --deadline 10m --watch',
  ],

  async run({ paymentId: ids, until = ['final'], requestId, deadline, watch = false }, context) {
    const gate = await context.gate();
    checkWords(ids, until, requestId, watch);
    const profile = await context.profile();
    const waitFor = async (paymentId: string, of: Context) => {
      const judges = until.map((target) =>
        target === 'refunded'
          ? refundsCheck(paymentId, requestId, of)
          : (state: PaymentState) => evaluateWait(state, target),
      );
      const onChange = (answer: PaymentAnswer) => {
        if (watch) of.terminal.emit(paymentDocument(answer), paymentLines);
      };
      const waiting = { paymentId, judge: anyOf(await Promise.all(judges)), until: until.join(','), onChange };
      return waitForPayment({ ...waiting, deadlineMilliseconds: deadline, justBegun: false }, gate, profile, of);
    };
    const [id] = ids;
    if (id !== undefined && ids.length === 1) {
      const answer = await waitFor(id, context);
      return watch ? new Streamed(EXIT.done) : paymentDocument(answer);
    }
    // One progress line for all payments.
    const quiet = {
      ...context,
      terminal: { ...context.terminal, during: <T>(_: string, work: During<T>) => work(() => {}) },
    };
    const each = async (paymentId: string) => paymentDocument(await waitFor(paymentId, quiet));
    const exit = await context.terminal.withSpinner(`waiting for ${ids.length} payments`, () =>
      eachPayment(ids, each, ofPaymentLines, context, ids.length),
    );
    return new Streamed(exit);
  },

  view: paymentLines,
};

type During<T> = (say: (text: string) => void) => Promise<T>;

function checkWords(
  ids: readonly string[],
  until: readonly WaitTarget[],
  requestId: string | undefined,
  watch: boolean,
): void {
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
