import { randomInt } from 'node:crypto';
import { isJsonObject, type Json, type JsonObject } from '#domain/json/exact-json';
import type { Amount } from '#domain/payments/amount';
import type { CallbackEvent } from './callback-event.ts';

/** Payment of a sample callback. */
export interface CallbackTemplate {
  readonly projectId: number;
  readonly paymentId: string;
  /** Amount of the purchase. */
  readonly amount: Amount;
  /** Date of the callback, in epoch milliseconds. */
  readonly now: number;
  /** A callback about the same payment. Its other fields are kept. */
  readonly like?: JsonObject | undefined;
}

/** A purchase of 1000.00 KZT, as in the platform's documentation. */
export const USUAL_AMOUNT: Amount = { minor: 100_000, currency: 'KZT' };

interface SampleOutcome {
  readonly payment: string;
  readonly operation: string;
  readonly code: string;
  readonly message: string;
  readonly type: 'sale' | 'refund';
}

/** Statuses and operation of each event (platform docs: callbacks). */
const OUTCOMES: Readonly<Record<CallbackEvent, SampleOutcome>> = {
  'purchase.success': { type: 'sale', payment: 'success', operation: 'success', code: '0', message: 'Success' },
  'purchase.decline': {
    type: 'sale',
    payment: 'decline',
    operation: 'decline',
    code: '20000',
    message: 'General decline',
  },
  'purchase.otp': {
    type: 'sale',
    payment: 'awaiting clarification',
    operation: 'awaiting clarification',
    code: '9999',
    message: 'Awaiting processing',
  },
  'refund.success': { type: 'refund', payment: 'refunded', operation: 'success', code: '0', message: 'Success' },
  'refund.partial': {
    type: 'refund',
    payment: 'partially refunded',
    operation: 'success',
    code: '0',
    message: 'Success',
  },
  'refund.decline': {
    type: 'refund',
    payment: 'success',
    operation: 'decline',
    code: '20000',
    message: 'General decline',
  },
};

/** Creates an unsigned callback of an event in the documented form. */
export function buildCallback(
  event: CallbackEvent,
  { projectId, paymentId, amount, now, like = {} }: CallbackTemplate,
): JsonObject {
  const outcome = OUTCOMES[event];
  const { minor, currency } = amount;
  const refunded = event === 'refund.partial' ? Math.ceil(minor / 2) : minor;
  const before = objectAt(like, 'payment');
  // A declined refund does not change the payment, even after a partial refund (platform docs: callbacks).
  const stays = event === 'refund.decline' && before.status === 'partially refunded' ? before : undefined;
  const left = outcome.payment === 'success' || outcome.type === 'sale' ? minor : minor - refunded;
  const moved = { amount: outcome.type === 'refund' ? refunded : minor, currency };
  const { signature: _, clarification_fields: __, ...rest } = like;
  // A sale keeps its operation. A refund is a new operation.
  const operation = objectAt(like, 'operation');
  const same = outcome.type === 'sale' && operation.type === 'sale' ? operation : {};
  const date = formatDate(now);
  return {
    ...rest,
    project_id: rest.project_id ?? projectId,
    payment: {
      ...{ type: 'purchase', method: 'mobile', description: '' },
      ...before,
      ...{ id: paymentId, status: outcome.payment, date, sum: { amount: left, currency } },
      ...(stays === undefined ? {} : { status: stays.status, sum: stays.sum }),
    },
    customer: like.customer ?? { id: 'customer_123' },
    operation: {
      ...{ id: newOperationId(), created_date: date, request_id: newRequestId() },
      ...{ provider: { id: 12345, payment_id: newRequestId(), auth_code: '' } },
      ...same,
      ...{ type: outcome.type, status: outcome.operation, date, sum_initial: moved, sum_converted: moved },
      ...{ code: outcome.code, message: outcome.message },
    },
    account: like.account ?? { number: '77071234567', type: 'TELE2' },
    ...(event === 'purchase.otp' ? { clarification_fields: { additional_data: ['approval_code'] } } : {}),
  };
}

function objectAt(body: JsonObject, key: string): { readonly [key: string]: Json } {
  const value = body[key];
  return isJsonObject(value) ? value : {};
}

/** Creates an id of sixteen digits, as the platform does. */
const newOperationId = (): number => 5_028_800_000_000_000 + randomInt(1_000_000_000);

const newRequestId = (): string =>
  randomInt(2 ** 47)
    .toString(16)
    .padStart(12, '0');

/** Formats a date as the platform does: `2024-12-07T19:08:45+0000`. */
const formatDate = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}+0000`;
