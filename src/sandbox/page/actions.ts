import type { JsonObject } from '#domain/json/exact-json';
import { KNOWN_OPERATORS } from '#domain/payments/mobile-operator';
import { isAwaitingOtp, isFailed, isPaid } from '#domain/payments/payment-status';
import { maskPhone, parsePhone } from '#domain/payments/phone';
import { withSignature } from '#domain/signature/signature';
import type { RequestOptions, SandboxEngine } from '#sandbox/engine';
import { ApiError, fieldRefusal } from '#sandbox/gate/api-error';
import type { Project } from '#sandbox/gate/handle-request';
import { statusBody } from '#sandbox/payment-json';
import { acceptCode, acceptResend, acceptSale, resendsLeft } from '#sandbox/sales';
import type { Payment } from '#sandbox/store';
import type { PageRequest } from './link-request.ts';

/** What the page shows now. */
export type PageState =
  | { readonly screen: 'form' | 'over' | 'waiting' }
  | {
      readonly screen: 'code';
      readonly phone: string;
      /** Life of the code, in the sandbox's own milliseconds; then a new one can be asked for. */
      readonly codeMilliseconds: number;
      readonly resendsLeft: number;
      readonly wrongCodes: number;
    }
  | {
      readonly screen: 'success' | 'decline';
      readonly phone: string;
      /** The code of the operation. */
      readonly code: string;
      /** The signed status: what handlers of the widget get. */
      readonly result: JsonObject;
    };

/** What the customer does on the page. */
export type PageStep = 'state' | 'pay' | 'code' | 'resend';

/** Where a payment of the page stands. */
export function pageState({ parameters, endsAt }: PageRequest, project: Project, engine: SandboxEngine): PageState {
  const { books, clock, otpMilliseconds } = engine;
  const payment = books.find(parameters.payment_id ?? '');
  if (payment === undefined) return { screen: clock.now() < endsAt ? 'form' : 'over' };
  const phone = `+${maskPhone(payment.phone)}`;
  const { status, otp, wrongCodes } = payment;
  if (isPaid(status) || isFailed(status)) {
    const result = withSignature(statusBody(project.id, payment), project.secret);
    return { screen: isPaid(status) ? 'success' : 'decline', phone, code: payment.operations[0]?.code ?? '', result };
  }
  if (!isAwaitingOtp(status) || otp === undefined) return { screen: 'waiting' };
  const codeMilliseconds = Math.max(0, otp.createdAt + otpMilliseconds - clock.now());
  return { screen: 'code', phone, codeMilliseconds, resendsLeft: resendsLeft(payment), wrongCodes };
}

/**
 * Does what the customer asks for, in the same books as the Gate, and gives the request id.
 *
 * @throws {ApiError} when it cannot be done now, naming the field where one is wrong.
 */
export function performAction(
  step: Exclude<PageStep, 'state'>,
  fields: StepFields,
  page: PageRequest,
  engine: SandboxEngine,
): string {
  const paymentId = page.parameters.payment_id ?? '';
  switch (step) {
    case 'pay':
      return pay(fields, page, engine);
    case 'code':
      return acceptCode(paymentId, fields.code.trim(), requestOptionsOf(page), engine);
    case 'resend':
      return acceptResend(paymentId, requestOptionsOf(page), engine);
  }
}

export interface StepFields {
  readonly phone: string;
  readonly operator: string;
  readonly code: string;
}

function pay(fields: StepFields, page: PageRequest, engine: SandboxEngine): string {
  const { parameters } = page;
  if (engine.clock.now() >= page.endsAt) throw new ApiError('3060', 'The link is over');
  const operator = page.operator ?? fields.operator;
  if (!KNOWN_OPERATORS.some(({ id }) => id === operator)) throw wrong('operator');
  return acceptSale(
    {
      paymentId: parameters.payment_id ?? '',
      customerId: parameters.customer_id ?? '',
      phone: phoneOf(fields.phone),
      operator,
      amount: Number(parameters.payment_amount),
      currency: parameters.payment_currency ?? '',
      description: parameters.payment_description ?? '',
      ...requestOptionsOf(page),
    },
    engine,
  );
}

function phoneOf(text: string): Payment['phone'] {
  try {
    return parsePhone(text);
  } catch {
    throw wrong('phone');
  }
}

const wrong = (field: string): ApiError =>
  fieldRefusal([{ code: '2004', message: 'is not valid', field, constraint: 'format' }]);

const requestOptionsOf = ({ parameters }: PageRequest): RequestOptions => ({
  callbacks: { delayMilliseconds: 0, disabled: false },
  callbackUrl: parameters.merchant_callback_url,
});
