import type { Context, Gate } from '../context.ts';
import { Failure } from '../domain/errors.ts';
import { EXIT } from '../domain/exit-codes.ts';
import type { Outcome, SignedRequest } from '../domain/gate-request.ts';
import { isJsonObject, type JsonObject } from '../domain/json.ts';
import { acceptedOrThrow } from '../domain/outcome.ts';
import { type PaymentState, readPaymentState, textAt } from '../domain/payment-state.ts';

/** The platform's word on a payment: as it was answered, and as it reads. */
export interface PaymentAnswer {
  readonly answer: JsonObject;
  readonly state: PaymentState;
  /** True when the answer carried a signature, which then was right. */
  readonly signed: boolean;
  /** The time at the platform when it answered, as far as it is known. */
  readonly answeredAt?: number | undefined;
}

/**
 * Asks for the status of a payment.
 *
 * @throws {Failure} for anything but an answer about that payment. "Not found (yet)" is an answer.
 */
export async function askStatus(
  paymentId: string,
  gate: Gate,
  context: Pick<Context, 'terminal'>,
): Promise<PaymentAnswer> {
  const request = gate.status(paymentId);
  return readStatus(await gate.send(request), request, context);
}

/** Reads the answer to a status request: see {@link askStatus}. */
export function readStatus(
  outcome: Outcome,
  request: SignedRequest,
  { terminal }: Pick<Context, 'terminal'>,
): PaymentAnswer {
  const { answer, signed, answeredAt } = acceptedOrThrow(outcome, request);
  if (!isJsonObject(answer)) throw strange('it is not a JSON object', request);
  if (!isJsonObject(answer.payment) || textAt(answer.payment, 'status') === undefined) {
    throw strange('it names no payment with a status', request);
  }
  const state = readPaymentState(answer);
  const { paymentId } = request;
  if (paymentId !== undefined && state.paymentId !== undefined && !sameId(state.paymentId, paymentId)) {
    throw strange(`it is about another payment, ${state.paymentId}`, request);
  }
  if (!signed) terminal.warn('the status answer carried no signature: nobody has vouched for it.');
  return { answer, state, signed, answeredAt };
}

/** The platform compares payment ids without regard to case. */
const sameId = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

const strange = (why: string, { paymentId }: SignedRequest): Failure =>
  new Failure(EXIT.unavailable, 'no_answer', `The status answer cannot be used: ${why}.`, { paymentId });
