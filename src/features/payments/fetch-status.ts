import type { Context, Gate } from '#context';
import { EXIT } from '#domain/errors/exit-codes';
import { Failure } from '#domain/errors/failure';
import { expectAccepted } from '#domain/gate/outcome-failure';
import type { Outcome } from '#domain/gate/request-outcome';
import type { SignedRequest } from '#domain/gate/signed-request';
import { isJsonObject, type JsonObject } from '#domain/json/exact-json';
import { message, type Text } from '#domain/language/message';
import { comparablePaymentId } from '#domain/payments/payment-id';
import { type PaymentState, readPaymentState, textAt } from '#domain/payments/payment-state';
import { isFinal } from '#domain/payments/payment-status';
import type { PaymentDocument } from '#schemas/document-types';

/** The platform's status answer of a payment: the raw answer and the state that was read from it. */
export interface PaymentAnswer {
  readonly answer: JsonObject;
  readonly state: PaymentState;
  /** True when the answer had a valid signature. */
  readonly signed: boolean;
  /** True when the command may act on the answer: it was signed, or the profile accepts unsigned status answers. */
  readonly trusted: boolean;
  /** The platform's time of the answer, in epoch milliseconds, if known. */
  readonly answeredAt?: number | undefined;
}

/**
 * Requests the status of a payment, in order to act on it.
 *
 * @throws {Failure} for anything but an answer about that payment; (unverified) for one that is not signed, unless
 * the profile accepts that. "Not found (yet)" is an answer.
 */
export async function fetchStatus(
  paymentId: string,
  gate: Gate,
  context: Pick<Context, 'terminal'>,
): Promise<PaymentAnswer> {
  const request = gate.status(paymentId);
  const answer = readStatus(await gate.send(request), request, gate, context);
  if (!answer.trusted) throw unsignedFailure(paymentId);
  return answer;
}

/** Converts a status answer to the document of the payment. */
export function toPaymentDocument({ answer, state, signed }: PaymentAnswer): PaymentDocument {
  const { signature: _, ...fields } = answer;
  return { payment: {}, ...fields, final: state.error === undefined && isFinal(state.status), signed };
}

/** Reads the answer to a status request, also an untrusted one: see {@link fetchStatus}. */
export function readStatus(
  outcome: Outcome,
  request: SignedRequest,
  { acceptUnsignedStatus = false }: Pick<Gate, 'acceptUnsignedStatus'>,
  { terminal }: Pick<Context, 'terminal'>,
): PaymentAnswer {
  const { answer, signed, answeredAt } = expectAccepted(outcome, request);
  if (!isJsonObject(answer)) throw unusable(message('it is not a JSON object'), request);
  if (!isJsonObject(answer.payment) || textAt(answer.payment, 'status') === undefined) {
    throw unusable(message('it has no payment with a status'), request);
  }
  const state = readPaymentState(answer);
  const { paymentId = state.paymentId ?? '' } = request;
  if (comparablePaymentId(state.paymentId ?? paymentId) !== comparablePaymentId(paymentId)) {
    throw unusable(message('it is about another payment, {id}', { id: state.paymentId ?? '' }), request);
  }
  const [requested, project] = [readProject(request.body), textAt(answer, 'project_id')];
  if (requested !== undefined && project !== undefined && requested !== project) {
    throw unusable(message('it is about another project, {id}', { id: project }), request);
  }
  if (!signed) {
    terminal.warn(
      acceptUnsignedStatus
        ? message(
            'The status answer is NOT SIGNED: anyone between you and the platform may have forged it, and this profile accepts it (--accept-unsigned-status).',
          )
        : message('The status answer is NOT SIGNED: anyone between you and the platform may have forged it.'),
    );
  }
  return { answer, state, signed, trusted: signed || acceptUnsignedStatus, answeredAt };
}

const readProject = (body: JsonObject): string | undefined =>
  textAt(isJsonObject(body.general) ? body.general : body, 'project_id');

const unsignedFailure = (paymentId: string): Failure =>
  new Failure(EXIT.unverified, 'answer_unverified', message('The status answer has no signature, so it is not used.'), {
    hint: message(
      'Check the proxies between you and the Gate. If the platform signs no answers of this project: rocketpay profiles add … --accept-unsigned-status',
    ),
    paymentId,
  });

const unusable = (why: Text, { paymentId }: SignedRequest): Failure =>
  new Failure(EXIT.unavailable, 'no_answer', message('The status answer cannot be used: {why}.', { why }), {
    hint: message('The request changed nothing. Check the active project and Gate: rocketpay whoami'),
    paymentId,
  });
