import type { Context } from '#context';
import { type AnswerContext, isKnownPayment } from '#domain/answers/payment-situations';
import { shellWord } from '#domain/encoding/shell-word';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { joinTexts, message } from '#domain/language/message';
import { projectKey } from '#domain/ledger/intent';
import { fetchStatus, type PaymentAnswer } from '#features/payments/fetch-status';
import { recordOwnStatus } from '#features/payments/record-status';

interface ReadContext {
  readonly known: AnswerContext;
  readonly source: 'platform' | 'ledger';
  /** Time of the context, epoch milliseconds. */
  readonly asOf: number;
}

/**
 * Reads what is known about a payment: its status at the platform, which is recorded, and the requests of the ledger.
 *
 * @throws {Failure} (unavailable) when neither knows the payment; see {@link fetchStatus} for an answer that is not used.
 */
export async function readAnswerContext(paymentId: string, offline: boolean, context: Context): Promise<ReadContext> {
  const status = offline ? undefined : await askPlatform(paymentId, context);
  const project = projectKey(await context.profile());
  const ledger = await context.ledger();
  const [{ intents, elsewhere }, stored] = await Promise.all([
    ledger.paymentHistory(project, paymentId),
    ledger.payment(project, paymentId),
  ]);
  const isKnown = isKnownPayment({ intents, elsewhere }) || stored !== undefined;
  if (!isKnown && status?.state.error !== undefined) throw notFound(paymentId, status);
  if (!isKnown && status === undefined) throw notInLedger(paymentId, offline);
  const readAt = context.clock.now();
  if (status !== undefined) {
    return { known: { state: status.state, intents, elsewhere, readAt }, source: 'platform', asOf: readAt };
  }
  const times = [stored?.seenAt, ...[...intents, ...elsewhere].map(({ changedAt }) => changedAt)];
  return {
    known: { state: undefined, storedStatus: stored?.status, intents, elsewhere, readAt },
    source: 'ledger',
    asOf: Math.max(...times.filter((time) => time !== undefined)),
  };
}

/** Asks for the status, and records it. Returns undefined, with a warning, when the platform gives no usable answer. */
async function askPlatform(paymentId: string, context: Context): Promise<PaymentAnswer | undefined> {
  const gate = await context.gate();
  try {
    const status = await fetchStatus(paymentId, gate, context);
    await recordOwnStatus(status, context);
    return status;
  } catch (error) {
    if (!(error instanceof Failure) || error.exit !== EXIT.unavailable) throw error;
    context.terminal.warn(joinTexts([error.text, message('This answer uses only the ledger.')], ' '));
    return undefined;
  }
}

function notFound(paymentId: string, { state }: PaymentAnswer): Failure {
  const code = state.error?.code;
  const text = message('The platform has no payment {payment}: {code}.', { payment: paymentId, code: String(code) });
  return new Failure(EXIT.unavailable, 'payment_not_found', text, {
    hint: message('Tell the customer nothing yet. Check the id, and the project: rocketpay whoami'),
    paymentId,
    platformCode: code,
  });
}

const notInLedger = (paymentId: string, offline: boolean): Failure =>
  new Failure(
    EXIT.unavailable,
    'payment_not_found',
    message('The ledger has nothing about the payment {payment}.', { payment: paymentId }),
    {
      hint: offline
        ? message('Ask the platform: rocketpay answer {payment}', { payment: shellWord(paymentId) })
        : message('Try again in a minute.'),
      paymentId,
    },
  );
