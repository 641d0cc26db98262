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

const PAYMENT_RULES = [
  required('general.payment_id', must.paymentId, '3024'),
  optional('general.merchant_callback_url', must.url),
  optional('callback.delay', must.delay),
  optional('callback.force_disable', must.flag),
];

const REFUND: GateEndpoint = {
  flat: false,
  rules: [
    ...PAYMENT_RULES,
    optional('payment.amount', must.amount),
    optional('payment.currency', must.currency, '3284'),
    optional('payment.description', must.optionalText255),
    optional('payment.merchant_refund_id', must.text255),
  ],
  answer: (body, engine) => {
    const paymentId = readPaymentId(body);
    const refund = {
      paymentId,
      amount: numberField(body, 'payment.amount'),
      currency: textField(body, 'payment.currency'),
      merchantRefundId: textField(body, 'payment.merchant_refund_id'),
      ...readRequestOptions(body),
    };
    return accepted(acceptRefund(refund, engine), paymentId, engine);
  },
};

/** Finds the endpoint of a path. Every payment method has the same refund endpoint (platform docs: Gate endpoints). */
export function findEndpoint(path: string): GateEndpoint | undefined {
  if (/^\/v2\/payment\/[a-z0-9_-]+\/refund$/.test(path)) return REFUND;
  return Object.hasOwn(GATE_ENDPOINTS, path) ? GATE_ENDPOINTS[path] : undefined;
}

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

  '/v2/payment/mobile/sale': {
    flat: false,
    rules: [
      ...PAYMENT_RULES,
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
    answer: (body, engine) => {
      const paymentId = readPaymentId(body);
      const sale = {
        paymentId,
        customerId: textField(body, 'customer.id') ?? '',
        phone: textField(body, 'account.number') ?? '',
        amount: numberField(body, 'payment.amount') ?? 0,
        currency: textField(body, 'payment.currency') ?? '',
        description: textField(body, 'payment.description') ?? '',
        ...readRequestOptions(body),
      };
      return accepted(acceptSale(sale, engine), paymentId, engine);
    },
  },

  '/v2/payment/clarification': {
    flat: false,
    rules: [...PAYMENT_RULES, required('additional_data.additional_data.approval_code', must.text255)],
    answer: (body, engine) => {
      const code = textField(body, 'additional_data.additional_data.approval_code') ?? '';
      return accepted(
        acceptCode(readPaymentId(body), code, readRequestOptions(body), engine),
        readPaymentId(body),
        engine,
      );
    },
  },

  '/v2/customer/action/resend': {
    flat: false,
    rules: [...PAYMENT_RULES, required('customer.ip_address', must.ip)],
    answer: (body, engine) =>
      accepted(acceptResend(readPaymentId(body), readRequestOptions(body), engine), readPaymentId(body), engine),
  },

  '/v2/payment/status': {
    flat: false,
    rules: [required('general.payment_id', must.paymentId, '3024')],
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

const readPaymentId = (body: JsonObject): string => textField(body, 'general.payment_id') ?? '';

const readRequestOptions = (body: JsonObject): RequestOptions => ({
  callbacks: {
    delayMilliseconds: (numberField(body, 'callback.delay') ?? 0) * 1000,
    disabled: getPath(body, 'callback.force_disable') === true,
  },
  callbackUrl: textField(body, 'general.merchant_callback_url'),
});

const unsigned = (body: Json, summary: string): Answer => ({ httpStatus: 200, body, signed: false, summary });

/** Creates the answer to an accepted request. The result comes as a callback (platform docs: synchronous answers). */
const accepted = (requestId: string, paymentId: string, { projectId }: SandboxEngine): Answer =>
  unsigned({ status: 'success', request_id: requestId, project_id: projectId, payment_id: paymentId }, 'accepted');

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
