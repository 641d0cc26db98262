import type { CommandSpec } from '../command.ts';
import type { PaymentDocument } from '../domain/documents.ts';
import { Failure, usageFailure } from '../domain/errors.ts';
import { EXIT } from '../domain/exit-codes.ts';
import { parsePaymentId } from '../domain/payment-id.ts';
import { type PaymentAnswer, readStatus } from '../flows/ask-status.ts';
import { learnOwn } from '../flows/learn.ts';
import { paymentDocument } from '../flows/payment-document.ts';
import { paymentLines } from '../views/payment-view.ts';
import { PAYMENT_FIELDS, SET_OPTION, type WriteOptions } from './options.ts';

interface Options extends Pick<WriteOptions, 'set'> {
  readonly paymentId?: string;
  readonly requestId?: string;
}

export const status: CommandSpec<Options, PaymentDocument> = {
  about:
    'Asks the platform for a payment, by its id or by a request id. In the first 10 s after its first request a payment ' +
    'may not be found yet: that is exit code 5, not a failure of the payment.',
  arguments: [{ words: '[payment-id]', about: 'your id of the payment', parse: parsePaymentId, completes: 'payment' }],
  options: [{ flags: '--request-id <id>', about: 'find it by a request id instead' }, SET_OPTION],
  fields: PAYMENT_FIELDS,
  exits: [3, 4, 5, 9],
  examples: ['rocketpay status payment_47', 'rocketpay status payment_47 --field payment.status'],

  async run({ paymentId, requestId, set }, context) {
    if ((paymentId === undefined) === (requestId === undefined)) {
      throw usageFailure('Give a payment id or --request-id, one of them.', 'For example: rocketpay status payment_47');
    }
    const gate = await context.gate();
    const request = requestId === undefined ? gate.status(paymentId ?? '', set) : gate.statusOfRequest(requestId, set);
    const answer = readStatus(await gate.send(request), request, context);
    await learnOwn(answer, context);
    if (answer.state.error !== undefined) throw notFound(answer, paymentId ?? requestId ?? '');
    return paymentDocument(answer);
  },

  view: paymentLines,
};

/** 3061 and 3062 are not final (platform docs: status). */
function notFound({ state }: PaymentAnswer, id: string): Failure {
  const { code, message } = state.error ?? {};
  const early = code === '3061' || code === '3062';
  return new Failure(
    early ? EXIT.unavailable : EXIT.refused,
    early ? 'not_found_yet' : 'refused',
    early
      ? `The platform does not know ${id} (yet): ${code}.`
      : `The platform answered an error: ${[code, message].join(' ').trim()}.`,
    {
      hint: early
        ? 'Right after its first request that is normal: ask again in 10 s. Else check the id and the project.'
        : undefined,
      platformCode: code,
      paymentId: state.paymentId,
    },
  );
}
