import type { Json, JsonObject } from '#domain/json/exact-json';
import { getPath } from '#domain/json/json-path';
import { KNOWN_OPERATORS } from '#domain/payments/mobile-operator';
import type { RequestOptions, SandboxEngine } from '#sandbox/engine';
import { statusBody, unknownBody } from '#sandbox/payment-json';
import { acceptRefund } from '#sandbox/refunds';
import { acceptCode, acceptResend, acceptSale } from '#sandbox/sales';
import type { Payment } from '#sandbox/store';
import type { Answer } from './api-error.ts';
import { type FieldRule, fieldProblems as must, numberField, optional, required, textField } from './field-rules.ts';

/** An endpoint of the Gate (platform docs: Gate endpoints). */
export interface GateEndpoint {
  /** Flat requests carry project id and signature at the top, all others in `general`. */
  readonly flat: boolean;
  readonly rules: readonly FieldRule[];
  /** Answers a body that is signed rightly and whose fields are checked. @throws {Refusal} */
  readonly answer: (body: JsonObject, projectId: number, engine: SandboxEngine) => Answer;
}

/** A status asked for sooner than this after the sale is `3062`: not received yet. */
const BLIND_MILLISECONDS = 1000;

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
  answer: (body, projectId, engine) => {
    const paymentId = paymentIdOf(body);
    const refund = {
      paymentId,
      amount: numberField(body, 'payment.amount'),
      currency: textField(body, 'payment.currency'),
      merchantRefundId: textField(body, 'payment.merchant_refund_id'),
      ...requestOptionsOf(body),
    };
    return accepted(acceptRefund(refund, engine), projectId, paymentId);
  },
};

/** The endpoint of a path; undefined when there is none. Every method is refunded in the same way (platform docs: Gate endpoints). */
export function endpointAt(path: string): GateEndpoint | undefined {
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
    answer: (body, projectId, engine) => {
      const paymentId = paymentIdOf(body);
      const sale = {
        paymentId,
        customerId: textField(body, 'customer.id') ?? '',
        phone: textField(body, 'account.number') ?? '',
        amount: numberField(body, 'payment.amount') ?? 0,
        currency: textField(body, 'payment.currency') ?? '',
        description: textField(body, 'payment.description') ?? '',
        ...requestOptionsOf(body),
      };
      return accepted(acceptSale(sale, engine), projectId, paymentId);
    },
  },

  '/v2/payment/clarification': {
    flat: false,
    rules: [...PAYMENT_RULES, required('additional_data.additional_data.approval_code', must.text255)],
    answer: (body, projectId, engine) => {
      const code = textField(body, 'additional_data.additional_data.approval_code') ?? '';
      return accepted(
        acceptCode(paymentIdOf(body), code, requestOptionsOf(body), engine),
        projectId,
        paymentIdOf(body),
      );
    },
  },

  '/v2/customer/action/resend': {
    flat: false,
    rules: [...PAYMENT_RULES, required('customer.ip_address', must.ip)],
    answer: (body, projectId, engine) =>
      accepted(acceptResend(paymentIdOf(body), requestOptionsOf(body), engine), projectId, paymentIdOf(body)),
  },

  '/v2/payment/status': {
    flat: false,
    rules: [required('general.payment_id', must.paymentId, '3024')],
    answer: (body, projectId, engine) =>
      status(engine.books.find(paymentIdOf(body)), projectId, paymentIdOf(body), engine),
  },

  '/v2/payment/status/request': {
    flat: true,
    rules: [required('request_id', must.text255)],
    answer: (body, projectId, engine) => {
      const payment = engine.books.findByRequest(textField(body, 'request_id') ?? '');
      return status(payment, projectId, payment?.id ?? '', engine);
    },
  },
};

const paymentIdOf = (body: JsonObject): string => textField(body, 'general.payment_id') ?? '';

const requestOptionsOf = (body: JsonObject): RequestOptions => ({
  callbacks: {
    delayMilliseconds: (numberField(body, 'callback.delay') ?? 0) * 1000,
    disabled: getPath(body, 'callback.force_disable') === true,
  },
  callbackUrl: textField(body, 'general.merchant_callback_url'),
});

const unsigned = (body: Json, summary: string): Answer => ({ httpStatus: 200, body, signed: false, summary });

/** Accepted, which is not paid: the result comes as a callback (platform docs: synchronous answers). */
const accepted = (requestId: string, projectId: number, paymentId: string): Answer =>
  unsigned({ status: 'success', request_id: requestId, project_id: projectId, payment_id: paymentId }, 'accepted');

function status(payment: Payment | undefined, projectId: number, paymentId: string, { clock }: SandboxEngine): Answer {
  const answer = { httpStatus: 200, signed: true };
  if (payment === undefined) {
    return { ...answer, body: unknownBody(projectId, paymentId, '3061'), summary: '3061 not found' };
  }
  if (clock.now() - payment.createdAt < BLIND_MILLISECONDS) {
    return { ...answer, body: unknownBody(projectId, payment.id, '3062'), summary: '3062 not received yet' };
  }
  return { ...answer, body: statusBody(projectId, payment), summary: payment.status };
}
