import type { JsonObject } from '#domain/json/exact-json';
import { KNOWN_OPERATORS } from '#domain/payments/mobile-operator';
import { isAwaitingOtp, isFailed, isPaid } from '#domain/payments/payment-status';
import { maskPhone, parsePhone } from '#domain/payments/phone';
import { withSignature } from '#domain/signature/signature';
import type { PaymentRequest, SandboxEngine } from '#sandbox/engine';
import { ApiError, createFieldError } from '#sandbox/gate/api-error';
import { statusBody } from '#sandbox/payment-json';
import { acceptCode, acceptResend, acceptSale, countResendsLeft } from '#sandbox/sales';
import type { PageRequest } from './link-request.ts';

/** The state of the page: its screen and the data of the screen. */
export type PageState =
  | { readonly screen: 'form' | 'expired' | 'waiting' }
  | {
      readonly screen: 'code';
      readonly phone: string;
      /** Milliseconds of the sandbox's own time until the code expires and a new one can be requested. */
      readonly codeMilliseconds: number;
      readonly resendsLeft: number;
      readonly wrongCodes: number;
    }
  | {
      readonly screen: 'success' | 'decline';
      readonly phone: string;
      /** The code of the operation. */
      readonly code: string;
      /** The signed status, for the handlers of the widget. */
      readonly result: JsonObject;
    };

/** The actions of the customer. */
export type PageAction = 'pay' | 'code' | 'resend';

/** Returns the state of the page by the status of its payment. */
export function readPageState({ parameters, endsAt }: PageRequest, engine: SandboxEngine): PageState {
  const { projectId, secret, store, clock, options } = engine;
  const payment = store.find(parameters.payment_id ?? '');
  if (payment === undefined) return { screen: clock.now() < endsAt ? 'form' : 'expired' };
  const phone = `+${maskPhone(payment.phone)}`;
  const { status, otp, wrongCodes } = payment;
  if (isPaid(status) || isFailed(status)) {
    const result = withSignature(statusBody(projectId, payment), secret);
    return { screen: isPaid(status) ? 'success' : 'decline', phone, code: payment.operations[0]?.code ?? '', result };
  }
  if (!isAwaitingOtp(status) || otp === undefined) return { screen: 'waiting' };
  const codeMilliseconds = Math.max(0, otp.createdAt + options.otpMilliseconds - clock.now());
  return { screen: 'code', phone, codeMilliseconds, resendsLeft: countResendsLeft(payment), wrongCodes };
}

/** The values that the customer has entered. */
export interface ActionFields {
  readonly phone: string;
  readonly operator: string;
  readonly code: string;
}

/**
 * Performs an action on the payment, as the Gate would, and returns the request id.
 *
 * @throws {ApiError} when the action is not possible now; it names an invalid field.
 */
export function performAction(
  action: PageAction,
  fields: ActionFields,
  { parameters, operator: chosen, endsAt }: PageRequest,
  engine: SandboxEngine,
): string {
  const request: PaymentRequest = {
    paymentId: parameters.payment_id ?? '',
    callbacks: { delayMilliseconds: 0, disabled: false },
    callbackUrl: parameters.merchant_callback_url,
  };
  if (action === 'code') return acceptCode({ ...request, code: fields.code.trim() }, engine);
  if (action === 'resend') return acceptResend(request, engine);
  if (engine.clock.now() >= endsAt) throw new ApiError('3060', 'The link has expired');
  const operator = chosen ?? fields.operator;
  if (!KNOWN_OPERATORS.some(({ id }) => id === operator)) throw invalid('operator');
  const sale = {
    ...request,
    customerId: parameters.customer_id ?? '',
    phone: readPhone(fields.phone),
    operator,
    amount: Number(parameters.payment_amount),
    currency: parameters.payment_currency ?? '',
    description: parameters.payment_description,
  };
  return acceptSale(sale, engine);
}

function readPhone(text: string): string {
  try {
    return parsePhone(text);
  } catch {
    throw invalid('phone');
  }
}

const invalid = (field: string): ApiError =>
  createFieldError([{ code: '2004', message: 'is not valid', field, constraint: 'format' }]);
