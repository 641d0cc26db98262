import type { Json, JsonObject } from '#domain/json/exact-json';
import { KNOWN_OPERATORS } from '#domain/payments/mobile-operator';
import type { PaymentRequest, SandboxEngine } from '#sandbox/engine';
import { statusBody, unknownBody } from '#sandbox/payment-json';
import { acceptRefund } from '#sandbox/refunds';
import { acceptCode, acceptResend, acceptSale } from '#sandbox/sales';
import type { Payment } from '#sandbox/store';
import type { Answer } from './api-error.ts';
import { type FieldRules, type Fields, must, optional, readFields, required } from './field-rules.ts';

/** An endpoint of the Gate (platform docs: Gate endpoints). */
export interface GateEndpoint {
  /** True when project id and signature are at the top of the body; else they are in `general`. */
  readonly flat: boolean;
  /** Answers a body with a valid signature. @throws {ApiError} */
  readonly answer: (body: JsonObject, engine: SandboxEngine) => Answer;
}

/** For this time after the sale, a status is `3062`: not received yet. */
const RECEIVE_MILLISECONDS = 1000;

const PAYMENT = { paymentId: required('general.payment_id', must.paymentId, '3024') };
const WRITE = {
  ...PAYMENT,
  callbackUrl: optional('general.merchant_callback_url', must.url),
  delay: optional('callback.delay', must.delay),
  disabled: optional('callback.force_disable', must.flag),
};

type Write<Rules extends FieldRules> = Fields<typeof WRITE & Rules> & Pick<PaymentRequest, 'callbacks'>;

/**
 * Creates an endpoint that accepts a request about a payment. The result comes as a callback (platform docs: synchronous
 * answers).
 *
 * @param accept returns the request id
 */
const write = <Rules extends FieldRules>(
  rules: Rules,
  accept: (request: Write<Rules>, engine: SandboxEngine) => string,
): GateEndpoint => ({
  flat: false,
  answer: (body, engine) => {
    const fields = readFields(body, { ...WRITE, ...rules });
    const { delay = 0, disabled = false, paymentId } = fields as Fields<typeof WRITE>;
    const request = { ...fields, callbacks: { delayMilliseconds: delay * 1000, disabled } };
    const request_id = accept(request, engine);
    const answer = { request_id, project_id: engine.projectId, payment_id: paymentId };
    return unsigned({ status: 'success', ...answer }, 'accepted');
  },
});

const REFUND = write(
  {
    amount: optional('payment.amount', must.amount),
    currency: optional('payment.currency', must.currency, '3284'),
    description: optional('payment.description', must.optionalText255),
    merchantRefundId: optional('payment.merchant_refund_id', must.text255),
  },
  acceptRefund,
);

const GATE_ENDPOINTS: Readonly<Record<string, GateEndpoint>> = {
  '/v2/info/mobile/sale/list': {
    flat: false,
    answer: () =>
      unsigned(
        KNOWN_OPERATORS.map(({ id, name }) => ({ code: id, name })),
        'the operators',
      ),
  },

  '/v2/payment/mobile/sale': write(
    {
      customerId: required('customer.id', must.text255),
      ip: required('customer.ip_address', must.ip),
      firstName: required('customer.first_name', must.text255),
      lastName: required('customer.last_name', must.text255),
      email: required('customer.email', must.text255),
      phone: required('account.number', must.phone),
      amount: required('payment.amount', must.amount),
      currency: required('payment.currency', must.currency),
      description: optional('payment.description', must.optionalText255),
    },
    acceptSale,
  ),

  '/v2/payment/clarification': write(
    { code: required('additional_data.additional_data.approval_code', must.text255) },
    acceptCode,
  ),

  '/v2/customer/action/resend': write({ ip: required('customer.ip_address', must.ip) }, acceptResend),

  '/v2/payment/status': {
    flat: false,
    answer: (body, engine) => {
      const { paymentId } = readFields(body, PAYMENT);
      return status(engine.store.find(paymentId), paymentId, engine);
    },
  },

  '/v2/payment/status/request': {
    flat: true,
    answer: (body, engine) => {
      const { requestId } = readFields(body, { requestId: required('request_id', must.text255) });
      const payment = engine.store.findByRequest(requestId);
      return status(payment, payment?.id ?? '', engine);
    },
  },
};

/** Finds the endpoint of a path. Every payment method has the same refund endpoint (platform docs: Gate endpoints). */
export function findEndpoint(path: string): GateEndpoint | undefined {
  if (/^\/v2\/payment\/[a-z0-9_-]+\/refund$/.test(path)) return REFUND;
  return Object.hasOwn(GATE_ENDPOINTS, path) ? GATE_ENDPOINTS[path] : undefined;
}

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
