import { type CommandSpec, Streamed } from '#cli/command-spec';
import { PAYMENT_ARGUMENT, SET_OPTION, type WriteOptions } from '#cli/shared-options';
import type { Context } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure, usageError } from '#domain/errors/failure';
import type { SignedRequest } from '#domain/gate/signed-request';
import { joinTexts } from '#domain/language/message';
import { projectKey } from '#domain/ledger/intent';
import { lookalikeSentence } from '#domain/payments/lookalike-letters';
import { isRealError } from '#domain/payments/payment-state';
import type { PaymentDocument } from '#schemas/document-types';
import { type PaymentAnswer, readStatus } from './fetch-status.ts';
import { withOpenRefunds } from './open-refunds.ts';
import { paymentLines, paymentResultLines } from './payment-view.ts';
import { recordOwnStatus } from './record-status.ts';
import { eachPayment } from './several-payments.ts';

interface Options extends Pick<WriteOptions, 'set'> {
  readonly paymentId?: readonly string[];
  readonly requestId?: string;
}

export const status: CommandSpec<Options, PaymentDocument> = {
  about:
    'Reads the status of a payment from the platform. In the first 10 s after the first request for a payment the ' +
    'platform may not find it yet. Exit code 5 then does not mean a failed payment. With several payments each ' +
    'result is printed separately. With --json that is one object per line. Exit code 0 means that the platform ' +
    'answered for every payment. Refunds of this ledger that the platform does not show yet are subtracted from ' +
    'what is left.',
  arguments: [{ ...PAYMENT_ARGUMENT, words: '[payment-id...]', about: 'your ids of the payments' }],
  options: [{ flags: '--request-id <id>', about: 'request id of the payment, in place of its payment id' }, SET_OPTION],
  exits: [3, 4, 5, 9],
  examples: ['rocketpay status payment_47', 'rocketpay status payment_47 --field payment.status'],

  async run({ paymentId: ids = [], requestId, set }, context) {
    if ((ids.length === 0) === (requestId === undefined)) {
      throw usageError('Give either a payment id or --request-id.', 'For example: rocketpay status payment_47');
    }
    const gate = await context.readingGate();
    const readPayment = async (request: SignedRequest, id: string) => {
      const answer = readStatus(await gate.send(request), request, gate, context);
      await recordOwnStatus(answer, context);
      if (answer.state.error !== undefined) throw await notFound(answer, id, context);
      return withOpenRefunds(answer, context);
    };
    const readById = (paymentId: string) => readPayment(gate.status(paymentId, set), paymentId);
    const [id] = ids;
    if (requestId !== undefined) return readPayment(gate.statusOfRequest(requestId, set), requestId);
    if (id !== undefined && ids.length === 1) return readById(id);
    return new Streamed(await eachPayment(ids, readById, paymentResultLines, context));
  },

  view: paymentLines,
};

/** Maximum time that the platform may need to show a payment after its first request: six times the documented delay. */
const FIRST_MINUTE_MS = 60_000;

/** Returns the failure for an error of the platform. Codes 3061 and 3062 are not final (platform docs: status). */
async function notFound({ state }: PaymentAnswer, id: string, context: Context): Promise<Failure> {
  const { code, message } = state.error ?? {};
  const details = { platformCode: code, paymentId: state.paymentId };
  if (code !== '3061' && code !== '3062') {
    const text = [code, message].filter((part) => part !== undefined).join(' ');
    const hint = isRealError(code) ? 'If the payment ended with it, the same payment id may be used again.' : undefined;
    return new Failure(EXIT.refused, 'refused', `The platform answered an error: ${text}.`, { ...details, hint });
  }
  if (code === '3061' && !(await wasJustBegun(id, context))) {
    return new Failure(
      EXIT.unavailable,
      'payment_not_found',
      joinTexts([`The platform has no payment ${id}: 3061.`, lookalikeSentence(id)], ' '),
      {
        ...details,
        hint:
          'Check the id and the project: rocketpay whoami. If its first request was sent less than a minute ago, and not ' +
          'with this ledger, ask again.',
      },
    );
  }
  return new Failure(
    EXIT.unavailable,
    'not_found_yet',
    joinTexts([`The platform does not know ${id} (yet): ${code}.`, lookalikeSentence(id)], ' '),
    {
      ...details,
      hint: 'This is normal right after its first request: ask again in 10 s. Otherwise check the id and the project.',
    },
  );
}

/** True when the ledger has a request for the payment that is younger than a minute. */
async function wasJustBegun(paymentId: string, context: Context): Promise<boolean> {
  try {
    const { intents } = await (await context.ledger()).paymentHistory(projectKey(await context.profile()), paymentId);
    return intents.some(({ createdAt }) => Math.abs(context.clock.now() - createdAt) < FIRST_MINUTE_MS);
  } catch (error) {
    if (error instanceof Failure) return true;
    throw error;
  }
}
