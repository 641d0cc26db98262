import type { Json, JsonObject } from '#domain/json/exact-json';
import { getPath } from '#domain/json/json-path';
import { KNOWN_OPERATORS } from '#domain/payments/mobile-operator';
import type { RequestOptions, SandboxEngine } from '#sandbox/engine';
import { statusBody, unknownBody } from '#sandbox/payment-json';
import { acceptRefund } from '#sandbox/refunds';
import { acceptCode, acceptResend, acceptSale } from '#sandbox/sales';
import type { Payment } from '#sandbox/store';
import type { Answer } from './api-error.ts';
import { type FieldRule, fieldChecks as must, numberField, optional, required, textField } from './field-rules.ts';

/** An endpoint of the Gate (platform docs: Gate endpoints). */
export interface GateEndpoint {
  /** True when project id and signature are at the top of the body; else they are in `general`. */
  readonly flat: boolean;
  readonly rules: readonly FieldRule[];
  /** Answers a body with a valid signature and checked fields. @throws {ApiError} */
  readonly answer: (body: JsonObject, engine: SandboxEngine) => Answer;
}

/** For this time after the sale, a status is `3062`: not received yet. */
const RECEIVE_MILLISECONDS = 1000;

const PAYMENT_ID = required('general.payment_id', must.paymentId, '3024');

/**
 * Creates an endpoint that accepts a request about a payment and returns its request id. The result comes as a callback
 * (platform docs: synchronous answers).
 */
const write = (
  rules: readonly FieldRule[],
  accept: (body: JsonObject, request: RequestOptions & { readonly paymentId: string }, engine: SandboxEngine) => string,
): GateEndpoint => ({
  flat: false,
  rules: [
    PAYMENT_ID,
    optional('general.merchant_callback_url', must.url),
    optional('callback.delay', must.delay),
    optional('callback.force_disable', must.flag),
    ...rules,
  ],
  answer: (body, engine) => {
    const request = {
      paymentId: readPaymentId(body),
      callbacks: {
        delayMilliseconds: (numberField(body, 'callback.delay') ?? 0) * 1000,
        disabled: getPath(body, 'callback.force_disable') === true,
      },
      callbackUrl: textField(body, 'general.merchant_callback_url'),
    };
    const { projectId: project_id } = engine;
    const request_id = accept(body, request, engine);
    return unsigned({ status: 'success', request_id, project_id, payment_id: request.paymentId }, 'accepted');
  },
});

const REFUND = write(
  [
    optional('payment.amount', must.amount),
    optional('payment.currency', must.currency, '3284'),
    optional('payment.description', must.optionalText255),
    optional('payment.merchant_refund_id', must.text255),
  ],
  (body, request, engine) => {
    const amount = numberField(body, 'payment.amount');
    const currency = textField(body, 'payment.currency');
    const merchantRefundId = textField(body, 'payment.merchant_refund_id');
    return acceptRefund({ ...request, amount, currency, merchantRefundId }, engine);
  },
);

const CODE = 'additional_data.additional_data.approval_code';

const GATE_ENDPOINTS: Readonly<Record<string, GateEndpoint>> = {
  '/v2/info/mobile/sale/list': {
    flat: false,
    rules: [],
    answer: () =>
      unsigned(
        KNOWN_OPERATORS.map(({ id, name }) => ({ code: id, name })),
        'the operators',
      ),
  },

  '/v2/payment/mobile/sale': write(
    [
      required('customer.id', must.text255),
      required('customer.ip_address', must.ip),
      required('customer.first_name', must.text255),
      required('customer.last_name', must.text255),
      required('customer.email', must.text255),
      required('account.number', must.phone),
      required('payment.amount', must.amount),
      required('payment.currency', must.currency),
      optional('payment.description', must.optionalText255),
    ],
    (body, request, engine) => {
      const text = (path: string): string => textField(body, path) ?? '';
      const sale = {
        ...request,
        customerId: text('customer.id'),
        phone: text('account.number'),
        amount: numberField(body, 'payment.amount') ?? 0,
        currency: text('payment.currency'),
        description: text('payment.description'),
      };
      return acceptSale(sale, engine);
    },
  ),

  '/v2/payment/clarification': write([required(CODE, must.text255)], (body, request, engine) =>
    acceptCode(request.paymentId, textField(body, CODE) ?? '', request, engine),
  ),

  '/v2/customer/action/resend': write([required('customer.ip_address', must.ip)], (_, request, engine) =>
    acceptResend(request.paymentId, request, engine),
  ),

  '/v2/payment/status': {
    flat: false,
    rules: [PAYMENT_ID],
    answer: (body, engine) => status(engine.store.find(readPaymentId(body)), readPaymentId(body), engine),
  },

  '/v2/payment/status/request': {
    flat: true,
    rules: [required('request_id', must.text255)],
    answer: (body, engine) => {
      const payment = engine.store.findByRequest(textField(body, 'request_id') ?? '');
      return status(payment, payment?.id ?? '', engine);
    },
  },
};

/** Finds the endpoint of a path. Every payment method has the same refund endpoint (platform docs: Gate endpoints). */
export function findEndpoint(path: string): GateEndpoint | undefined {
  if (/^\/v2\/payment\/[a-z0-9_-]+\/refund$/.test(path)) return REFUND;
  return Object.hasOwn(GATE_ENDPOINTS, path) ? GATE_ENDPOINTS[path] : undefined;
}

const readPaymentId = (body: JsonObject): string => textField(body, 'general.payment_id') ?? '';

const unsigned = (body: Json, summary: string): Answer => ({ httpStatus: 200, body, signed: false, summary });

function status(payment: Payment | undefined, paymentId: string, { clock, projectId }: SandboxEngine): Answer {
  const answer = { httpStatus: 200, signed: true };
  if (payment === undefined) {
    return { ...answer, body: unknownBody(projectId, paymentId, '3061'), summary: '3061 not found' };
  }
  if (clock.now() - payment.createdAt < RECEIVE_MILLISECONDS) {
    return { ...answer, body: unknownBody(projectId, payment.id, '3062'), summary: '3062 not received yet' };
  }
  return { ...answer, body: statusBody(projectId, payment), summary: payment.status };
}
