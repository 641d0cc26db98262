import { type CommandSpec, Streamed } from '../command.ts';
import type { PaymentDocument } from '../domain/documents.ts';
import { usageFailure } from '../domain/errors.ts';
import { EXIT } from '../domain/exit-codes.ts';
import { parsePaymentId } from '../domain/payment-id.ts';
import type { PaymentState } from '../domain/payment-state.ts';
import { judgePayment, WAIT_TARGETS, type WaitTarget } from '../domain/waiting.ts';
import type { PaymentAnswer } from '../flows/ask-status.ts';
import { refundsJudge } from '../flows/judge-refunds.ts';
import { paymentDocument } from '../flows/payment-document.ts';
import { waitForPayment } from '../flows/wait-for-payment.ts';
import { paymentLines } from '../views/payment-view.ts';
import { DEADLINE_OPTION, PAYMENT_FIELDS } from './options.ts';

interface Options {
  readonly paymentId: string;
  readonly until?: WaitTarget;
  readonly requestId?: string;
  readonly deadline?: number;
  readonly watch?: boolean;
}

export const wait: CommandSpec<Options, PaymentDocument> = {
  about:
    'Asks for the status at a calm pace. Exit code 3 when what is waited for can no longer come, 8 at the deadline.',
  arguments: [{ words: '<payment-id>', about: 'your id of the payment', parse: parsePaymentId, completes: 'payment' }],
  options: [
    { flags: '--until <state>', about: `${WAIT_TARGETS.join(', ')} (default final)`, choices: WAIT_TARGETS },
    { flags: '--request-id <id>', about: 'of the refund to wait for (default: each without a result)' },
    DEADLINE_OPTION,
    { flags: '--watch', about: 'print each change; with --json one object a line' },
  ],
  fields: PAYMENT_FIELDS,
  exits: [3, 4, 5, 6, 8, 9],
  examples: [
    'rocketpay wait payment_47 --until otp',
    'rocketpay wait payment_47 --until refunded --deadline 10m --watch',
  ],

  async run({ paymentId, until = 'final', requestId, deadline, watch }, context) {
    const gate = await context.gate();
    if (requestId !== undefined && until !== 'refunded') {
      throw usageFailure('--request-id follows a refund.', 'Give --until refunded with it.');
    }
    const judge =
      until === 'refunded'
        ? await refundsJudge(paymentId, requestId, context)
        : (state: PaymentState) => judgePayment(state, until);
    const onChange = (answer: PaymentAnswer) => {
      if (watch === true) context.terminal.emit(paymentDocument(answer), paymentLines);
    };
    const waiting = { paymentId, judge, until, deadlineMilliseconds: deadline, justBegun: false, onChange };
    const answer = await waitForPayment(waiting, gate, await context.profile(), context);
    return watch === true ? new Streamed(EXIT.done) : paymentDocument(answer);
  },

  view: paymentLines,
};
